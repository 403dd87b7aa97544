"""What curators decide about entities, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records.annotation import EntityType
    from store.records.stored import EntityRef


@dataclass(frozen=True, slots=True)
class EntityName:
    """A name that articles use for an entity: what a split can take away."""

    form: str
    type: EntityType
    n_articles: int
    is_alias: bool = False  # a curator added it


@dataclass(frozen=True, slots=True)
class Curated:
    """A change to entities that was made, and may be undone by its number."""

    change_id: int
    entity: EntityRef  # the one that was changed, as it is now
    others: tuple[EntityRef, ...] = ()  # merged into it, split off from it or standing again
    n_articles: int = 0  # articles in which somebody is told otherwise now
