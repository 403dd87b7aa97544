"""What a curator mended, as cards: what it is now, and what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.audit import audit_entry
from bot.cards.notices import DONE, EMPTY, GONE, notice
from bot.cards.quotations import NOBODY, in_brief, speaker_name
from bot.cards.sources import cite
from bot.cards.text import quoted, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cards.quotations import Card
    from store.records import MendedQuotation, StoredQuotation, TakenBack

_MAX_WORDS = 600
_MAX_NAME = 80


def speaker_fixed(done: MendedQuotation) -> Card:
    """That a quotation has another speaker now."""
    was, is_now = _who(done.speaker_before), _who(speaker_name(done.quotation))
    lines = [
        f"**Speaker**  {was} → **{is_now}**",
        "-# This stays so when the article is read again.",
    ]
    title = f"Quotation {done.quotation.id} has another speaker"
    return _card(title, done.quotation, lines, colour=DONE)


def quotation_hidden(done: MendedQuotation) -> Card:
    """That something is out of every answer."""
    number = done.quotation.id
    if not done.is_new:
        title = f"Quotation {number} was hidden already"
        return _card(title, done.quotation, [], colour=EMPTY)
    lines = ["It is out of every answer, and stays so when the article is read again."]
    return _card(f"Quotation {number} is hidden", done.quotation, lines, colour=GONE)


def taken_back(done: TakenBack) -> Card:
    """That a change was undone, and what it is like now."""
    return notice("Taken back", [audit_entry(done.entry)], colour=DONE)


def _card(title: str, quotation: StoredQuotation, lines: Sequence[str], *, colour: int) -> Card:
    """The quotation and its source, each in a text of its own, and what became of it."""
    container = notice(title, [quoted(in_brief(quotation, _MAX_WORDS))], colour=colour)
    container.add_item(ui.TextDisplay(f"-# {cite(quotation.article)}"))
    if lines:
        container.add_item(ui.TextDisplay("\n".join(lines)))
    return container


def _who(name: str | None) -> str:
    return shown(name, _MAX_NAME) if name else NOBODY.lower()
