"""Buttons under an answer that ask another question, and what is asked of one quotation.

One job: they stand under every page of an answer, also after a page was turned. Who answers is
the client: what draws answers puts these buttons under them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards.limits import MAX_LABEL, MAX_ROW
from bot.cards.text import label
from bot.permissions import guild_of
from bot.views.layout import Answer, Button, FollowUp, guarded, host, is_asker, send
from bot.views.question import Question, ask

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from store.records import StoredQuotation


def with_follow_ups(found: Answer) -> Answer:
    """The same answer, with the buttons for what it offers to ask next."""
    for row in rows_of([Ask.of(offer) for offer in found.follow_ups[:MAX_ROW]]):
        found.view.add_item(row)
    return found


def about_quotation(quotation: StoredQuotation) -> tuple[FollowUp, ...]:
    """What to ask next about a quotation: its speaker, if that is somebody, and its article."""
    offers = [FollowUp("The article", "article", "title", quotation.article.id)]
    if quotation.speaker is not None:
        text = label(f"More by {quotation.speaker.name}", MAX_LABEL)
        offers.insert(0, FollowUp(text, "quotes", "speaker", quotation.speaker.id))
    return tuple(offers)


def rows_of(buttons: Sequence[ui.Item[Any]]) -> list[ui.ActionRow[ui.LayoutView]]:
    """Buttons in as few rows as hold them."""
    rows: list[ui.ActionRow[ui.LayoutView]] = []
    for first in range(0, len(buttons), MAX_ROW):
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for button in buttons[first : first + MAX_ROW]:
            row.add_item(button)
        rows.append(row)
    return rows


class Ask(
    ui.DynamicItem[Button],
    template=r"ask:(?P<kind>[a-z]{1,12}):(?P<field>[a-z]{1,10}):(?P<id>\d{1,19})",
):
    """A button under an answer that asks another question about the same thing."""

    def __init__(self, button: Button, question: Question) -> None:
        super().__init__(button)
        self.question = question

    @classmethod
    def of(cls, offer: FollowUp) -> Ask:
        """The button for one further question."""
        custom_id = f"ask:{offer.kind}:{offer.field}:{offer.id}"
        button = Button(label=offer.label, custom_id=custom_id, style=ButtonStyle.secondary)
        return cls(button, _question_of(offer.kind, offer.field, offer.id))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Ask:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(
            cast("Button", item), _question_of(match["kind"], match["field"], int(match["id"]))
        )

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer: for all to see when the asker pressed it, privately to others."""
        await guarded(interaction, self._answer(interaction))

    async def _answer(self, interaction: discord.Interaction) -> None:
        guild_id = guild_of(interaction)
        found = await host(interaction).find_answer(guild_id, self.question)
        is_private = found.is_private or not is_asker(interaction)
        await send(interaction, replace(found, is_private=is_private))


def _question_of(kind: str, field: str, number: int) -> Question:
    return ask(kind, **{field: f"(#{number})"})
