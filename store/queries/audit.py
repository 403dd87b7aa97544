"""The audit log: who changed what, newest first; read only."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from store.database import select
from store.errors import ChangeNotFoundError
from store.queries.paging import page_of, stretch
from store.records import AuditEntry, Page, PageKey

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

# Each of these is the beginning of an index that ends with the number (migrations.m0002).
_CONDITIONS = {
    "by_user": "by_user = :by_user",
    "kind": "substr(subject, 1, instr(subject, ':') - 1) = :kind",
}


def list_changes(  # noqa: PLR0913 — a filter and a place
    db: Database,
    *,
    by_user: int | None = None,
    kind: str | None = None,
    after: PageKey | None = None,
    before: PageKey | None = None,
    number: int = 1,
    limit: int = 8,
) -> Page[AuditEntry]:
    """One page of changes, the latest first.

    Args:
        db: the corpus.
        by_user: only those of this person.
        kind: only changes to this kind of thing: 'article', 'setting', …
        after: the key of the change before the page, from `Page.next`.
        before: the key of the change after the page, from `Page.previous`.
        number: without a key, which page, from 1; one beyond the last is the last.
        limit: changes on a page.
    """
    asked: dict[str, int | str | None] = {"by_user": by_user, "kind": kind}
    given = {name: value for name, value in asked.items() if value is not None}
    where = " AND ".join(["true", *(_CONDITIONS[name] for name in given)])
    total = _count(db, where, given)
    place = stretch(total, after=after, before=before, number=number, limit=limit)
    rows = select(
        db,
        f"""
        SELECT * FROM audit WHERE {where} AND {place.condition}
        ORDER BY {place.order} LIMIT :limit OFFSET :skip
        """,  # noqa: S608 — constants
        **given,
        edge=place.edge,
        limit=limit,
        skip=place.skip,
    )
    rows = rows[::-1] if before else rows
    if not rows:
        return Page((), total, first=0)
    newer = _count(db, f"{where} AND id > :id", {**given, "id": rows[0]["id"]})
    entries = [_entry(row) for row in rows]
    return page_of(entries, [entry.id for entry in entries], total=total, newer=newer)


def get_change(db: Database, change_id: int) -> AuditEntry:
    """The change of a number.

    Raises:
        ChangeNotFoundError: there is none.
    """
    for row in select(db, "SELECT * FROM audit WHERE id = :id", id=change_id):
        return _entry(row)
    raise ChangeNotFoundError(change_id)


def latest_change(db: Database, subject: str, actions: Iterable[str]) -> int | None:
    """The number of the latest of these changes to one thing, or None when there is none."""
    found = select(
        db,
        """
        SELECT max(id) AS id FROM audit
        WHERE subject = :subject AND action IN (SELECT value FROM json_each(:actions))
        """,
        subject=subject,
        actions=json.dumps(list(actions)),
    )
    latest: int | None = found[0]["id"]
    return latest


def list_rereadings(db: Database, changes: range, *, by_user: int) -> list[int]:
    """The numbers, among these, of the changes by which somebody had articles read again."""
    found = select(
        db,
        """
        SELECT id FROM audit
        WHERE id BETWEEN :first AND :last AND by_user = :by_user AND action = 'article.reannotate'
        ORDER BY id
        """,
        first=changes.start,
        last=changes.stop - 1,
        by_user=by_user,
    )
    return [row["id"] for row in found]


def _count(db: Database, where: str, given: Mapping[str, object]) -> int:
    query = f"SELECT count(*) AS n FROM audit WHERE {where}"  # noqa: S608 — constants
    return int(select(db, query, **given)[0]["n"])


def _entry(row: sqlite3.Row) -> AuditEntry:
    return AuditEntry(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        by_user=row["by_user"],
        action=row["action"],
        subject=row["subject"],
        before=json.loads(row["before"]) if row["before"] is not None else None,
        after=json.loads(row["after"]) if row["after"] is not None else None,
    )
