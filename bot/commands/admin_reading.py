"""Adding and reading many articles at once: the links of a message, and the whole record anew.

One job: long work that says how far it is and tells of every article what became of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands

from bot.cards.articles import added, added_many, read_again, reading_again
from bot.cards.notices import notice
from bot.cards.sources import counted
from bot.messages import explain
from bot.permissions import admit_curator
from bot.views.layout import compose
from bot.views.progress import Progress
from bot.views.reread import undo_readings
from bot.views.undo import undo_many, undo_row
from store.names import address_of
from store.records import Added, Reread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.corpus import Corpus
    from bot.corpus.intake import Refusal

MOST_LINKS: Final = 30  # of one message; about a minute's reading

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_TRAILING = ".,;:!?'\"*_~|"
_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}


def linked_menu(corpus: Corpus) -> app_commands.ContextMenu:
    """Return the entry of a message's Apps menu that adds its links."""

    @app_commands.context_menu(name="Add linked articles")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def add_linked(interaction: discord.Interaction, message: discord.Message) -> None:
        guild_id = await admit_curator(interaction, corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        links = links_of(_texts(message))
        await interaction.edit_original_response(
            view=await _add_all(corpus, guild_id, interaction, links)
        )

    return add_linked


async def _add_all(
    corpus: Corpus, guild_id: int, interaction: discord.Interaction, links: list[str]
) -> discord.ui.LayoutView:
    """Add every link, one after another, so that other servers have their turn in between."""
    if not links:
        lines = ["There is no web address in that message."]
        return compose(notice("No links", lines))
    progress = Progress(interaction)
    wanted, done = links[:MOST_LINKS], []
    for number, url in enumerate(wanted):
        await progress.tell("Reading the links…", number, len(wanted))
        done.append(await corpus.intake.add_url(guild_id, url, by=interaction.user.id))
    stored = [one for one in done if isinstance(one, Added)]
    refused = [_told(one) for one in done if isinstance(one, Exception)]
    if len(links) > MOST_LINKS:
        left = counted(len(links) - MOST_LINKS, "link")
        refused.append(f"{left} more were not read: {MOST_LINKS} of a message are the most.")
    if len(stored) == 1 and not refused:
        return compose(added(stored[0]), undo_row("add", stored[0].article.id))
    card = added_many(stored, refused)
    rows = await undo_many(corpus, guild_id, [one.article.id for one in stored])
    return compose(card, *rows)


async def reannotate(
    corpus: Corpus, guild_id: int, interaction: discord.Interaction, article_ids: list[int]
) -> None:
    """Read articles again, saying how far it is, and what became of them."""
    progress = Progress(interaction)
    done: list[Reread] = []
    failed: list[str] = []
    card = reading_again(len(article_ids))
    await interaction.edit_original_response(view=compose(card))
    reading = corpus.desk.reannotate(guild_id, article_ids, by=interaction.user.id)
    async for found in reading:
        if isinstance(found, Reread):
            done.append(found)
        else:
            failed.append(_told(found))
        n_read = len(done) + len(failed)
        await progress.tell("Reading articles again…", n_read, len(article_ids))
    if progress.is_answerable:
        rows = undo_readings(done, interaction.user.id)
        await interaction.edit_original_response(view=compose(read_again(done, failed), *rows))


def links_of(texts: Iterable[str]) -> list[str]:
    """The web addresses in texts, each page once, without what ends the sentence around them."""
    found: dict[str, str] = {}
    for text in texts:
        for hit in _LINK.finditer(text):
            url = _without_ending(hit[0])
            found.setdefault(address_of(url) or url, url)
    return list(found.values())


def _without_ending(url: str) -> str:
    """An address without the marks that close what it stands in: (https://a.example/b)."""
    while url:
        last = url[-1]
        opening = _PAIRS.get(last)
        is_unpaired = opening is not None and url.count(last) > url.count(opening)
        if last not in _TRAILING and not is_unpaired:
            break
        url = url[:-1]
    return url


def _texts(message: discord.Message) -> Iterable[str]:
    """What a message says: its words, what it forwards, and the titles of what it embeds."""
    yield message.content
    for snapshot in message.message_snapshots:
        yield snapshot.content
    for embed in message.embeds:
        if embed.url:
            yield embed.url


def _told(error: Refusal | Exception) -> str:
    return explain(error) or str(error)
