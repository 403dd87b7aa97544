"""A claimed quotation against the record's candidates: what the record shows of it; pure.

One job: the comparison. A verdict never claims more than the record shows: "exact" means that
all the words stand between quotation marks in one quotation, in this order, and says nothing
of whether the report is true; "not on record" only that this corpus does not hold them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import Indel

from store.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.records import StoredQuotation

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ALTERED_FROM: Final = 0.75  # share of words in common; "is"/"is not" differs by one of ten
_SLACK: Final = 6  # words put in or left out before the two are no longer lined up
_RUN: Final = 6  # words in a row that are not together by chance
_SHORT_RUN: Final = 4  # the same in a short claim, if it is _RUN_SHARE of it
_RUN_SHARE: Final = 0.4
_NEAR_FROM: Final = 0.5  # below this the nearest record is no help
_LONGEST_CLAIM: Final = 400  # words; beyond, only the start is compared
_LONGEST_RECORD: Final = 2_000


class Verdict(StrEnum):
    """What the record shows of a claimed quotation."""

    EXACT = "exact"
    ALTERED = "altered"
    PARTLY = "partly"
    NOT_ON_RECORD = "not on record"


class Change(NamedTuple):
    """A stretch of the comparison: the claim's words, the record's, and whether they agree."""

    claimed: str
    recorded: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict, the nearest record, and where the two differ."""

    verdict: Verdict
    nearest: StoredQuotation | None = None
    share: float = 0.0  # of words in common
    changes: tuple[Change, ...] = ()
    note: str | None = None


class _Words(NamedTuple):
    """A text's words, as written and as compared."""

    written: list[str]
    folded: list[str]


def check_quotation(claimed: str, candidates: Iterable[StoredQuotation]) -> Check:
    """Compare a claimed quotation with the quotations that may be it; the best verdict wins."""
    claim = _words(claimed, _LONGEST_CLAIM)
    if not claim.folded:
        return Check(Verdict.NOT_ON_RECORD, note="there are no words to compare")
    found = [_compare(claim, candidate) for candidate in candidates]
    order = list(Verdict)
    best = min(found, key=lambda check: (order.index(check.verdict), -check.share), default=None)
    return best or Check(Verdict.NOT_ON_RECORD)


def _compare(claim: _Words, candidate: StoredQuotation) -> Check:
    content = _words(candidate.content, _LONGEST_RECORD)
    marked = [
        _words(candidate.context[span.start : span.end], _LONGEST_RECORD)
        for span in candidate.quoted
    ]
    in_marks = _Words([], [])
    for part in marked:
        in_marks = _Words(in_marks.written + part.written, in_marks.folded + part.folded)
    if _find(in_marks.folded, claim.folded) is not None:
        return Check(Verdict.EXACT, candidate, 1.0, _changes(claim, in_marks))
    if _find(content.folded, claim.folded) is not None:
        note = "these words are reported, but not all of them stand in quotation marks"
        return Check(Verdict.PARTLY, candidate, 1.0, _changes(claim, content), note)
    return _compare_unequal(claim, content, candidate)


def _compare_unequal(claim: _Words, content: _Words, candidate: StoredQuotation) -> Check:
    part = _aligned(claim, content)
    share = Indel.normalized_similarity(claim.folded, part.folded)
    changes = _changes(claim, part)
    longest = max((len(change.claimed.split()) for change in changes if change.is_same), default=0)
    if share >= _ALTERED_FROM:
        verdict = Verdict.ALTERED
    elif longest >= min(_RUN, max(_SHORT_RUN, _RUN_SHARE * len(claim.folded))):
        verdict = Verdict.PARTLY
    else:
        return Check(Verdict.NOT_ON_RECORD, candidate if share >= _NEAR_FROM else None, share)
    return Check(verdict, candidate, share, changes, _reported_only(candidate))


def _reported_only(candidate: StoredQuotation) -> str | None:
    return None if candidate.quoted else "the record reports this without quotation marks"


def _words(text: str, at_most: int) -> _Words:
    written = [found[0] for found in _WORD.finditer(text[: at_most * 40])][:at_most]
    return _Words(written, [fold(word) for word in written])


def _find(within: Sequence[str], words: Sequence[str]) -> int | None:
    """Return where the words stand in a row, or None."""
    first, n_words = words[0], len(words)
    for start in range(len(within) - n_words + 1):
        if within[start] == first and within[start : start + n_words] == words:
            return start
    return None


def _aligned(claim: _Words, content: _Words) -> _Words:
    """Return the stretch of the record that the claim lies on.

    The longest run of words in common says where; a few words more on either side are looked
    at, since words may have been put in or left out, and cut off again where they differ.
    """
    blocks = _blocks(claim.folded, content.folded)
    if not blocks:
        return _Words(content.written[: len(claim.folded)], content.folded[: len(claim.folded)])
    longest = max(blocks, key=lambda block: block.size)
    start = max(longest.recorded - longest.claimed - _SLACK, 0)
    stop = longest.recorded + len(claim.folded) - longest.claimed + _SLACK
    inside = _blocks(claim.folded, content.folded[start:stop])
    stop = start + inside[-1].recorded + inside[-1].size
    start += inside[0].recorded
    return _Words(content.written[start:stop], content.folded[start:stop])


class _Block(NamedTuple):
    claimed: int
    recorded: int
    size: int


def _blocks(claim: Sequence[str], recorded: Sequence[str]) -> list[_Block]:
    found = Indel.opcodes(claim, recorded)
    return [
        _Block(step.src_start, step.dest_start, step.src_end - step.src_start)
        for step in found
        if step.tag == "equal"
    ]


def _changes(claim: _Words, recorded: _Words) -> tuple[Change, ...]:
    """Line up claim and record word by word; what the record says around the claim is left out."""
    start = _find(recorded.folded, claim.folded)
    if start is not None:
        same = recorded.written[start : start + len(claim.folded)]
        return (Change(" ".join(claim.written), " ".join(same), is_same=True),)
    changes: list[Change] = []
    for step in Indel.opcodes(claim.folded, recorded.folded):
        one = " ".join(claim.written[step.src_start : step.src_end])
        other = " ".join(recorded.written[step.dest_start : step.dest_end])
        changes.append(Change(one, other, is_same=step.tag == "equal"))
    return tuple(_joined(changes))


def _joined(changes: Sequence[Change]) -> list[Change]:
    """Make one change of a deletion and the insertion beside it."""
    joined: list[Change] = []
    for change in changes:
        if joined and not joined[-1].is_same and not change.is_same:
            before = joined.pop()
            claimed = f"{before.claimed} {change.claimed}".strip()
            recorded = f"{before.recorded} {change.recorded}".strip()
            joined.append(Change(claimed, recorded, is_same=False))
        else:
            joined.append(change)
    return joined
