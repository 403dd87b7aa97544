"""Merging and splitting entities: the buttons and the menu under the question.

One job: that nothing is merged or split before a curator has seen what will happen. What is
needed stands in the custom_id, so the question can still be answered after a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards.curation import (
    form_entry,
    merge_question,
    merged,
    one_name_only,
    split_off,
    split_question,
)
from bot.cards.limits import MAX_OPTION_VALUE, MAX_OPTIONS
from bot.cards.notices import notice
from bot.permissions import admit_curator
from bot.views.layout import Answer, Button, compose, guarded, host
from bot.views.takeback import takeback_row
from store.errors import NothingLeftError, SameEntityError

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.corpus import Corpus
    from store.records import EntityName

Select = ui.Select[ui.LayoutView]
Row = ui.ActionRow[ui.LayoutView]

_MANY = 2


async def ask_to_merge(corpus: Corpus, guild_id: int, keep: str, other: str) -> Answer:
    """The question whether two entities are one, with what would happen.

    Raises:
        EntityNotFoundError, AmbiguousEntityError: a name is not clear.
        SameEntityError: they are one already.
    """
    first, second = [await corpus.entity(guild_id, name) for name in (keep, other)]
    if first.id == second.id:
        raise SameEntityError(first)
    one = await corpus.curation.dossier(guild_id, first.id)
    two = await corpus.curation.dossier(guild_id, second.id)
    card = merge_question(one.profile, one.names, two.profile, two.names)
    row: Row = ui.ActionRow()
    yes = Button(
        label="Merge",
        custom_id=f"merge:{first.id}:{second.id}",
        style=ButtonStyle.primary,
    )
    row.add_item(MergeButton(yes, first.id, second.id))
    row.add_item(NeverMind.button())
    return Answer(compose(card, row), is_private=True)


async def ask_to_split(corpus: Corpus, guild_id: int, name: str, article: str | None) -> Answer:
    """The question which names of an entity are somebody else.

    Raises:
        EntityNotFoundError, AmbiguousEntityError, ArticleNotFoundError: a name is not clear.
        NothingLeftError: it has one name only, and no article was given.
    """
    entity = await corpus.entity(guild_id, name)
    ref = await corpus.find_article(guild_id, article) if article else None
    known = await corpus.curation.dossier(guild_id, entity.id)
    names = [one for one in known.names if len(one.form) <= MAX_OPTION_VALUE][:MAX_OPTIONS]
    if ref is None and len(names) < _MANY:
        return Answer(compose(one_name_only(known.profile.ref)), is_private=True)
    if not names:
        raise NothingLeftError(known.profile.ref)
    most = len(names) if ref is not None else len(names) - 1
    rows: list[Row] = [_menu(known.profile.ref.id, ref.id if ref else 0, names, most)]
    never: Row = ui.ActionRow()
    never.add_item(NeverMind.button())
    card = split_question(known.profile, names, ref)
    return Answer(compose(card, *rows, never), is_private=True)


class MergeButton(ui.DynamicItem[Button], template=r"merge:(?P<keep>\d{1,19}):(?P<other>\d{1,19})"):
    """Merges the two entities of the question above it."""

    def __init__(self, button: Button, keep_id: int, other_id: int) -> None:
        super().__init__(button)
        self.keep_id = keep_id
        self.other_id = other_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> MergeButton:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), int(match["keep"]), int(match["other"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Merge, and say so in place of the question."""
        await guarded(interaction, self._merge(interaction))

    async def _merge(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = await _curators(interaction)
        await interaction.response.defer()
        other = await corpus.curation.dossier(guild_id, self.other_id)
        done = await corpus.curation.merge(
            guild_id, self.keep_id, self.other_id, by=interaction.user.id
        )
        card = merged(done, other.profile.ref.name)
        await interaction.edit_original_response(view=compose(card, takeback_row(done.change_id)))


class SplitMenu(
    ui.DynamicItem[Select], template=r"split:(?P<entity>\d{1,19}):(?P<article>\d{1,19})"
):
    """Splits off the names that are picked."""

    def __init__(self, select: Select, entity_id: int, article_id: int) -> None:
        super().__init__(select)
        self.entity_id = entity_id
        self.article_id = article_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> SplitMenu:
        """The menu that was used, from what it carries."""
        del interaction
        return cls(cast("Select", item), int(match["entity"]), int(match["article"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Split, and say so in place of the question."""
        await guarded(interaction, self._split(interaction))

    async def _split(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = await _curators(interaction)
        forms = list(self.item.values)
        await interaction.response.defer()
        done = await corpus.curation.split(
            guild_id,
            self.entity_id,
            forms,
            articles=(self.article_id,) if self.article_id else (),
            by=interaction.user.id,
        )
        view = compose(split_off(done, forms), takeback_row(done.change_id))
        await interaction.edit_original_response(view=view)


class NeverMind(ui.DynamicItem[Button], template="nevermind"):
    """Leaves everything as it is."""

    @classmethod
    def button(cls) -> NeverMind:
        """One to put under a question."""
        return cls(Button(label="Never mind", custom_id="nevermind", style=ButtonStyle.secondary))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> NeverMind:
        """The button that was pressed."""
        del interaction, match
        return cls(cast("Button", item))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Take the question away."""
        card = notice("Nothing was changed")
        await guarded(interaction, _replaced(interaction, compose(card)))


async def _replaced(interaction: discord.Interaction, view: ui.LayoutView) -> None:
    await interaction.response.edit_message(view=view)


async def _curators(interaction: discord.Interaction) -> tuple[Corpus, int]:
    corpus = host(interaction).corpus
    return corpus, await admit_curator(interaction, corpus)


def _menu(entity_id: int, article_id: int, names: Sequence[EntityName], most: int) -> Row:
    options = []
    for name in names:
        text, used = form_entry(name)
        options.append(discord.SelectOption(label=text, value=name.form, description=used))
    select: Select = ui.Select(
        custom_id=f"split:{entity_id}:{article_id}",
        placeholder="Names that mean somebody else…",
        options=options,
        max_values=most,
    )
    row: Row = ui.ActionRow()
    row.add_item(SplitMenu(select, entity_id, article_id))
    return row
