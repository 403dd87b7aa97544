"""bot/corpus/charts.py: pictures drawn in a process of their own."""

import asyncio
import os
import signal

import pytest

from bot.charts import Picture
from bot.corpus.charts import BUSY, FAILED, NOT_INSTALLED, Charts
from tests.fakes.pictures import opened, timeline

CHART = timeline({"Xi Jinping": [1, 2, 3]})


@pytest.fixture
async def charts():
    lane = Charts()
    yield lane
    await lane.close()


@pytest.mark.crash
async def test_pictures_are_drawn_in_another_process_even_after_it_died(charts):
    charts.warm_up()
    drawn = await charts.draw(CHART)
    assert isinstance(drawn, Picture)
    opened(drawn.png)
    first = charts.pid
    assert first not in {None, os.getpid()}
    os.kill(first, signal.SIGKILL)
    assert await charts.draw(CHART) == drawn
    assert charts.pid != first


@pytest.mark.crash
async def test_more_than_can_be_drawn_soon_are_refused(charts):
    found = await asyncio.gather(*(charts.draw(CHART) for _ in range(30)))
    assert found.count(BUSY) == 18
    assert all(isinstance(one, Picture) for one in found if one is not BUSY)
    assert isinstance(await charts.draw(CHART), Picture)


async def test_without_the_library_there_is_no_picture_and_no_process():
    charts = Charts(library="no_such_library")
    charts.warm_up()
    assert await charts.draw(CHART) is NOT_INSTALLED
    assert charts.pid is None
    await charts.close()


async def test_a_bot_that_stops_draws_no_more(charts):
    await charts.close()
    assert await charts.draw(CHART) is FAILED
