"""Quotation marks → quoted stretches: a small explicit state machine over paragraphs.

One job: where words stand inside marks. Whether such words are a quotation, and whose, is
decided in quotations.py. A line is a paragraph. Every stretch is a half-open character range
of the text, marks and outer blanks left out; stretches are in order and never overlap, and
time is linear in the text's length.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OPEN = "“„‟«"
_CLOSE = "”»"
_EITHER = '"\uff02'
_DOUBLE = re.compile(r"[“„‟«”»\"\uff02]|''|``|‘‘|’’")
_SINGLE_OPEN = re.compile(r"(?:(?<=^)|(?<=[\s(\[{—–:]))[‘'](?=[^\W_]|[£$€…]|[“\"’][^\W_])")
_SINGLE_CLOSE = re.compile(r"(?<=\S)[’'](?![^\W_])")
_SURE_CLOSE = re.compile(r"[.,!?…”\"][’'](?![^\W_])|[’'](?=[.,;:!?)]|$)")  # no possessive
# What an apostrophe at the head of a word leaves out: 'em, '90s, 'tis. No mark opens there.
_ELISION = re.compile(r"['‘](?:\d0s|\d\ds?\b|em|tis|twas|til|till|cause|bout|n)\b", re.IGNORECASE)
_BEFORE_OPENING = "([{—–-‘'"
_AFTER_CLOSING = ".,;:!?)]}—–-’'"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words inside one pair of marks.

    `opened` and `closed` tell whether the text has the mark on that side; a stretch that runs
    over paragraphs is one stretch per paragraph. `outer_start` and `outer_end` take in the
    marks that are there. `paragraph` counts lines that are not blank.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    opened: bool
    closed: bool
    single: bool
    paragraph: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text that is not blank."""

    start: int
    end: int


def paragraphs(text: str) -> list[Paragraph]:
    """Give the lines that are not blank, without their line ends."""
    found = []
    pos = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        if body:
            found.append(Paragraph(pos + len(body) - len(body.lstrip()), pos + len(body)))
        pos += len(line)
    return found


def find_stretches(text: str) -> list[Stretch]:
    """Find every run of words inside quotation marks, in order, not overlapping.

    Double marks of any style come first; single marks count only where no double mark is
    open. A mark never closed ends with its paragraph; a paragraph after such a one whose first
    mark closes was meant to go on from its beginning.
    """
    found: list[Stretch] = []
    carried = False
    lines = paragraphs(text)
    for number, paragraph in enumerate(lines):
        doubles, carried = _doubles(text, paragraph, carried=carried)
        found.extend(_stretches(text, paragraph, number, doubles))
    if uses_single_marks(found) or _are_nested(text, lines, found):
        below = [*lines[1:], None]
        pairs = enumerate(zip(lines, below, strict=True))
        return [one for n, (line, after) in pairs for one in _outer_singles(text, line, after, n)]
    return found


def uses_single_marks(stretches: Sequence[Stretch]) -> bool:
    """Tell whether the article's own marks are single ones, so that double ones are nested."""
    return sum(stretch.single for stretch in stretches) * 2 > len(stretches)


def _are_nested(text: str, lines: Sequence[Paragraph], found: Sequence[Stretch]) -> bool:
    """Whether every double mark stands inside single ones: then these are the article's own."""
    doubles = (stretch for stretch in found if not stretch.single)
    is_any = False
    for number, inside in groupby(doubles, key=lambda stretch: stretch.paragraph):
        is_any, line = True, lines[number]
        singles = _singles(text, line.start, line.end, number)
        single = next(singles, None)
        for double in inside:
            while single is not None and single.end < double.end:
                single = next(singles, None)
            if single is None or double.start < single.start:
                return False
    return is_any


def _outer_singles(
    text: str, paragraph: Paragraph, below: Paragraph | None, number: int
) -> Iterator[Stretch]:
    """The stretches of a paragraph whose own marks are single ones, double ones nested in them."""
    end = _left_open(text, paragraph, below)
    pairs, _ = _doubles(text, paragraph, carried=False)
    trimmed = (_trimmed(text, pair, number, single=False) for pair in pairs)
    doubles = deque(stretch for stretch in trimmed if stretch is not None)
    pos = paragraph.start
    for single in _singles(text, paragraph.start, end, number):
        yield from _between(doubles, pos, single.outer_start)
        yield single
        pos = single.outer_end
    yield from _between(doubles, pos, end)
    if end < paragraph.end:
        rest = _trimmed(text, _Pair(end + 1, paragraph.end, 1, 0), number, single=True)
        if rest is not None:
            yield rest


def _left_open(text: str, paragraph: Paragraph, below: Paragraph | None) -> int:
    """Where a single mark opens that the next paragraph opens again, else the paragraph's end."""
    if below is None or _SINGLE_OPEN.match(text, below.start, below.end) is None:
        return paragraph.end
    closed = [match.end() for match in _SURE_CLOSE.finditer(text, paragraph.start, paragraph.end)]
    opening = _SINGLE_OPEN.search(text, max(closed, default=paragraph.start), paragraph.end)
    if opening is None or _ELISION.match(text, opening.start()):
        return paragraph.end
    return opening.start()


def _between(doubles: deque[Stretch], start: int, end: int) -> Iterator[Stretch]:
    """Take the stretches in double marks that lie before a place; give those between two."""
    while doubles and doubles[0].outer_start < end:
        stretch = doubles.popleft()
        if start <= stretch.outer_start and stretch.outer_end <= end:
            yield stretch


@dataclass(slots=True)
class _Pair:
    """Inner range, and the width of the mark on either side (0 where it is missing)."""

    start: int
    end: int
    before: int
    after: int


def _doubles(text: str, paragraph: Paragraph, *, carried: bool) -> tuple[list[_Pair], bool]:
    pairs: list[_Pair] = []
    opened: tuple[int, int] | None = None  # where the inside begins, width of its mark
    first = True
    for mark in _DOUBLE.finditer(text, paragraph.start, paragraph.end):
        role = _role(text, mark, paragraph, is_open=opened is not None, resumes=first and carried)
        if role == "":
            continue
        if opened is not None:
            pairs.append(_Pair(opened[0], mark.start(), opened[1], len(mark[0])))
            opened = None
            if role == "open":  # the mark before it was never closed
                pairs[-1].after = 0
        elif role == "close" and first and carried:
            pairs.append(_Pair(paragraph.start, mark.start(), 0, len(mark[0])))
        if role == "open":
            opened = (mark.end(), len(mark[0]))
        first = False
    if opened is not None:
        pairs.append(_Pair(opened[0], paragraph.end, opened[1], 0))
    return pairs, opened is not None


def _role(
    text: str, mark: re.Match[str], paragraph: Paragraph, *, is_open: bool, resumes: bool
) -> str:
    """What a double mark does here: "open", "close", or "" for no mark at all (inches)."""
    char = mark[0]
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    opens = char in _OPEN or char in ("``", "‘‘")
    if char in "«»":
        opens ^= _is_turned(before, after, opens=char == "»")
    if opens:
        is_slip = is_open and after.isspace() and not before.isspace()  # “all,“ he said
        return "close" if is_slip else "open"
    if char not in _EITHER and char != "''":
        return "close"
    may_open = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    may_close = (after.isspace() or after in _AFTER_CLOSING) and not before.isspace()
    if is_open:
        return "open" if may_open and not may_close else "close"
    if resumes and may_close and not may_open:
        return "close"
    if before.isdigit() and may_close:
        return ""  # 5'10": feet and inches
    return "open"


def _is_turned(before: str, after: str, *, opens: bool) -> bool:
    """Whether guillemets point at the words, as in German books: »No,« she said."""
    outer, inner = (before, after) if opens else (after, before)
    is_outside = outer.isspace() or outer in "([—–.,;:!?)]"
    return is_outside and not inner.isspace()


def _stretches(
    text: str, paragraph: Paragraph, number: int, doubles: list[_Pair]
) -> Iterator[Stretch]:
    """The stretches of one paragraph, with single-marked ones in the gaps between doubles."""
    pos = paragraph.start
    for pair in doubles:
        yield from _singles(text, pos, max(pos, pair.start - pair.before), number)
        stretch = _trimmed(text, pair, number, single=False)
        if stretch is not None:
            yield stretch
        pos = pair.end + pair.after
    yield from _singles(text, pos, paragraph.end, number)


def _singles(text: str, start: int, end: int, number: int) -> Iterator[Stretch]:
    """Single marks as outer marks; apostrophes and plural possessives are no marks."""
    pos = start
    closers = [match.start() for match in _SINGLE_CLOSE.finditer(text, start, end)]
    next_closer = 0
    while closers and (opening := _SINGLE_OPEN.search(text, pos, end)):
        pos = opening.end()
        if _ELISION.match(text, opening.start()):
            continue
        while next_closer < len(closers) and closers[next_closer] <= pos:
            next_closer += 1
        if next_closer == len(closers):
            return
        closing = _closing_single(text, closers, next_closer)
        stretch = _trimmed(text, _Pair(pos, closing, 1, 1), number, single=True)
        if stretch is not None:
            yield stretch
        pos = closing + 1


def _closing_single(text: str, closers: list[int], first: int) -> int:
    """The mark that closes: after punctuation if one of the next few is, else the first.

    "the officials' plan" has a mark after an s and before a lower-case word: a possessive,
    passed over as long as a better one follows soon.
    """
    for i in range(first, min(first + _LOOK_AHEAD, len(closers))):
        at = closers[i]
        possessive = text[at - 1] in "sS" and text[at + 1 : at + 2] == " "
        if not possessive or not text[at + 2 : at + 3].islower():
            return at
    return closers[first]


_LOOK_AHEAD = 8  # closing marks looked at; keeps the time linear


def _trimmed(text: str, pair: _Pair, number: int, *, single: bool) -> Stretch | None:
    start, end = pair.start, pair.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    return Stretch(
        start=start,
        end=end,
        outer_start=pair.start - pair.before,
        outer_end=pair.end + pair.after,
        opened=pair.before > 0,
        closed=pair.after > 0,
        single=single,
        paragraph=number,
    )
