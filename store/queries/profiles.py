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
        SELECT r.role, a.published_on FROM names n
        JOIN article_entities ae ON ae.name_id = n.id
        JOIN article_roles r ON r.article_entity_id = ae.id
        JOIN articles a ON a.id = ae.article_id
        WHERE n.entity_id = :id AND a.removed_at IS NULL
        ORDER BY a.day, a.id
        """,
        id=entity_id,
    )
    days: dict[str, list[date | None]] = {}
    latest: dict[str, str] = {}
    for row in found:
        days.setdefault(fold(row["role"]), []).append(day_or_none(row["published_on"]))
        latest[fold(row["role"])] = row["role"]
    roles = [_role(latest[key], on) for key, on in days.items()]
    return tuple(
        sorted(roles, key=lambda role: (role.last_on or date.min, role.count), reverse=True)
    )


def _role(text: str, days: Sequence[date | None]) -> Role:
    dated = [day for day in days if day is not None]
    return Role(text, len(days), min(dated, default=None), max(dated, default=None))


def _mentions_by_day(db: Database, entity_id: int) -> tuple[tuple[date, int], ...]:
    query = "SELECT day, n_mentions FROM entity_days WHERE entity_id = :id ORDER BY day"
    found = select(db, query, id=entity_id)
    return tuple((date.fromisoformat(row["day"]), row["n_mentions"]) for row in found)


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
