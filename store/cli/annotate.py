"""`annotate`: articles in, JSON lines out, nothing stored.

One job: this command. It needs the whole call before it prints, since entities are linked
across all its articles.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from store.annotate import pipeline
from store.clean import clean, keep_verbatim
from store.cli.contract import as_objects
from store.cli.inputs import Failures, expand, read_all
from store.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.cli.outside import Outside
    from store.records import CleanArticle, RawArticle


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL…")
@click.option("--jsonl", is_flag=True, required=True, help="Print one JSON object a line.")
@click.option("--verbatim", is_flag=True, help="Do not clean: offsets refer to the input as given.")
@click.option("--model", envvar="SPACY_MODEL", default=pipeline.DEFAULT_MODEL, show_default=True)
@click.pass_context
def annotate(
    ctx: click.Context,
    paths: tuple[str, ...],
    *,
    jsonl: bool,  # noqa: ARG001 — the contract names the format, there is only this one
    verbatim: bool,
    model: str,
) -> None:
    """Annotate articles and print them as JSON lines; store nothing.

    Each PATH_OR_URL is a file (.txt .md .html .pdf .docx, .zip of them), a folder, a glob, an
    address, or a .jsonl file with {"id", "text"} on each line. Entities are linked across all
    articles of the call.
    """
    outside: Outside = ctx.obj
    failures = Failures()
    raws = read_all(expand(paths, failures), failures, fetch=outside.fetch, is_verbatim=verbatim)
    articles = map(keep_verbatim, raws) if verbatim else _cleaned(raws, failures)
    found = list(pipeline.annotate(outside.load(model), articles))
    for record in as_objects(found):
        click.echo(json.dumps(record, ensure_ascii=False).encode())  # UTF-8 whatever the locale
    if failures.n:
        ctx.exit(1)


def _cleaned(raws: Iterable[RawArticle], failures: Failures) -> Iterator[CleanArticle]:
    for raw in raws:
        try:
            yield clean(raw)
        except IntakeError as error:
            failures.add(error)
