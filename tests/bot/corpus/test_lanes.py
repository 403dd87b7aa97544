"""bot/corpus/lanes.py: files do not wait for each other, and nobody waits for ever."""

import asyncio
import sqlite3
import threading

import pytest

from bot.corpus.lanes import Lanes
from bot.errors import BusyError, NotReadyError
from store.database import copy_corpus, open_corpus
from store.errors import DatabaseLockedError, DatabaseMissingError, DatabaseUnwritableError

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def setting(db, key):
    row = db.execute("SELECT value FROM settings WHERE key = ?", [key]).fetchone()
    return row and row[0]


def keep(db, key, value):
    with db.conn:
        db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [key, value])


def endless(db):
    return db.execute(ENDLESS).fetchone()


@pytest.fixture
def paths(tmp_path):
    found = [tmp_path / f"{number}.db" for number in range(3)]
    for path in found:
        open_corpus(path).close()
    return found


@pytest.fixture
async def lanes():
    lanes = Lanes(readers=3)
    yield lanes
    await lanes.close()


@pytest.fixture
async def hasty():
    lanes = Lanes(readers=3, read_timeout_s=0.2, write_timeout_s=0.2)
    yield lanes
    await lanes.close()


async def test_what_was_written_is_read(lanes, paths):
    await lanes.write(paths[0], keep, "timezone", "Europe/Kyiv")
    assert await lanes.read(paths[0], setting, "timezone") == "Europe/Kyiv"


async def test_a_read_cannot_write(lanes, paths):
    with pytest.raises(DatabaseUnwritableError):
        await lanes.read(paths[0], keep, "timezone", "UTC")


@pytest.mark.parametrize("lane", ["read", "write"])
async def test_a_missing_file_is_named_and_not_made(lanes, tmp_path, lane):
    path = tmp_path / "gone.db"
    with pytest.raises(DatabaseMissingError):
        await getattr(lanes, lane)(path, setting, "timezone")
    assert not path.exists()


async def test_writes_on_one_file_run_one_after_another(lanes, paths):
    running = []
    most = []

    def note(db):
        running.append(1)
        most.append(len(running))
        keep(db, "n", str(int(setting(db, "n") or 0) + 1))
        running.pop()

    await asyncio.gather(*(lanes.write(paths[0], note) for _ in range(20)))
    assert max(most) == 1
    assert await lanes.read(paths[0], setting, "n") == "20"


async def test_a_locked_file_does_not_hold_up_another(lanes, paths):
    other = sqlite3.connect(paths[0], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    stuck = asyncio.create_task(lanes.write(paths[0], keep, "timezone", "UTC"))
    await lanes.write(paths[1], keep, "timezone", "UTC")
    assert not stuck.done()
    with pytest.raises(DatabaseLockedError):
        await stuck
    other.execute("ROLLBACK")
    other.close()
    await lanes.write(paths[0], keep, "timezone", "UTC")


async def test_reads_go_on_while_somebody_writes(lanes, paths):
    other = sqlite3.connect(paths[0], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await lanes.read(paths[0], setting, "timezone") is None
    other.execute("ROLLBACK")
    other.close()


async def test_an_endless_query_is_given_up_and_its_thread_freed(hasty, paths):
    with pytest.raises(BusyError):
        await hasty.read(paths[0], endless)
    for _ in range(4):  # more often than there are threads
        assert await hasty.read(paths[0], setting, "timezone") is None


async def test_one_server_cannot_take_every_reader(hasty, paths):
    greedy = [asyncio.create_task(hasty.read(paths[0], endless)) for _ in range(6)]
    await asyncio.sleep(0)
    assert await hasty.read(paths[1], setting, "timezone") is None
    for task in greedy:
        with pytest.raises(BusyError):
            await task


async def test_a_replaced_file_is_read_anew(lanes, paths, tmp_path):
    await lanes.write(paths[0], keep, "timezone", "Europe/Kyiv")
    assert await lanes.read(paths[0], setting, "timezone") == "Europe/Kyiv"
    backup = tmp_path / "backup.db"
    copy_corpus(paths[1], backup)
    for file in tmp_path.glob("0.db*"):
        file.unlink()
    backup.rename(paths[0])
    assert await lanes.read(paths[0], setting, "timezone") is None


async def test_a_deleted_file_is_not_answered_from_memory(lanes, paths, tmp_path):
    await lanes.read(paths[0], setting, "timezone")
    for file in tmp_path.glob("0.db*"):
        file.unlink()
    with pytest.raises(DatabaseMissingError):
        await lanes.read(paths[0], setting, "timezone")


async def test_a_write_whose_caller_left_is_finished_before_the_next(lanes, paths):
    begun, go_on = threading.Event(), threading.Event()

    def slow(db):
        begun.set()
        go_on.wait(10)
        keep(db, "by", "slow")

    leaving = asyncio.create_task(lanes.write(paths[0], slow))
    await asyncio.to_thread(begun.wait, 10)
    leaving.cancel()
    following = asyncio.create_task(lanes.write(paths[0], setting, "by"))
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert not following.done()
    go_on.set()
    assert await following == "slow"


async def test_a_write_that_cannot_begin_in_time_is_busy(hasty, paths):
    begun, go_on = threading.Event(), threading.Event()

    def slow(_):
        begun.set()
        go_on.wait(10)

    first = asyncio.create_task(hasty.write(paths[0], slow))
    await asyncio.to_thread(begun.wait, 10)
    with pytest.raises(BusyError):
        await hasty.write(paths[0], keep, "timezone", "UTC")
    go_on.set()
    with pytest.raises(BusyError):
        await first
    await hasty.write(paths[1], keep, "timezone", "UTC")


async def test_closing_finishes_the_write_under_way(paths):
    lanes = Lanes(readers=2)
    begun = threading.Event()

    def slow(db):
        begun.set()
        db.execute(ENDLESS.replace("FROM n)", "FROM n WHERE i < 200000)"))
        keep(db, "by", "slow")

    task = asyncio.create_task(lanes.write(paths[0], slow))
    await asyncio.to_thread(begun.wait, 10)
    await lanes.close()
    await task
    db = open_corpus(paths[0], read_only=True)
    assert setting(db, "by") == "slow"
    db.close()


async def test_a_closed_lane_says_so(paths):
    lanes = Lanes(readers=2)
    await lanes.close()
    with pytest.raises(NotReadyError):
        await lanes.read(paths[0], setting, "timezone")


async def test_connections_are_kept_and_the_oldest_closed(tmp_path):
    from bot.corpus.connections import KeptConnections  # noqa: PLC0415 - only here

    paths = [tmp_path / f"{number}.db" for number in range(3)]
    for path in paths:
        open_corpus(path).close()
    kept = KeptConnections(per_thread=2)
    first = kept.get(paths[0])
    assert kept.get(paths[0]) is first
    kept.get(paths[1])
    kept.get(paths[2])
    assert kept.get(paths[0]) is not first
    kept.close()


async def test_a_read_given_up_before_its_query_begins_does_not_begin_it(hasty, paths):
    """It would run for ever, since nobody is left to stop it."""
    begun = threading.Event()

    def late(db):
        begun.wait(30)
        return db.execute(ENDLESS).fetchone()

    with pytest.raises(BusyError):
        await hasty.read(paths[0], late)
    begun.set()
    await hasty.close()
    for thread in [one for one in threading.enumerate() if one.name.startswith("reader")]:
        thread.join(10)
        assert not thread.is_alive()
