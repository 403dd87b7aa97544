"""Pictures: records in, PNG bytes and alternative text out; pure.

matplotlib is imported by the modules that draw, inside the drawing process, and never by this
page: the bot's own process stays without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from store.records import Timeline, Web

# What can be drawn.
Chart: TypeAlias = "Timeline | Web"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and the same facts in words for those who cannot see it."""

    png: bytes
    alt: str  # at most MAX_ALT characters


__all__ = ["Chart", "Picture"]
