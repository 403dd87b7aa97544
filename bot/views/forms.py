"""Forms that are handed in to whatever bot runs then; their custom_id says what they are about.

One job: find what a form that comes in is, and hand on what was typed. discord.py forgets at a
restart which forms are open; somebody who typed for ten minutes must not lose it to that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.views.layout import guarded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    import discord


@dataclass(frozen=True, slots=True)
class FormKind:
    """One kind of form: how its custom_id reads, and who takes what was typed, by field."""

    template: re.Pattern[str]
    take: Callable[[discord.Interaction, re.Match[str], Mapping[str, str]], Awaitable[None]]


def form_kind(
    template: str,
    take: Callable[[discord.Interaction, re.Match[str], Mapping[str, str]], Awaitable[None]],
) -> FormKind:
    """A kind of form, by the pattern of its whole custom_id."""
    return FormKind(re.compile(template), take)


async def hand_in(interaction: discord.Interaction, kinds: Sequence[FormKind]) -> None:
    """Hand a form that came in to its kind; one of no kind is not ours."""
    data: Mapping[str, Any] = dict(interaction.data or {})
    for kind in kinds:
        if match := kind.template.fullmatch(str(data.get("custom_id"))):
            typed = {name: value.strip() for name, value in _typed(data.get("components", ()))}
            await guarded(interaction, kind.take(interaction, match, typed))
            return


def _typed(parts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each field of a form with what was typed; fields stand in labels."""
    for part in parts:
        inner = part.get("component")
        if inner is not None:
            yield from _typed([inner])
        elif "custom_id" in part:
            yield str(part["custom_id"]), str(part.get("value") or "")
