"""`/articles add`, `remove` and `restore`: what curators do with articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.cards.articles import added, added_many, removed, restored
from bot.commands.admin_reading import reannotate
from bot.commands.article_forms import tell_added, with_progress
from bot.commands.attachments import read_attachment
from bot.commands.choices import Choice, complete_articles
from bot.errors import OptionError
from bot.messages import explain
from bot.permissions import admit_curator, curators_only
from bot.views.article_form import ArticleForm
from bot.views.edit_form import EditForm
from bot.views.layout import compose
from bot.views.ledger import draw_shelf
from bot.views.question import ask
from bot.views.undo import undo_many, undo_row
from store.records import Added

if TYPE_CHECKING:
    from discord import ui

    from bot.clock import Clock
    from bot.corpus import Corpus
    from bot.corpus.intake import Refusal

T = TypeVar("T")
Title = Range[str, 1, 300]
Address = Range[str, 1, 2000]

# Reading a page takes about a second; whoever waits longer wants to know that it goes on.
PATIENCE_S = 2.0


@curators_only
class AdminArticles(app_commands.Group):
    """The group; Discord shows it to curators, and each command asks again."""

    def __init__(self, corpus: Corpus, clock: Clock) -> None:
        super().__init__(
            name="articles", description="Add articles to the record, or take them out"
        )
        self._corpus = corpus
        self._clock = clock

    # -------------------------------------------------------------- add

    @app_commands.command()
    @app_commands.describe(
        url="The article's address; left out, a form opens to paste its text",
        file="Or a file: .txt .html .md .pdf .docx, or a .zip of them",
    )
    async def add(
        self,
        interaction: discord.Interaction,
        url: Address | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        """Add an article to the record, from a link, a file or pasted text."""
        guild_id = await admit_curator(interaction, self._corpus)
        if file is not None:
            if url is not None:
                raise OptionError("file", file.filename, "for use together with url: give only one")
            await self._add_file(interaction, guild_id, file)
            return
        if url is None:
            await interaction.response.send_modal(ArticleForm())
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        work = self._corpus.add_url(guild_id, url.strip(), by=interaction.user.id)
        await tell_added(interaction, work)

    async def _add_file(
        self, interaction: discord.Interaction, guild_id: int, file: discord.Attachment
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await read_attachment(file)
        found = await with_progress(interaction, self._corpus.intake.read(file.filename, data))
        by = interaction.user.id
        done = [
            await with_progress(interaction, self._corpus.intake.add(guild_id, one, by=by))
            for one in found
        ]
        if len(done) == 1 and isinstance(done[0], Exception):
            raise done[0]
        stored = [one.article.id for one in done if isinstance(one, Added)]
        rows = await undo_many(self._corpus, guild_id, stored) if len(done) > 1 else []
        await interaction.edit_original_response(view=_all_told(done, rows))

    # -------------------------------------------------------------- remove and restore

    @app_commands.command()
    @app_commands.describe(title="The article's title, or its number (#12)")
    async def remove(self, interaction: discord.Interaction, title: Title) -> None:
        """Take an article and its quotations out of the record; can be undone."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._corpus.find_article(guild_id, title)
        gone = await self._corpus.remove_article(guild_id, found.id, by=interaction.user.id)
        view = compose(removed(gone), undo_row("remove", gone.id))
        await interaction.edit_original_response(view=view)

    @app_commands.command()
    @app_commands.describe(title="The article's title, or its number (#12)")
    async def edit(self, interaction: discord.Interaction, title: Title) -> None:
        """Mend an article's title, date, byline or publisher; can be undone."""
        guild_id = await admit_curator(interaction, self._corpus)
        found = await self._corpus.find_article(guild_id, title)
        known = await self._corpus.article(guild_id, found.id)

        await interaction.response.send_modal(EditForm(known.row))

    @app_commands.command(name="list")
    @app_commands.describe(removed="Only those that were removed")
    async def list_(self, interaction: discord.Interaction, removed: bool = False) -> None:  # noqa: FBT001, FBT002 — Discord's options are the arguments
        """List all articles, removed ones too, with who added them."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        asked = ask("shelf", removed="yes" if removed else None)
        answer = await draw_shelf(self._corpus, guild_id, asked)
        await interaction.edit_original_response(view=answer.view)

    @app_commands.command()
    @app_commands.describe(title="Only this article; left out, all of them")
    async def reannotate(
        self, interaction: discord.Interaction, title: Title | None = None
    ) -> None:
        """Find quotations and names anew with today's rules; curators' decisions are kept."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if title is None:
            numbers = await self._corpus.desk.article_ids(guild_id)
        else:
            numbers = [(await self._corpus.find_article(guild_id, title)).id]
        await reannotate(self._corpus, guild_id, interaction, numbers)

    @remove.autocomplete("title")
    @edit.autocomplete("title")
    @reannotate.autocomplete("title")
    async def _complete(self, interaction: discord.Interaction, typed: str) -> list[Choice]:
        return await complete_articles(self._corpus)(interaction, typed)

    @app_commands.command()
    @app_commands.describe(number="The number of the removed article")
    async def restore(
        self, interaction: discord.Interaction, number: Range[int, 1, 2**53 - 1]
    ) -> None:
        """Put a removed article back on record, with its quotations and their numbers."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        back = await self._corpus.restore_article(guild_id, number, by=interaction.user.id)
        view = compose(restored(back), undo_row("add", back.id, text="Remove it again"))
        await interaction.edit_original_response(view=view)


def _all_told(
    done: list[Added | Refusal], rows: list[ui.ActionRow[ui.LayoutView]]
) -> ui.LayoutView:
    """The answer to a file: the article's own card, or a list of what became of many."""
    first = done[0]
    if len(done) == 1 and isinstance(first, Added):
        return compose(added(first), undo_row("add", first.article.id))
    stored = [one for one in done if isinstance(one, Added)]
    refused = [explain(one) or str(one) for one in done if isinstance(one, Exception)]
    return compose(added_many(stored, refused), *rows)
