"""What the record holds for one digest; read only.

One job: the new articles, the likeliest quotations, who is named, and on an empty day a few
quotations of the record; of all, or of what concerns a few names.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from store.database import select, to_text
from store.queries.citations import article_row
from store.queries.quotations import read_quotations
from store.records import (
    DigestMaterial,
    EntityRef,
    EntityType,
    QuotationCandidate,
    Riser,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from sqlite3 import Row

    from sqlite_utils import Database

    from store.records import ArticleRow, DigestPeriod

# A digest shows five of each; these are what it chooses from.
_MOST_ARTICLES = 25
_MOST_CANDIDATES = 80
_MOST_OF_ONE_SPEAKER = 6
_MOST_MENTIONED = 100
_MOST_FROM_THE_RECORD = 20
# After an import of a hundred thousand articles the newest speak for the rest: a digest must be
# read within seconds.
_MOST_READ = 2000

# Conditions for what concerns the names of a digest; :names is a JSON array of their numbers.
_COUNTS = "a.removed_at IS NULL AND a.id > :after AND a.id <= :upto"
_IS_NEW = """q.hidden_at IS NULL AND q.repeats IS NULL
    AND q.article_id > :after AND q.article_id <= :upto"""
_OURS = "(SELECT value FROM json_each(:names))"
_NAMES_THEM = f"""EXISTS (
    SELECT 1 FROM article_entities ours JOIN names ON names.id = ours.name_id
    WHERE ours.article_id = a.id AND names.entity_id IN {_OURS})"""  # noqa: S608 - constants
_BY_OR_ABOUT = f"""(q.speaker_id IN {_OURS} OR EXISTS (
    SELECT 1 FROM quotation_about x WHERE x.quotation_id = q.id AND x.entity_id IN {_OURS}))"""  # noqa: S608 - constants
# The same from the names' side: for the whole record, of which they are a small part.
_OF_THE_RECORD = f"""q.id IN (
    SELECT id FROM quotations WHERE speaker_id IN {_OURS}
        AND hidden_at IS NULL AND repeats IS NULL
    UNION SELECT quotation_id FROM quotation_about WHERE entity_id IN {_OURS})"""  # noqa: S608 - constants
_IS_ONE = f"e.id IN {_OURS}"


def read_material(
    db: Database,
    period: DigestPeriod,
    *,
    pick: float,
    not_shown_since: datetime,
    names: Collection[int] = (),
) -> DigestMaterial:
    """Return all that a digest of the period is composed from.

    Args:
        db: the corpus.
        period: from `period_of` or `period_since`.
        pick: where to look in the record on an empty day, in [0, 1).
        not_shown_since: quotations shown in a digest after this are not offered again.
        names: the entities that the digest is about; none means it is about everything.
    """
    ours = _Ours(db, names)
    newest = _newest(period)
    n_now = ours.count_originals(newest.after_id, newest.upto_id)
    n_before = ours.count_originals(newest.earlier_id, newest.after_id)
    n_articles = ours.count_articles(period)
    return DigestMaterial(
        articles=ours.articles(period),
        n_articles=n_articles,
        candidates=ours.quotations(newest),
        n_quotations=ours.count_quotations(period),
        mentions=ours.mentions(newest, n_now=n_now, n_before=n_before),
        n_now=n_now,
        n_before=n_before,
        top_mentions=_top_mentions(db),
        record=() if n_articles else ours.of_the_record(pick, not_shown_since),
    )


def _newest(period: DigestPeriod) -> DigestPeriod:
    """Return the period, or its newest part when it is huge; that is compared with nothing."""
    if period.upto_id - period.after_id > _MOST_READ:
        start = period.upto_id - _MOST_READ
        return replace(period, earlier_id=start, after_id=start)
    earlier = max(period.earlier_id, period.after_id - _MOST_READ)
    return replace(period, earlier_id=earlier)


class _Ours:
    """What concerns a digest's names, or everything when it has none."""

    def __init__(self, db: Database, names: Collection[int]) -> None:
        self._db = db
        self._names = json.dumps(sorted(names))
        self._is_all = not names

    def count_articles(self, period: DigestPeriod) -> int:
        """Count the articles of a period."""
        return self._count(f"articles a WHERE {_COUNTS} {self._and(_NAMES_THEM)}", period)

    def count_originals(self, after_id: int, upto_id: int) -> int:
        """Count all articles but near-copies, whomever they name: what risers are told of."""
        query = f"SELECT count(*) AS n FROM articles a WHERE {_COUNTS} AND a.copy_of IS NULL"  # noqa: S608 - ours
        return int(select(self._db, query, after=after_id, upto=upto_id)[0]["n"])

    def count_quotations(self, period: DigestPeriod) -> int:
        """Count the quotations of a period that are listed."""
        return self._count(f"quotations q WHERE {_IS_NEW} {self._and(_BY_OR_ABOUT)}", period)

    def articles(self, period: DigestPeriod) -> tuple[ArticleRow, ...]:
        """Return the period's articles, originals before copies, newest first."""
        rows = self._select(
            f"""
            SELECT a.*, (SELECT count(*) FROM quotations q
                         WHERE q.article_id = a.id AND q.hidden_at IS NULL
                            AND q.repeats IS NULL) AS n_quotations
            FROM articles a WHERE {_COUNTS} {self._and(_NAMES_THEM)}
            ORDER BY a.copy_of IS NOT NULL, a.day DESC, a.id DESC LIMIT :limit
            """,  # noqa: S608 - constants
            period,
            limit=_MOST_ARTICLES,
        )
        return tuple(article_row(row) for row in rows)

    def quotations(self, period: DigestPeriod) -> tuple[QuotationCandidate, ...]:
        """Return the likeliest quotations: a few of each speaker, most mentioned first."""
        rows = self._select(
            f"""
            WITH f AS (
                SELECT q.id, q.speaker_id, coalesce(e.n_mentions, 0) AS n_mentions,
                    q.speaker_label IS NOT NULL AS has_speaker,
                    row_number() OVER (
                        PARTITION BY coalesce(q.speaker_id, q.speaker_folded, -q.id)
                        ORDER BY q.kind = 'direct' DESC, q.kind = 'mixed' DESC,
                            q.content GLOB '[^a-z]*' DESC, q.rule LIKE 'clause;%' DESC,
                            abs(length(q.content) - 140), q.id DESC
                    ) AS turn
                FROM quotations q LEFT JOIN entities e ON e.id = q.speaker_id
                WHERE {_IS_NEW} {self._and(_BY_OR_ABOUT)}
            )
            SELECT id, n_mentions, speaker_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM quotations old WHERE old.speaker_id = f.speaker_id
                    AND old.article_id <= :after AND old.hidden_at IS NULL) AS is_first
            FROM f WHERE turn <= :turns
            ORDER BY has_speaker DESC, turn, n_mentions DESC, id DESC LIMIT :limit
            """,  # noqa: S608 - constants
            period,
            turns=_MOST_OF_ONE_SPEAKER,
            limit=_MOST_CANDIDATES,
        )
        return _candidates(self._db, rows)

    def mentions(self, period: DigestPeriod, *, n_now: int, n_before: int) -> tuple[Riser, ...]:
        """Return who is named by more articles than before; near-copies do not count."""
        rows = self._select(
            f"""
            SELECT e.id, e.name, e.type,
                count(DISTINCT iif(a.id > :after, a.id, NULL)) AS now,
                count(DISTINCT iif(a.id > :after, NULL, a.id)) AS before,
                sum(iif(a.id > :after, ae.n_mentions, 0)) AS n_mentions
            FROM articles a
                JOIN article_entities ae ON ae.article_id = a.id
                JOIN names n ON n.id = ae.name_id
                JOIN entities e ON e.id = n.entity_id
            WHERE a.removed_at IS NULL AND a.copy_of IS NULL
                AND a.id > :earlier AND a.id <= :upto {self._and(_IS_ONE)}
            GROUP BY e.id HAVING now > 1
            ORDER BY now * :n_before - before * :n_now DESC, n_mentions DESC, e.id LIMIT :limit
            """,  # noqa: S608 - constants
            period,
            earlier=period.earlier_id,
            n_now=n_now,
            n_before=n_before,
            limit=_MOST_MENTIONED,
        )
        return tuple(_riser(row) for row in rows)

    def of_the_record(
        self, pick: float, not_shown_since: datetime
    ) -> tuple[QuotationCandidate, ...]:
        """Return a few attributed quotations in marks, from a place in the record onwards."""
        query = f"""
            SELECT q.id, coalesce(e.n_mentions, 0) AS n_mentions, 0 AS is_first
            FROM quotations q LEFT JOIN entities e ON e.id = q.speaker_id
            WHERE q.hidden_at IS NULL AND q.repeats IS NULL AND q.speaker_label IS NOT NULL
                AND q.kind <> 'indirect' AND q.id >= :low AND q.id < :high
                AND NOT EXISTS (SELECT 1 FROM digest_shown s
                                WHERE s.quotation_id = q.id AND s.shown_at > :since)
                {self._and(_OF_THE_RECORD)}
            ORDER BY q.id LIMIT :limit
        """  # noqa: S608 - constants
        highest = select(self._db, "SELECT coalesce(max(id), 0) AS id FROM quotations")[0]["id"]
        start = int(pick * (highest + 1))
        values = {"since": to_text(not_shown_since), "names": self._names}
        rows: list[Row] = []
        for low, high in ((start, highest + 1), (0, start)):
            limit = _MOST_FROM_THE_RECORD - len(rows)
            rows += select(self._db, query, low=low, high=high, limit=limit, **values)
        return _candidates(self._db, rows)

    def _and(self, condition: str) -> str:
        return "" if self._is_all else f"AND {condition}"

    def _count(self, what: str, period: DigestPeriod) -> int:
        return int(self._select(f"SELECT count(*) AS n FROM {what}", period)[0]["n"])  # noqa: S608 - ours

    def _select(self, query: str, period: DigestPeriod, **values: object) -> list[Row]:
        bounds = {"after": period.after_id, "upto": period.upto_id}
        return select(self._db, query, names=self._names, **bounds, **values)


def _riser(row: Row) -> Riser:
    entity = EntityRef(row["id"], row["name"], EntityType(row["type"]))
    return Riser(entity, row["now"], row["before"], row["n_mentions"])


def _top_mentions(db: Database) -> int:
    query = """
        SELECT n_mentions FROM entities WHERE n_quotations > 0
        ORDER BY n_mentions DESC LIMIT 1
    """
    return sum(row["n_mentions"] for row in select(db, query))


def _candidates(db: Database, rows: list[Row]) -> tuple[QuotationCandidate, ...]:
    facts = {row["id"]: row for row in rows}
    return tuple(
        QuotationCandidate(
            quotation,
            facts[quotation.id]["n_mentions"],
            is_first=bool(facts[quotation.id]["is_first"]),
        )
        for quotation in read_quotations(db, facts)
    )
