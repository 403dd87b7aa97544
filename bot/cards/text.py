"""Text from articles and people, made safe to show in Discord.

One job: escaping, once. Everything that comes out of an article or is echoed from what
somebody typed goes through here before it reaches a card.

Source: how Discord's client reads messages (its help page "Markdown Text 101", and the
reference tables for mentions, timestamps and commands in the API documentation), and
CommonMark for what the preview page reads beyond that (character references, indented
code, rules, tables).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from bot.cards.limits import cut, cut_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.records import Span

# Longer addresses are not linked: they would eat the 4,000 characters of a card.
MAX_URL = 300

# Between "@" and what it would call; unlike a zero-width space it allows no line break there.
WORD_JOINER = "\u2060"
# Stand for the ends of a highlight while text is escaped and cut; private-use characters
# are dropped from what comes in, so a text cannot hold them.
_OPEN, _CLOSE = "\ue000", "\ue001"

_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control, format (zero-width, right-to-left, tags), surrogate and private-use characters.
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})
# Letters and symbols by category, blank to the eye.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STACKED_MARKS = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")  # no language stacks more than three

_ALWAYS = re.compile(r"[\\*_~`|<\[\]]")
_EMOJI_OR_ADDRESS = re.compile(r":(?=//|[\w+~-]+:)")
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_INVITE = re.compile(r"(discord(?:\.gg|(?:app)?\.com/invite))/", re.IGNORECASE)
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_START = f"^([{_OPEN}{_CLOSE} ]*)"  # of a line, where a highlight may begin or end
_BLOCK = re.compile(_START + "([#>+=:-])", re.MULTILINE)
_SMALL = re.compile(
    _START + r"(\\-)(?=#)", re.MULTILINE
)  # the preview page reads it behind a backslash too
_NUMBERED = re.compile(_START + r"(\d+)(?=[.)])", re.MULTILINE)
_SPACE = re.compile(r"[^\S\n]+")
_GAP = re.compile(r"\n{3,}")

# Left as they are in an address inside a link; brackets and the like are percent-encoded.
_SCHEME = re.compile(r"\w*://")
_SAFE_IN_URL = "%/:?#@!$&'*+,;=~-._"


def plain(text: str) -> str:
    """The text as a reader should see it, with nothing in it that Discord would act upon.

    Lines stay lines. Control, zero-width and right-to-left characters are gone.
    """
    return _escape(_visible(text))


def one_line(text: str) -> str:
    """As `plain`, on a single line."""
    return plain(" ".join(_visible(text).split()))


def shown(text: str, limit: int) -> str:
    """As `plain`, at most `limit` characters, cut at a word."""
    return cut(plain(text[: 2 * limit + 100]), limit)


def label(text: str, limit: int) -> str:
    """For buttons, choices and select entries, which show no markdown: only cleaned and cut."""
    return cut(" ".join(_visible(text[: 4 * limit]).split()), limit) or "—"


def link(text: str, url: str | None, *, limit: int = 120) -> str:
    """A link of at most `limit` visible characters; plain text where the address is no web page."""
    address = web_address(url)
    words = cut(" ".join(_visible(text[: 4 * limit]).split()), limit) or "untitled"
    if address is None:
        return plain(words)
    # Brackets end a label in Discord even behind a backslash, and it refuses labels
    # that look like another address.
    inside = _SCHEME.sub("", words).replace("[", "(").replace("]", ")") or "untitled"
    return f"[{plain(inside)}]({address})"


def web_address(url: str | None) -> str | None:
    """The address, fit to stand inside a link, or None if it is no plain http(s) address."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    written = _visible(parts._replace(scheme=parts.scheme.lower()).geturl())
    address = percent_encode(written, safe=_SAFE_IN_URL, errors="replace")
    return address if len(address) <= MAX_URL else None


def quoted(text: str) -> str:
    """Already escaped text as a block quotation."""
    return "\n".join(f"> {line}".rstrip() if line else "> " for line in text.split("\n"))


def highlighted(text: str, spans: Sequence[Span], limit: int) -> str:
    """As `shown`, with the spans in bold; spans are offsets into `text`."""
    text = text[: 2 * limit + 100]  # more could not be shown
    pieces, at = [], 0
    for start, end in _usable(spans, len(text)):
        inside = _visible(text[max(start, at) : end])
        if inside:  # else the parts beside it would meet unescaped
            pieces += [_visible(text[at : max(start, at)]), _OPEN, inside, _CLOSE]
            at = end
    pieces.append(_visible(text[at:]))
    return _bold(_escape("".join(pieces)), limit)


def around(text: str, focus: Span, limit: int) -> str:
    """As `shown`, with the focus in bold and as much text before and after it as fits."""
    before, inside = text[: focus.start], text[focus.start : focus.end]
    after = text[focus.end :]
    # Escapes and the marks of the highlight need room too; an eighth is ample for prose.
    room = max(limit - limit // 8 - len(inside), 0)
    head = cut_start(before, min(room // 2, len(before)) if room else 0)
    tail = cut(after, max(room - len(head), 0))
    whole = f"{head}{inside}{tail}"
    span = type(focus)(len(head), len(head) + len(inside))
    return highlighted(whole, (span,), limit)


def _usable(spans: Sequence[Span], length: int) -> list[tuple[int, int]]:
    return sorted((max(s.start, 0), min(s.end, length)) for s in spans)


def _bold(text: str, limit: int) -> str:
    room = limit
    while True:
        bold = "\n".join(_bold_lines(cut(text, room).split("\n")))
        if len(bold) <= limit:
            return bold
        room -= len(bold) - limit  # the marks of the highlight need room too


def _bold_lines(lines: list[str]) -> list[str]:
    is_open, done = False, []
    for line in lines:
        text = (_OPEN if is_open else "") + line
        is_open = text.rfind(_OPEN) > text.rfind(_CLOSE)
        text += _CLOSE if is_open else ""
        text = re.sub(f"{_OPEN}( *){_CLOSE}", r"\1", text)
        text = re.sub(f"{_OPEN}( +)", rf"\1{_OPEN}", text)
        text = re.sub(f"( +){_CLOSE}", rf"{_CLOSE}\1", text)
        done.append(text.replace(_OPEN, "**").replace(_CLOSE, "**"))
    return done


def _visible(text: str) -> str:
    lines = (_visible_line(line) for line in _BREAK.sub("\n", text).split("\n"))
    return _STACKED_MARKS.sub(r"\1", "\n".join(lines))


def _visible_line(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    return "".join(
        " " if char == "\t" or unicodedata.category(char) == "Zs" else char
        for char in line
        if char == "\t"
        or (char not in _BLANKS and unicodedata.category(char) not in _DROPPED_CATEGORIES)
    )


def _escape(text: str) -> str:
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    text = _GAP.sub("\n\n", "\n".join(lines)).strip()
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _EMOJI_OR_ADDRESS.sub(r"\\:", text)
    text = _REFERENCE.sub(r"\\&", text)
    text = _INVITE.sub(r"\1\\/", text)
    text = _MENTION.sub(f"@{WORD_JOINER}", text)
    text = _BLOCK.sub(r"\1\\\2", text)
    text = _SMALL.sub(rf"\1\2{WORD_JOINER}", text)
    return _NUMBERED.sub(r"\1\2\\", text)
