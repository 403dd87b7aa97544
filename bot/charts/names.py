"""Names as a picture can show them; pure, and without matplotlib.

One job: a name from an article → the letters to draw. The font that comes with matplotlib has
Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian, but no Chinese, Japanese, Korean
or Indian letters. A name that it cannot write is drawn as its number; the card beside the
picture has it in full.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Control, format (zero-width, right-to-left, tags), surrogate, private-use, unassigned.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Combining marks upon one letter beyond these make a tower over the whole picture.
_MOST_MARKS = 2
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_MOST_CHARS = 80


def drawable(name: str, number: int, has_glyph: Callable[[str], bool]) -> str:
    """The name in letters of the font, on one line, or "No. 3" when some of them are missing.

    Args:
        name: as an article has it.
        number: which of the picture's names it is, from 1.
        has_glyph: whether the font has a character.
    """
    text = unicodedata.normalize("NFC", " ".join(name[: 8 * _MOST_CHARS].split()))
    text = "".join(char for char in text if unicodedata.category(char) not in _UNSEEN)
    text = _MARKS.sub(lambda marks: marks[0][:_MOST_MARKS], text)[:_MOST_CHARS]
    missing = [char for char in text if char != " " and not has_glyph(char)]
    if any(unicodedata.category(char)[0] in "LM" for char in missing):
        return f"No. {number}"
    kept = "".join(char for char in text if char == " " or has_glyph(char))
    return " ".join(kept.split()) or f"No. {number}"
