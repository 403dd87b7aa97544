"""The answer to `/entity`: a profile, and buttons to what was said by and about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.entities import profile
from bot.cards.limits import MAX_LABEL
from bot.cards.text import label
from bot.views.context import context_row
from bot.views.layout import Answer, FollowUp, compose

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.question import Question

_MAX_COMPANIONS = 2


async def draw_entity(corpus: Corpus, guild_id: int, question: Question) -> Answer:
    """The profile asked for.

    Raises:
        EntityNotFoundError, AmbiguousEntityError: the name is not clear.
    """
    ref = await corpus.entity(guild_id, question.get("name") or "")
    known = await corpus.profile(guild_id, ref.id)
    offers = []
    if known.n_quotations_by:
        offers.append(
            FollowUp(f"Quotations by ({known.n_quotations_by:,})", "quotes", "speaker", ref.id)
        )
    if known.n_quotations_about:
        text = f"Quotations about ({known.n_quotations_about:,})"
        offers.append(FollowUp(text, "quotes", "about", ref.id))
    for companion in known.companions[:_MAX_COMPANIONS]:
        text = label(companion.item.name, MAX_LABEL)
        offers.append(FollowUp(text, "entity", "name", companion.item.id))
    listed = list(dict.fromkeys([*known.quotations_by, *known.quotations_about]))
    rows = [context_row(listed)] if listed else []
    return Answer(compose(profile(known), *rows), follow_ups=tuple(offers))
