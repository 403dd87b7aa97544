"""Which quotations contain some words: the newest of them by day; read only.

A full-text index gives its matches in the order of numbers, and a common word has hundreds of
thousands of them; sorting them all by day takes seconds. So they are asked for some days at a
time, newest first, until there are as many as anybody turns to.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from store.database import select
from store.names import fold
from store.queries.ranking import settle
from store.queries.words import match_days, match_of, phrases_in
from store.records import PageKey
from store.terms import terms_of_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from store.records import QuotationFilter

LISTED_AT_MOST = 2000

# Quotations of all kinds that the first days asked for hold, and how much wider each next
# stretch is at most.
_FIRST_STRETCH = 3 * LISTED_AT_MOST
_WIDER_AT_MOST = 8

_MATCHING = """
    SELECT q.day, q.id FROM quotations_fts f CROSS JOIN quotations q ON q.id = f.rowid
    WHERE quotations_fts MATCH :match
    AND (:kind IS NULL OR q.kind = :kind)
    AND (:label IS NULL OR q.speaker_folded = :label)
    LIMIT :limit
"""
_MATCHING_NUMBERS = """
    SELECT q.day, q.id FROM quotations_fts f CROSS JOIN quotations q ON q.id = f.rowid
    WHERE quotations_fts MATCH :match AND f.rowid BETWEEN :low AND :high
    AND q.article_id = :article
    AND (:kind IS NULL OR q.kind = :kind)
    AND (:label IS NULL OR q.speaker_folded = :label)
    AND (:since IS NULL OR q.day >= :since) AND (:until IS NULL OR q.day <= :until)
"""


class Containing:
    """The quotations a filter with words asks for."""

    def __init__(self, db: Database, where: QuotationFilter) -> None:
        self._db = db
        self._where = where
        self._phrases = settle(db, phrases_in(where.containing or ""))
        self.is_hopeless = not self._phrases
        self._values = {
            "kind": where.kind,
            "label": None if where.speaker_label is None else fold(where.speaker_label),
        }

    @property
    def is_more(self) -> bool:
        """Whether there are more than are listed."""
        return len(self._newest) > LISTED_AT_MOST

    def count(self, *, newer_than: PageKey | None = None) -> int:
        """How many are listed, or how many of them stand before one."""
        if newer_than is None:
            return min(len(self._newest), LISTED_AT_MOST)
        return sum(key > newer_than for key in self._newest)

    def keys(
        self,
        *,
        after: PageKey | None = None,
        before: PageKey | None = None,
        limit: int,
        skip: int = 0,
    ) -> list[PageKey]:
        """The keys of one page, newest first."""
        listed = self._newest[:LISTED_AT_MOST]
        if before:
            newer = [key for key in listed if key > before]
            return newer[max(len(newer) - skip - limit, 0) : len(newer) - skip]
        older = [key for key in listed if after is None or key < after]
        return older[skip : skip + limit]

    @cached_property
    def _newest(self) -> list[PageKey]:
        """The newest, one more than are listed, if there are so many."""
        if self.is_hopeless:
            return []
        if self._where.article is not None:
            return self._of_article(self._where.article)
        whole = self._matching(self._period)
        if len(whole) <= LISTED_AT_MOST:
            return sorted(whole, reverse=True)
        found: list[PageKey] = []
        for first, last in self._stretches(found):
            found += sorted(self._matching((first, last), limit=-1), reverse=True)
        return found[: LISTED_AT_MOST + 1]

    def _matching(
        self, period: tuple[date, date] | None, *, limit: int = LISTED_AT_MOST + 1
    ) -> list[PageKey]:
        """So many that match, of some days only if a period is given; in no order."""
        match = match_of(self._phrases, columns=("content",)) + self._keys
        if period is not None:
            days = terms_of_period(*period)
            if not days:
                return []
            match += match_days(days, column="search_keys")
        values: dict[str, Any] = {**self._values, "match": match, "limit": limit}
        return [PageKey(row["day"], row["id"]) for row in select(self._db, _MATCHING, **values)]

    def _of_article(self, article_id: int) -> list[PageKey]:
        """Those of one article; its quotations' numbers lie near each other."""
        where = self._where
        query = "SELECT min(id) AS low, max(id) AS high FROM quotations WHERE article_id = :id"
        ends = select(self._db, query, id=article_id)[0]
        found = select(
            self._db,
            _MATCHING_NUMBERS,
            **self._values,
            match=match_of(self._phrases, columns=("content",)) + self._keys,
            low=ends["low"],
            high=ends["high"],
            article=article_id,
            since=where.since.isoformat() if where.since else None,
            until=where.until.isoformat() if where.until else None,
        )
        return sorted((PageKey(row["day"], row["id"]) for row in found), reverse=True)

    def _stretches(self, found: Sequence[PageKey]) -> Iterator[tuple[date, date]]:
        """Some days after others, newest first, until enough was found; wider where it is rare."""
        waiting = self._days
        size = _FIRST_STRETCH
        while waiting and len(found) <= LISTED_AT_MOST:
            n, n_days = 0, 0
            while n_days < len(waiting) and n < size:
                n += waiting[n_days][1]
                n_days += 1
            before = len(found)
            yield waiting[n_days - 1][0], waiting[0][0]
            waiting = waiting[n_days:]
            missing, got = LISTED_AT_MOST + 1 - len(found), len(found) - before
            size = min(n * missing // max(got, 1) + 1, n * _WIDER_AT_MOST)

    @cached_property
    def _period(self) -> tuple[date, date] | None:
        """The period asked for, no longer than the record; None when none was."""
        where, days = self._where, self._days
        if where.since is None and where.until is None:
            return None
        if not days:
            return date.max, date.min
        return days[-1][0], days[0][0]

    @cached_property
    def _days(self) -> list[tuple[date, int]]:
        """The days asked for that have quotations, newest first, and how many."""
        where = self._where
        found = select(
            self._db,
            """
            SELECT day, sum(n) AS n FROM quotation_days
            WHERE day BETWEEN :since AND :until GROUP BY day ORDER BY day DESC
            """,
            since=where.since.isoformat() if where.since else "",
            until=where.until.isoformat() if where.until else "9999-99-99",
        )
        return [(date.fromisoformat(row["day"]), row["n"]) for row in found]

    @cached_property
    def _keys(self) -> str:
        """Conditions on speaker and subject that full-text search settles by itself."""
        where, parts = self._where, []
        if where.speaker is not None:
            keys = [f"f{where.speaker}", *(f"s{i}" for i in self._name_ids(where.speaker))]
            parts.append(f" AND search_keys : ({' OR '.join(keys)})")
        if where.about is not None:
            keys = [f"a{i}" for i in self._name_ids(where.about)] or ["a0"]
            parts.append(f" AND search_keys : ({' OR '.join(keys)})")
        return "".join(parts)

    def _name_ids(self, entity_id: int) -> list[int]:
        found = select(self._db, "SELECT id FROM names WHERE entity_id = :id", id=entity_id)
        return [row["id"] for row in found]
