"""The answer to `/check`: a verdict for each quotation claimed, with the records it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.cards.check import check_cards
from bot.cards.limits import MAX_TEXT
from bot.cards.notices import nothing_yet
from bot.errors import OptionError
from bot.views.asking import about_quotation, with_follow_ups
from bot.views.context import context_row
from bot.views.layout import Answer, compose
from store.records import Verdict

if TYPE_CHECKING:
    from bot.corpus import Corpus


async def draw_check(
    corpus: Corpus, guild_id: int, text: str, *, option: str, link: str | None = None
) -> Answer:
    """The verdicts on a text; private when nothing of it is on record.

    Args:
        corpus: the servers' records.
        guild_id: whose record to ask.
        text: what may hold quotations.
        option: where the text came from, for the refusal.
        link: the address of the message it stands in, if it does.

    Raises:
        OptionError: there are fewer than three words to compare.
    """
    checked = await corpus.check(guild_id, text)
    if not checked.checks:
        raise OptionError(option, text, "a quotation of three words or more")
    if all(check.nearest is None for check in checked.checks) and await _is_empty(corpus, guild_id):
        return Answer(compose(nothing_yet()), is_private=True)
    head = f"-# A check of [this message]({link})" if link else ""
    items: list[ui.Item[Any]] = [ui.TextDisplay(head)] if head else []
    items += check_cards(checked, MAX_TEXT - len(head))
    near = [check.nearest for check in checked.checks if check.nearest is not None]
    records = list({quotation.id: quotation for quotation in near}.values())
    if records:
        items.append(context_row(records))
    is_absent = all(check.verdict is Verdict.NOT_ON_RECORD for check in checked.checks)
    offers = about_quotation(records[0]) if records else ()
    return with_follow_ups(Answer(compose(*items), is_private=is_absent, follow_ups=offers))


async def _is_empty(corpus: Corpus, guild_id: int) -> bool:
    return not (await corpus.stats(guild_id)).n_articles
