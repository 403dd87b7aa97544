"""The options of every command that reads with spaCy, and the processes they ask for.

One job: these, so that all such commands take the same options and read within the same bounds.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from store.annotate import DEFAULT_MODEL
from store.bulk import Readers

if TYPE_CHECKING:
    from store.cli.outside import Outside

_WORTH_A_PROCESS: Final = 8  # articles; starting a process takes as long as reading a dozen

processes_option = click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1,
    show_default="one for each core",
    help="How many processes read.",
)
model_option = click.option(
    "--model",
    envvar="SPACY_MODEL",
    default=DEFAULT_MODEL,
    show_default=True,
    help="The spaCy model that reads.",
)


def readers_for(outside: Outside, model: str, processes: int, n_articles: int) -> Readers:
    """As many processes as were asked for, but none that would have nothing to do."""
    n = max(1, min(processes, n_articles // _WORTH_A_PROCESS))
    return Readers(outside.process, model, n=n, share=-(-n_articles // n))
