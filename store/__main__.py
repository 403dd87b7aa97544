"""`python -m store`: the command line, connected to the real world.

One job: hand the clock, the environment, the network and the model to store/cli; thin.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from datetime import UTC, datetime
from functools import cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final

from store.cli.app import run
from store.cli.outside import Outside
from store.process import OwnProcess, choose_kernels

if TYPE_CHECKING:
    from store.intake.fetch import Fetcher
    from store.intake.page import FetchedPage


# What ends a run as Ctrl-C does, so that what was read is stored: `kill`, and a terminal that is
# closed.
_ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)


def _now() -> datetime:
    return datetime.now(UTC)


@cache
def _fetcher() -> Fetcher:
    """What fetches; the network library is loaded when the first address is asked for."""
    fetching = importlib.import_module("store.intake.fetch")
    made: Fetcher = fetching.Fetcher(contact=os.environ.get("FETCH_CONTACT", "").strip() or None)
    return made


def _fetch(url: str) -> FetchedPage:
    """Fetch one address, remembering how its site wants to be treated."""
    return _fetcher().now(url)


def main() -> int:
    """Run the command line of this process."""
    choose_kernels()  # before a command loads numpy
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # in a locale without “ a mark becomes a "?"
            stream.reconfigure(errors="replace")
    for number in _ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:  # not of `nohup`
            signal.signal(number, signal.default_int_handler)
    outside = Outside(now=_now, environ=os.environ, fetch=_fetch, process=OwnProcess)
    return run(outside)


if __name__ == "__main__":
    sys.exit(main())
