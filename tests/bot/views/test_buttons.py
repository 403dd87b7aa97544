"""What all buttons have in common: they are registered, short, and cost no memory."""

import re

import pytest

from bot.cards.limits import MAX_CUSTOM_ID
from bot.views.buttons import all_buttons

LONGEST = {
    "ContextSelect": f"context:{'9' * 20}:{'9' * 19}",
    "UnfollowSelect": "unfollow",
    "Forget": "forget:yes",
    "ResumeButton": "follow:resume",
    "Pick": f"pick:{'x' * 40}:99",
    "Ask": f"ask:{'x' * 10}:{'x' * 10}:{'9' * 19}",
    "UndoMany": f"undomany:remove:{'x' * 40}",
    "MergeButton": f"merge:{'9' * 19}:{'9' * 19}",
    "SplitMenu": f"split:{'9' * 19}:{'9' * 19}",
    "NeverMind": "nevermind",
    "Numbers": f"count:{'x' * 40}",
    "TakeBack": f"takeback:{'9' * 19}",
    "UndoReadings": f"unread:{'9' * 19}:{'9' * 19}:{'9' * 19}",
    "Undo": f"undo:remove:{'9' * 19}",
}


@pytest.mark.parametrize("button", all_buttons(), ids=lambda button: button.__name__)
def test_the_longest_custom_id_is_recognised_and_fits(button):
    template = button.__discord_ui_compiled_template__
    if "(?P<where>" in template.pattern:  # it turns the pages of a list
        prefix = template.pattern.partition(":")[0]
        longest = f"{prefix}:{'x' * 40}:a.9999-12-31.{'9' * 19}"
    else:
        longest = LONGEST[button.__name__]
    assert re.fullmatch(template, longest)
    assert len(longest) <= MAX_CUSTOM_ID


@pytest.mark.model
async def test_answers_leave_nothing_in_memory(ask, member, bot):
    """An answer's buttons are found by their custom_id, not by a view that is kept."""
    for command, options in (("quotes", {}), ("entity", {"name": "Xi Jinping"}), ("quote", {})):
        await ask(member, command, **options)
    assert list(bot.persistent_views) == []


@pytest.mark.model
async def test_an_error_behind_a_button_is_told_privately(ask, member, text_of, bot, guild):
    answer = await ask(member, "quote", id=4)
    await bot.corpus.remove_article(guild.id, 1, by=1)
    further = await member.click(answer.response, label="The article")
    assert further.ephemeral
    assert text_of(further).startswith("### No article is called")


@pytest.mark.model
async def test_a_menu_entry_that_vanished_is_told_privately(ask, member, text_of, bot, guild):
    answer = await ask(member, "quotes", article="#1")
    number = text_of(answer).split("-# #")[1].split()[0]
    await bot.corpus.remove_article(guild.id, 1, by=1)
    further = await member.select(answer.response, [number], custom_id="context")
    assert further.ephemeral
    assert f"no quotation number {number}" in text_of(further)
