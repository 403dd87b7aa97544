"""Run something until it ends or somebody asks the process to stop."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine

_STOPPING = (signal.SIGINT, signal.SIGTERM)


async def until_stopped(work: Coroutine[object, object, None]) -> None:
    """Wait for the work; Ctrl-C or SIGTERM cancels it and is no error.

    The caller's clean-up then runs undisturbed: further signals are ignored until it is done.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in _STOPPING:
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        current = asyncio.current_task()
        if current is not None and current.cancelling():
            raise
    finally:
        for number in _STOPPING:
            loop.add_signal_handler(number, lambda: None)
