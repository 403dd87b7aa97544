"""The answer to `/quotes`: a page of quotation cards with its buttons, drawn again on every turn.

One job: question and place in, layout out. The question holds names as they were asked, once
they were understood: a name followed by its number.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.cards.limits import MAX_TEXT
from bot.cards.quotations import cards
from bot.cards.sources import counted, day
from bot.cards.text import shown
from bot.views.context import context_row
from bot.views.layout import Answer, compose
from bot.views.pages import (
    PAGE_SIZE,
    TOP,
    PageButton,
    Place,
    heading,
    turning_of,
)
from store.records import EntityRef, QuotationFilter, QuotationKind

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.question import Question

_KINDS: dict[str | None, str] = {
    None: "Quotations",
    QuotationKind.DIRECT.value: "Verbatim quotations",
    QuotationKind.MIXED.value: "Partly verbatim quotations",
    QuotationKind.INDIRECT.value: "Reported statements",
}
_NUMBER = re.compile(r" \(#\d+\)$")
_MAX_NAME = 80


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
        after=place.after,
        before=place.before,
        number=place.page,
        limit=PAGE_SIZE,
    )
    if not page.items:
        return None
    turning = turning_of(page)
    rows = await QuotesPage.buttons(corpus, guild_id, question, turning)
    title = describe(question) if question.params else "All quotations"
    count = "more than " * page.is_more + counted(page.total, "quotation")
    head = heading(title, count, "newest first", turning)
    items: list[ui.Item[Any]] = [ui.TextDisplay(head)]
    items += cards(page.items, MAX_TEXT - len(head))
    return Answer(compose(*items, context_row(page.items), *rows))


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


class QuotesPage(PageButton, name="quotes"):
    """A button to other quotations of a list."""

    async def draw(
        self, corpus: Corpus, guild_id: int, question: Question, place: Place
    ) -> Answer | None:
        """A page of the list."""
        return await draw_quotes(corpus, guild_id, question, place)


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
