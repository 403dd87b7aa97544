"""The chart lane: pictures are drawn in a process of their own, off the event loop.

In a thread matplotlib stalls the event loop for 30 to 54 ms a picture, in a process for 13 at
most (two shared cores; benchmarks/charts.py). A picture is an extra: where
none can be drawn the caller is told why, and answers with the text alone.
"""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.corpus.child import Child
from bot.errors import BusyError, NotReadyError, TooSlowError, WorkerLostError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from bot.charts import Chart, Picture

log = logging.getLogger(__name__)

# A picture takes a tenth of a second, the first one in a process two or three.
_TIMEOUT_S = 20.0
_QUEUE_S = 10.0
# Pictures drawn or waited for at once; the next one is refused rather than late.
_MOST_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class NoPicture:
    """Why there is no picture, as the end of a sentence that begins with "No picture:"."""

    why: str


NOT_INSTALLED = NoPicture("whoever runs me did not install matplotlib, which draws it")
BUSY = NoPicture("too many are being drawn just now; ask again in a moment")
FAILED = NoPicture("it could not be drawn")


class Charts:
    """Draws one picture after another in the drawing process, or in a given executor."""

    def __init__(
        self, *, executor: Executor | None = None, nice: int = 10, library: str = "matplotlib"
    ) -> None:
        """Prepare; the process starts with `warm_up` or the first picture.

        Args:
            executor: where pictures are drawn instead of in a process of their own.
            nice: the process's priority.
            library: what must be installed for pictures to be drawn.
        """
        self._child = Child(
            "the drawing desk",
            executor=executor,
            nice=nice,
            timeout_s=_TIMEOUT_S,
            queue_s=_QUEUE_S,
        )
        self.is_possible = find_spec(library) is not None
        self._n_waiting = 0

    @property
    def pid(self) -> int | None:
        """The drawing process, once it runs; None for a given executor."""
        return self._child.pid

    def warm_up(self) -> None:
        """Start the process and load the library, without waiting for either."""
        if self.is_possible:
            self._child.submit(warm_up).add_done_callback(_tell_warm)

    async def draw(self, chart: Chart) -> Picture | NoPicture:
        """The picture of a chart, or why there is none; never an error of drawing's own."""
        if not self.is_possible:
            return NOT_INSTALLED
        if self._n_waiting >= _MOST_AT_ONCE:
            return BUSY
        self._n_waiting += 1
        try:
            return await self._child.run(draw, chart)
        except BusyError:
            return BUSY
        except (NotReadyError, TooSlowError, WorkerLostError) as error:
            log.warning("no picture: %s", error)
            return FAILED
        finally:
            self._n_waiting -= 1

    async def close(self) -> None:
        """End the drawing process, whatever it draws."""
        await self._child.close()


def _tell_warm(warming: Future[None]) -> None:
    """Log a library that does not load; called from the pool's own thread."""
    if warming.cancelled():
        return
    error = warming.exception()
    if error is None:
        log.info("drawing process warm")
    elif not isinstance(error, BrokenExecutor):
        log.error("drawing process could not load its library: %s", error)


# ------------------------------------------------------------------ inside the process


def warm_up() -> None:
    """Load the library and draw something."""
    from bot.charts.draw import warm_up as warm  # noqa: PLC0415 — loaded in this process only

    warm()


def draw(chart: Chart) -> Picture:
    """The picture of a chart."""
    from bot.charts.draw import draw as paint  # noqa: PLC0415 — loaded in this process only

    return paint(chart)
