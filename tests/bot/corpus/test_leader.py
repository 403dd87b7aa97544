"""One of several processes looks after the servers of a folder."""

from datetime import UTC, datetime, timedelta

from bot.corpus.leader import FILE, LEASE, Leader
from bot.digest.schedule import TICK_S, DigestSchedule
from store.due import NONCE_WINDOW
from tests.fakes.set_clock import SetClock

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_successor_comes_while_discord_still_knows_the_nonce():
    look = timedelta(seconds=TICK_S)
    assert 2 * look < LEASE
    assert LEASE + look < NONCE_WINDOW


async def test_one_leads_until_it_gives_the_lease_back(tmp_path):
    clock = SetClock(NOW)
    first, second = Leader(tmp_path, clock), Leader(tmp_path, clock)
    assert (await first.leads(), await second.leads()) == (True, False)
    await second.release()
    assert await first.leads()
    await first.release()
    assert (await second.leads(), await first.leads()) == (True, False)


async def test_a_leader_that_is_gone_is_followed_within_the_lease(tmp_path):
    clock = SetClock(NOW)
    first, second = Leader(tmp_path, clock), Leader(tmp_path, clock)
    await first.leads()
    for _ in range(2):
        clock.advance(seconds=TICK_S)
        assert not await second.leads()
    clock.advance(seconds=TICK_S)
    assert await second.leads()
    assert second.is_leading


async def test_a_lease_that_cannot_be_had_means_not_to_post(tmp_path, caplog):
    (tmp_path / FILE).mkdir()
    leader = Leader(tmp_path, SetClock(NOW))
    assert not await leader.leads()
    assert "the lease cannot be had" in caplog.text
    await leader.release()


async def test_whoever_does_not_lead_does_not_look_and_a_stop_makes_room(tmp_path, bot):
    clock = SetClock(NOW)
    looked = []

    class Watching(DigestSchedule):
        async def tick(self):
            looked.append(self)

    first, second = (
        Watching(bot.corpus, bot, clock, leader=Leader(tmp_path, clock)) for _ in range(2)
    )
    await first.look()
    await second.look()
    assert looked == [first]
    await first.stop()
    await second.look()
    assert looked == [first, second]
