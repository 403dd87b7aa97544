"""Taking a change back: the buttons under "added" and "removed".

One job: the button says what it undoes and on which article; whoever presses it must have made
the change, or be a curator.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards.articles import removed, removed_many, restored, restored_many
from bot.permissions import admit_curator, enter, guild_of
from bot.views.layout import Button, compose, guarded, host, is_asker
from bot.views.pages import TOKEN
from bot.views.places import PLACE, no_rows, place_in, placed
from bot.views.question import Question, load, save
from store.errors import ArticleNotFoundError, DuplicateArticleError

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.corpus import Corpus
    from bot.views.places import Rows

_ADDING = "add"
_REMOVING = "remove"


class Undo(ui.DynamicItem[Button], template=PLACE + r"undo:(?P<what>add|remove):(?P<id>\d{1,19})"):
    """Undoes the adding or the removing of one article; works after a restart."""

    def __init__(
        self, button: Button, what: str, article_id: int, place: int | None = None
    ) -> None:
        super().__init__(button)
        self.what = what
        self.place = place
        self.article_id = article_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Undo:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), match["what"], int(match["id"]), place_in(match))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Undo, and say so in place of the button."""
        await guarded(interaction, self._undo(interaction))

    async def _undo(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = await _begin(interaction, self.place)
        by = interaction.user.id
        if self.what == _ADDING:
            article = await corpus.remove_article(guild_id, self.article_id, by=by)
            card, what, text = removed(article), _REMOVING, "Put it back"
        else:
            article = await corpus.restore_article(guild_id, self.article_id, by=by)
            card, what, text = restored(article), _ADDING, "Remove it again"
        row = undo_row(what, article.id, text=text, place=self.place)
        await interaction.edit_original_response(view=compose(card, row))


class UndoMany(ui.DynamicItem[Button], template=rf"{PLACE}undomany:(?P<what>add|remove):{TOKEN}"):
    """Undoes the adding or the removing of several articles; works after a restart."""

    def __init__(self, button: Button, what: str, token: str, place: int | None = None) -> None:
        super().__init__(button)
        self.what = what
        self.place = place
        self.token = token

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> UndoMany:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), match["what"], match["token"], place_in(match))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Undo, and say so in place of the answer."""
        await guarded(interaction, self._undo(interaction))

    async def _undo(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = await _begin(interaction, self.place)
        kept = await load(corpus, guild_id, self.token)
        numbers = map(int, (kept.params["ids"] if kept else "").split())
        is_adding = self.what == _ADDING
        change = corpus.remove_article if is_adding else corpus.restore_article
        done = []
        for number in numbers:
            # One that somebody removed, or added again, meanwhile is as it should be.
            with suppress(ArticleNotFoundError, DuplicateArticleError):
                done.append(await change(guild_id, number, by=interaction.user.id))
        card = removed_many(done) if is_adding else restored_many(done)
        text = "Put them back" if is_adding else "Remove them again"
        what = _REMOVING if is_adding else _ADDING
        view = compose(card, _row_of_many(what, self.token, text, self.place))
        await interaction.edit_original_response(view=view)


async def undo_many(corpus: Corpus, guild_id: int, article_ids: Sequence[int]) -> Rows:
    """The row with one button that takes several articles out again; none where none were added."""
    if not article_ids:
        return no_rows
    asked = Question("added", {"ids": " ".join(map(str, article_ids))})
    token = await save(corpus, guild_id, asked)
    return lambda place: [_row_of_many(_ADDING, token, "Undo", place)]


def undo_added(article_id: int) -> Rows:
    """The row with the button that takes an article out again."""
    return lambda place: [undo_row(_ADDING, article_id, place=place)]


async def _begin(interaction: discord.Interaction, place: int | None) -> tuple[Corpus, int]:
    """Let who added it pass, and curators; and tell Discord that the answer is on its way."""
    await enter(interaction, place)
    corpus, guild_id = host(interaction).corpus, guild_of(interaction)
    if not is_asker(interaction):
        await admit_curator(interaction, corpus)
    # Restoring links names anew, which may take longer than Discord waits.
    await interaction.response.defer()
    return corpus, guild_id


def _row_of_many(
    what: str, token: str, text: str, place: int | None
) -> ui.ActionRow[ui.LayoutView]:
    button = _button(what, placed(f"undomany:{what}:{token}", place), text)
    return _row(UndoMany(button, what, token, place))


def undo_row(
    what: str, article_id: int, *, text: str = "Undo", place: int | None = None
) -> ui.ActionRow[ui.LayoutView]:
    """The row with the one button; `what` is "add" or "remove"."""
    button = _button(what, placed(f"undo:{what}:{article_id}", place), text)
    return _row(Undo(button, what, article_id, place))


def _button(what: str, custom_id: str, text: str) -> Button:
    style = ButtonStyle.danger if what == _ADDING else ButtonStyle.secondary
    return Button(label=text, custom_id=custom_id, style=style)


def _row(item: Undo | UndoMany) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(item)
    return row
