"""The answer to `/timeline`: a card with the picture, and the numbers on request."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards.limits import MAX_LABEL
from bot.cards.sources import counted
from bot.cards.text import label
from bot.cards.timeline import numbers_table, timeline_card
from bot.permissions import guild_of
from bot.views.layout import Answer, Button, FollowUp, compose, guarded, host, send
from bot.views.pages import (
    TOKEN,
    TOP,
    PageButton,
    Place,
    forgotten,
    heading,
    n_pages,
    turning_at,
)
from bot.views.pictures import picture_place
from bot.views.question import Question, load, save
from store.records import Period

if TYPE_CHECKING:
    import re

    from bot.corpus import Corpus
    from store.records import Timeline

NAMES = ("first", "second", "third", "fourth")
_ROWS = 15


async def find_timeline(corpus: Corpus, guild_id: int, question: Question) -> Timeline | None:
    """The timeline asked for, or None when there is nothing to draw.

    Raises:
        EntityNotFoundError, AmbiguousEntityError: a name is not clear.
    """
    names = [question.params[field] for field in NAMES if question.get(field)]
    refs = [await corpus.entity(guild_id, name) for name in names]
    return await corpus.trends.timeline(guild_id, [ref.id for ref in refs], period_of(question))


async def draw_timeline(corpus: Corpus, guild_id: int, question: Question) -> Answer | None:
    """The timeline asked for, or None when none of the names is mentioned in the period."""
    timeline = await find_timeline(corpus, guild_id, question)
    if timeline is None:
        return None
    rows = []
    if len(timeline.starts) > 1:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        row.add_item(Numbers.of(await save(corpus, guild_id, question)))
        rows.append(row)
    offers = tuple(
        FollowUp(label(series.entity.name, MAX_LABEL), "entity", "name", series.entity.id)
        for series in timeline.series
    )
    view = compose(timeline_card(timeline, picture_place()), *rows)
    return Answer(view, follow_ups=offers, chart=timeline)


def period_of(question: Question) -> Period:
    """The days a question asks for; dates go before a number of days."""
    since, until, days = (question.get(field) for field in ("since", "until", "period"))
    if since or until:
        return Period(_date(since), _date(until))
    return Period(days=int(days)) if days and days.isdecimal() else Period()


async def draw_numbers(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer | None:
    """A page of a timeline's counts, newest last, or None when nothing is left of it."""
    timeline = await find_timeline(corpus, guild_id, question)
    if timeline is None:
        return None
    last = n_pages(len(timeline.starts), size=_ROWS)
    turning = turning_at(min(place.page, last), last)
    rows = await NumbersPage.buttons(corpus, guild_id, question, turning)
    steps = counted(len(timeline.starts), timeline.step)
    head = heading(f"Mentions per {timeline.step}", steps, "oldest first", turning)
    table = numbers_table(timeline, (turning.page - 1) * _ROWS, _ROWS)
    view = compose(ui.TextDisplay(f"{head}\n{table}"), *rows)
    return Answer(view, is_private=True)


class NumbersPage(PageButton, name="numbers"):
    """A button to other steps of a table of counts."""

    ways = ("← Earlier", "Later →")

    async def draw(
        self, corpus: Corpus, guild_id: int, question: Question, place: Place
    ) -> Answer | None:
        """A page of the table."""
        return await draw_numbers(corpus, guild_id, question, place)


class Numbers(ui.DynamicItem[Button], template=rf"count:{TOKEN}"):
    """A button under a picture that shows what it draws as numbers, privately."""

    def __init__(self, button: Button, token: str) -> None:
        super().__init__(button)
        self.token = token

    @classmethod
    def of(cls, token: str) -> Numbers:
        """The button for a kept question."""
        button = Button(label="As numbers", custom_id=f"count:{token}", style=ButtonStyle.secondary)
        return cls(button, token)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Numbers:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), match["token"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Show the table."""
        await guarded(interaction, self._show(interaction))

    async def _show(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = host(interaction).corpus, guild_of(interaction)
        question = await load(corpus, guild_id, self.token)
        found = await draw_numbers(corpus, guild_id, question) if question else None
        await send(interaction, found or forgotten())


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
