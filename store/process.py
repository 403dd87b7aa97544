"""A process of our own that does one thing after another, and can be ended at any instant.

One job: this process. It is a pool of one, spawned, whose id is known; what is done in it, and
what becomes of work that it was ended in, is its owners' business.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

R = TypeVar("R")


class OwnProcess:
    """A pool of one spawned process, whose id is known."""

    def __init__(self, nice: int = 0) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.executor = ProcessPoolExecutor(1, spawn, initializer=begin, initargs=(nice,))
        self._pid = self.executor.submit(os.getpid)

    @property
    def pid(self) -> int | None:
        """The process, or None while it starts or when it never did."""
        if not self._pid.done() or self._pid.cancelled() or self._pid.exception() is not None:
            return None
        return self._pid.result()

    def submit(self, fn: Callable[..., R], *args: Any) -> Future[R]:  # noqa: ANN401 — whatever `fn` takes
        """Start `fn(*args)` after what was submitted before."""
        return self.executor.submit(fn, *args)

    def kill(self) -> None:
        """End the process at once, without waiting."""
        self._signal()
        self.executor.shutdown(wait=False, cancel_futures=True)

    def end(self) -> None:
        """End the process and wait until it is gone."""
        self._signal()
        self.executor.shutdown(wait=True, cancel_futures=True)

    def _signal(self) -> None:
        if self.pid is not None:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                return  # it is gone already


# ------------------------------------------------------------------ inside the process


def begin(nice: int) -> None:
    """Set the process up: low priority, deaf to Ctrl-C, gone when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us; a terminal tells both
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # more threads only disturb the parent
    os.nice(nice)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    """Exit when the parent has, however it did: a killed parent cannot tell us."""
    parent.join()
    os._exit(1)
