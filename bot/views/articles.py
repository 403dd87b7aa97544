"""The answer to `/article`: its card, and a button to all its quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.articles import article_card
from bot.views.context import context_row
from bot.views.layout import Answer, FollowUp, compose

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.question import Question


async def draw_article(corpus: Corpus, guild_id: int, question: Question) -> Answer:
    """The article asked for.

    Raises:
        ArticleNotFoundError: no article is called that.
    """
    ref = await corpus.find_article(guild_id, question.get("title") or "")
    known = await corpus.article(guild_id, ref.id)
    count = known.row.n_quotations
    offers = [FollowUp(f"All quotations ({count:,})", "quotes", "article", ref.id)] if count else []
    rows = [context_row(known.quotations)] if known.quotations else []
    return Answer(compose(article_card(known), *rows), follow_ups=tuple(offers))
