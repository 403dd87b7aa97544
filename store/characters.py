"""Repair the characters of a text: encoding damage, invisible controls, odd white space.

One job: characters. Which lines belong to the article is decided in store/lines.py. Quote
marks keep their kind: a curly mark stays curly, a single one single.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import ftfy

# unescape_html is off because ftfy undoes one level a call, and cleaning twice must be
# cleaning once: `_ENTITY` undoes all levels at once. uncurl_quotes would change the marks.
_FTFY: Final = ftfy.TextFixerConfig(uncurl_quotes=False, unescape_html=False)

# Lines of these characters alone hold no damage. Looking costs a tenth of what ftfy does.
_ODD: Final = re.compile("[^\n -~‘’“”–—…]")

# Named references that pasted pages leave behind; &lt; and &gt; are left alone, since
# undoing them would make tags out of text that shows tags.
_NAMED: Final = {
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "nbsp": " ",
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
    "ndash": "–",
    "mdash": "—",
    "hellip": "…",
    "#34": '"',
    "#39": "'",
    "#160": " ",
    "#8211": "–",
    "#8212": "—",
    "#8216": "‘",
    "#8217": "’",
    "#8220": "“",
    "#8221": "”",
    "#8230": "…",
}
_ENTITY: Final = re.compile("&(?:amp;)*(" + "|".join(_NAMED) + ");")

# Characters nobody sees: soft hyphen, zero-width space and non-joiner, direction marks and
# overrides, byte order marks, tags, annotation marks, the object replacement character.
# They hide text, reverse it, or split a name so that no search finds it.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\U000e0000-\U000e007f]"
    # A zero-width joiner is kept where it joins two emoji.
    "|(?<![\u2190-\U0010ffff])\u200d|\u200d(?![\u2190-\U0010ffff])"
)
_LINE_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# More than four marks on one letter is a prank that draws over its neighbours.
_STACKED: Final = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")
_SPACES: Final = re.compile(r"[^\S\n]+")


def repair(text: str) -> str:
    """Make a text readable without changing what it says.

    Undoes wrongly decoded bytes, HTML references and strange line breaks; removes control,
    invisible and direction characters; folds each run of white space to one space. Repairing
    a repaired text changes nothing. Time is linear in the length.
    """
    repaired = _repair_once(text)
    while repaired != text:  # one layer of damage may hide another; each round is shorter
        text, repaired = repaired, _repair_once(repaired)
    return repaired


def _repair_once(text: str) -> str:
    text = text.replace("\r\n", "\n")
    if not text.isascii():
        text = "\n".join(_undamaged(line) for line in text.split("\n"))
        text = _INVISIBLE.sub("", _SURROGATES.sub("\ufffd", text))
        text = _STACKED.sub(r"\1", unicodedata.normalize("NFC", text))
    text = _ENTITY.sub(lambda found: _NAMED[found[1]], text)
    text = _LINE_BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", _CONTROLS.sub("", text))
    return "\n".join(line.strip() for line in text.split("\n"))


def _undamaged(line: str) -> str:
    return ftfy.fix_text(line, _FTFY) if _ODD.search(line) else line


def without_surrogates(text: str) -> str:
    """Replace each lone surrogate, one for one: they can be neither printed nor stored."""
    return _SURROGATES.sub("\ufffd", text)
