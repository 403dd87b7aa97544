"""What the record shows of a claimed quotation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from store.records.stored import StoredQuotation


class Verdict(StrEnum):
    """What the record shows of a claimed quotation, best first."""

    EXACT = "exact"
    ALTERED = "altered"
    WRONG_SPEAKER = "wrong speaker"  # the words, or nearly, but by somebody else than claimed
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
    claimed: str = ""
    claimed_speaker: str | None = None
    is_reordered: bool = False  # all the words, or nearly, but in another order


@dataclass(frozen=True, slots=True)
class ClaimedSpeaker:
    """Whom a claim names, and the entities on record that go by that name."""

    name: str
    entity_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckedText:
    """The quotations claimed in a text, in reading order, each with its verdict."""

    checks: tuple[Check, ...]
    n_absent: int = 0  # further sentences of the text that are not on record
    n_unchecked: int = 0  # further quotations of the text that were not looked up
