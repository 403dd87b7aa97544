"""`/help`: how to ask, with examples that work on this server's record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.cards import help as cards
from bot.cards.limits import MAX_CHOICE, MAX_CHOICES
from bot.cards.text import label
from bot.commands.examples import find_example, find_values, lessons
from bot.errors import OptionError
from bot.permissions import FOR_CURATORS, guild_of, is_curator
from bot.views.layout import Answer, compose, send

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.corpus import Corpus

    AnyCommand = app_commands.Command[Any, ..., Any]

Name = Range[str, 1, 60]

_NOTES = {
    "quotes": (
        "Every option narrows the list; none is needed. Words in **bold** inside a quotation are"
        " word for word, the rest is how the article reports it."
    ),
    "quote": "Each quotation has a number (`#12`) that never changes, so that you can point to it.",
    "check": (
        "Words are compared, not punctuation or capitals. No verdict says whether something is"
        " true. For what somebody posted: right-click the message → Apps → **Check quotation**."
    ),
    "follow add": (
        "Several new quotations make one message, and none comes twice. `/follow list` says whether"
        " I can write to you."
    ),
    "privacy show": "Everything in full comes as a file. `/privacy forget-me` deletes it.",
    "entity": "Counts over time, and first and last seen, leave undated articles out.",
    "search": "All words must occur somewhere in the text. Upper and lower case are the same.",
    "articles add": (
        "Give a link, or nothing: then a form opens where you paste the text. The answer tells"
        " what was read and found, and can be undone."
    ),
}


def commands(corpus: Corpus) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the command."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        names = [usage.name for usage in await _usages(interaction, corpus)]
        wanted = typed.lower().lstrip("/ ")
        found = [name for name in names if wanted in name][:MAX_CHOICES]
        return [Choice(name=label(f"/{name}", MAX_CHOICE), value=name) for name in found]

    @app_commands.command(name="help")
    @app_commands.guild_only()
    @app_commands.describe(command="The command to explain")
    @app_commands.autocomplete(command=complete)
    async def show(interaction: discord.Interaction, command: Name | None = None) -> None:
        """How to ask, with examples that work on this server's record."""
        usages = await _usages(interaction, corpus)
        guild_id = guild_of(interaction)
        stats = await corpus.stats(guild_id)
        if command is None:
            values = await find_values(corpus, guild_id, stats)
            card = cards.overview(usages, lessons(values, stats))
        else:
            name = " ".join(command.lower().lstrip("/ ").split())
            found = next((usage for usage in usages if usage.name == name), None)
            if found is None:
                raise OptionError("command", command, "a command of mine; `/help` lists them")
            line = await find_example(corpus, guild_id, found, stats)
            card = cards.usage(found, _NOTES.get(name, ""), [line] if line else [])
        await send(interaction, Answer(compose(card), is_private=True))

    return [show]


async def _usages(interaction: discord.Interaction, corpus: Corpus) -> list[cards.Usage]:
    """The commands that the asker may use."""
    may_change = is_curator(interaction, await corpus.settings(guild_of(interaction)))
    tree = interaction.client.tree  # type: ignore[attr-defined]  # our client has one
    usages = [_usage(command) for command in _leaves(tree.get_commands())]
    return [usage for usage in usages if may_change or not usage.for_curators]


def _leaves(commands: Iterable[Any]) -> Iterable[AnyCommand]:
    for command in commands:
        if isinstance(command, app_commands.Group):
            yield from _leaves(command.commands)
        elif isinstance(command, app_commands.Command):
            yield command


def _usage(command: AnyCommand) -> cards.Usage:
    options = tuple(
        cards.Option(option.display_name, str(option.description), option.required)
        for option in command.parameters
    )
    root = command.root_parent or command
    needed = root.default_permissions
    return cards.Usage(
        name=command.qualified_name,
        mention=f"`/{command.qualified_name}`",
        description=str(command.description),
        options=options,
        for_curators=bool(needed) or command.extras == FOR_CURATORS,
    )
