"""Curators' long lists, a page at a time: changes, feeds, and all articles.

One job: lists that only curators see, and whose pages only curators can turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.articles import shelf_line
from bot.cards.audit import KINDS, audit_entry
from bot.cards.feeds import feed_line
from bot.cards.notices import ASKING, NOTHING_YET, notice
from bot.cards.sources import counted
from bot.permissions import admit_curator
from bot.views.layout import Answer, compose, host
from bot.views.pages import (
    TOP,
    PageButton,
    Place,
    heading,
    n_pages,
    turning_at,
    turning_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.corpus import Corpus
    from bot.views.pages import Turning
    from bot.views.question import Question

_CHANGES_A_PAGE = 8


class LedgerButton(PageButton, name="(?!)"):
    """A button under a curators' list; each list makes its own kind."""

    noun: str
    order = "newest first"
    size: int

    async def turn_to(self, interaction: discord.Interaction, place: Place) -> None:
        """Show a page of the list, to curators."""
        await admit_curator(interaction, host(interaction).corpus)
        await super().turn_to(interaction, place)

    @classmethod
    async def listed(  # noqa: PLR0913, PLR0917 — what every list is made of
        cls,
        corpus: Corpus,
        guild_id: int,
        question: Question,
        title: str,
        turning: Turning,
        total: int,
        lines: Sequence[str],
    ) -> Answer:
        """A page of the list, drawn; `title` and `lines` are already escaped."""
        rows = await cls.buttons(corpus, guild_id, question, turning)
        head = heading(title, counted(total, cls.noun), cls.order, turning)
        container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=ASKING)
        container.add_item(ui.TextDisplay(head))
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay("\n\n".join(lines)))
        return Answer(compose(container, *rows), is_private=True)


class AuditPage(LedgerButton, name="audit"):
    """A button to other changes of the audit log."""

    noun = "change"
    size = _CHANGES_A_PAGE

    async def draw(self, corpus: Corpus, guild_id: int, question: Question, place: Place) -> Answer:
        """A page of the log."""
        return await draw_audit(corpus, guild_id, question, place)


async def draw_audit(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer:
    """A page of the audit log: of everybody's changes or one `user`'s, of all or one `kind`."""
    user, kind = question.get("user"), question.get("kind")
    page = await corpus.desk.changes(
        guild_id,
        by_user=int(user) if user else None,
        kind=kind,
        after=place.after,
        before=place.before,
        number=place.page,
        limit=_CHANGES_A_PAGE,
    )
    what = f"changes to {KINDS.get(kind, kind)}" if kind else "changes"
    who = f" by <@{user}>" if user else ""
    if not page.items:
        card = notice(f"No {what}{who} so far", ["Every change to this server's record is noted."])
        return Answer(compose(card), is_private=True)
    title = f"{what[0].upper()}{what[1:]}{who}"
    lines = [audit_entry(entry) for entry in page.items]
    turning = turning_of(page, size=AuditPage.size)
    return await AuditPage.listed(corpus, guild_id, question, title, turning, page.total, lines)


class FeedsPage(LedgerButton, name="feeds"):
    """A button to other feeds of the list."""

    noun = "feed"
    order = "oldest first"
    size = 8
    ways = ("← Back", "More →")

    async def draw(self, corpus: Corpus, guild_id: int, question: Question, place: Place) -> Answer:
        """A page of the list."""
        return await draw_feeds(corpus, guild_id, question, place)


async def draw_feeds(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer:
    """A page of the feeds, what came from them and what is wrong with them."""
    feeds = await corpus.feeds.all(guild_id)
    if not feeds:
        lines = ["`/feeds add` follows one: every new article in it is read by itself."]
        return Answer(compose(notice("No feed is followed", lines)), is_private=True)
    size = FeedsPage.size
    n_all = n_pages(len(feeds), size=size)
    number = min(place.page, n_all)
    shown_here = feeds[size * (number - 1) : size * number]
    return await FeedsPage.listed(
        corpus,
        guild_id,
        question,
        "Feeds",
        turning_at(number, n_all),
        len(feeds),
        [feed_line(standing) for standing in shown_here],
    )


class ShelfPage(LedgerButton, name="shelf"):
    """A button to other articles of the curators' list."""

    noun = "article"
    order = "latest added first"
    size = 8

    async def draw(self, corpus: Corpus, guild_id: int, question: Question, place: Place) -> Answer:
        """A page of the list."""
        return await draw_shelf(corpus, guild_id, question, place)


async def draw_shelf(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer:
    """A page of all articles, or only of the `removed` ones."""
    only_removed = question.get("removed") is not None
    page = await corpus.desk.articles(
        guild_id,
        only_removed=only_removed,
        after=place.after,
        before=place.before,
        number=place.page,
        limit=ShelfPage.size,
    )
    if not page.items:
        card = notice(NOTHING_YET, ["`/articles add` adds one."])
        if only_removed:
            card = notice("No article was removed", ["`/articles list` has all articles."])
        return Answer(compose(card), is_private=True)
    title = "Removed articles" if only_removed else "All articles"
    turning = turning_of(page, size=ShelfPage.size)
    lines = [shelf_line(row) for row in page.items]
    return await ShelfPage.listed(corpus, guild_id, question, title, turning, page.total, lines)
