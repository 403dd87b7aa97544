"""`/quotes speaker:Xi`: from what is typed to the card, its pages and its context."""

import re

import pytest
from simcord.components import walk_components

pytestmark = pytest.mark.model


def press(message, word):
    """The label of the button or menu of a message that has the word in it."""
    parts = walk_components(message.components)
    return next(part["label"] for part in parts if word in part.get("label", ""))


async def test_a_name_completes_and_its_quotations_are_shown_with_their_source(
    ask, member, channel, text_of
):
    (choice, *_) = await member.autocomplete(channel, "quotes", "speaker", "Xi")
    assert choice["value"] == "Xi Jinping"
    answer = await ask(member, "quotes", speaker=choice["value"])
    assert not answer.ephemeral
    assert "Xi Jinping" in text_of(answer)
    assert "dear and longtime friend" in text_of(answer)
    assert "The White House sent a strong message" in text_of(answer)


async def test_the_pages_hold_every_quotation_once_also_after_a_restart(
    ask, member, bot, text_of, restart
):
    total = (await bot.corpus.stats(member.guild.id)).n_quotations
    answer = await ask(member, "quotes")
    seen = set()
    message = answer.response
    for page in range(100):
        text = text_of(message)
        numbers = set(re.findall(r"#(\d+) ·", text))
        assert not numbers & seen
        seen |= numbers
        if len(seen) >= total:
            break
        if page == 1:
            await restart()
        message = (await member.click(message, label=press(message, "Older"))).response
    assert len(seen) == total
