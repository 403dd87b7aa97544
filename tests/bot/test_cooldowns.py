"""How much one member may ask in a while, told kindly and privately."""

from datetime import UTC, datetime, timedelta

import discord
import pytest
from discord.utils import format_dt

from bot import cooldowns as cooldowns_module
from bot.cooldowns import WINDOW, Cooldowns, Cost, cost_of
from bot.errors import CooldownError
from tests.fakes.set_clock import SetClock

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def cooldowns(clock):
    return Cooldowns(clock)


def ask(cooldowns, times, *, user=1, command="quotes"):
    for _ in range(times):
        cooldowns.take(user, command)


def test_a_burst_is_fine_and_then_it_takes_a_minute(cooldowns, clock):
    began = clock.now
    ask(cooldowns, Cost.CHEAP.value - 1)
    clock.now += 10 * SECOND
    ask(cooldowns, 1)
    with pytest.raises(CooldownError) as refused:
        ask(cooldowns, 1)
    assert refused.value.ready_at == began + WINDOW
    clock.now = refused.value.ready_at
    ask(cooldowns, Cost.CHEAP.value - 1)
    with pytest.raises(CooldownError):
        ask(cooldowns, 1)


def test_a_refused_command_does_not_make_it_longer(cooldowns, clock):
    ask(cooldowns, Cost.DEAR.value, command="search")
    for _ in range(30):
        clock.now += SECOND
        with pytest.raises(CooldownError):
            ask(cooldowns, 1, command="search")
    clock.now += 30 * SECOND
    ask(cooldowns, Cost.DEAR.value, command="search")


def test_dear_and_cheap_commands_and_members_are_counted_apart(cooldowns):
    ask(cooldowns, Cost.DEAR.value, command="search")
    ask(cooldowns, Cost.CHEAP.value)
    ask(cooldowns, Cost.DEAR.value, command="search", user=2)
    with pytest.raises(CooldownError):
        ask(cooldowns, 1, command="check")


def test_a_clock_that_jumps_back_locks_nobody_out(cooldowns, clock):
    ask(cooldowns, Cost.CHEAP.value)
    clock.now -= timedelta(days=1)
    ask(cooldowns, 1)


def test_who_asked_long_ago_is_let_go():
    clock = SetClock(NOW)
    cooldowns = Cooldowns(clock)
    for user in range(5000):
        cooldowns.take(user, "quotes")
    clock.now += WINDOW
    ask(cooldowns, 1, user=9999)
    assert len(cooldowns._asked) == 1


async def test_what_is_dear_is_a_command_of_ours(bot):
    """A command that was renamed would otherwise become cheap unnoticed."""
    kinds = discord.AppCommandType
    menus = [
        c.name for kind in (kinds.message, kinds.user) for c in bot.tree.get_commands(type=kind)
    ]
    assert {c.qualified_name for c in bot.tree.walk_commands()} | {*menus} >= cooldowns_module._DEAR
    assert cost_of("search") is Cost.DEAR


@pytest.mark.model
async def test_the_asker_alone_is_told_when_to_go_on(
    ask_many, member, curator, channel, text_of, clock
):
    refused = await ask_many(member)
    assert refused.ephemeral
    assert format_dt(clock.now + WINDOW, "R") in text_of(refused)
    assert (await curator.slash(channel, "corpus")).ephemeral is False
    clock.now += WINDOW
    assert (await member.slash(channel, "corpus")).ephemeral is False


@pytest.mark.model
async def test_curators_are_no_exception(ask_many, curator, text_of):
    assert "That is a lot at once" in text_of(await ask_many(curator))


@pytest.mark.model
async def test_completing_never_counts(ask_many, member, channel):
    for _ in range(Cost.CHEAP.value + 5):
        await member.autocomplete(channel, "quotes", "speaker", "x")
    await ask_many(member)
    assert await member.autocomplete(channel, "quotes", "speaker", "x") != []


@pytest.fixture
def ask_many(channel):
    """Asks as often as one may, and once more."""

    async def ask_many(actor):
        for _ in range(Cost.CHEAP.value):
            assert (await actor.slash(channel, "corpus")).ephemeral is False
        return await actor.slash(channel, "corpus")

    return ask_many
