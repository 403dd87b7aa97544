"""What the commands may use of the world around them.

One job: name it. `store/__main__.py` makes the real one; tests hand in their own clock,
environment, fetcher and processes instead of patching.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from store.bulk import Process
    from store.intake.page import FetchedPage


@dataclass(frozen=True, slots=True)
class Outside:
    """The clock, the environment, the network and the processes of one run."""

    now: Callable[[], datetime]
    environ: Mapping[str, str]
    fetch: Callable[[str], FetchedPage]
    process: Callable[[], Process]  # makes one of those that read
    patience_s: float = 30.0  # for another process that writes, as a second run of the same command
