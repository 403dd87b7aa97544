"""`add`, `seed`, `reannotate`: commands that read with spaCy and write to the corpus.

One job: these three. Each article is stored in a transaction of its own: whatever stops a
run, what was reported as stored is there whole, and a second run goes on from it.
"""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from store import ingest
from store.annotate.pipeline import DEFAULT_MODEL
from store.cli.corpus import corpus_options, corpus_path
from store.cli.inputs import Failures, count_articles, expand, read_all
from store.database import open_corpus
from store.errors import DuplicateArticleError, IntakeError
from store.queries.articles import list_article_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlite_utils import Database

    from store.cli.outside import Outside
    from store.records import AnnotatedArticle, RawArticle

_SEEDS: Final = Path(__file__).parents[2] / "seeds"
_model = click.option("--model", envvar="SPACY_MODEL", default=DEFAULT_MODEL, show_default=True)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL…")
@_model
@corpus_options
@click.pass_context
def add(
    ctx: click.Context, paths: tuple[str, ...], model: str, corpus: Path | None, guild: int | None
) -> None:
    """Read, annotate and store articles.

    Each PATH_OR_URL is a file (.txt .md .html .pdf .docx, .zip of them), a folder of them, a
    glob, an address, or a .jsonl file with {"id", "url", "title", "published_on", "text"} on
    each line. What is already stored is left as it is.
    """
    _add(ctx, paths, model, corpus_path(ctx.obj, corpus, guild))


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
    _add(ctx, [str(seeds)], model, corpus_path(ctx.obj, corpus, guild))


def _add(ctx: click.Context, paths: Sequence[str], model: str, target: Path) -> None:
    outside: Outside = ctx.obj
    failures = Failures()
    given = expand(paths, failures)
    run = _Run(failures)
    with closing(open_corpus(target)) as db:
        try:
            with _progress("reading", count_articles(given), run):
                _store_all(db, given, outside, model, run)
        finally:  # also when it is interrupted: what was stored is stored
            click.echo(run.summary(target))
    if failures.n:
        ctx.exit(1)


def _store_all(db: Database, given: Sequence[str], outside: Outside, model: str, run: _Run) -> None:
    raws = _counted(read_all(given, run.failures, fetch=outside.fetch), run)
    for found in ingest.prepare_many(outside.load(model), raws):
        run.store(db, found, outside)


class _Run:
    """What one run did so far, and whom to tell of each step."""

    def __init__(self, failures: Failures) -> None:
        self.failures = failures
        self.n_stored = self.n_quotations = self.n_known = 0
        self.step: Callable[[], object] = lambda: None

    def store(self, db: Database, found: AnnotatedArticle | IntakeError, outside: Outside) -> None:
        """Store one article, or say why not."""
        if isinstance(found, IntakeError):
            self.failures.add(found)
            return
        try:
            added = ingest.commit(db, found, added_by=None, now=outside.now())
        except DuplicateArticleError as error:
            self.n_known += 1
            self.failures.say(f"{found.article.source}: {error}")
            return
        self.n_stored += 1
        self.n_quotations += added.n_quotations

    def summary(self, target: Path) -> str:
        """Say in one line what was done."""
        parts = [f"stored {self.n_stored} articles with {self.n_quotations} quotations in {target}"]
        if self.n_known:
            parts.append(f"{self.n_known} already stored")
        if self.failures.n:
            parts.append(f"{self.failures.n} failed")
        return "; ".join(parts)


def _counted(raws: Iterator[RawArticle], run: _Run) -> Iterator[RawArticle]:
    for raw in raws:
        yield raw
        run.step()


@contextmanager
def _progress(doing: str, total: int, run: _Run) -> Iterator[None]:
    """Show a bar on a terminal; elsewhere nothing."""
    errors = Console(file=sys.stderr, markup=False, emoji=False, highlight=False)
    if not errors.is_terminal:
        yield
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=errors, transient=True) as bar:
        task = bar.add_task(doing, total=total)
        run.step = lambda: bar.advance(task)
        run.failures.say = lambda line: bar.console.print(line, soft_wrap=True)
        yield


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
                run.step()
    click.echo(f"annotated {run.n_stored} articles again: {run.n_quotations} quotations")
