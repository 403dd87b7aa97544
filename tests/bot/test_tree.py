"""bot/tree.py: Discord is told the commands when they changed, and only then."""

import json

import discord
import pytest
import simcord
from discord import app_commands


@pytest.fixture
def memory(settings):
    return settings.corpora_dir / "sync.json"


def syncs(env):
    return [one for one in env.http_requests if one.method == "PUT" and "/commands" in one.path]


@app_commands.command(name="extra", description="One more")
async def extra(interaction: discord.Interaction):
    """Do nothing."""


async def test_the_first_start_tells_every_command(env, bot):
    (sent,) = syncs(env)
    assert {command["name"] for command in sent.json} == {
        command.name for command in bot.tree.get_commands()
    }


async def test_a_restart_without_a_change_tells_nothing(env, restart):
    await restart()
    assert len(syncs(env)) == 1


async def test_a_changed_command_is_told(env, make_bot):
    changed = make_bot()
    changed.tree.add_command(extra)
    await env.restart_bot(changed)
    assert len(syncs(env)) == 2


async def test_a_sync_can_be_forced(env, bot):
    bot.tree.forget()
    assert await bot.tree.sync_if_changed()
    assert len(syncs(env)) == 2


async def test_another_application_is_told_too(bot, memory):
    known = json.loads(memory.read_text())
    assert list(known) == [str(bot.application_id)]
    memory.write_text(json.dumps({"1": next(iter(known.values()))}))
    assert await bot.tree.sync_if_changed()
    assert set(json.loads(memory.read_text())) == {"1", str(bot.application_id)}


@pytest.mark.parametrize("damage", ["", "{", "[1]", "\x00"])
async def test_a_damaged_memory_only_costs_a_sync(bot, memory, damage):
    memory.write_text(damage)
    assert await bot.tree.sync_if_changed()
    assert not await bot.tree.sync_if_changed()


async def test_a_failed_sync_is_not_remembered(make_bot, memory):
    env = simcord.Env(make_bot(), check_errors=False)
    env.inject_error("PUT", "/applications/*/commands", status=500)
    with pytest.raises(discord.HTTPException):
        await env.start()
    assert not memory.exists()
