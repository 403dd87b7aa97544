"""The answer to `/search`: a page of hits with its buttons, drawn again on every turn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.cards.limits import MAX_TEXT
from bot.cards.search import search_cards
from bot.cards.sources import counted
from bot.cards.text import shown
from bot.views.context import context_row
from bot.views.layout import Answer, compose
from bot.views.pages import TOP, PageButton, Place, heading, n_pages, turning_at

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.pages import Turning
    from bot.views.question import Question
    from store.records import SearchResult

_MAX_QUERY = 120


async def draw_search(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer | None:
    """A page of what was found, or None when there is nothing."""
    result = await find(corpus, guild_id, question, place.page)
    last = n_pages(result.n_reachable)
    if place.page > last:
        result = await find(corpus, guild_id, question, last)
    if not result.articles and not result.quotations:
        return None
    turning = turning_at(min(place.page, last), last)
    rows = await SearchPage.buttons(corpus, guild_id, question, turning)
    head = _heading(result, turning)
    items: list[ui.Item[Any]] = [ui.TextDisplay(head)]
    items += search_cards(result, MAX_TEXT - len(head))
    if result.quotations:
        items.append(context_row([hit.quotation for hit in result.quotations]))
    return Answer(compose(*items, *rows))


class SearchPage(PageButton, name="search"):
    """A button to another page of what was found."""

    ways = ("← Back", "More →")

    async def draw(
        self, corpus: Corpus, guild_id: int, question: Question, place: Place
    ) -> Answer | None:
        """A page of what was found."""
        return await draw_search(corpus, guild_id, question, place)


async def find(corpus: Corpus, guild_id: int, question: Question, page: int) -> SearchResult:
    """What a page of the search holds."""
    since, until = question.get("since"), question.get("until")
    return await corpus.search(
        guild_id,
        question.get("query") or "",
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        page=page,
    )


def _heading(result: SearchResult, turning: Turning) -> str:
    articles = counted(result.n_articles, "article")
    quotations = counted(result.n_quotations, "quotation")
    found = (
        f"{'more than ' * result.has_more_articles}{articles} and "
        f"{'more than ' * result.has_more_quotations}{quotations}"
    )
    query = shown(" ".join(result.query.split()), _MAX_QUERY)
    return heading(f"Search: {query}", found, "best first", turning)
