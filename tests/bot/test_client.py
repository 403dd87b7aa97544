"""bot/client.py: whatever goes wrong is answered privately, once, and servers keep their files."""

import logging
import re
import sqlite3

import discord
import pytest
import simcord
from discord import app_commands
from simcord.components import walk_components

from bot.errors import NotPermittedError
from store.errors import QuotationNotFoundError

BUG = "the text of the bug"


def failing(bot, error, *, before=None):
    """Add a command that raises the error, after doing something with the interaction."""

    @app_commands.command(name="fail", description="Fail")
    async def fail(interaction: discord.Interaction):
        if before is not None:
            await before(interaction)
        raise error

    bot.tree.add_command(fail)


@pytest.fixture
async def fail(make_bot):
    """Run a failing command; return the environment and what the member got."""
    envs = []

    async def fail(error, *, before=None):
        bot = make_bot()
        failing(bot, error, before=before)
        env = simcord.Env(bot, check_errors=False, settle_timeout=20)
        await env.start()
        envs.append(env)
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        return await guild.add_member(env.create_user("member")).slash(channel, "fail")

    yield fail
    for env in envs:
        await env.shutdown()


async def defer_privately(interaction):
    await interaction.response.defer(ephemeral=True)


async def defer_publicly(interaction):
    await interaction.response.defer()


async def answer(interaction):
    await interaction.response.send_message("Here you are")


async def defer_and_answer(interaction):
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send("Here you are")


@pytest.mark.parametrize(
    "before", [None, defer_privately, defer_publicly, answer, defer_and_answer]
)
async def test_an_error_is_told_to_the_asker_alone(fail, answers_of, text_of, before):
    result = await fail(QuotationNotFoundError(404), before=before)
    assert "no quotation number 404" in text_of(result)
    assert answers_of(result)[-1].ephemeral


async def test_an_answer_already_given_stays(fail, answers_of):
    result = await fail(QuotationNotFoundError(404), before=answer)
    assert answers_of(result)[0].content == "Here you are"


async def test_nothing_is_left_thinking(fail, answers_of):
    result = await fail(QuotationNotFoundError(404), before=defer_publicly)
    assert not any(message.flags.loading for message in answers_of(result))
    assert len(answers_of(result)) == 1


async def test_a_bug_is_logged_with_the_number_the_asker_reads(fail, text_of, caplog):
    result = await fail(ZeroDivisionError(BUG))
    error_id = re.search(r"`([0-9a-f]{8})`", text_of(result))[1]
    assert BUG not in text_of(result)
    record = next(one for one in caplog.records if error_id in one.getMessage())
    assert record.levelno == logging.ERROR
    assert record.exc_info[1].args == (BUG,)


async def test_a_refusal_is_no_error_in_the_log(fail, caplog):
    await fail(NotPermittedError("Manage Server"))
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_interaction_that_is_gone_gets_no_second_error(fail, caplog):
    async def expire(interaction):
        interaction.client.http.backend.interactions.clear()

    await fail(QuotationNotFoundError(404), before=expire)
    assert any("could not answer" in record.getMessage() for record in caplog.records)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_button_whose_article_is_gone_answers_privately(bot, ask, member, restart, text_of):
    shown = await ask(member, "article", title="(#1)")
    await bot.corpus.remove_article(member.guild.id, 1, by=1)
    for _ in range(2):
        parts = walk_components(shown.response.components)
        label = next(part["label"] for part in parts if "quotations" in part.get("label", ""))
        pressed = await member.click(shown.response, label=label)
        assert pressed.ephemeral
        assert text_of(pressed)
        await restart()


# ------------------------------------------------------------------ servers and their files


async def test_a_new_server_begins_with_the_starter_articles(env, bot, guild, settings):
    await env.settle()
    assert (settings.corpora_dir / f"{guild.id}.db").exists()
    assert (await bot.corpus.stats(guild.id)).n_articles == 5


async def test_two_servers_have_files_of_their_own(env, bot, guild):
    other = env.create_guild("Another")
    await env.settle()
    await bot.corpus.remove_article(guild.id, 1, by=1)
    assert (await bot.corpus.stats(guild.id)).n_articles == 4
    assert (await bot.corpus.stats(other.id)).n_articles == 5


async def test_a_server_that_removes_the_bot_keeps_its_file(env, bot, guild):
    await bot.corpus.remove_article(guild.id, 1, by=1)
    await bot.get_guild(guild.id).leave()
    await env.settle()
    assert bot.get_guild(guild.id) is None
    assert (await bot.corpus.stats(guild.id)).n_articles == 4


async def test_a_deleted_file_begins_anew(bot, guild, settings):
    await bot.corpus.remove_article(guild.id, 1, by=1)
    for file in settings.corpora_dir.glob(f"{guild.id}.db*"):
        file.unlink()
    assert (await bot.corpus.stats(guild.id)).n_articles == 5


async def test_a_damaged_file_is_told_and_left_alone(env, bot, settings, text_of):
    guild_id = 4242
    path = settings.corpora_dir / f"{guild_id}.db"
    path.write_bytes(b"not a database at all" * 100)
    guild = env.create_guild("Broken", id=guild_id)
    sound = env.create_guild("Sound")
    await env.settle()
    channel = guild.create_text_channel("general")
    result = await guild.add_member(env.create_user("member")).slash(channel, "corpus")
    assert "damaged" in text_of(result)
    assert result.ephemeral
    assert path.read_bytes().startswith(b"not a database")
    assert (await bot.corpus.stats(sound.id)).n_articles == 5


async def test_a_locked_file_is_told_and_nothing_changed(bot, guild, settings):
    await bot.corpus.make(guild.id)
    other = sqlite3.connect(settings.corpora_dir / f"{guild.id}.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Exception, match="locked"):
        await bot.corpus.remove_article(guild.id, 1, by=1)
    other.execute("ROLLBACK")
    other.close()
    assert (await bot.corpus.stats(guild.id)).n_articles == 5


async def test_the_bot_asks_for_no_privileged_intent(bot):
    assert bot.intents.value == discord.Intents(guilds=True).value


async def test_nobody_is_ever_mentioned(bot):
    assert bot.allowed_mentions.to_dict() == {"parse": []}
