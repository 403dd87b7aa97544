"""A question kept for a button asks the same again, or the same with one thing changed."""

import pytest

from bot.views.question import Question, ask, chosen, load, save, save_choices


def test_blank_options_count_as_not_given():
    assert ask("quotes", speaker=" Ada ", about=" ", kind=None) == Question(
        "quotes", {"speaker": "Ada"}
    )


def test_an_empty_value_leaves_the_option_out():
    question = ask("quotes", speaker="Ada", containing="harbour")
    assert question.having("containing", "").params == {"speaker": "Ada"}


@pytest.mark.model
async def test_a_kept_question_is_the_same_again(bot, guild):
    question = ask("quotes", speaker="Ada (#1)", containing="“harbour” | choice.0")
    token = await save(bot.corpus, guild.id, question)
    assert await load(bot.corpus, guild.id, token) == question
    assert await load(bot.corpus, guild.id, "forgotten") is None


@pytest.mark.model
async def test_a_choice_changes_one_option_only(bot, guild):
    question = ask("quotes", speaker="Ada", containing="harbour")
    choices = [("speaker", "Ada Verne (#1)"), ("containing", ""), ("speaker>about", "")]
    token = await save_choices(bot.corpus, guild.id, question, choices)
    kept = await load(bot.corpus, guild.id, token)
    assert chosen(kept, 0).params == {"speaker": "Ada Verne (#1)", "containing": "harbour"}
    assert chosen(kept, 1).params == {"speaker": "Ada"}
    assert chosen(kept, 2).params == {"about": "Ada", "containing": "harbour"}
    assert chosen(kept, 9).params == question.params


@pytest.mark.model
async def test_another_server_does_not_see_the_question(bot, guild, env):
    elsewhere = env.create_guild("Elsewhere")
    token = await save(bot.corpus, guild.id, ask("quotes", speaker="Ada"))
    assert await load(bot.corpus, elsewhere.id, token) is None
