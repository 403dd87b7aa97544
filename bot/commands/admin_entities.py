"""`/entities`: two that are one, one that is two, what somebody is called; and taking it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.cards.audit import what_changed
from bot.cards.curation import alias_added, renamed
from bot.cards.desk import taken_back
from bot.cards.limits import MAX_CHOICE, MAX_CHOICES
from bot.cards.text import label
from bot.commands.choices import complete_articles, complete_names
from bot.errors import OptionError
from bot.permissions import admit_curator, curators_only, guild_of
from bot.views.curation import ask_to_merge, ask_to_split
from bot.views.layout import compose
from bot.views.takeback import takeback_row

if TYPE_CHECKING:
    from bot.corpus import Corpus

_Choice: TypeAlias = "app_commands.Choice[str]"
_Name: TypeAlias = Range[str, 1, 200]
_NUMBER = re.compile(r"\s*(?:change\s*)?#?\s*(\d{1,18})\s*(?:·.*)?", re.DOTALL)


@curators_only
class AdminEntities(app_commands.Group):
    """The group; Discord shows it to curators, and each command asks again."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(name="entities", description="Mend who is who in the record")
        self._corpus = corpus
        self._names = complete_names(corpus)
        self._articles = complete_articles(corpus)

    @app_commands.command()
    @app_commands.describe(keep="One of them: its number and name stay", other="The other one")
    async def merge(self, interaction: discord.Interaction, keep: _Name, other: _Name) -> None:
        """Say that two are one; shows first what will happen, and can be undone."""
        guild_id = await self._curator(interaction)
        answer = await ask_to_merge(self._corpus, guild_id, keep, other)
        await interaction.edit_original_response(view=answer.view)

    @app_commands.command()
    @app_commands.describe(
        name="Who is really two",
        article="Only what this article means: for two people of the very same name",
    )
    async def split(
        self, interaction: discord.Interaction, name: _Name, article: _Name | None = None
    ) -> None:
        """Say that some names of one mean somebody else; can be undone."""
        guild_id = await self._curator(interaction)
        answer = await ask_to_split(self._corpus, guild_id, name, article)
        await interaction.edit_original_response(view=answer.view)

    @app_commands.command()
    @app_commands.describe(name="Who", to="The name to show; left out, what the articles use")
    async def rename(
        self, interaction: discord.Interaction, name: _Name, to: _Name | None = None
    ) -> None:
        """Choose what somebody is called in every answer; can be undone."""
        guild_id = await self._curator(interaction)
        entity = await self._corpus.entity(guild_id, name)
        done = await self._corpus.curation.rename(guild_id, entity.id, to, by=interaction.user.id)
        view = compose(renamed(done, entity.name, to), takeback_row(done.change_id))
        await interaction.edit_original_response(view=view)

    @app_commands.command()
    @app_commands.describe(name="Who", alias="The other name")
    async def alias(self, interaction: discord.Interaction, name: _Name, alias: _Name) -> None:
        """Give somebody another name to be found by; can be undone."""
        guild_id = await self._curator(interaction)
        entity = await self._corpus.entity(guild_id, name)
        done = await self._corpus.curation.add_alias(
            guild_id, entity.id, alias, by=interaction.user.id
        )
        view = compose(alias_added(done, alias), takeback_row(done.change_id))
        await interaction.edit_original_response(view=view)

    @app_commands.command()
    @app_commands.describe(change="Which change; the latest are offered")
    async def undo(self, interaction: discord.Interaction, change: _Name) -> None:
        """Take back a change to names, however long ago."""
        guild_id = await self._curator(interaction)
        found = _NUMBER.fullmatch(change)
        if found is None:
            raise OptionError("change", change, "the number of a change; `/audit` shows them")
        done = await self._corpus.desk.take_back(guild_id, int(found[1]), by=interaction.user.id)
        row = takeback_row(done.entry.id, text="Undo this too")
        await interaction.edit_original_response(view=compose(taken_back(done), row))

    @merge.autocomplete("keep")
    @merge.autocomplete("other")
    @split.autocomplete("name")
    @rename.autocomplete("name")
    @alias.autocomplete("name")
    async def _complete_name(self, interaction: discord.Interaction, typed: str) -> list[_Choice]:
        return await self._names(interaction, typed)

    @split.autocomplete("article")
    async def _complete_article(
        self, interaction: discord.Interaction, typed: str
    ) -> list[_Choice]:
        return await self._articles(interaction, typed)

    @undo.autocomplete("change")
    async def _complete_change(self, interaction: discord.Interaction, typed: str) -> list[_Choice]:
        page = await self._corpus.desk.changes(
            guild_of(interaction), kind="entity", limit=4 * MAX_CHOICES
        )
        wanted = typed.casefold().strip()
        named = [(entry.id, f"{entry.id} · {what_changed(entry)}") for entry in page.items]
        return [
            app_commands.Choice(name=label(name, MAX_CHOICE), value=str(number))
            for number, name in named
            if wanted in name.casefold()
        ][:MAX_CHOICES]

    async def _curator(self, interaction: discord.Interaction) -> int:
        """Let curators pass, and tell Discord that the answer is on its way."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        return guild_id
