"""Which quotations a filter without words asks for: counted, and listed by day; read only.

Each is read from the index that leaves the least to look at, in its order.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from store.database import select
from store.names import fold
from store.queries.indexes import QUOTATIONS, bounds_of
from store.queries.paging import keys_of_page
from store.queries.search_keys import count_matches, match_keys
from store.queries.words import match_days
from store.records import PageKey
from store.terms import terms_of_period

if TYPE_CHECKING:
    from sqlite_utils import Database

    from store.records import QuotationFilter

# By one and about another: up to so many are sorted; among more the newest are found by looking
# through what the one said.
_SORTED_AT_MOST = 1500


class _Source(NamedTuple):
    """Where a list is read from: an index that holds it in the order of days."""

    table: str
    where: str
    settles: frozenset[str]  # what was asked that needs no further condition
    day: str = "q.day"
    id: str = "q.id"
    rows: str = ""  # how to reach the quotations' own rows, when the table is another


_LISTED = "q.hidden_at IS NULL AND q.repeats IS NULL"
_ALL = _Source("quotations q", _LISTED, frozenset())
_BY_SPEAKER = _Source(
    "quotations q", f"q.speaker_id = :speaker AND {_LISTED}", frozenset({"speaker"})
)
_BY_LABEL = _Source(
    "quotations q", f"q.speaker_folded = :label AND {_LISTED}", frozenset({"label"})
)
_IN_ARTICLE = _Source(
    "quotations q", f"q.article_id = :article AND {_LISTED}", frozenset({"article"})
)
_ABOUT = _Source(
    "quotation_about a",
    "a.entity_id = :about",
    frozenset({"about"}),
    day="a.day",
    id="a.quotation_id",
    rows="CROSS JOIN quotations q ON q.id = a.quotation_id",
)
_CONDITIONS = {
    "speaker": "q.speaker_id = :speaker",
    "label": "q.speaker_folded = :label",
    "about": """EXISTS (
        SELECT 1 FROM quotation_about x WHERE x.quotation_id = q.id AND x.entity_id = :about
    )""",
    "kind": "q.kind = :kind",
    "article": "q.article_id = :article",
}


def listed(db: Database, where: QuotationFilter) -> Listed:
    """The quotations that a filter without words asks for."""
    is_both = None not in {where.speaker, where.about} and where.speaker != where.about
    return (ByAndAbout if is_both and where.article is None else Listed)(db, where)


class Listed:
    """The quotations a filter without words asks for, as SQL: where to read, and what is asked."""

    is_more = False  # everything is listed

    def __init__(self, db: Database, where: QuotationFilter) -> None:
        self._db = db
        self._source = _source(where)
        asked = {
            "speaker": where.speaker,
            "label": None if where.speaker_label is None else fold(where.speaker_label),
            "about": where.about,
            "kind": where.kind,
            "article": where.article,
        }
        self._values: dict[str, Any] = {k: v for k, v in asked.items() if v is not None}
        names = [name for name in self._values if name not in self._source.settles]
        self._conditions = [_CONDITIONS[name] for name in names]
        if where.since or where.until:
            self._conditions.append(f"{self._source.day} BETWEEN :since AND :until")
            self._values["since"] = where.since.isoformat() if where.since else ""
            self._values["until"] = where.until.isoformat() if where.until else "9999-99-99"

    def count(self, *, newer_than: PageKey | None = None) -> int:
        """How many there are, or how many stand before one of them."""
        if self._source is _ALL and set(self._values) <= {"kind", "since", "until"}:
            return self._count_by_day(newer_than)
        query = f"SELECT count(*) AS n {self._limited('>' if newer_than else '')}"
        return int(select(self._db, query, **_bounds(newer_than), **self._values)[0]["n"])

    def keys(
        self,
        *,
        after: PageKey | None = None,
        before: PageKey | None = None,
        limit: int,
        skip: int = 0,
    ) -> list[PageKey]:
        """The keys of one page, newest first."""
        order = "" if before else "DESC"
        side = ">" if before else "<" if after else ""
        day, number = self._source.day, self._source.id
        query = f"""
            SELECT {day} AS day, {number} AS id {self._limited(side, is_ordered=True)}
            ORDER BY {day} {order}, {number} {order} LIMIT :limit OFFSET :skip
        """
        values = {"limit": limit, "skip": skip, **_bounds(before or after), **self._values}
        keys = [PageKey(row["day"], row["id"]) for row in select(self._db, query, **values)]
        return keys[::-1] if before else keys

    def _count_by_day(self, newer_than: PageKey | None) -> int:
        """The same for all speakers together, from the roll-up; only within a day one by one."""
        asked = {"kind": None, "since": "", "until": "9999-99-99", **self._values}
        query = """
            SELECT coalesce(sum(n), 0) AS n FROM quotation_days
            WHERE day BETWEEN :since AND :until AND (:kind IS NULL OR kind = :kind)
        """
        if newer_than is None:
            return int(select(self._db, query, **asked)[0]["n"])
        on_its_day = f"""
            SELECT count(*) AS n {self._limited("")} AND q.day = :key_day AND q.id > :key_id
        """
        values = {**_bounds(newer_than), **self._values}
        within: int = select(self._db, on_its_day, **values)[0]["n"]
        later = query + " AND day > :key_day"
        return within + int(select(self._db, later, **asked, key_day=newer_than.day)[0]["n"])

    @property
    def _every_condition(self) -> list[str]:
        return [self._source.where, *self._conditions]

    def _limited(self, side: str, *, is_ordered: bool = False) -> str:
        """The part of the statement that both kinds share; made of this file's constants."""
        source = self._source
        conditions = self._every_condition
        if side:
            conditions.append(f"({source.day}, {source.id}) {side} (:key_day, :key_id)")
        has_own_days = source.day != "q.day"
        needs_rows = any("q." in condition for condition in conditions[1:]) or (
            is_ordered and not has_own_days
        )
        rows = source.rows if needs_rows else ""
        return f"FROM {source.table} {rows} WHERE {' AND '.join(conditions)}"


class ByAndAbout(Listed):
    """What one said about another, which full-text search knows of both at once.

    Looking through all that somebody says for whom it is about takes a tenth of a second where
    that is a hundred thousand quotations.
    """

    def __init__(
        self, db: Database, where: QuotationFilter, *, sorted_at_most: int = _SORTED_AT_MOST
    ) -> None:
        super().__init__(db, where)
        self._where = where
        self._sorted_at_most = sorted_at_most
        self._match = match_keys(db, where)

    def count(self, *, newer_than: PageKey | None = None) -> int:
        """How many there are, or how many stand before one of them."""
        if self._is_few:
            edge = None if newer_than is None else (newer_than.day, newer_than.id)
            return sum(edge is None or key > edge for key in self._newest)
        if self._where.kind is not None:
            return super().count(newer_than=newer_than)
        if newer_than is None:
            return self._count_between(self._where.since, self._where.until)
        return self._count_newer(newer_than)

    def keys(
        self,
        *,
        after: PageKey | None = None,
        before: PageKey | None = None,
        limit: int,
        skip: int = 0,
    ) -> list[PageKey]:
        """The keys of one page, newest first."""
        if not self._is_few:
            return super().keys(after=after, before=before, limit=limit, skip=skip)
        return keys_of_page(self._newest, after=after, before=before, limit=limit, skip=skip)

    @cached_property
    def _is_few(self) -> bool:
        most = self._sorted_at_most
        return count_matches(self._db, self._match, most=most + 1) <= most

    @cached_property
    def _newest(self) -> list[tuple[str, int]]:
        """All of them, newest first."""
        query = f"""
            SELECT q.day, q.id FROM quotations_fts f CROSS JOIN quotations q ON q.id = f.rowid
            WHERE quotations_fts MATCH :match AND {" AND ".join(self._every_condition)}
        """  # noqa: S608 - constants
        found = select(self._db, query, match=self._match, **self._values)
        return sorted(((row["day"], row["id"]) for row in found), reverse=True)

    def _count_newer(self, key: PageKey) -> int:
        """How many stand before one: those of its month one by one, the others from one end.

        Whole months are asked for, since each day would be one more term to look for.
        """
        first, last = bounds_of(self._db, QUOTATIONS, self._where.since, self._where.until)
        month, later = _month_of(key.day)
        query = f"""
            SELECT count(*) AS n, sum((q.day, q.id) > (:key_day, :key_id)) AS newer
            {self._limited("")} AND q.day >= :month AND q.day < :later
        """
        days = {"month": month.isoformat(), "later": later.isoformat()}
        within = select(self._db, query, **days, **_bounds(key), **self._values)[0]
        newer = int(within["newer"] or 0)
        if last - later < month - first:
            return newer + self._count_between(later, self._where.until)
        before = self._count_between(self._where.since, month - timedelta(days=1))
        return self.count() - before - (int(within["n"]) - newer)

    def _count_between(self, since: date | None, until: date | None) -> int:
        """How many there are of some days."""
        match = self._match
        if since is not None or until is not None:
            days = terms_of_period(*bounds_of(self._db, QUOTATIONS, since, until))
            if not days:
                return 0
            match += match_days(days, column=QUOTATIONS.keys)
        query = "SELECT count(*) AS n FROM quotations_fts WHERE quotations_fts MATCH :match"
        return int(select(self._db, query, match=match)[0]["n"])


def _month_of(day: str) -> tuple[date, date]:
    """The first day of a day's month, and of the one after; the calendar's last has its last."""
    first = date.fromisoformat(day).replace(day=1)
    if (first.year, first.month) == (date.max.year, date.max.month):
        return first, date.max
    return first, (first + timedelta(days=31)).replace(day=1)


def _bounds(key: PageKey | None) -> dict[str, str | int]:
    return {"key_day": key.day, "key_id": key.id} if key else {}


def _source(where: QuotationFilter) -> _Source:
    """The index that leaves the least to look at."""
    if where.article is not None:
        return _IN_ARTICLE
    if where.about is not None and where.speaker is None:
        return _ABOUT
    if where.speaker is not None:
        return _BY_SPEAKER
    return _BY_LABEL if where.speaker_label is not None else _ALL
