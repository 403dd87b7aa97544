"""Lines of a page, with where they stand → paragraphs.

One job: which lines belong together, and which hyphens only break a word. A file of this kind
knows no paragraphs: they are told by the space above a line, its indent, its size, and by a
short last line.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDER: Final = 1.3  # a gap so many times the usual one stands between paragraphs
_OTHER_SIZE: Final = 1.12  # a heading's letters are larger by at least so much
_INDENT: Final = (0.6, 6.0)  # of the letters' size: less is justification, more another column
_SHORT: Final = 0.8  # of a usual line: a line this short ends its paragraph
_ENDS_SENTENCE: Final = re.compile(r"[.!?:][”’\"')\]]*$")
_OPENS: Final = re.compile(r"^[“‘\"'(\[—–•]*[A-Z0-9]")
_BROKEN: Final = re.compile(r"(\w+)[-\u00ad\u2010]$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
# Parts that keep their hyphen where nothing else in the text tells.
_KEPT: Final = frozenset(
    (
        *("all", "anti", "co", "cross", "ex", "half", "high", "long", "low", "mid", "multi", "non"),
        *("off", "on", "post", "pre", "pro", "quasi", "self", "semi", "short", "so", "well"),
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, its left end, its height above the foot, its letters' size."""

    text: str
    x: float
    y: float
    size: float


def paragraphs_of(pages: Iterable[Sequence[Line]]) -> str:
    """Put lines together to paragraphs, an empty line between them; pages run on."""
    lines = [line for page in pages for line in page]
    usual = _Usual(lines)
    paragraphs: list[list[str]] = []
    before: Line | None = None
    for line in lines:
        if before is None or usual.is_parted(before, line):
            paragraphs.append([])
        paragraphs[-1].append(line.text)
        before = line
    known = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    return "\n\n".join(_joined(paragraph, known) for paragraph in paragraphs)


class _Usual:
    """What is usual in a text: how far apart its lines stand, and how long they are."""

    def __init__(self, lines: Sequence[Line]) -> None:
        gaps = Counter(
            round(gap, 1)
            for above, below in pairwise(lines)
            if 0 < (gap := above.y - below.y) < 4 * max(below.size, 1)
        )
        self._gap = gaps.most_common(1)[0][0] if gaps else 0.0
        self._length = median(len(line.text) for line in lines) if lines else 0.0

    def is_parted(self, above: Line, line: Line) -> bool:
        """Tell whether a paragraph ends between two lines."""
        larger, smaller = max(above.size, line.size), min(above.size, line.size)
        if smaller and larger / smaller > _OTHER_SIZE:
            return True
        gap = above.y - line.y
        has_ended = bool(_ENDS_SENTENCE.search(above.text)) and bool(_OPENS.match(line.text))
        if gap <= 0 or gap > 4 * max(line.size, 1):  # another column or page
            return has_ended
        if self._gap and gap > _WIDER * self._gap:
            return True
        indent = line.x - above.x
        is_indented = _INDENT[0] * line.size < indent < _INDENT[1] * line.size
        return has_ended and (is_indented or len(above.text) < _SHORT * self._length)


def _joined(lines: list[str], known: Counter[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        broken = _BROKEN.search(text)
        following = _WORD.match(line)
        if broken is None or following is None or not following[0][0].islower():
            text = f"{text} {line}"
        elif _keeps_hyphen(broken[1], following[0], known):
            text = text[:-1] + "-" + line
        else:
            text = text[:-1] + line
    return text


def _keeps_hyphen(first: str, second: str, known: Counter[str]) -> bool:
    """Tell a compound from a broken word: as the text writes it elsewhere, else by its parts."""
    whole, compound = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
    if known[whole] != known[compound]:
        return known[compound] > known[whole]
    return first.casefold() in _KEPT
