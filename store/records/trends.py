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
class Period:
    """The days somebody asks for; nothing given means all there is."""

    since: date | None = None
    until: date | None = None
    days: int | None = None  # instead of both: so many back from the newest article, or from today


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


@dataclass(frozen=True, slots=True)
class Window:
    """A period of a record, and how many of its articles are dated in it; both days included."""

    first: date
    last: date
    n_articles: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How many articles name an entity in a period and in the one before."""

    entity: EntityRef
    now: int
    before: int
    ratio: float | None  # of the shares of articles; None where nothing was before
    least: float  # the true ratio is hardly lower than this (store/trends.py)
    most: float  # nor higher than this; infinite where nothing was before


@dataclass(frozen=True, slots=True)
class Trending:
    """Who rose and who fell from one period to the next."""

    now: Window
    before: Window
    is_latest: bool  # the period ends with the newest article, because nothing is newer
    rose: tuple[Trend, ...]  # surely, strongest first
    fell: tuple[Trend, ...]  # surely, strongest first
    more: tuple[Trend, ...]  # more than before, but so few that it may be chance
    fewer: tuple[Trend, ...]
    n_undated: int  # articles of the record that have no date, and so count in no period
