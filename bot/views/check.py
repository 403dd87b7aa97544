"""The answer to `/check`: a verdict for each quotation claimed, with the records it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.cards.check import check_cards
from bot.cards.limits import MAX_LABEL, MAX_TEXT
from bot.cards.text import label
from bot.errors import OptionError
from bot.views.choose import Ask
from bot.views.context import context_row
from bot.views.layout import Answer, FollowUp, compose
from store.records import Verdict

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from store.records import StoredQuotation


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
    head = f"-# A check of [this message]({link})" if link else ""
    items: list[ui.Item[Any]] = [ui.TextDisplay(head)] if head else []
    items += check_cards(checked, MAX_TEXT - len(head))
    near = [check.nearest for check in checked.checks if check.nearest is not None]
    records = list({quotation.id: quotation for quotation in near}.values())
    if records:
        items += [context_row(records), _follow_ups(records[0])]
    is_absent = all(check.verdict is Verdict.NOT_ON_RECORD for check in checked.checks)
    return Answer(compose(*items), is_private=is_absent)


def _follow_ups(quotation: StoredQuotation) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if quotation.speaker is not None:
        text = label(f"More by {quotation.speaker.name}", MAX_LABEL)
        row.add_item(Ask.of(FollowUp(text, "quotes", "speaker", quotation.speaker.id)))
    row.add_item(Ask.of(FollowUp("The article", "article", "title", quotation.article.id)))
    return row
