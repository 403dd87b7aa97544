"""Time zones for options: completed as they are typed, and checked.

One job: IANA names. Places are found by any part of their name, in any case, with spaces for
underscores: "new york" is America/New_York.
"""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from discord import app_commands

from bot.cards.limits import MAX_CHOICES
from bot.errors import OptionError

if TYPE_CHECKING:
    from datetime import datetime

# Names in the database of zones that are no place anybody lives in.
_NO_PLACES = {"Factory", "localtime", "posixrules"}
# Offered before anything is typed, west to east.
_COMMON = (
    "UTC",
    "America/Los_Angeles",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)


class Zones:
    """The zones this machine knows; made once, because listing them reads many small files."""

    def __init__(self) -> None:
        self._names = sorted(zoneinfo.available_timezones() - _NO_PLACES)
        self._by_typed = {_folded(name): name for name in self._names}

    def named(self, typed: str) -> str:
        """Return the zone that was typed.

        Raises:
            OptionError: there is none by that name, or several places are called so.
        """
        folded = _folded(typed)
        if folded in self._by_typed:
            return self._by_typed[folded]
        cities = [name for name in self._names if _city(name) == folded]
        if len(cities) == 1:
            return cities[0]
        raise OptionError("timezone", typed, "a time zone, such as Europe/Kyiv or America/New_York")

    def choices(self, typed: str, *, default: str, now: datetime) -> list[app_commands.Choice[str]]:
        """Return zones to choose from, each with the time it is there; the default first."""
        found = self._matching(_folded(typed)) if typed.strip() else [default, *_COMMON]
        known = [name for name in dict.fromkeys(found) if _folded(name) in self._by_typed]
        return [_choice(name, now) for name in known[:MAX_CHOICES]]

    def _matching(self, folded: str) -> list[str]:
        """Return the zones that hold what was typed, those whose city begins so first."""
        hits = [name for name in self._names if folded in _folded(name)]
        return sorted(hits, key=lambda name: (not _city(name).startswith(folded), name))


def _choice(name: str, now: datetime) -> app_commands.Choice[str]:
    there = now.astimezone(ZoneInfo(name))
    return app_commands.Choice(name=f"{name} (now {there:%H:%M})", value=name)


def _folded(name: str) -> str:
    return "_".join(name.casefold().split())


def _city(name: str) -> str:
    return _folded(name.rpartition("/")[2])
