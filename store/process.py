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
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

R = TypeVar("R")

_KERNEL_NEEDS: Final = {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}


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


def choose_kernels() -> None:
    """Tell OpenBLAS how to multiply here; only before numpy is loaded does it listen."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # more wait for each other, or for others
    if _is_taken_for_an_older_one():
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")


def _is_taken_for_an_older_one() -> bool:
    """Whether this is a processor of AMD with AVX-512, which OpenBLAS does not use on them.

    The kernels that do are 1.5 times as fast.
    """
    try:
        described = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:  # another system than Linux
        return False
    flags = next((line for line in described.splitlines() if line.startswith("flags")), "").split()
    return "AuthenticAMD" in described and set(flags) >= _KERNEL_NEEDS


# ------------------------------------------------------------------ inside the process


def begin(nice: int) -> None:
    """Set the process up: low priority, deaf to Ctrl-C, gone when its parent is gone."""
    for name in ("SIGINT", "SIGHUP"):  # the parent ends us; a terminal tells both
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    choose_kernels()
    os.nice(nice)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    """Exit when the parent has, however it did: a killed parent cannot tell us."""
    parent.join()
    os._exit(1)
