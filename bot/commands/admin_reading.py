"""Adding and reading many articles at once: the links of a message, and the whole record anew.

One job: long work that says how far it is and tells of every article what became of it.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands

from bot.cards.articles import added, added_many, read_again, reading_again
from bot.cards.notices import notice
from bot.cards.sources import counted
from bot.errors import BotError
from bot.messages import shown, told
from bot.permissions import admit_curator
from bot.views.layout import compose
from bot.views.progress import Progress
from bot.views.reread import undo_readings
from bot.views.undo import undo_added, undo_many
from store.errors import DatabaseError, DuplicateArticleError, IntakeError
from store.names import address_of
from store.records import Added, Reread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

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
        await _add_links(corpus, guild_id, interaction, links)

    return add_linked


async def _add_links(
    corpus: Corpus, guild_id: int, interaction: discord.Interaction, links: list[str]
) -> None:
    progress = Progress(interaction)
    if not links:
        lines = ["There is no web address in that message."]
        await progress.finish(notice("No links", lines))
        return
    by, n_left = interaction.user.id, len(links) - MOST_LINKS
    add = corpus.intake.add_url
    work = [(url, partial(add, guild_id, url, by=by)) for url in links[:MOST_LINKS]]
    left = f"{counted(n_left, 'link')} more were not read: {MOST_LINKS} of a message are the most."
    await add_all(corpus, guild_id, progress, work, more=[left] if n_left > 0 else [])


async def add_all(
    corpus: Corpus,
    guild_id: int,
    progress: Progress,
    work: Sequence[tuple[str, Callable[[], Awaitable[Added | Refusal]]]],
    *,
    more: Sequence[str] = (),
) -> None:
    """Add one article after another, and say what became of each, with one Undo for all.

    Others have their turn in between. What cannot be gone on with is told after what was added.

    Args:
        corpus: the servers' records.
        guild_id: whose.
        progress: the answer.
        work: each submission by what it is called, and what adds it.
        more: what else is told.
    """
    stored: list[Added] = []
    refused: list[str] = []
    stopped: list[str] = []
    for number, (name, add) in enumerate(work):
        await progress.tell("Reading the articles…", number, len(work))
        try:
            done = await add()
        except (DatabaseError, BotError) as error:
            stopped.append(_left(len(work) - number, error))
            break
        if isinstance(done, Added):
            stored.append(done)
        else:
            refused.append(_why_not(name, done))
    refused = [*stopped, *refused, *more]
    if len(stored) == 1 and not refused:
        await progress.finish(added(stored[0]), undo_added(stored[0].article.id))
        return
    rows = await undo_many(corpus, guild_id, [one.article.id for one in stored])
    await progress.finish(added_many(stored, refused), rows)


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
    try:
        async for found in reading:
            if isinstance(found, Reread):
                done.append(found)
            else:
                failed.append(told(found))
            n_read = len(done) + len(failed)
            await progress.tell("Reading articles again…", n_read, len(article_ids))
    except (DatabaseError, BotError) as error:
        if not done:
            raise
        failed.append(_left(len(article_ids) - len(done) - len(failed), error))
    rows = undo_readings(done, interaction.user.id)
    await progress.finish(read_again(done, failed), rows)


def _why_not(name: str, refusal: Refusal) -> str:
    """Say why one of many was not added; the list they stand in says that they were not."""
    if isinstance(refusal, DuplicateArticleError):
        known = f"in the record already, as number {refusal.article_id}"
        return f"{shown(name)}: {known}, {shown(refusal.title)}"
    if isinstance(refusal, IntakeError):
        return f"{shown(name)}: {refusal.reason}"
    return f"{shown(name)}: {told(refusal)}"


def _left(n_left: int, error: Exception) -> str:
    return f"{counted(n_left, 'article')} not read: {told(error)}"


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
