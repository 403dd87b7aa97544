"""What an event loop computes between two looks at the network: the only delay it causes itself.

How late a timer comes also tells of everything else that runs on the machine; the processor time
of the loop's own thread does not.

    steps = LoopSteps()
    with asyncio.Runner(loop_factory=steps.make_loop) as runner: ...
"""

from __future__ import annotations

import asyncio
import selectors
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectors import SelectorKey


class LoopSteps(selectors.DefaultSelector):
    """The selector of one loop, which remembers how long each step between two selects took."""

    def __init__(self) -> None:
        super().__init__()
        self.computed_s: list[float] = []
        self.took_s: list[float] = []
        self._since: tuple[float, float] | None = None

    def make_loop(self) -> asyncio.AbstractEventLoop:
        """Return the loop that is watched; to be called once."""
        return asyncio.SelectorEventLoop(self)

    def forget(self) -> None:
        """Begin anew, as after a start that is not to be measured."""
        self.computed_s.clear()
        self.took_s.clear()

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """As ever; a step ends where this begins."""
        if self._since is not None:
            self.computed_s.append(thread_time() - self._since[0])
            self.took_s.append(perf_counter() - self._since[1])
        ready = super().select(timeout)
        self._since = thread_time(), perf_counter()
        return ready

    def __str__(self) -> str:
        """The longest steps, for people."""
        computed, took = max(self.computed_s) * 1000, max(self.took_s) * 1000
        return f"longest step {computed:.1f} ms of processor time ({took:.1f} ms on the clock)"
