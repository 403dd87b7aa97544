"""Curators' changes to entities, for the bot: each in its lane."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store import curate
from store.queries import entity_names, profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlite_utils import Database

    from bot.clock import Clock
    from bot.corpus.digests import ServerLanes
    from store.records import Curated, EntityName, EntityProfile


class Dossier(NamedTuple):
    """What a curator needs to know of an entity before changing it."""

    profile: EntityProfile
    names: tuple[EntityName, ...]  # commonest first


class Curation:
    """What curators decide about entities, of every server."""

    def __init__(self, lanes: ServerLanes, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock

    async def dossier(self, guild_id: int, entity_id: int) -> Dossier:
        """Return what is known of an entity, and what articles call it.

        Raises:
            EntityNotFoundError: no article mentions it any more.
        """
        return await self._lanes.read(guild_id, _dossier, entity_id)

    async def merge(self, guild_id: int, keep_id: int, other_id: int, *, by: int) -> Curated:
        """Let two entities be one from now on; errors as `store.curate.merge`."""
        return await self._lanes.write(
            guild_id, curate.merge, keep_id, other_id, by=by, now=self._clock()
        )

    async def split(
        self,
        guild_id: int,
        entity_id: int,
        forms: Sequence[str],
        *,
        articles: Collection[int] = (),
        by: int,
    ) -> Curated:
        """Let some names of an entity be somebody else; errors as `store.curate.split`."""
        return await self._lanes.write(
            guild_id,
            curate.split,
            entity_id,
            forms,
            articles=articles,
            by=by,
            now=self._clock(),
        )

    async def rename(self, guild_id: int, entity_id: int, name: str | None, *, by: int) -> Curated:
        """Call an entity otherwise; errors as `store.curate.rename`."""
        return await self._lanes.write(
            guild_id, curate.rename, entity_id, name, by=by, now=self._clock()
        )

    async def add_alias(self, guild_id: int, entity_id: int, form: str, *, by: int) -> Curated:
        """Let an entity go by another name too; errors as `store.curate.add_alias`."""
        return await self._lanes.write(
            guild_id, curate.add_alias, entity_id, form, by=by, now=self._clock()
        )


def _dossier(db: Database, entity_id: int) -> Dossier:
    ref = entity_names.entity_now(db, entity_id)
    return Dossier(profiles.get_profile(db, ref.id), tuple(entity_names.names_of(db, ref.id)))
