"""Who follows whom, what is new for them, and the ledger of what they were told; read only.

An entity number that was merged away leads on (`entities_now`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from store.database import select, to_text
from store.queries.quotations import read_quotations
from store.records import (
    Counted,
    EntityRef,
    EntityType,
    Follow,
    FollowAgenda,
    Following,
    FollowLetter,
    FollowNews,
    LetterContents,
    PostState,
    StopReason,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

# After an import of a hundred thousand articles the newest speak for the rest.
_MOST_READ = 2000
_MOST_SHOWN = 5
_RECENT = timedelta(hours=1)
# Who leaves a server may come back (a kick may be a mistake); then nobody knows them any more.
_GONE_KEPT = timedelta(days=30)


class _Wish(NamedTuple):
    """One follow as it stands now, and the article up to which its member knows everything."""

    user_id: int
    entity_id: int
    after: int


class _Hit(NamedTuple):
    """A new quotation that is by or about an entity, for one of its followers."""

    user_id: int
    quotation_id: int
    entity_id: int
    added_at: str


def get_following(db: Database, user_id: int) -> Following:
    """Everything about one member's follows."""
    rows = select(
        db,
        """
        SELECT f.id, f.created_at, e.id AS entity_id, e.name, e.type, e.n_articles
        FROM follows f
        JOIN entities_now w ON w.id = f.entity_id
        JOIN entities e ON e.id = w.entity_id
        WHERE f.user_id = :user ORDER BY f.id
        """,
        user=user_id,
    )
    follows = {row["entity_id"]: _follow(row) for row in reversed(rows)}
    query = "SELECT * FROM followers WHERE user_id = :user"
    stopped = [row for row in select(db, query, user=user_id) if row["stopped_at"]]
    return Following(
        tuple(sorted(follows.values(), key=lambda follow: follow.id)),
        _last_letter(db, user_id),
        datetime.fromisoformat(stopped[0]["stopped_at"]) if stopped else None,
        StopReason(stopped[0]["stop_reason"]) if stopped else None,
    )


def get_letter(db: Database, user_id: int, upto_article_id: int) -> FollowLetter | None:
    """The message that tells a member of everything up to an article, if there is one."""
    query = "SELECT * FROM follow_letters WHERE user_id = :user AND upto_article_id = :upto"
    rows = select(db, query, user=user_id, upto=upto_article_id)
    return _letter(rows[0]) if rows else None


def list_letters(db: Database, user_id: int, *, limit: int = 100) -> tuple[FollowLetter, ...]:
    """The messages to a member, newest first."""
    query = """
        SELECT * FROM follow_letters WHERE user_id = :user
        ORDER BY upto_article_id DESC LIMIT :limit
    """
    return tuple(_letter(row) for row in select(db, query, user=user_id, limit=limit))


def read_agenda(db: Database, now: datetime) -> FollowAgenda:
    """What the followers of this record want now; those who were stopped want nothing."""
    still_open = tuple(
        _letter(row)
        for row in select(
            db,
            """
            SELECT * FROM follow_letters
            WHERE state IN ('claimed', 'failed') ORDER BY user_id, upto_article_id
            """,
        )
    )
    newest = select(
        db, "SELECT id, added_at FROM articles WHERE id = (SELECT max(id) FROM articles)"
    )
    if not newest:
        return FollowAgenda(open=still_open, owed_a_word=_owed_a_word(db))
    upto, busy = int(newest[0]["id"]), {letter.user_id for letter in still_open}
    wishes = [w for w in _wishes(db, upto) if w.user_id not in busy]
    hits: defaultdict[int, list[_Hit]] = defaultdict(list)
    for hit in _hits(db, wishes, upto):
        hits[hit.user_id].append(hit)
    after: dict[int, int] = {}
    for wish in wishes:
        after[wish.user_id] = min(wish.after, after.get(wish.user_id, wish.after))
    return FollowAgenda(
        upto_article_id=upto,
        last_added_at=datetime.fromisoformat(newest[0]["added_at"]),
        open=still_open,
        news=tuple(
            FollowNews(
                user_id,
                after[user_id],
                len({hit.quotation_id for hit in found}),
                datetime.fromisoformat(min(hit.added_at for hit in found)),
                _written_since(db, user_id, now - _RECENT),
            )
            for user_id, found in hits.items()
        ),
        idle=tuple(sorted(after.keys() - hits.keys())),
        owed_a_word=_owed_a_word(db),
        gone=_gone(db, now - _GONE_KEPT),
    )


def read_letter(db: Database, letter: FollowLetter) -> LetterContents:
    """What a message says; less than when it was claimed, if articles were removed since."""
    wishes = [
        wish._replace(after=max(wish.after, letter.after_article_id))
        for wish in _wishes_of(db, letter.user_id)
    ]
    hits = list(_hits(db, wishes, letter.upto_article_id))
    ids = sorted({hit.quotation_id for hit in hits}, reverse=True)
    counts = Counter(entity_id for _, entity_id in {(h.quotation_id, h.entity_id) for h in hits})
    refs = {entity_id: _entity(db, entity_id) for entity_id in counts}
    return LetterContents(
        read_quotations(db, ids[:_MOST_SHOWN]),
        len(ids),
        tuple(Counted(refs[entity_id], n) for entity_id, n in counts.most_common()),
    )


def _wishes(db: Database, upto: int) -> list[_Wish]:
    """The follows of everybody who may be written to and does not know the newest article."""
    rows = select(
        db,
        """
        SELECT f.user_id, w.entity_id, f.after_article_id AS follow_after,
            p.seen_article_id AS seen
        FROM followers p
        CROSS JOIN follows f ON f.user_id = p.user_id
        CROSS JOIN entities_now w ON w.id = f.entity_id
        WHERE p.stopped_at IS NULL AND p.seen_article_id < :upto
        ORDER BY p.seen_article_id
        """,
        upto=upto,
    )
    return [_wish(row) for row in rows]


def _wishes_of(db: Database, user_id: int) -> list[_Wish]:
    rows = select(
        db,
        """
        SELECT f.user_id, w.entity_id, f.after_article_id AS follow_after, 0 AS seen
        FROM follows f JOIN entities_now w ON w.id = f.entity_id
        WHERE f.user_id = :user
        """,
        user=user_id,
    )
    return [_wish(row) for row in rows]


def _wish(row: sqlite3.Row) -> _Wish:
    return _Wish(row["user_id"], row["entity_id"], max(row["follow_after"], row["seen"]))


def _hits(db: Database, wishes: Sequence[_Wish], upto: int) -> Iterable[_Hit]:
    """What is new for each, from one look at the quotations of the new articles."""
    if not wishes:
        return
    by_entity: defaultdict[int, list[_Wish]] = defaultdict(list)
    for wish in wishes:
        by_entity[wish.entity_id].append(wish)
    rows = select(
        db,
        """
        SELECT q.id, q.article_id, q.speaker_id AS entity_id, a.added_at
        FROM articles a CROSS JOIN quotations q ON q.article_id = a.id
        WHERE a.id > :after AND a.id <= :upto AND q.hidden_at IS NULL AND q.repeats IS NULL
            AND q.speaker_id IN (SELECT value FROM json_each(:entities))
        UNION ALL
        SELECT q.id, q.article_id, t.entity_id, a.added_at
        FROM articles a CROSS JOIN quotations q ON q.article_id = a.id
            CROSS JOIN quotation_about t ON t.quotation_id = q.id
        WHERE a.id > :after AND a.id <= :upto AND q.hidden_at IS NULL AND q.repeats IS NULL
            AND t.entity_id IN (SELECT value FROM json_each(:entities))
        """,
        after=max(min(wish.after for wish in wishes), upto - _MOST_READ),
        upto=upto,
        entities=json.dumps(list(by_entity)),
    )
    for row in rows:
        for wish in by_entity[row["entity_id"]]:
            if row["article_id"] > wish.after:
                yield _Hit(wish.user_id, row["id"], row["entity_id"], row["added_at"])


def _written_since(db: Database, user_id: int, since: datetime) -> tuple[datetime, ...]:
    rows = select(
        db,
        """
        SELECT created_at FROM follow_letters
        WHERE user_id = :user AND created_at > :since AND state <> 'silent' ORDER BY created_at
        """,
        user=user_id,
        since=to_text(since),
    )
    return tuple(datetime.fromisoformat(row["created_at"]) for row in rows)


def _owed_a_word(db: Database) -> frozenset[int]:
    query = "SELECT user_id FROM followers WHERE stopped_at IS NOT NULL AND told_at IS NULL"
    return frozenset(row["user_id"] for row in select(db, query))


def _gone(db: Database, before: datetime) -> tuple[int, ...]:
    query = "SELECT user_id FROM followers WHERE stop_reason = 'left' AND stopped_at < :before"
    return tuple(row["user_id"] for row in select(db, query, before=to_text(before)))


def _last_letter(db: Database, user_id: int) -> FollowLetter | None:
    rows = select(
        db,
        """
        SELECT * FROM follow_letters WHERE user_id = :user AND state IN ('sent', 'uncertain')
        ORDER BY upto_article_id DESC LIMIT 1
        """,
        user=user_id,
    )
    return _letter(rows[0]) if rows else None


def _entity(db: Database, entity_id: int) -> EntityRef:
    row = select(db, "SELECT id, name, type FROM entities WHERE id = :id", id=entity_id)[0]
    return EntityRef(row["id"], row["name"], EntityType(row["type"]))


def _follow(row: sqlite3.Row) -> Follow:
    return Follow(
        row["id"],
        EntityRef(row["entity_id"], row["name"], EntityType(row["type"])),
        is_on_record=row["n_articles"] > 0,
        created_at=datetime.fromisoformat(row["created_at"]),
    )


def _letter(row: sqlite3.Row) -> FollowLetter:
    return FollowLetter(
        id=row["id"],
        user_id=row["user_id"],
        after_article_id=row["after_article_id"],
        upto_article_id=row["upto_article_id"],
        state=PostState(row["state"]),
        nonce=row["nonce"],
        created_at=datetime.fromisoformat(row["created_at"]),
        claimed_at=datetime.fromisoformat(row["claimed_at"]),
        first_tried_at=datetime.fromisoformat(row["first_tried_at"]),
        attempts=row["attempts"],
        sent_at=datetime.fromisoformat(row["sent_at"]) if row["sent_at"] else None,
        message_id=row["message_id"],
        note=row["note"],
    )
