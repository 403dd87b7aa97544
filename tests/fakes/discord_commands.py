"""Limits on application commands that Discord's description does not express.

Source: Discord's developer documentation (Application Commands).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

MAX_COMMANDS = {1: 100, 2: 5, 3: 5}  # slash-commands, user menus, message menus
MAX_CHARACTERS = 8000  # names, descriptions and choices of one command together

_CHAT_INPUT = 1
_SUBCOMMAND, _GROUP = 1, 2
# Discord's pattern, without the two scripts that need a regular expression engine of more
# than the standard library: \w is letters, digits and _.
_NAME = re.compile(r"[-_'\w]{1,32}")


def problems(commands: list[Json]) -> Iterator[str]:
    """Say what Discord would refuse in the commands of an application."""
    kinds = Counter(command.get("type", _CHAT_INPUT) for command in commands)
    for kind, most in MAX_COMMANDS.items():
        if kinds[kind] > most:
            yield f"{kinds[kind]} commands of type {kind}, at most {most}"
    names = Counter((command.get("type", _CHAT_INPUT), command["name"]) for command in commands)
    for (_, name), count in names.items():
        if count > 1:
            yield f"command {name!r} {count} times"
    for command in commands:
        for problem in _command_problems(command):
            yield f"/{command['name']}: {problem}"


def _command_problems(command: Json) -> Iterator[str]:
    if command.get("type", _CHAT_INPUT) == _CHAT_INPUT:
        yield from _named_problems(command)
        yield from _option_problems(command.get("options") or [], depth=0)
    elif command.get("description"):
        yield "a context menu with a description"
    size = _size(command)
    if size > MAX_CHARACTERS:
        yield f"{size} characters in all, at most {MAX_CHARACTERS}"


def _named_problems(thing: Json) -> Iterator[str]:
    name = thing["name"]
    if not _NAME.fullmatch(name) or name != name.lower():
        yield f"name {name!r} is not lower-case letters, digits, - and _"
    if not thing.get("description"):
        yield f"{name!r} has no description"


def _option_problems(options: list[Json], *, depth: int) -> Iterator[str]:
    names = [option["name"] for option in options]
    if len(set(names)) < len(names):
        yield "one option name twice"
    nested = [option["type"] in {_SUBCOMMAND, _GROUP} for option in options]
    if any(nested) and not all(nested):
        yield "subcommands beside options"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield "a required option after an optional one"
    for option in options:
        yield from _named_problems(option)
        yield from _choice_problems(option)
        if option["type"] == _GROUP and depth > 0:
            yield "a group inside a group"
        yield from _option_problems(option.get("options") or [], depth=depth + 1)


def _choice_problems(option: Json) -> Iterator[str]:
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        yield f"option {option['name']!r} has choices and autocomplete"
    names = [choice["name"] for choice in choices]
    if len(set(names)) < len(names):
        yield f"option {option['name']!r} has one choice twice"


def _size(thing: Json) -> int:
    own = len(thing["name"]) + len(thing.get("description") or "")
    choices = sum(len(c["name"]) + len(str(c["value"])) for c in thing.get("choices") or [])
    return own + choices + sum(_size(option) for option in thing.get("options") or [])
