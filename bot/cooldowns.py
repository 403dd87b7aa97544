"""How much one member may ask in a while; the same for curators.

One job: that one person cannot keep the record busy for everybody else, and is told kindly when
they may go on. Kept in memory only: after a restart everybody begins anew. Choices that complete
while somebody types never count.
"""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from bot.errors import CooldownError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.clock import Clock

WINDOW = timedelta(minutes=1)


class Cost(Enum):
    """What a command costs, and how often one member may ask for such in a minute."""

    CHEAP = 20
    DEAR = 6


# Drawn, or searched through everything; the rest looks up a page by an index. Articles to be read
# wait in a queue in which servers take turns, so that adding seven in a minute harms nobody.
_DEAR = frozenset({
    "Check quotation",
    "articles reannotate",
    "check",
    "compare",
    "connections",
    "digest now",
    "digest test",
    "export",
    "search",
    "timeline",
    "trending",
})  # fmt: skip
_MOST_MEMBERS = 5000  # remembered; then those are let go who asked nothing lately


class Cooldowns:
    """Who asked how much lately, by member and cost."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked: dict[tuple[int, Cost], deque[datetime]] = {}

    def take(self, user_id: int, command: str) -> None:
        """Count a command in.

        Raises:
            CooldownError: the member asked for as many as one may; it is not counted.
        """
        now = self._clock()
        cost = cost_of(command)
        asked = self._asked.setdefault((user_id, cost), deque())
        while asked and not now - WINDOW < asked[0] <= now:  # over, or the clock jumped back
            asked.popleft()
        if len(asked) >= cost.value:
            raise CooldownError(asked[0] + WINDOW)
        asked.append(now)
        if len(self._asked) > _MOST_MEMBERS:
            self._sweep(now)

    def _sweep(self, now: datetime) -> None:
        """Forget whose last command is so long ago that it counts no more."""
        self._asked = {
            key: asked for key, asked in self._asked.items() if asked and now - asked[-1] < WINDOW
        }


def cost_of(command: str) -> Cost:
    """What a command costs, by its whole name."""
    return Cost.DEAR if command in _DEAR else Cost.CHEAP
