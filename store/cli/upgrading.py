"""A file of an earlier version is brought up to date before it is used, and somebody is told.

One job: that it never looks as if the command hung. Ended on the way, it goes on the next time.
"""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

from store.cli.output import console_of_errors
from store.database import is_behind, open_corpus
from store.upgrade import count_to_relate, relate_some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def bring_up_to_date(path: Path, *, is_wanted: bool = False) -> None:
    """Bring a file to this version if it is an earlier one's.

    Args:
        path: the file.
        is_wanted: what was left of an earlier time is done too, as when it is asked for.

    Raises:
        DatabaseError: it cannot be written.
    """
    if not is_behind(path) and not (is_wanted and count_to_relate(path)):
        return
    began = monotonic()
    with _telling(f"{path}: made by an earlier version, it is brought up to date") as tell:
        _make_tables(path, tell)
        _relate_all(path, tell)
    click.echo(f"{path}: brought up to date in {monotonic() - began:.0f} s", err=True)


def _make_tables(path: Path, tell: Callable[[str], None]) -> None:
    told: list[int] = []

    def tell_step(n_left: int) -> None:
        told.append(n_left)
        tell(f"step {told[0] - n_left + 1} of {told[0]}")

    open_corpus(path, tell=tell_step).close()


def _relate_all(path: Path, tell: Callable[[str], None]) -> None:
    total = left = count_to_relate(path)
    while left:
        tell(f"{total - left:,} of {total:,} articles compared with the others")
        left = relate_some(path)


@contextmanager
def _telling(doing: str) -> Iterator[Callable[[str], None]]:
    """Say what goes on: on a terminal how far it is, elsewhere once."""
    errors = console_of_errors()
    if not errors.is_terminal:
        click.echo(f"{doing}; this may take some minutes", err=True)
        yield lambda _: None
        return
    with errors.status(f"{doing} …") as status:
        yield lambda step: status.update(f"{doing} … {step}")
