"""The answer to `/quotes`: a page of quotation cards with its buttons, drawn again on every turn.

One job: question and place in, layout out. The question holds names as they were asked, once
they were understood: a name followed by its number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ui

from bot.cards.limits import MAX_TEXT
from bot.cards.quotations import cards
from bot.cards.sources import counted, day
from bot.cards.text import shown
from bot.permissions import guild_of
from bot.views.context import context_row
from bot.views.layout import Answer, Button, compose, guarded, host
from bot.views.pages import (
    BUSY,
    PAGE_SIZE,
    TOKEN,
    forgotten,
    n_pages,
    page_button,
    page_number,
    turn,
)
from bot.views.question import Question, load, save
from store.records import EntityRef, PageKey, QuotationFilter, QuotationKind

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from store.records import Page, StoredQuotation

_KINDS: dict[str | None, str] = {
    None: "Quotations",
    QuotationKind.DIRECT.value: "Verbatim quotations",
    QuotationKind.MIXED.value: "Partly verbatim quotations",
    QuotationKind.INDIRECT.value: "Reported statements",
}
_NUMBER = re.compile(r" \(#\d+\)$")
_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a page lies: right after or right before a key, or at the top."""

    key: PageKey | None = None
    is_before: bool = False


TOP = Place()


async def filter_of(corpus: Corpus, guild_id: int, question: Question) -> QuotationFilter:
    """What the question asks of the record.

    Raises:
        EntityNotFoundError, AmbiguousEntityError, ArticleNotFoundError: a name is not clear.
    """
    speaker, label = None, None
    if asked := question.get("speaker"):
        found = await corpus.speaker(guild_id, asked)
        speaker, label = (found.id, None) if isinstance(found, EntityRef) else (None, found)
    about, article, kind = question.get("about"), question.get("article"), question.get("kind")
    return QuotationFilter(
        speaker=speaker,
        speaker_label=label,
        about=(await corpus.entity(guild_id, about)).id if about else None,
        containing=question.get("containing"),
        since=_date(question.get("since")),
        until=_date(question.get("until")),
        kind=QuotationKind(kind) if kind else None,
        article=(await corpus.find_article(guild_id, article)).id if article else None,
    )


async def draw_quotes(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer | None:
    """A page of the quotations asked for, or None when there are none at all."""
    where = await filter_of(corpus, guild_id, question)
    page = await corpus.quotations(
        guild_id,
        where,
        after=None if place.is_before else place.key,
        before=place.key if place.is_before else None,
        limit=PAGE_SIZE,
    )
    if not page.items:
        return None
    has_pages = n_pages(page.total) > 1
    token = await save(corpus, guild_id, question) if has_pages else None
    heading = _heading(question, page) + (BUSY if has_pages and token is None else "")
    items: list[ui.Item[Any]] = [ui.TextDisplay(heading)]
    items += cards(page.items, MAX_TEXT - len(heading))
    items.append(context_row(page.items))
    if token is not None:
        items.append(_row(token, page))
    return Answer(compose(*items))


def describe(question: Question) -> str:
    """The question in words: Quotations by **Xi Jinping** containing “sanctions”."""
    words = [_KINDS[question.get("kind")]]
    words += [f"{link} **{named(name)}**" for link, name in _names(question)]
    if containing := question.get("containing"):
        words.append(f"containing “{shown(containing, _MAX_NAME)}”")
    if article := question.get("article"):
        words.append(f"in “{named(article)}”")
    return " ".join(words) + _period(question)


def named(asked: str) -> str:
    """A name as it was understood, without its number, safe to show."""
    return shown(name_in(asked), _MAX_NAME)


def name_in(asked: str) -> str:
    """A name as it was understood, without its number, not yet escaped."""
    return " ".join(_NUMBER.sub("", asked).split())


class QuotesPage(
    ui.DynamicItem[Button],
    template=rf"quotes:{TOKEN}:(?P<way>[ab]):(?P<day>[0-9-]{{0,10}}):(?P<id>\d{{1,19}})",
):
    """A button to the newer or the older quotations of a list."""

    def __init__(self, button: Button, token: str, place: Place) -> None:
        super().__init__(button)
        self.token = token
        self.place = place

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> QuotesPage:
        """The button that was pressed, from what it carries."""
        del interaction
        key = PageKey(match["day"], int(match["id"]))
        return cls(cast("Button", item), match["token"], Place(key, is_before=match["way"] == "b"))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Show that page."""
        await guarded(interaction, self._turn(interaction))

    async def _turn(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = host(interaction).corpus, guild_of(interaction)
        question = await load(corpus, guild_id, self.token)
        answer = None
        if question is not None:
            answer = await draw_quotes(corpus, guild_id, question, self.place)
            # The rest of the list may have been removed since: begin again at its top.
            answer = answer or await draw_quotes(corpus, guild_id, question)
        await turn(interaction, answer or forgotten())


def _row(token: str, page: Page[StoredQuotation]) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    ways = (("← Newer", "b", page.previous), ("Older →", "a", page.next))
    for text, way, key in ways:
        at = key or PageKey("", 0)
        custom_id = f"quotes:{token}:{way}:{at.day}:{at.id}"
        button = page_button(text, custom_id, can_turn=key is not None)
        row.add_item(QuotesPage(button, token, Place(key, is_before=way == "b")))
    return row


def _heading(question: Question, page: Page[StoredQuotation]) -> str:
    pages = n_pages(page.total)
    where = f" · page {page_number(page.first)} of {pages}" if pages > 1 else ""
    title = describe(question) if question.params else "All quotations"
    return f"### {title}\n-# {counted(page.total, 'quotation')}, newest first{where}"


def _names(question: Question) -> list[tuple[str, str]]:
    pairs = (("by", question.get("speaker")), ("about", question.get("about")))
    return [(link, name) for link, name in pairs if name]


def _period(question: Question) -> str:
    since, until = _date(question.get("since")), _date(question.get("until"))
    if since and until:
        return f" on {day(since)}" if since == until else f" from {day(since)} to {day(until)}"
    if since:
        return f" since {day(since)}"
    return f" until {day(until)}" if until else ""


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
