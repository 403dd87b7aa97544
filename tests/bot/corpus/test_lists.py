"""The questions behind buttons are kept, however slow the disk is."""

import asyncio
import threading

import pytest

from store.queries.guild import get_saved_list


@pytest.fixture
async def hold(bot, guild, settings):
    """Keeps the server's file being written until the test lets go."""
    go_on = threading.Event()
    path = settings.corpora_dir / f"{guild.id}.db"
    task = asyncio.create_task(bot.corpus._lanes.alone(path, go_on.wait))
    yield go_on
    go_on.set()
    await task


async def test_a_question_is_kept_at_once_while_the_file_is_slow(bot, guild, hold):
    lists = bot.corpus.lists
    token = await lists.save(guild.id, "search", {"query": "weapons"})
    assert (await lists.get(guild.id, token)).params == {"query": "weapons"}
    assert await bot.corpus.read(guild.id, get_saved_list, token) is None
    hold.set()
    await lists.close()
    assert (await bot.corpus.read(guild.id, get_saved_list, token)).params == {"query": "weapons"}


async def test_a_bot_that_ends_writes_down_what_it_still_has_in_memory(bot, guild, hold, make_bot):
    token = await bot.corpus.lists.save(guild.id, "search", {"query": "weapons"})
    hold.set()
    await bot.corpus.close()
    assert (await make_bot().corpus.lists.get(guild.id, token)).kind == "search"


@pytest.mark.usefixtures("hold")
async def test_a_member_who_is_forgotten_is_forgotten_here_too(bot, guild, member):
    lists = bot.corpus.lists
    token = await lists.save(guild.id, "follow", {"name": "Xi", "user": str(member.id)})
    lists.forget(guild.id, member.id)
    assert await lists.get(guild.id, token) is None
