"""`/articles add`, `remove` and `restore`: what curators do with articles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.cards.articles import removed, restored
from bot.cards.limits import MAX_CHOICE, MAX_CHOICES
from bot.cards.text import label
from bot.commands.admin_reading import add_all, reannotate
from bot.commands.article_forms import READING, tell_added
from bot.commands.attachments import read_attachment
from bot.commands.choices import Choice, complete_articles
from bot.errors import OptionError
from bot.permissions import admit_curator, curators_only, guild_of
from bot.views.article_form import ArticleForm
from bot.views.edit_form import EditForm
from bot.views.layout import compose
from bot.views.ledger import draw_shelf
from bot.views.progress import Progress
from bot.views.question import ask
from bot.views.undo import undo_row
from store.errors import IntakeError

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.corpus import Corpus
    from store.records import RawArticle

Title = Range[str, 1, 300]
Address = Range[str, 1, 2000]


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
        intake, by = self._corpus.intake, interaction.user.id
        progress, data = Progress(interaction), await read_attachment(file)
        found = await progress.wait_for(READING, intake.read(guild_id, file.filename, data))
        if len(found) == 1:
            await tell_added(interaction, intake.add_one(guild_id, found[0], by=by))
            return
        work = [(_name(one, file), partial(intake.add, guild_id, one, by=by)) for one in found]
        await add_all(self._corpus, guild_id, progress, work)

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
        """Find quotations and names anew with today's rules; decisions stay; can be undone."""
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

    @restore.autocomplete("number")
    async def _complete_removed(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[int]]:
        """The articles removed latest whose number or title holds what was typed."""
        page = await self._corpus.desk.articles(
            guild_of(interaction), only_removed=True, limit=MAX_CHOICES
        )
        named = [(row.ref.id, f"{row.ref.id} · {row.ref.title}") for row in page.items]
        wanted = typed.casefold().strip()
        return [
            app_commands.Choice(name=label(name, MAX_CHOICE), value=number)
            for number, name in named
            if wanted in name.casefold()
        ]


def _name(found: RawArticle | IntakeError, file: discord.Attachment) -> str:
    """What a file within an archive is called there."""
    name = found.submission if isinstance(found, IntakeError) else found.source
    return name.removeprefix(f"{file.filename}/")
