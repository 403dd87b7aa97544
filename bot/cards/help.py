"""How to ask, as cards: all commands, or one of them with examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import ui

from bot.cards.limits import MAX_CHOICE, MAX_TEXT, cut, share
from bot.cards.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cards.quotations import Card

COLOUR = 0x5865F2
_MAX_LINES = 2600
_GROUPS = (("For everybody", False), ("For curators", True))
_FOOT = "-# Names complete as you type. `/help command:` tells more of one, with an example."
_EMPTY = (
    "Nothing is on record here yet. A curator adds articles with `/articles add`; then this page"
    " has examples that work."
)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command, as its user sees it."""

    name: str
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """A command as its user sees it; `mention` is clickable once Discord knows the command."""

    name: str  # "articles add"
    mention: str
    description: str
    options: tuple[Option, ...]
    for_curators: bool


def overview(usages: Sequence[Usage], lessons: Sequence[str]) -> Card:
    """Three examples that teach, and all commands by who may ask them."""
    container: Card = ui.Container(accent_colour=COLOUR)
    container.add_item(
        ui.TextDisplay("### On Record: who said what, when, and where is it reported?")
    )
    tries = [f"- {lesson}" for lesson in lessons]
    container.add_item(ui.TextDisplay("\n".join(["**Try**", *tries]) if tries else _EMPTY))
    container.add_item(ui.Separator())
    room = MAX_TEXT - container.content_length() - len(_FOOT)
    texts = [
        _group(title, _of(usages, for_curators=for_curators)) for title, for_curators in _GROUPS
    ]
    if sum(map(len, texts)) > room:  # then the page for a curator tells what theirs are called
        texts[-1] = _named(_GROUPS[-1][0], _of(usages, for_curators=True))
    sizes = share([len(text) for text in texts], room)
    for text, size in zip(texts, sizes, strict=True):
        if text:
            container.add_item(ui.TextDisplay(cut(text, size)))
    container.add_item(ui.TextDisplay(_FOOT))
    return container


def usage(command: Usage, notes: str, examples: Sequence[str]) -> Card:
    """One command: what it does, its options, examples."""
    container: Card = ui.Container(accent_colour=COLOUR)
    container.add_item(ui.TextDisplay(f"### {command.mention}\n{command.description}"))
    if notes:
        container.add_item(ui.TextDisplay(notes))
    if command.options:
        lines = [_option(option) for option in command.options]
        container.add_item(ui.TextDisplay(cut("\n".join(["**Options**", *lines]), _MAX_LINES)))
    _add_examples(container, examples)
    return container


def example(command: str, /, **options: str) -> str:
    """A line somebody could type: `/quotes speaker:Xi Jinping`."""
    words = "".join(f" {name}:{label(value, MAX_CHOICE)}" for name, value in options.items())
    # Inside code marks nothing needs escaping, but a backtick would end them.
    return f"`/{command}{words.replace('`', chr(39))}`"


def _of(usages: Sequence[Usage], *, for_curators: bool) -> list[Usage]:
    return [usage for usage in usages if usage.for_curators is for_curators]


def _group(title: str, usages: Sequence[Usage]) -> str:
    return "\n".join([f"**{title}**", *map(_line, usages)]) if usages else ""


def _named(title: str, usages: Sequence[Usage]) -> str:
    """The commands by their names alone."""
    return f"**{title}**\n" + " · ".join(usage.mention for usage in usages) if usages else ""


def _line(usage: Usage) -> str:
    return f"{usage.mention}  {usage.description}"


def _option(option: Option) -> str:
    needed = " (needed)" if option.required else ""
    return f"- `{option.name}`{needed}: {option.description}"


def _add_examples(container: Card, examples: Sequence[str]) -> None:
    if examples:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay("\n".join(["**Try**", *examples])))
