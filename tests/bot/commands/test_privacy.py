"""`/privacy`: what is kept about the asker, and forgetting it."""

import json

import pytest

from bot.cards.privacy import as_file

pytestmark = pytest.mark.model


async def test_of_a_newcomer_nothing_is_kept(ask, member, text_of):
    answer = await ask(member, "privacy show")
    assert answer.ephemeral
    assert "\nNothing.\n" in text_of(answer)
    assert answer.response.attachments == []


async def test_what_is_kept_is_told_and_attached(ask, member, text_of):
    await ask(member, "follow add", name="Xi Jinping")
    answer = await ask(member, "privacy show")
    assert answer.ephemeral
    assert "- 1 follow: Xi Jinping" in text_of(answer)
    (file,) = answer.response.attachments
    assert file.filename == "on-record-about-you.json"


async def test_of_a_curator_changes_and_articles_are_told(ask, curator, text_of, bot, guild):
    await bot.corpus.remove_article(guild.id, 1, by=curator.id)
    text = text_of(await ask(curator, "privacy show"))
    assert "- 1 change by you in the audit log" in text


async def test_it_is_about_the_asker_alone(ask, member, curator, text_of):
    await ask(member, "follow add", name="Xi Jinping")
    assert "Xi Jinping" not in text_of(await ask(curator, "privacy show"))


async def test_where_files_may_not_be_attached_the_answer_says_so(ask, member, text_of, deny):
    await ask(member, "follow add", name="Xi Jinping")
    deny("attach_files")
    answer = await ask(member, "privacy show")
    assert "- 1 follow: Xi Jinping" in text_of(answer)
    assert "I may not attach files here" in text_of(answer)
    assert answer.response.attachments == []


async def test_forgetting_asks_first_and_leaving_it_changes_nothing(ask, member, text_of):
    await ask(member, "follow add", name="Xi Jinping")
    answer = await ask(member, "privacy forget-me")
    assert answer.ephemeral
    assert "**Deleted**: whom you follow" in text_of(answer)
    await member.click(answer.response, label="Leave it")
    assert "Nothing was changed" in text_of(answer)
    assert "Xi Jinping" in text_of(await ask(member, "follow list"))


async def test_forgetting_forgets_after_a_restart_too(ask, member, text_of, restart):
    await ask(member, "follow add", name="Xi Jinping")
    answer = await ask(member, "privacy forget-me")
    await restart()
    await member.click(answer.response, label="Forget me")
    assert "has forgotten you" in text_of(answer)
    assert "You follow nobody here" in text_of(await ask(member, "follow list"))
    assert "\nNothing.\n" in text_of(await ask(member, "privacy show"))


async def test_the_audit_log_keeps_the_act_without_the_name(ask, curator, text_of, bot, guild):
    await bot.corpus.remove_article(guild.id, 1, by=curator.id)
    answer = await ask(curator, "privacy forget-me")
    await curator.click(answer.response, label="Forget me")
    text = text_of(await ask(curator, "audit"))
    assert "Article 1: removed" in text
    assert "somebody who asked to be forgotten" in text
    assert str(curator.id) not in text


async def test_who_is_unknown_has_nothing_to_forget(ask, member, text_of):
    answer = await ask(member, "privacy forget-me")
    assert text_of(answer).startswith("### This server's record keeps nothing about you")


async def test_the_file_holds_everything_in_words_of_the_record(ask, member, bot, guild):
    await ask(member, "follow add", name="Xi Jinping")
    kept = await bot.corpus.privacy.kept(guild.id, member.id)
    content = json.loads(as_file(kept, user_id=member.id, guild_id=guild.id))
    assert content["user"] == member.id
    assert content["following"]["follows"][0]["entity"]["name"] == "Xi Jinping"
