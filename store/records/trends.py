"""Counts over time and side by side: what the charts show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from store.records.stored import EntityRef


class Step(StrEnum):
    """What one point of a line stands for."""

    DAY = "day"
    WEEK = "week"  # from Monday
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Series:
    """How often one entity is mentioned, step after step."""

    entity: EntityRef
    counts: tuple[int, ...]  # one for each of the timeline's steps; 0 where nothing is reported
    n_undated: int = 0  # mentions in articles without a date: in no step

    @property
    def total(self) -> int:
        """All mentions in the period."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Mentions over time of up to four entities; steps without mentions are there, with 0.

    `starts` are the first days of the steps, oldest first; the first is `first` even where its
    week or month began earlier, and the last step ends on `last`.
    """

    first: date
    last: date
    step: Step
    starts: tuple[date, ...]
    series: tuple[Series, ...]
