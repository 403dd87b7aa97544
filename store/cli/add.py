"""`add`, `seed`, `reannotate`: commands that read with spaCy and write to the corpus.

One job: these three. Each article is stored in a transaction of its own: whatever stops a
run, what was reported as stored is there whole, and a second run goes on from it.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from store import ingest
from store.annotate.pipeline import DEFAULT_MODEL
from store.bulk import Readers, Stored
from store.cli.corpus import corpus_options, corpus_path
from store.cli.inputs import Failures, count_articles, expand
from store.cli.tasks import tasks_of
from store.database import open_corpus, path_of
from store.errors import DuplicateArticleError, IntakeError
from store.queries.articles import list_article_ids
from store.records import AnnotatedArticle
from store.writes.articles import refuse_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.progress import Task as ProgressTask
    from sqlite_utils import Database

    from store.cli.outside import Outside

    Found = AnnotatedArticle | IntakeError | Stored

_SEEDS: Final = Path(__file__).parents[2] / "seeds"
_WORTH_A_PROCESS: Final = 8  # articles; starting a process takes as long as reading a dozen
_processes = click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1,
    show_default="one for each core",
    help="How many processes read.",
)
_model = click.option("--model", envvar="SPACY_MODEL", default=DEFAULT_MODEL, show_default=True)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL…")
@_processes
@_model
@corpus_options
@click.pass_context
def add(  # noqa: PLR0913 — one argument per option
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    processes: int,
    model: str,
    corpus: Path | None,
    guild: int | None,
) -> None:
    """Read, annotate and store articles.

    Each PATH_OR_URL is a file (.txt .md .html .pdf .docx, .zip of them), a folder of them, a
    glob, an address, or a .jsonl file with {"id", "url", "title", "published_on", "text"} on
    each line. What is already stored is left as it is: the same command goes on where it was
    interrupted.
    """
    _add(ctx, paths, model, corpus_path(ctx.obj, corpus, guild), processes)


@click.command()
@click.option(
    "--seeds",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="SEEDS_DIR",
    default=_SEEDS,
    help="The folder of the starter articles.",
)
@_model
@corpus_options
@click.pass_context
def seed(
    ctx: click.Context, seeds: Path, model: str, corpus: Path | None, guild: int | None
) -> None:
    """Add the five starter articles."""
    _add(ctx, [str(seeds)], model, corpus_path(ctx.obj, corpus, guild), 1)


def _add(
    ctx: click.Context, paths: Sequence[str], model: str, target: Path, processes: int
) -> None:
    outside: Outside = ctx.obj
    failures = Failures()
    given = expand(paths, failures)
    run = _Run(failures)
    with closing(open_corpus(target)) as db:
        try:
            with _progress("reading", count_articles(given), run) as total:
                _store_all(db, given, outside, run, readers_for(outside, model, processes, total))
        finally:  # also when it is interrupted: what was stored is stored
            run.failures.list_again()
            click.echo(run.summary(target))
    if failures.n:
        ctx.exit(1)


def _store_all(
    db: Database, given: Sequence[str], outside: Outside, run: _Run, readers: Readers
) -> None:
    """Read on all processes, and store each task's articles in a transaction of their own."""
    tasks = tasks_of(
        given,
        corpus=Path(path_of(db)),
        most=readers.share,
        fetch=outside.fetch,
        refuse=lambda url: refuse_address(db, url),
        tell=run.tell,
    )
    for task, found in readers.read(tasks):
        run.store(db, found, outside)
        run.step(len(task))


def readers_for(outside: Outside, model: str, processes: int, n_articles: int) -> Readers:
    """As many processes as were asked for, but none that would have nothing to do."""
    n = max(1, min(processes, n_articles // _WORTH_A_PROCESS))
    return Readers(outside.process, model, n=n, share=-(-n_articles // n))


class _Run:
    """What one run did so far, and whom to tell of each step."""

    def __init__(self, failures: Failures) -> None:
        self.failures = failures
        self.n_stored = self.n_quotations = self.n_known = 0
        self.step: Callable[[int], object] = lambda n: None  # noqa: ARG005 — how many are done

    def store(self, db: Database, found: Sequence[Found], outside: Outside) -> None:
        """Store what was read, or say why not."""
        read = [one for one in found if isinstance(one, AnnotatedArticle)]
        for one in found:
            if isinstance(one, Stored):
                self.tell(one.error, one.source)
            elif isinstance(one, IntakeError):
                self.failures.add(one)
        stored = ingest.commit_many(db, read, added_by=None, now=outside.now())
        for article, result in zip(read, stored, strict=True):
            if isinstance(result, DuplicateArticleError):
                self.tell(result, article.article.source)
            else:
                self.n_stored += 1
                self.n_quotations += len(article.quotations)

    def tell(self, error: IntakeError | DuplicateArticleError, name: str) -> None:
        """Name one that was not stored: because it cannot be read, or is there already."""
        if isinstance(error, DuplicateArticleError):
            self.n_known += 1
            self.failures.say(f"{name}: {error}")
        else:
            self.failures.add(error)

    def summary(self, target: Path) -> str:
        """Say in one line what was done."""
        parts = [f"stored {self.n_stored} articles with {self.n_quotations} quotations in {target}"]
        if self.n_known:
            parts.append(f"{self.n_known} already stored")
        if self.failures.n:
            parts.append(f"{self.failures.n} failed")
        return "; ".join(parts)


@contextmanager
def _progress(doing: str, total: int, run: _Run) -> Iterator[int]:
    """Show a bar on a terminal, with the rate and the time left; elsewhere nothing."""
    errors = Console(file=sys.stderr, markup=False, emoji=False, highlight=False)
    if not errors.is_terminal:
        yield total
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate())
    with Progress(*columns, TimeRemainingColumn(), console=errors, transient=True) as bar:
        task = bar.add_task(doing, total=total)
        run.step = lambda n: bar.advance(task, n)
        run.failures.say = lambda line: bar.console.print(line, soft_wrap=True)
        run.failures.is_scrolling = True
        yield total


class _Rate(ProgressColumn):
    """Articles a second."""

    def render(self, task: ProgressTask) -> Text:
        """Say how fast it goes, once that can be told."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


@click.command()
@click.argument("article_ids", nargs=-1, type=int, metavar="[ARTICLE]…")
@_model
@corpus_options
@click.pass_context
def reannotate(
    ctx: click.Context,
    article_ids: tuple[int, ...],
    model: str,
    corpus: Path | None,
    guild: int | None,
) -> None:
    """Annotate stored articles again with today's rules: those numbered, or all."""
    outside: Outside = ctx.obj
    path = corpus_path(outside, corpus, guild)
    open_corpus(path, read_only=True).close()  # never makes a corpus: there is nothing to do in it
    run = _Run(Failures())
    with closing(open_corpus(path)) as db:
        asked = article_ids or tuple(list_article_ids(db))
        nlp = outside.load(model)
        with _progress("annotating", len(asked), run):
            for added in ingest.reannotate(db, nlp, asked, by=None, now=outside.now()):
                run.n_stored += 1
                run.n_quotations += added.n_quotations
                run.step(1)
    click.echo(f"annotated {run.n_stored} articles again: {run.n_quotations} quotations")
