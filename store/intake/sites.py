"""What is remembered of each site: whose turn it is, its rules, and when it wants us back.

One job: one page of a site at a time, and not before the site wants it. Kept in memory only, for
as many sites as were asked for lately.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from yarl import URL

    from store.intake.robots import Rules

_MOST_SITES: Final = 2000
LONGEST_NAP_S: Final = 10.0  # a pause up to here is waited for, a longer one is told


class TooManyWaitingError(Exception):
    """A site's turn did not come in time."""


class NotBeforeError(Exception):
    """A site wants to be left alone for a while; `wait_s` tells how long."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


@dataclass(slots=True)
class Site:
    """One site, by scheme, host and port; times are the event loop's."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None
    rules_until: float = 0.0
    not_before: float = 0.0

    def leave_alone(self, wait_s: float) -> None:
        """Ask for nothing more for a while."""
        self.not_before = max(self.not_before, _now() + wait_s)


class Sites:
    """The sites that were asked for lately."""

    def __init__(self) -> None:
        self._sites: OrderedDict[str, Site] = OrderedDict()

    def of(self, url: URL) -> Site:
        """Return what is known of an address's site."""
        key = str(url.origin())
        site = self._sites.setdefault(key, Site())
        self._sites.move_to_end(key)
        self._forget_oldest()
        return site

    def _forget_oldest(self) -> None:
        while len(self._sites) > _MOST_SITES:
            key = next((k for k, site in self._sites.items() if not site.turn.locked()), None)
            if key is None:
                return
            del self._sites[key]

    @asynccontextmanager
    async def turn(self, url: URL, *, patience_s: float) -> AsyncIterator[Site]:
        """Wait until nobody else asks that site and it wants us; yield it.

        Raises:
            TooManyWaitingError: the turn did not come within `patience_s`.
            NotBeforeError: the site wants to be left alone for longer than we wait.
        """
        site = self.of(url)
        try:
            async with asyncio.timeout(patience_s):
                await site.turn.acquire()
        except TimeoutError:
            raise TooManyWaitingError from None
        try:
            nap_s = site.not_before - _now()
            if nap_s > LONGEST_NAP_S:
                raise NotBeforeError(nap_s)
            await asyncio.sleep(max(nap_s, 0.0))
            yield site
        finally:
            if site.rules is not None and site.rules.pause_s:
                site.leave_alone(site.rules.pause_s)
            site.turn.release()


def _now() -> float:
    return asyncio.get_running_loop().time()
