"""A claimed quotation against the record's candidates: what the record shows of it; pure.

One job: the comparison. A verdict never claims more than the record shows: "exact" means that
all the words stand between quotation marks in one quotation, in this order, and says nothing
of whether the report is true; "not on record" only that this corpus does not hold them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import Indel

from store.names import fold, without_address, words
from store.records import Change, Check, QuotationKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.records import ClaimedSpeaker, StoredQuotation

# A sum in dollars is not one in euros, 5 is not 5 %, −5 is not 5, nor is 1.5 what 1,5 or 15 is.
_NUMBER: Final = r"\d+(?:[.,/:–-]\d+)+(?:[^\W\d_]+)?"
_SIGN: Final = r"(?<![\w)])[-−–+](?=[$€£¥]?\d)"
_WORD: Final = rf"{_NUMBER}|{_SIGN}|[^\W_]+(?:['’-][^\W_]+)*|[$€£¥%°&]"
_POWER: Final = re.compile(r"(?<=\w)([⁰¹²³⁴-⁹]+)")  # folding would make 102 of 10²
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")  # 100,000 is 100000
_WRITTEN: Final = re.compile(rf"({_WORD})(?:[.,;:!?…]{{1,3}}(?!\w))?")  # stops are only shown
_ALTERED_FROM: Final = 0.75  # share of words in common; "is"/"is not" differs by one of ten
_SLACK: Final = 6  # words put in or left out before the two are no longer lined up
_RUN: Final = 6  # words in a row that are not together by chance
_SHORT_RUN: Final = 4  # the same in a short claim, if it is _RUN_SHARE of it
_RUN_SHARE: Final = 0.4
_OTHER_WORDS: Final = 0.1  # of a claim that has a record's words in another order
_NEAR_FROM: Final = 0.5  # below this the nearest record is no help
_LONGEST_CLAIM: Final = 400  # words; beyond, only the start is compared
_LONGEST_RECORD: Final = 2_000
_SURE: Final = frozenset({Verdict.EXACT, Verdict.ALTERED})


class _Words(NamedTuple):
    """A text's words, as written and as compared."""

    written: list[str]
    folded: list[str]


def check_quotation(
    claimed: str,
    candidates: Iterable[StoredQuotation],
    *,
    speaker: ClaimedSpeaker | None = None,
) -> Check:
    """Compare a claimed quotation with the quotations that may be it; the best verdict wins.

    Args:
        claimed: its words, without who said them.
        candidates: the quotations to compare it with.
        speaker: who is claimed to have said it; among equals their quotation is the nearest.
    """
    claim = _words(claimed, _LONGEST_CLAIM)
    name = speaker.name if speaker else None
    if not claim.folded:
        note = "there are no words to compare"
        return Check(Verdict.NOT_ON_RECORD, note=note, claimed=claimed, claimed_speaker=name)
    order = list(Verdict)
    ranked = [
        ((order.index(check.verdict), _is_by_another(check, speaker), -check.share), check)
        for check in (_compare(claim, candidate) for candidate in candidates)
    ]
    best = min(ranked, key=lambda one: one[0], default=(None, Check(Verdict.NOT_ON_RECORD)))[1]
    if best.verdict in _SURE and _is_by_another(best, speaker):
        best = replace(best, verdict=Verdict.WRONG_SPEAKER)
    return replace(best, claimed=claimed, claimed_speaker=name)


def _is_by_another(check: Check, claimed: ClaimedSpeaker | None) -> bool:
    """Whether the record names another speaker; a role without a name may be anybody's."""
    if claimed is None or check.nearest is None or check.nearest.speaker is None:
        return False
    speaker = check.nearest.speaker
    if speaker.id in claimed.entity_ids:
        return False
    one, other = _name_words(claimed.name), _name_words(speaker.name)
    if claimed.entity_ids:
        return not (set(one) <= set(other) or set(other) <= set(one))
    return not set(one[-1:]) & set(other)  # not known here: another first name proves nothing


def _name_words(name: str) -> tuple[str, ...]:
    return words(without_address(fold(name)))


def _compare(claim: _Words, candidate: StoredQuotation) -> Check:
    content = _words(candidate.content, _LONGEST_RECORD)
    marked = [
        _words(candidate.context[span.start : span.end], _LONGEST_RECORD)
        for span in candidate.quoted
    ]
    if candidate.kind is QuotationKind.DIRECT:  # parted by its cue only; else by others' words
        marked = [_Words(*([word for part in marked for word in part[at]] for at in (0, 1)))]
    for in_marks in marked:
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
    is_reordered = longest >= _SHORT_RUN and _is_reordered(claim.folded, content.folded)
    if share >= _ALTERED_FROM or is_reordered:
        verdict = Verdict.ALTERED
    elif longest >= min(_RUN, max(_SHORT_RUN, _RUN_SHARE * len(claim.folded))):
        verdict = Verdict.PARTLY
    else:
        return Check(Verdict.NOT_ON_RECORD, candidate if share >= _NEAR_FROM else None, share)
    is_reordered = is_reordered and share < _ALTERED_FROM
    note = _reported_only(candidate)
    return Check(verdict, candidate, share, changes, note, is_reordered=is_reordered)


def _is_reordered(claim: Sequence[str], recorded: Sequence[str]) -> bool:
    """Whether nearly all words of the claim stand close together in the record, in any order."""
    wanted, n_words = Counter(claim), len(claim)
    if n_words < _RUN or len(wanted - Counter(recorded)) > _OTHER_WORDS * n_words:
        return False
    inside: Counter[str] = Counter()
    shared = best = 0
    for at, word in enumerate(recorded):
        shared += inside[word] < wanted[word]
        inside[word] += 1
        if at >= n_words:
            gone = recorded[at - n_words]
            inside[gone] -= 1
            shared -= inside[gone] < wanted[gone]
        best = max(best, shared)
    return best >= (1 - _OTHER_WORDS) * n_words


def _reported_only(candidate: StoredQuotation) -> str | None:
    return None if candidate.quoted else "the record reports this without quotation marks"


def _words(text: str, at_most: int) -> _Words:
    found = list(_WRITTEN.finditer(text[: at_most * 40]))[:at_most]
    return _Words([one[0] for one in found], [_folded(one[1]) for one in found])


def _folded(word: str) -> str:
    """A word as it is compared."""
    if word in {"−", "–"}:
        return "-"
    if word == "&":
        return "and"
    if word[0].isdigit():  # folding leaves stops out: 15 of 1.5
        word = _THOUSANDS.sub("", word).replace(".", "·").replace("–", "-")
    return fold(_POWER.sub(r"^\1", word))


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
