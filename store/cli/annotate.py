"""`annotate`: articles in, JSON lines out, nothing stored.

One job: this command. It needs the whole call before it prints, since entities are linked
across all its articles.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from store.cli.contract import as_objects
from store.cli.inputs import Failures, count_articles, expand
from store.cli.readers import model_option, processes_option, readers_for
from store.cli.tasks import tasks_of
from store.records import AnnotatedArticle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.bulk import Readers
    from store.cli.outside import Outside


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL…")
@click.option("--jsonl", is_flag=True, required=True, help="Print one JSON object a line.")
@click.option("--verbatim", is_flag=True, help="Do not clean: offsets refer to the input as given.")
@processes_option
@model_option
@click.pass_context
def annotate(  # noqa: PLR0913 — one argument per option
    ctx: click.Context,
    paths: tuple[str, ...],
    *,
    jsonl: bool,  # noqa: ARG001 — the contract names the format, there is only this one
    verbatim: bool,
    processes: int,
    model: str,
) -> None:
    """Annotate articles and print them as JSON lines; store nothing.

    Each PATH_OR_URL is a file (.txt .md .html .pdf .docx, .zip of them), a folder, a glob, an
    address, or a .jsonl file with {"id", "text"} on each line. Entities are linked across all
    articles of the call.
    """
    outside: Outside = ctx.obj
    failures = Failures()
    given = expand(paths, failures)
    readers = readers_for(outside, model, processes, count_articles(given))
    found = list(_annotated(given, outside, readers, failures, is_verbatim=verbatim))
    for record in as_objects(found):
        click.echo(json.dumps(record, ensure_ascii=False).encode())  # UTF-8 whatever the locale
    if failures.n:
        ctx.exit(1)


def _annotated(
    given: Sequence[str],
    outside: Outside,
    readers: Readers,
    failures: Failures,
    *,
    is_verbatim: bool,
) -> Iterator[AnnotatedArticle]:
    """Yield what can be read, and name the rest."""
    tasks = tasks_of(
        given,
        most=readers.share,
        fetch=outside.fetch,
        tell=lambda error, _: failures.add(error),
        is_verbatim=is_verbatim,
    )
    for _, results in readers.read(tasks):
        for result in results:
            if isinstance(result, AnnotatedArticle):
                yield result
            else:
                failures.add(result)
