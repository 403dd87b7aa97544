"""The command group: which commands there are, and how a run ends.

One job: find the command asked for and turn errors into words and an exit status (0 done,
1 some or all failed, 2 wrong usage, 130 interrupted). A command's module is imported only
when it is the one asked for: spaCy alone takes two seconds.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final, NamedTuple

import click

from store.errors import AmbiguousEntityError, DatabaseMissingError, StoreError


class _Entry(NamedTuple):
    module: str
    summary: str


COMMANDS: Final = {
    "add": _Entry("add", "Read, annotate and store articles: files, folders, globs, addresses."),
    "annotate": _Entry(
        "annotate", "Annotate articles and print them as JSON lines; store nothing."
    ),
    "quotes": _Entry("look", "List quotations, newest first."),
    "entities": _Entry("look", "List people, organisations and places by mentions."),
    "search": _Entry("look", "Search articles and quotations, best first."),
    "check": _Entry("look", "Compare a quotation with the record."),
    "stats": _Entry("look", "Count what the corpus holds."),
    "seed": _Entry("add", "Add the five starter articles."),
    "reannotate": _Entry("add", "Annotate stored articles again with today's rules: some, or all."),
    "migrate": _Entry("upkeep", "Bring the corpus file to this version's schema."),
    "backup": _Entry("upkeep", "Copy the corpus to FILE while it may be in use."),
    "schema": _Entry("upkeep", "Print the tables and columns as Markdown (docs/schema.md)."),
}


class _LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 — click's signature
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"store.cli.{COMMANDS[cmd_name].module}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 — click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what the store refuses on purpose is said in one line."""
        try:
            return super().invoke(ctx)
        except AmbiguousEntityError as error:
            names = "; ".join(f"{ref.name} (#{ref.id}), {ref.type}" for ref in error.candidates)
            click.echo(f"error: {error.name!r} may be: {names}", err=True)
        except BrokenPipeError:  # `… | head` has seen enough
            _close_output()
            ctx.exit(0)
        except OSError as error:  # a full disk behind `… > file`
            _close_output()
            click.echo(f"error: {error.strerror or error}", err=True)
        except DatabaseMissingError as error:
            click.echo(f"error: {error}; `seed` or `add` makes it", err=True)
        except StoreError as error:
            from store.cli.output import plain  # noqa: PLC0415 — for the rare case, as commands are

            click.echo(f"error: {plain(error)}", err=True)
        return ctx.exit(1)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """On Record: who said what, when, and where it is reported.

    The corpus is one SQLite file: --corpus FILE, or --guild ID for a server's, else local.db;
    the latter two in the folder CORPORA_DIR (default: corpora).

    To begin: seed, then quotes --speaker "Xi Jinping".
    """


def run(outside: object, argv: list[str] | None = None) -> int:
    """Run one command line; return its exit status."""
    try:
        status = commands.main(
            argv, prog_name="python -m store", standalone_mode=False, obj=outside
        )
    except click.exceptions.Abort:  # Ctrl-C, or the end of an input that was asked for
        click.echo("interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return status if isinstance(status, int) else 0


def _close_output() -> None:
    """Send what is still buffered nowhere, so that Python does not complain at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
