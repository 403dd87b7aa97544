"""Which quotations contain some words: the newest of them by day; read only.

A full-text index gives its matches in the order of numbers, and a common word has hundreds of
thousands of them; sorting them all by day takes seconds. So they are asked for some days at a
time, newest first, until there are as many as anybody turns to.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from store.database import select
from store.names import fold
from store.queries.paging import keys_of_page
from store.queries.ranking import settle
from store.queries.search_keys import count_matches, match_keys
from store.queries.words import match_days, match_of, phrases_in
from store.terms import plain, terms_of_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from store.records import PageKey, QuotationFilter

LISTED_AT_MOST = 1000
_ALL = LISTED_AT_MOST + 1  # one more tells that there are more

# Some days are asked for at a time: at first as many as should hold enough if the rarest word were
# alone, and by so much wider stretches while too few are found.
_MORE_THAN_NEEDED = 1.2
_WIDER_AT_MOST = 8

_MATCHING = """
    SELECT q.day, q.id FROM quotations_fts f CROSS JOIN quotations q ON q.id = f.rowid
    WHERE quotations_fts MATCH :match
    AND (:kind IS NULL OR q.kind = :kind)
    AND (:label IS NULL OR q.speaker_folded = :label)
"""
_MATCHING_NUMBERS = """
    SELECT q.day, q.id FROM quotations_fts f CROSS JOIN quotations q ON q.id = f.rowid
    WHERE quotations_fts MATCH :match AND f.rowid BETWEEN :low AND :high
    AND q.article_id = :article
    AND (:kind IS NULL OR q.kind = :kind)
    AND (:label IS NULL OR q.speaker_folded = :label)
    AND (:since IS NULL OR q.day >= :since) AND (:until IS NULL OR q.day <= :until)
"""


_Key = tuple[str, int]  # a PageKey, of which there are too many here to make records of


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
        self._found: list[_Key] = []
        self._wanted = 0

    @property
    def is_more(self) -> bool:
        """Whether there are more than are listed."""
        return self._is_surely_more or len(self._newest(_ALL)) > LISTED_AT_MOST

    def count(self, *, newer_than: PageKey | None = None) -> int:
        """How many are listed, or how many of them stand before one."""
        if newer_than is not None:
            key = (newer_than.day, newer_than.id)
            return sum(one > key for one in self._down_to(key, 1))
        return LISTED_AT_MOST if self.is_more else len(self._newest(_ALL))

    def keys(
        self,
        *,
        after: PageKey | None = None,
        before: PageKey | None = None,
        limit: int,
        skip: int = 0,
    ) -> list[PageKey]:
        """The keys of one page, newest first."""
        if before:
            newest = self._newest(_ALL)
        elif after:
            newest = self._down_to((after.day, after.id), skip + limit)
        else:
            newest = self._newest(skip + limit)
        listed = newest[:LISTED_AT_MOST]
        return keys_of_page(listed, after=after, before=before, limit=limit, skip=skip)

    def _newest(self, n: int) -> list[_Key]:
        """At least the newest so many, if there are so many; at most one more than are listed."""
        self._wanted = min(n, _ALL)
        while len(self._found) < self._wanted and (part := next(self._parts, None)) is not None:
            self._found += part
        return self._found[:_ALL]

    def _down_to(self, key: _Key, n: int) -> list[_Key]:
        """The newest, until so many stand behind a key."""
        wanted, newest = n, self._newest(n)
        while wanted <= len(newest) < _ALL and sum(one < key for one in newest) < n:
            wanted = 2 * len(newest)
            newest = self._newest(wanted)
        return newest

    @cached_property
    def _parts(self) -> Iterator[list[_Key]]:
        """All that match, some at a time, newest first."""
        if self.is_hopeless:
            return iter(())
        if self._where.article is not None:
            return iter([self._of_article(self._where.article)])
        if not self._is_common:
            return iter([self._matching(self._period)])
        return (self._matching(stretch) for stretch in self._stretches())

    @property
    def _is_surely_more(self) -> bool:
        """Whether the words and keys alone tell that there are more than are listed."""
        is_plain = not self.is_hopeless and set(self._values.values()) == {None}
        return is_plain and self._where.article is None and self._is_common

    @cached_property
    def _is_common(self) -> bool:
        """Whether the words alone, whoever says them, match more than are listed."""
        match = self._match(self._period)
        if match is None:
            return False
        return count_matches(self._db, match, most=_ALL) > LISTED_AT_MOST

    def _match(self, period: tuple[date, date] | None) -> str | None:
        """The FTS5 query, of some days only if a period is given; None when it has no days."""
        match = match_of(self._phrases, columns=("content",)) + self._keys
        if period is None:
            return match
        days = terms_of_period(*period)
        return match + match_days(days, column="search_keys") if days else None

    def _matching(self, period: tuple[date, date] | None) -> list[_Key]:
        """All that match, newest first."""
        match = self._match(period)
        if match is None:
            return []
        found = select(self._db, _MATCHING, **self._values, match=match)
        keys = sorted(((row["day"], row["id"]) for row in found), reverse=True)
        return keys[:_ALL]

    def _of_article(self, article_id: int) -> list[_Key]:
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
        return sorted(((row["day"], row["id"]) for row in found), reverse=True)

    def _stretches(self) -> Iterator[tuple[date, date]]:
        """Some days after others, newest first; wider where it is rare or much is wanted."""
        waiting = self._days
        rarest = min(self._counts, default=0) or 1
        share = rarest / self._n_quotations * self._speaker_share
        size = int(self._wanted / share * _MORE_THAN_NEEDED) + 1
        while waiting:
            n, n_days = 0, 0
            while n_days < len(waiting) and n < size:
                n += waiting[n_days][1]
                n_days += 1
            before = len(self._found)
            yield waiting[n_days - 1][0], waiting[0][0]
            waiting = waiting[n_days:]
            missing, got = self._wanted - len(self._found), len(self._found) - before
            size = min(n * missing // max(got, 1) + 1, n * _WIDER_AT_MOST)

    @property
    def _counts(self) -> list[int]:
        """How many quotations hold each word that must stand in them."""
        words = [plain(word) for phrase in self._phrases for word in phrase.words]
        found = select(
            self._db,
            """
            SELECT n_quotations AS n FROM json_each(:words) f
            CROSS JOIN word_counts w ON w.word = f.value WHERE n_quotations > 0
            """,
            words=json.dumps(words),
        )
        return [row["n"] for row in found]

    @cached_property
    def _n_quotations(self) -> int:
        n: int = select(self._db, "SELECT sum(n) AS n FROM quotation_days")[0]["n"]
        return n

    @property
    def _speaker_share(self) -> float:
        """What share of all quotations is by the speaker asked for."""
        if self._where.speaker is None:
            return 1.0
        query = "SELECT n_quotations AS n FROM entities WHERE id = :id"
        found = select(self._db, query, id=self._where.speaker)
        n: int = found[0]["n"] if found else 0
        return max(n, 1) / self._n_quotations

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
        """Conditions on speaker and subject, to add to an FTS5 query."""
        match = match_keys(self._db, self._where)
        return f" AND {match}" if match else ""
