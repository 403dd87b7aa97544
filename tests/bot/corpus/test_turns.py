"""Whose text is read next: server by server, and people before feeds."""

import asyncio

import pytest

from bot.corpus.turns import Turns
from bot.errors import BusyError


@pytest.fixture
def turns():
    return Turns(patience_s=30)


class Line:
    """Those who take turns, and the order in which they got them."""

    def __init__(self, turns):
        self._turns = turns
        self.order = []
        self.tasks = []

    def join(self, guild_id, name, **options):
        self.tasks.append(asyncio.create_task(self._take(guild_id, name, **options)))

    async def _take(self, guild_id, name, **options):
        async with self._turns.take(guild_id, **options):
            self.order.append(name)
            await asyncio.sleep(0)

    async def done(self):
        await asyncio.gather(*self.tasks)
        return self.order


async def test_a_hundred_texts_of_one_server_do_not_hold_up_another(turns):
    line = Line(turns)
    for n in range(100):
        line.join(1, f"one {n}")
    await asyncio.sleep(0)
    line.join(2, "two")
    order = await line.done()
    assert order.index("two") <= 3  # it came a moment after the others
    assert [name for name in order if name != "two"] == [f"one {n}" for n in range(100)]


async def test_three_servers_are_let_in_by_turns(turns):
    line = Line(turns)
    async with turns.take(9):
        for name in ("a1", "a2", "a3", "b1", "b2", "c1"):
            line.join(ord(name[0]), name)
        await asyncio.sleep(0)
    assert await line.done() == ["a1", "b1", "c1", "a2", "b2", "a3"]


async def test_people_come_before_feeds(turns):
    line = Line(turns)
    async with turns.take(9):
        for n in range(3):
            line.join(n, f"feed {n}", in_background=True)
        await asyncio.sleep(0)
        line.join(1, "somebody")
        await asyncio.sleep(0)
    assert (await line.done())[0] == "somebody"


async def test_one_at_a_time_whatever_goes_wrong(turns):
    holders = 0

    async def hold(guild_id):
        nonlocal holders
        async with turns.take(guild_id):
            holders += 1
            assert holders == 1
            await asyncio.sleep(0)
            holders -= 1
            if guild_id % 3 == 0:
                raise ZeroDivisionError

    tasks = [asyncio.create_task(hold(n)) for n in range(30)]
    await asyncio.sleep(0)
    for task in tasks[4::5]:
        task.cancel()
    await asyncio.wait(tasks)
    async with asyncio.timeout(1), turns.take(1):
        assert holders == 0


async def test_who_waits_too_long_is_told_and_leaves_the_line():
    turns = Turns(patience_s=0.01)
    async with turns.take(1):
        with pytest.raises(BusyError):
            async with turns.take(2):
                raise AssertionError
    async with asyncio.timeout(1), turns.take(3):
        pass


async def test_a_feed_waits_on():
    turns, line = Turns(patience_s=0.01), None
    line = Line(turns)
    async with turns.take(1):
        line.join(2, "feed", in_background=True)
        await asyncio.sleep(0.05)
        assert line.order == []
    assert await line.done() == ["feed"]


async def test_a_turn_that_comes_to_somebody_who_left_goes_on(turns):
    line = Line(turns)
    async with turns.take(1):
        line.join(2, "left")
        line.join(3, "stays")
        await asyncio.sleep(0)
    line.tasks[0].cancel()
    await asyncio.wait(line.tasks)
    assert line.order == ["stays"]
