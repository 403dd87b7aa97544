"""What the record knows of one entity; read only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from store.database import select
from store.names import fold
from store.queries.citations import day_or_none
from store.queries.entity_names import entity_now
from store.queries.quotations import list_quotations
from store.records import (
    Counted,
    EntityProfile,
    EntityRef,
    EntityType,
    QuotationFilter,
    Role,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from sqlite_utils import Database

_QUOTATIONS = 3
_COMPANIONS = 10


def get_profile(db: Database, entity_id: int) -> EntityProfile:
    """Everything to show of an entity.

    Raises:
        EntityNotFoundError: no article of the record mentions it, nor what it became part of.
    """
    entity_id = entity_now(db, entity_id).id
    row = select(db, "SELECT * FROM entities WHERE id = :id", id=entity_id)[0]
    said = list_quotations(db, QuotationFilter(speaker=entity_id), limit=_QUOTATIONS)
    about = list_quotations(db, QuotationFilter(about=entity_id), limit=_QUOTATIONS)
    return EntityProfile(
        ref=EntityRef(row["id"], row["name"], EntityType(row["type"])),
        aliases=_aliases(db, entity_id),
        roles=_roles(db, entity_id),
        first_on=day_or_none(row["first_day"]),
        last_on=day_or_none(row["last_day"]),
        n_mentions=row["n_mentions"],
        n_articles=row["n_articles"],
        n_quotations_by=said.total,
        n_quotations_about=about.total,
        mentions_by_day=_mentions_by_day(db, entity_id),
        quotations_by=said.items,
        quotations_about=about.items,
        companions=_companions(db, entity_id),
    )


def _aliases(db: Database, entity_id: int) -> tuple[Counted[str], ...]:
    found = select(
        db,
        """
        SELECT form, n_mentions FROM aliases WHERE entity_id = :id
        ORDER BY n_mentions DESC, form
        """,
        id=entity_id,
    )
    return tuple(Counted(row["form"], row["n_mentions"]) for row in found)


def _roles(db: Database, entity_id: int) -> tuple[Role, ...]:
    """Roles with how many articles use them, however capitalised, latest first."""
    found = select(
        db,
        """
        SELECT role, sum(n) AS n, coalesce(min(nullif(day, '')), '') AS first, max(day) AS last
        FROM entity_roles WHERE entity_id = :id GROUP BY role ORDER BY last, role
        """,
        id=entity_id,
    )
    spellings: dict[str, list[sqlite3.Row]] = {}
    for row in found:
        spellings.setdefault(fold(row["role"]), []).append(row)
    roles = [_role(rows) for rows in spellings.values()]
    return tuple(
        sorted(roles, key=lambda role: (role.last_on or date.min, role.count), reverse=True)
    )


def _role(spellings: Sequence[sqlite3.Row]) -> Role:
    """One role, as it was spelled last."""
    first = min((row["first"] for row in spellings if row["first"]), default=None)
    last = spellings[-1]
    n = sum(row["n"] for row in spellings)
    return Role(last["role"], n, day_or_none(first), day_or_none(last["last"] or None))


def _mentions_by_day(db: Database, entity_id: int) -> tuple[tuple[date, int], ...]:
    """As in a timeline: a story counts once."""
    found = select(
        db,
        """
        SELECT day, n_story_mentions AS n FROM entity_days
        WHERE entity_id = :id AND n_stories > 0 ORDER BY day
        """,
        id=entity_id,
    )
    return tuple((date.fromisoformat(row["day"]), row["n"]) for row in found)


def _companions(db: Database, entity_id: int) -> tuple[Counted[EntityRef], ...]:
    found = select(
        db,
        """
        SELECT e.id, e.name, e.type, c.n_paragraphs
        FROM companions c JOIN entities e ON e.id = c.other_id
        WHERE c.entity_id = :id
        ORDER BY c.n_paragraphs DESC, c.other_id LIMIT :limit
        """,
        id=entity_id,
        limit=_COMPANIONS,
    )
    return tuple(
        Counted(EntityRef(row["id"], row["name"], EntityType(row["type"])), row["n_paragraphs"])
        for row in found
    )
