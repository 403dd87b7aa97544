"""The answer to `/quote`: one quotation in its context, by number or at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.limits import MAX_TEXT
from bot.cards.quotations import in_context
from bot.views.asking import about_quotation
from bot.views.layout import Answer, compose
from bot.views.quotes import filter_of

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.question import Question


async def draw_quote(corpus: Corpus, guild_id: int, question: Question) -> Answer | None:
    """The quotation asked for, or None when there is none to pick from.

    Raises:
        QuotationNotFoundError: no quotation has that number.
        EntityNotFoundError, AmbiguousEntityError: the speaker's name is not clear.
    """
    number = question.get("id")
    if number is not None:
        quotation = await corpus.quotation(guild_id, int(number))
    else:
        where = await filter_of(corpus, guild_id, question)
        picked = await corpus.random_quotation(guild_id, where)
        if picked is None:
            return None
        quotation = picked
    return Answer(compose(in_context(quotation, MAX_TEXT)), follow_ups=about_quotation(quotation))
