"""The answer to `/trending`: who rose and who fell, paged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.limits import MAX_LABEL
from bot.cards.text import label
from bot.cards.trending import SIZE, counts_of, longest, title_of, trending_card
from bot.views.layout import Answer, FollowUp, compose
from bot.views.pages import TOP, PageButton, Place, heading, n_pages, turning_at

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.question import Question

DEFAULT_DAYS = 7
# Who rose can be told of some of these, if of any: a record may be a week old, or twenty years.
_DAYS = (30, 7, 14, 90, 180, 365, 3, 1)
_MOST_OFFERS = 3


async def draw_trending(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer | None:
    """A page of who rose and fell, or None when there is nothing to compare."""
    trending = await corpus.trends.trending(guild_id, int(question.get("days") or DEFAULT_DAYS))
    if trending is None or not longest(trending):
        return None
    last = n_pages(longest(trending), size=SIZE)
    turning = turning_at(min(place.page, last), last)
    rows = await TrendingPage.buttons(corpus, guild_id, question, turning)
    head = heading(title_of(trending), counts_of(trending), "strongest first", turning)
    view = compose(ui.TextDisplay(head), trending_card(trending, turning.page), *rows)
    foremost = (*trending.rose, *trending.fell, *trending.more)[:_MOST_OFFERS]
    offers = [
        FollowUp(label(f"{t.entity.name} over time", MAX_LABEL), "timeline", "first", t.entity.id)
        for t in foremost
    ]
    return Answer(view, follow_ups=tuple(offers))


async def telling_days(corpus: Corpus, guild_id: int, most: int) -> list[int]:
    """Return numbers of days of which it can be told who rose or fell, the most telling first."""
    found: list[int] = []
    for days in _DAYS:
        trending = await corpus.trends.trending(guild_id, days)
        if trending is not None and longest(trending):
            found.append(days)
        if len(found) == most:
            break
    return found


class TrendingPage(PageButton, name="trending"):
    """A button to more of who rose and fell."""

    ways = ("← Stronger", "Weaker →")

    async def draw(
        self, corpus: Corpus, guild_id: int, question: Question, place: Place
    ) -> Answer | None:
        """A page of the list."""
        return await draw_trending(corpus, guild_id, question, place)
