"""The answer to `/connections`: who is named in the same paragraphs, as a picture and a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.connections import connections_card
from bot.cards.limits import MAX_LABEL
from bot.cards.sources import counted
from bot.cards.text import label, shown
from bot.views.layout import Answer, FollowUp, compose
from bot.views.pages import TOP, PageButton, Place, heading, n_pages, turning_at
from bot.views.pictures import picture_place

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.question import Question

_SIZE = 10
_MOST_OFFERS = 3
_MAX_NAME = 80


async def draw_connections(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer | None:
    """A page of who appears with somebody, or None when nobody does.

    Raises:
        EntityNotFoundError, AmbiguousEntityError: the name is not clear.
    """
    ref = await corpus.entity(guild_id, question.get("name") or "")
    found = await corpus.trends.connections(guild_id, ref.id, page=place.page, size=_SIZE)
    if not found.total:
        return None
    last = n_pages(found.total, size=_SIZE)
    turning = turning_at(min(place.page, last), last)
    rows = await ConnectionsPage.buttons(corpus, guild_id, question, turning)
    title = f"Named together with {shown(found.web.centre.name, _MAX_NAME)}"
    names = counted(found.total, "name")
    head = heading(title, names, "by paragraphs that name both", turning)
    view = compose(connections_card(found, head, picture_place()), *rows)
    offers = tuple(
        FollowUp(label(f"With {one.item.name}", MAX_LABEL), "connections", "name", one.item.id)
        for one in found.items[:_MOST_OFFERS]
    )
    return Answer(view, follow_ups=offers, chart=found.web)


class ConnectionsPage(PageButton, name="connections"):
    """A button to more of who appears with somebody."""

    ways = ("← Back", "More →")

    async def draw(
        self, corpus: Corpus, guild_id: int, question: Question, place: Place
    ) -> Answer | None:
        """A page of the list."""
        return await draw_connections(corpus, guild_id, question, place)
