"""The answer to `/search`: a page of hits with its buttons, drawn again on every turn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ui

from bot.cards.limits import MAX_TEXT
from bot.cards.search import search_cards
from bot.cards.sources import counted
from bot.cards.text import shown
from bot.permissions import guild_of
from bot.views.context import context_row
from bot.views.layout import Answer, Button, compose, guarded, host
from bot.views.pages import BUSY, TOKEN, forgotten, n_pages, page_button, turn
from bot.views.question import Question, load, save

if TYPE_CHECKING:
    import re

    from bot.corpus import Corpus
    from store.records import SearchResult

_MAX_QUERY = 120


async def draw_search(
    corpus: Corpus, guild_id: int, question: Question, page: int = 1
) -> Answer | None:
    """A page of what was found, or None when there is nothing."""
    since, until = question.get("since"), question.get("until")
    result = await corpus.search(
        guild_id,
        question.get("query") or "",
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        page=page,
    )
    if not result.articles and not result.quotations:
        return None
    has_pages = page > 1 or result.has_next
    token = await save(corpus, guild_id, question) if has_pages else None
    heading = _heading(result, page) + (BUSY if has_pages and token is None else "")
    items: list[ui.Item[Any]] = [ui.TextDisplay(heading)]
    items += search_cards(result, MAX_TEXT - len(heading))
    if result.quotations:
        items.append(context_row([hit.quotation for hit in result.quotations]))
    if token is not None:
        items.append(_row(token, page, has_next=result.has_next))
    return Answer(compose(*items))


class SearchPage(ui.DynamicItem[Button], template=rf"search:{TOKEN}:(?P<page>\d{{1,6}})"):
    """A button to another page of what was found."""

    def __init__(self, button: Button, token: str, page: int) -> None:
        super().__init__(button)
        self.token = token
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> SearchPage:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), match["token"], int(match["page"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Show that page."""
        await guarded(interaction, self._turn(interaction))

    async def _turn(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = host(interaction).corpus, guild_of(interaction)
        question = await load(corpus, guild_id, self.token)
        answer = None
        if question is not None:
            answer = await draw_search(corpus, guild_id, question, self.page)
            answer = answer or await draw_search(corpus, guild_id, question)
        await turn(interaction, answer or forgotten())


def _row(token: str, page: int, *, has_next: bool) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    ways = (("← Back", page - 1, page > 1), ("More →", page + 1, has_next))
    for text, to_page, can_turn in ways:
        button = page_button(text, f"search:{token}:{to_page}", can_turn=can_turn)
        row.add_item(SearchPage(button, token, to_page))
    return row


def _heading(result: SearchResult, page: int) -> str:
    total = max(result.n_articles, result.n_quotations)
    pages = n_pages(total)
    where = f" · page {page} of {pages}" if pages > 1 else ""
    found = (
        f"{counted(result.n_articles, 'article')} and {counted(result.n_quotations, 'quotation')}"
    )
    query = shown(" ".join(result.query.split()), _MAX_QUERY)
    return f"### Search: {query}\n-# {found}, best first{where}"
