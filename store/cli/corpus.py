"""Which corpus file a command means.

One job: --corpus and --guild, with the folder from the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from store.cli.upgrading import bring_up_to_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.cli.outside import Outside

F = TypeVar("F", bound="Callable[..., Any]")
T = TypeVar("T")

_FOLDER: Final = "corpora"
_LOCAL: Final = "local.db"


def not_empty(_: click.Context, option: click.Parameter, given: T) -> T:
    """Refuse an option that is given and empty: a script's variable that is not set.

    Raises:
        click.BadParameter: it is.
    """
    if given is not None and str(given).strip() in {"", "."}:  # an empty path is "."
        raise click.BadParameter("it is empty", param=option)
    return given


def corpus_options(command: F) -> F:
    """Give a command the options that say which corpus it works on."""
    command = click.option(
        "--guild", type=click.IntRange(min=1), metavar="ID", help="The corpus of a Discord server."
    )(command)
    return click.option(
        "--corpus",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=not_empty,
        metavar="FILE",
        help="The corpus file. Default: local.db in CORPORA_DIR.",
    )(command)


def corpus_path(
    outside: Outside, corpus: Path | None, guild: int | None, *, as_it_is: bool = False
) -> Path:
    """Return the file that the options mean, brought to this version unless it is to stay as it is.

    Raises:
        click.UsageError: both were given.
        DatabaseError: an earlier version made it, and it cannot be written.
    """
    path = _path(outside, corpus, guild)
    if not as_it_is:
        bring_up_to_date(path)
    return path


def _path(outside: Outside, corpus: Path | None, guild: int | None) -> Path:
    if corpus is not None and guild is not None:
        raise click.UsageError("give --corpus or --guild, not both")
    if corpus is not None:
        return corpus
    folder = Path(outside.environ.get("CORPORA_DIR") or _FOLDER)
    return folder / (f"{guild}.db" if guild is not None else _LOCAL)
