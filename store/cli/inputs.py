"""PATH_OR_URL arguments, spelled out, and the list of those that failed.

One job: folders, globs, files, records and addresses, in the order given. Every failure is
named; none stops the rest.
"""

from __future__ import annotations

import glob
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from store.cli.output import plain
from store.intake.read import READABLE, RECORDS
from store.intake.saved import without_folders_of_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LISTED_AGAIN: Final = 200
_SITE: Final = re.compile(
    r"(?:[\w-]+\.)+(?!(?:txt|text|md|html?|pdf|docx|zip|jsonl|ndjson)$)[a-z]{2,}(?:/|$)"
)
_GLOB_SIGNS: Final = frozenset("*?[")


@dataclass(slots=True)
class Failures:
    """What went wrong, said on standard error as it happens."""

    n: int = 0
    say: Callable[[str], None] = field(default=lambda line: click.echo(line, err=True))
    is_scrolling: bool = False  # other lines come between, so that they are listed once more
    lines: list[str] = field(default_factory=list)

    def add(self, error: object) -> None:
        """Name one failure."""
        self.n += 1
        line = _one_line(f"failed: {error}")
        self.say(line)
        if self.is_scrolling and len(self.lines) < _LISTED_AGAIN:
            self.lines.append(line)

    def mention(self, line: str) -> None:
        """Say what is no failure."""
        self.say(_one_line(line))

    def list_again(self) -> None:
        """List at the end what scrolled away on a terminal."""
        for line in self.lines:
            click.echo(line, err=True)
        if self.lines and self.n > len(self.lines):
            click.echo(f"and {self.n - len(self.lines)} more", err=True)


def _one_line(text: str) -> str:
    """A file may be called anything, also something that a terminal would obey."""
    return plain(text).replace("\n", " ")


def is_address(given: str) -> bool:
    """Tell an address from a path: "scheme://…" of any scheme, so that bad ones are named."""
    return "://" in given and bool(urlsplit(given).scheme)


def expand(given: Iterable[str], failures: Failures) -> list[str]:
    """Spell out folders and globs; addresses and files stay, and so does what is missing."""
    return [path for one in given for path in _expand_one(one, failures)]


def _expand_one(given: str, failures: Failures) -> list[str]:
    if not given.strip():  # a variable that is not set is not the folder we are in
        failures.add("'': an empty name")
        return []
    path = Path(given)
    if is_address(given) or path.is_file():
        return [given]
    if path.is_dir():
        meant = (file for file in path.rglob("*") if _is_meant(file, path))
        found = sorted(map(str, without_folders_of_pages(meant)))
    elif _GLOB_SIGNS & set(given):
        found = sorted(file for file in glob.glob(given, recursive=True) if Path(file).is_file())  # noqa: PTH207 — Path.glob takes no absolute pattern
    else:
        hint = " (an address begins with https://)" if _SITE.match(given) else ""
        failures.add(f"{given}: no such file or folder{hint}")
        return []
    if not found:
        failures.add(f"{given}: no articles there")
    return found


def _is_meant(file: Path, folder: Path) -> bool:
    """Tell whether a folder's file is meant: not hidden in it, and of a kind we read."""
    is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not is_hidden and file.suffix.lower() in READABLE - {""} and file.is_file()


def count_articles(paths: Iterable[str]) -> int:
    """Count the articles to come, for the progress bar: lines of records, else one each."""
    return sum(_count_one(Path(path)) for path in paths)


def _count_one(path: Path) -> int:
    if path.suffix.lower() not in RECORDS or not path.is_file():
        return 1
    with path.open("rb") as lines:
        return sum(1 for line in lines if line.strip())
