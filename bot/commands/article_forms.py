"""What curators typed into the forms about articles, handed in.

One job: from the fields to the answer; the forms themselves are in bot/views/.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.cards.articles import added, edited
from bot.commands.dates import parse_days
from bot.errors import OptionError
from bot.permissions import admit_curator
from bot.views import article_form, edit_form
from bot.views.forms import FormKind, form_kind
from bot.views.layout import compose
from bot.views.progress import Progress
from bot.views.takeback import takeback_row
from bot.views.undo import undo_added
from store.names import completed
from store.records import ArticleFacts, DateOrigin, RawArticle

if TYPE_CHECKING:
    import re
    from collections.abc import Coroutine, Mapping
    from datetime import date
    from typing import Any

    import discord

    from bot.clock import Clock
    from bot.corpus import Corpus
    from store.records import Added

READING = "Reading the article…"
_AHEAD: Final = timedelta(days=1)  # somewhere it is tomorrow already


def forms(corpus: Corpus, clock: Clock) -> list[FormKind]:
    """Return the kinds of forms about articles."""

    async def add(
        interaction: discord.Interaction, _: re.Match[str], fields: Mapping[str, str]
    ) -> None:
        guild_id = await admit_curator(interaction, corpus)
        raw = _pasted(article_form.typed_article(fields), clock().date())
        await interaction.response.defer(ephemeral=True, thinking=True)
        await tell_added(interaction, corpus.add(guild_id, raw, by=interaction.user.id))

    async def edit(
        interaction: discord.Interaction, match: re.Match[str], fields: Mapping[str, str]
    ) -> None:
        guild_id = await admit_curator(interaction, corpus)
        facts = _facts(edit_form.typed_facts(fields), clock().date())
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = interaction.user.id
        done = await corpus.desk.edit_article(guild_id, int(match["id"]), facts, by=by)
        rows = [takeback_row(done.change_id)] if done.change_id is not None else []
        await interaction.edit_original_response(view=compose(edited(done), *rows))

    return [form_kind(article_form.CUSTOM_ID, add), form_kind(edit_form.TEMPLATE, edit)]


async def tell_added(interaction: discord.Interaction, work: Coroutine[Any, Any, Added]) -> None:
    """Await the adding of an article, and tell what was read and found."""
    progress = Progress(interaction)
    done = await progress.wait_for(READING, work)
    await progress.finish(added(done), undo_added(done.article.id))


def _pasted(typed: dict[str, str], today: date) -> RawArticle:
    """What was typed into the form, as a submission.

    Raises:
        OptionError: the date is none, or names more than a day.
    """
    return RawArticle(
        text=typed["text"],
        source="pasted text",
        url=_address(typed["url"]),
        title=typed["title"] or None,
        published_on=_published_on(typed["date"], today),
        date_origin=DateOrigin.CURATOR if typed["date"] else DateOrigin.UNKNOWN,
    )


def _address(given: str) -> str | None:
    """The link that was typed, with what is often left out before it.

    Raises:
        OptionError: nobody could follow it.
    """
    url = completed(given)
    if url and not url.lower().startswith(("http://", "https://")):
        raise OptionError("link", given, "an address such as https://paper.example/article")
    return url or None


def _facts(typed: dict[str, str], today: date) -> ArticleFacts:
    """What was typed about an article.

    Raises:
        OptionError: there is no title, or the date is none.
    """
    if not typed["title"]:
        raise OptionError("title", typed["title"], "a title; an article cannot be without one")
    return ArticleFacts(
        title=typed["title"],
        byline=typed["byline"] or None,
        publisher=typed["publisher"] or None,
        published_on=_published_on(typed["date"], today),
    )


def _published_on(given: str, today: date) -> date | None:
    if not given:
        return None
    days = parse_days("date", given, today)
    if days.first != days.last:
        raise OptionError("date", given, "a single day, such as 2022-09-15")
    if days.first > today + _AHEAD:
        raise OptionError("date", given, "a day that has come")
    return days.first
