"""Scheduled digests, their ledger, and what the record holds for one; read only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from store import due
from store.database import select, to_text
from store.errors import DigestNotFoundError
from store.queries.citations import article_row
from store.queries.quotations import read_quotations
from store.records import (
    Digest,
    DigestDays,
    DigestMaterial,
    DigestPeriod,
    DigestPost,
    DigestStanding,
    EntityRef,
    EntityType,
    PostState,
    QuotationCandidate,
    Riser,
)

if TYPE_CHECKING:
    from sqlite3 import Row

    from sqlite_utils import Database

    from store.records import ArticleRow

# A digest shows five of each; these are what it chooses from.
_MOST_ARTICLES = 25
_MOST_CANDIDATES = 150
_MOST_OF_ONE_SPEAKER = 6
_MOST_MENTIONED = 100
_MOST_FROM_THE_RECORD = 12
_LEDGER_LINES = 10
# After an import of a hundred thousand articles the newest speak for the rest: a digest must be
# read within seconds.
_MOST_READ = 2000


def list_digests(db: Database) -> tuple[Digest, ...]:
    """Return the digests on the schedule, oldest first."""
    rows = select(db, "SELECT * FROM digests WHERE removed_at IS NULL ORDER BY id")
    return tuple(_digest(row) for row in rows)


def get_digest(db: Database, digest_id: int) -> Digest:
    """Return a digest on the schedule.

    Raises:
        DigestNotFoundError: there is none by that number, or it was removed.
    """
    query = "SELECT * FROM digests WHERE id = :id AND removed_at IS NULL"
    for row in select(db, query, id=digest_id):
        return _digest(row)
    raise DigestNotFoundError(digest_id)


def list_standings(db: Database) -> tuple[DigestStanding, ...]:
    """Return every digest on the schedule with what its ledger still owes."""
    return tuple(_standing(db, digest) for digest in list_digests(db))


def find_post(db: Database, digest_id: int, local_date: date) -> DigestPost | None:
    """Return the row of the ledger for one date, if there is one."""
    query = "SELECT * FROM digest_posts WHERE digest_id = :id AND local_date = :day"
    rows = select(db, query, id=digest_id, day=local_date.isoformat())
    return _post(rows[0]) if rows else None


def list_posts(
    db: Database, digest_id: int, *, limit: int = _LEDGER_LINES
) -> tuple[DigestPost, ...]:
    """Return the ledger of a digest, latest date first."""
    query = """
        SELECT * FROM digest_posts WHERE digest_id = :id ORDER BY local_date DESC LIMIT :limit
    """
    return tuple(_post(row) for row in select(db, query, id=digest_id, limit=limit))


def period_of(
    db: Database, digest: Digest, due_at: datetime, post: DigestPost | None
) -> DigestPeriod:
    """Return what the digest due at an instant covers: everything since the last one posted.

    Args:
        db: the corpus.
        digest: which.
        due_at: when it is due; may lie ahead, for a preview.
        post: its row of the ledger; None for a preview, which covers all there is.
    """
    query = """
        SELECT due_at, upto_article_id FROM digest_posts
        WHERE digest_id = :id AND state IN ('sent', 'silent') AND due_at < :due
        ORDER BY due_at DESC LIMIT 2
    """
    last = select(db, query, id=digest.id, due=to_text(due_at))
    since = _moment(last[0]["due_at"]) if last else _begins(digest)
    after = last[0]["upto_article_id"] if last else _newest_article(db, since)
    before = since - (due_at - since)
    earlier = last[1]["upto_article_id"] if len(last) > 1 else _newest_article(db, before)
    upto = post.upto_article_id if post else _newest_article(db, None)
    return DigestPeriod(since, due_at, min(earlier, after), after, max(upto, after))


def period_since(db: Database, since: datetime, now: datetime) -> DigestPeriod:
    """Return the period between two moments, for a digest that nobody scheduled."""
    earlier, after = (_newest_article(db, at) for at in (since - (now - since), since))
    return DigestPeriod(since, now, earlier, after, _newest_article(db, None))


def read_material(
    db: Database, period: DigestPeriod, *, pick: float, not_shown_since: datetime
) -> DigestMaterial:
    """Return all that a digest of the period is composed from.

    Args:
        db: the corpus.
        period: from `period_of` or `period_since`.
        pick: where to look in the record on an empty day, in [0, 1).
        not_shown_since: quotations shown in a digest after this are not offered again.
    """
    bounds = {"after": period.after_id, "upto": period.upto_id}
    newest = _newest(period)
    n_now = _originals(db, newest.after_id, newest.upto_id)
    n_before = _originals(db, newest.earlier_id, newest.after_id)
    articles = _new_articles(db, bounds)
    n_articles = _count(
        db, "articles WHERE removed_at IS NULL AND id > :after AND id <= :upto", bounds
    )
    record = () if n_articles else _from_the_record(db, pick, not_shown_since)
    return DigestMaterial(
        articles=articles,
        n_articles=n_articles,
        candidates=_new_quotations(db, newest),
        n_quotations=_count(
            db,
            """quotations WHERE hidden_at IS NULL AND repeats IS NULL
            AND article_id > :after AND article_id <= :upto""",
            bounds,
        ),
        mentions=_mentions(db, newest, n_now=n_now, n_before=n_before),
        n_now=n_now,
        n_before=n_before,
        top_mentions=_top_mentions(db),
        record=record,
    )


def _standing(db: Database, digest: Digest) -> DigestStanding:
    last = list_posts(db, digest.id, limit=1)
    query = """
        SELECT * FROM digest_posts
        WHERE digest_id = :id AND state IN ('claimed', 'failed') ORDER BY local_date
    """
    still_open = tuple(_post(row) for row in select(db, query, id=digest.id))
    return DigestStanding(digest, last[0] if last else None, still_open)


def _begins(digest: Digest) -> datetime:
    """Return where the first digest begins: one period of its schedule before it is due.

    It is told from when the digest was scheduled, so that a first one that was missed is told
    by the second.
    """
    return due.previous_due(digest, due.next_due(digest, digest.active_from))


def _newest_article(db: Database, at: datetime | None) -> int:
    """Return the highest article number there was at a moment, 0 when there was none.

    Numbers grow with time, so that the search from the newest backwards ends at once.
    """
    query = """
        SELECT id FROM articles WHERE :at IS NULL OR added_at <= :at ORDER BY id DESC LIMIT 1
    """
    return sum(row["id"] for row in select(db, query, at=to_text(at) if at else None))


def _newest(period: DigestPeriod) -> DigestPeriod:
    """Return the period, or its newest part when it is huge; that is compared with nothing."""
    if period.upto_id - period.after_id > _MOST_READ:
        start = period.upto_id - _MOST_READ
        return replace(period, earlier_id=start, after_id=start)
    earlier = max(period.earlier_id, period.after_id - _MOST_READ)
    return replace(period, earlier_id=earlier)


def _new_articles(db: Database, bounds: dict[str, int]) -> tuple[ArticleRow, ...]:
    """Return the period's articles, originals before copies, newest first."""
    rows = select(
        db,
        """
        SELECT a.*, (SELECT count(*) FROM quotations q
                     WHERE q.article_id = a.id AND q.hidden_at IS NULL
                        AND q.repeats IS NULL) AS n_quotations
        FROM articles a
        WHERE a.removed_at IS NULL AND a.id > :after AND a.id <= :upto
        ORDER BY a.copy_of IS NOT NULL, a.day DESC, a.id DESC LIMIT :limit
        """,
        **bounds,
        limit=_MOST_ARTICLES,
    )
    return tuple(article_row(row) for row in rows)


def _new_quotations(db: Database, period: DigestPeriod) -> tuple[QuotationCandidate, ...]:
    """Return the period's likeliest quotations: a few of each speaker, most mentioned first."""
    rows = select(
        db,
        """
        WITH new AS (
            SELECT q.id, q.speaker_id, coalesce(e.n_mentions, 0) AS n_mentions,
                q.speaker_label IS NOT NULL AS has_speaker,
                row_number() OVER (
                    PARTITION BY coalesce(q.speaker_id, q.speaker_folded, -q.id)
                    ORDER BY q.kind = 'direct' DESC, q.kind = 'mixed' DESC,
                        q.rule LIKE 'clause;%' DESC, abs(length(q.content) - 140), q.id DESC
                ) AS turn
            FROM quotations q LEFT JOIN entities e ON e.id = q.speaker_id
            WHERE q.hidden_at IS NULL AND q.repeats IS NULL
                AND q.article_id > :after AND q.article_id <= :upto
        )
        SELECT id, n_mentions, speaker_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM quotations old WHERE old.speaker_id = new.speaker_id
                AND old.article_id <= :after AND old.hidden_at IS NULL) AS is_first
        FROM new WHERE turn <= :turns
        ORDER BY has_speaker DESC, turn, n_mentions DESC, id DESC LIMIT :limit
        """,
        after=period.after_id,
        upto=period.upto_id,
        turns=_MOST_OF_ONE_SPEAKER,
        limit=_MOST_CANDIDATES,
    )
    return _candidates(db, rows)


def _from_the_record(
    db: Database, pick: float, not_shown_since: datetime
) -> tuple[QuotationCandidate, ...]:
    """Return a few attributed quotations in marks, from a place in the record onwards."""
    query = """
        SELECT q.id, coalesce(e.n_mentions, 0) AS n_mentions, 0 AS is_first
        FROM quotations q LEFT JOIN entities e ON e.id = q.speaker_id
        WHERE q.hidden_at IS NULL AND q.repeats IS NULL AND q.speaker_label IS NOT NULL
            AND q.kind <> 'indirect' AND q.id >= :low AND q.id < :high
            AND NOT EXISTS (SELECT 1 FROM digest_shown s
                            WHERE s.quotation_id = q.id AND s.shown_at > :since)
        ORDER BY q.id LIMIT :limit
    """
    highest = int(select(db, "SELECT coalesce(max(id), 0) AS id FROM quotations")[0]["id"])
    start = int(pick * (highest + 1))
    rows: list[Row] = []
    for low, high in ((start, highest + 1), (0, start)):
        limit = _MOST_FROM_THE_RECORD - len(rows)
        shown = to_text(not_shown_since)
        rows += select(db, query, low=low, high=high, since=shown, limit=limit)
    return _candidates(db, rows)


def _mentions(
    db: Database, period: DigestPeriod, *, n_now: int, n_before: int
) -> tuple[Riser, ...]:
    """Return who is named by more articles than before; near-copies do not count."""
    rows = select(
        db,
        """
        SELECT e.id, e.name, e.type,
            count(DISTINCT iif(a.id > :after, a.id, NULL)) AS now,
            count(DISTINCT iif(a.id > :after, NULL, a.id)) AS before,
            sum(iif(a.id > :after, ae.n_mentions, 0)) AS n_mentions
        FROM articles a
            JOIN article_entities ae ON ae.article_id = a.id
            JOIN names n ON n.id = ae.name_id
            JOIN entities e ON e.id = n.entity_id
        WHERE a.removed_at IS NULL AND a.copy_of IS NULL AND a.id > :earlier AND a.id <= :upto
        GROUP BY e.id HAVING now > 1
        ORDER BY now * :n_before - before * :n_now DESC, n_mentions DESC, e.id LIMIT :limit
        """,
        earlier=period.earlier_id,
        after=period.after_id,
        upto=period.upto_id,
        n_now=n_now,
        n_before=n_before,
        limit=_MOST_MENTIONED,
    )
    return tuple(
        Riser(
            EntityRef(row["id"], row["name"], EntityType(row["type"])),
            row["now"],
            row["before"],
            row["n_mentions"],
        )
        for row in rows
    )


def _originals(db: Database, after: int, upto: int) -> int:
    what = """articles WHERE removed_at IS NULL AND copy_of IS NULL
        AND id > :after AND id <= :upto"""
    return _count(db, what, {"after": after, "upto": upto})


def _top_mentions(db: Database) -> int:
    query = """
        SELECT n_mentions FROM entities WHERE n_quotations > 0
        ORDER BY n_mentions DESC LIMIT 1
    """
    return sum(row["n_mentions"] for row in select(db, query))


def _count(db: Database, what: str, bounds: dict[str, int]) -> int:
    return int(select(db, f"SELECT count(*) AS n FROM {what}", **bounds)[0]["n"])  # noqa: S608 - ours


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


def _digest(row: Row) -> Digest:
    return Digest(
        id=row["id"],
        channel_id=row["channel_id"],
        days=DigestDays(row["days"]),
        weekday=row["weekday"],
        local_time=row["local_time"],
        timezone=row["timezone"],
        role_id=row["role_id"],
        post_when_empty=bool(row["post_when_empty"]),
        created_by=row["created_by"],
        created_at=_moment(row["created_at"]),
        active_from=_moment(row["active_from"]),
        paused_at=_moment(row["paused_at"]) if row["paused_at"] else None,
        pause_reason=row["pause_reason"],
    )


def _post(row: Row) -> DigestPost:
    return DigestPost(
        id=row["id"],
        digest_id=row["digest_id"],
        local_date=date.fromisoformat(row["local_date"]),
        due_at=_moment(row["due_at"]),
        state=PostState(row["state"]),
        nonce=row["nonce"],
        claimed_at=_moment(row["claimed_at"]),
        first_tried_at=_moment(row["first_tried_at"]),
        attempts=row["attempts"],
        upto_article_id=row["upto_article_id"],
        sent_at=_moment(row["sent_at"]) if row["sent_at"] else None,
        message_id=row["message_id"],
        note=row["note"],
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
