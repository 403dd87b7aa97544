"""bot/corpus/worker.py: the reading process comes back when it dies, and never stays behind.

What runs in it here is from the standard library: a spawned process cannot import a test.
"""

import asyncio
import os
import select
import signal
import subprocess
import sys
import time

import pytest

from bot.corpus.worker import Worker
from bot.errors import TooSlowError, WorkerLostError
from store.errors import UnsupportedFileError
from tests.fakes.files import make_pdf, text_page

pytestmark = pytest.mark.crash

PARENT = """
import asyncio, os, sys, time
from bot.corpus.worker import Worker

async def main():
    worker = Worker("unused")
    print(await worker.run(os.getpid), flush=True)
    await worker.run(time.sleep, 60)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.fixture
async def worker():
    worker = Worker("unused", timeout_s=30)
    yield worker
    await worker.close()


def has_ended(pid, within_s=15):
    """Whether the process ends in time; a descriptor of it turns readable when it does."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], within_s)[0])
    finally:
        os.close(descriptor)


async def test_work_is_done_in_another_process_of_low_priority(worker):
    assert await worker.run(os.getpid) == worker.pid != os.getpid()
    assert await worker.run(os.nice, 0) == os.nice(0) + 10


async def test_a_killed_process_is_replaced_and_the_work_done(worker):
    first = await worker.run(os.getpid)
    work = asyncio.create_task(worker.run(time.sleep, 1))
    await asyncio.sleep(0)
    os.kill(first, signal.SIGKILL)
    await work
    assert await worker.run(os.getpid) != first


async def test_work_that_kills_its_process_twice_is_given_up(worker):
    with pytest.raises(WorkerLostError):
        await worker.run(os._exit, 3)
    assert await worker.run(len, "four") == 4


async def test_work_that_takes_too_long_is_ended():
    worker = Worker("unused", timeout_s=8)  # of which a busy machine takes some to start
    pid = await worker.run(os.getpid)
    with pytest.raises(TooSlowError):
        await worker.run(time.sleep, 60)
    assert has_ended(pid)
    assert await worker.run(len, "four") == 4
    await worker.close()


async def test_an_error_of_the_work_leaves_the_process_alive(worker):
    pid = await worker.run(os.getpid)
    with pytest.raises(ValueError, match="invalid literal"):
        await worker.run(int, "x")
    assert await worker.run(os.getpid) == pid


async def test_closing_ends_a_process_that_is_at_work(worker):
    pid = await worker.run(os.getpid)
    work = asyncio.create_task(worker.run(time.sleep, 60))
    await asyncio.sleep(0)
    work.cancel()
    await worker.close()
    assert has_ended(pid)
    with pytest.raises(asyncio.CancelledError):
        await work


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_the_process_does_not_outlive_its_parent(tmp_path, number):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as parent:
        pid = int(parent.stdout.readline())
        parent.send_signal(number)
        assert has_ended(pid)


# ------------------------------------------------------------------ files, in the real process


async def test_a_file_is_read_in_the_process(worker):
    (raw,) = await worker.read_upload("a.pdf", make_pdf([text_page(["Text one."])]))
    assert raw.text == "Text one."
    (error,) = await worker.read_upload("a.pdf", b"Text.")
    assert isinstance(error, UnsupportedFileError)


async def test_a_file_that_is_made_to_be_slow_is_ended_in_its_time(worker, monkeypatch):
    slow = make_pdf([[]], content=b"BT (a) Tj ET\n" * 1_500_000)
    pid = await worker.run(os.getpid)
    with monkeypatch.context() as hurried:
        hurried.setattr("bot.corpus.worker._UNPACKING_S", 1.5)
        with pytest.raises(TooSlowError):
            await worker.read_upload("slow.pdf", slow)
    assert has_ended(pid)
    (raw,) = await worker.read_upload("a.txt", b"Text.")
    assert raw.text == "Text."
