"""`add`, `seed`, `reannotate`: commands that read with spaCy and write to the corpus.

One job: these three. Each article is stored whole or not at all: whatever stops a run, what was
reported as stored is there, and a second run goes on from it.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
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
from store.bulk import ARTICLES_A_TASK, Stored, Task
from store.cli.batches import Batch
from store.cli.corpus import corpus_options, corpus_path
from store.cli.inputs import Failures, count_articles, expand
from store.cli.output import console_of_errors, counted
from store.cli.readers import model_option, processes_option, readers_for
from store.cli.tasks import tasks_of
from store.database import open_corpus, path_of
from store.errors import ArticleNotFoundError, DuplicateArticleError, IntakeError
from store.queries.articles import get_article_row, list_article_ids
from store.records import AnnotatedArticle
from store.writes.articles import refuse_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.progress import Task as ProgressTask
    from sqlite_utils import Database

    from store.bulk import Readers
    from store.cli.outside import Outside

    Found = AnnotatedArticle | IntakeError | Stored

_KNOWN_NAMED: Final = 20  # of those already stored: a run that goes on has thousands
_SEEDS: Final = Path(__file__).parents[2] / "seeds"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL…")
@processes_option
@model_option
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
@model_option
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
    with closing(open_corpus(target, busy_timeout_s=outside.patience_s)) as db:
        try:
            with _progress("reading", count_articles(given), run) as total:
                _store_all(db, given, outside, run, readers_for(outside, model, processes, total))
            run.is_done = True
        finally:  # also when it is interrupted: what was stored is stored
            run.failures.list_again()
            click.echo(run.summary(target))
    if failures.n:
        ctx.exit(1)


def _store_all(
    db: Database, given: Sequence[str], outside: Outside, run: _Run, readers: Readers
) -> None:
    """Read on all processes, and store many articles in one transaction."""
    tasks = tasks_of(
        given,
        corpus=Path(path_of(db)),
        most=readers.share,
        fetch=outside.fetch,
        refuse=lambda url: refuse_address(db, url),
        tell=run.tell,
    )
    try:
        for task, found in readers.read(tasks):
            run.take(db, found, outside)
            run.step(len(task))
    finally:  # also when it is interrupted: what was read is stored
        run.store(db, outside)


class _Run:
    """What one run did so far, and whom to tell of each step."""

    def __init__(self, failures: Failures) -> None:
        self.failures = failures
        self.n_stored = self.n_quotations = self.n_known = 0
        self.is_done = False
        self.batch = Batch()  # read, not stored yet
        self.last = 0  # number of the last article that was done again
        self.step: Callable[[int], object] = lambda n: None  # noqa: ARG005 — how many are done

    def take(self, db: Database, found: Sequence[Found], outside: Outside) -> None:
        """Take what was read, or say why it was not; store it when there is enough."""
        for one in found:
            if isinstance(one, Stored):
                self.tell(one.error, one.source)
            elif isinstance(one, IntakeError):
                self.failures.add(one)
            else:
                self.batch.add(one, outside.now())
        if self.batch.is_due(outside.now()):
            self.store(db, outside)

    def store(self, db: Database, outside: Outside) -> None:
        """Store what waits for it, all in one transaction."""
        read = self.batch.waiting
        stored = self.batch.store(
            lambda many: ingest.commit_many(db, many, added_by=None, now=outside.now())
        )
        for article, result in zip(read, stored, strict=True):
            if isinstance(result, DuplicateArticleError):
                self.tell(result, article.article.source)
            else:
                self.n_stored += 1
                self.n_quotations += len(article.quotations)

    def replace(self, db: Database, task: Task, found: Sequence[Found], outside: Outside) -> None:
        """Put what was read again in the place of what was there."""
        for number, one in zip(task.again, found, strict=True):
            if isinstance(one, AnnotatedArticle):
                self._replace_one(db, number, one, outside)
            elif isinstance(one, IntakeError):
                self.failures.add(one)
            self.last = number
            self.step(1)

    def _replace_one(
        self, db: Database, number: int, read: AnnotatedArticle, outside: Outside
    ) -> None:
        try:
            done = ingest.recommit(db, number, read, by=None, now=outside.now())
        except ArticleNotFoundError as error:  # removed while it was read
            self.failures.add(error)
        else:
            self.n_stored += 1
            self.n_quotations += done.added.n_quotations

    def tell(self, error: IntakeError | DuplicateArticleError, name: str) -> None:
        """Name one that was not stored: because it cannot be read, or is there already."""
        if isinstance(error, DuplicateArticleError):
            self.n_known += 1
            if self.n_known <= _KNOWN_NAMED:
                self.failures.mention(f"{name}: {error}")
            elif self.n_known == _KNOWN_NAMED + 1:
                self.failures.mention("what else is already stored is only counted")
        else:
            self.failures.add(error)

    def summary(self, target: Path) -> str:
        """Say in one line what was done."""
        parts = [f"stored {' with '.join(self._counted())} in {target}"]
        if self.n_known:
            parts.append(f"{self.n_known} already stored")
        if self.failures.n:
            parts.append(f"{self.failures.n} failed")
        if not self.is_done:
            parts.append("stopped, the same command goes on from there")
        return "; ".join(parts)

    def _counted(self) -> tuple[str, str]:
        return counted(self.n_stored, "article"), counted(self.n_quotations, "quotation")

    def summary_again(self, asked: Sequence[int]) -> str:
        """Say in one line what was done, and how to go on from there."""
        articles, quotations = self._counted()
        done = f"annotated {articles} again: {quotations}"
        if not asked or self.last == asked[-1]:
            return done
        return f"{done}; stopped, go on with --after {self.last}"


@contextmanager
def _progress(doing: str, total: int, run: _Run) -> Iterator[int]:
    """Show a bar on a terminal, with the rate and the time left; elsewhere nothing."""
    errors = console_of_errors()
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
@click.option("--after", type=int, metavar="ARTICLE", help="Only those with a higher number.")
@processes_option
@model_option
@corpus_options
@click.pass_context
def reannotate(  # noqa: PLR0913 — one argument per option
    ctx: click.Context,
    *,
    article_ids: tuple[int, ...],
    after: int | None,
    processes: int,
    model: str,
    corpus: Path | None,
    guild: int | None,
) -> None:
    """Annotate stored articles again with today's rules: those numbered, or all.

    Each is replaced on its own, in the order of their numbers: interrupted, the articles up to
    the one that is named are done, and --after goes on from there.
    """
    outside: Outside = ctx.obj
    path = corpus_path(outside, corpus, guild)
    open_corpus(path, read_only=True).close()  # never makes a corpus: there is nothing to do in it
    run = _Run(Failures())
    with closing(open_corpus(path, busy_timeout_s=outside.patience_s)) as db:
        asked = _numbers(db, article_ids, after or 0)
        readers = readers_for(outside, model, processes, len(asked))
        try:
            with _progress("annotating", len(asked), run):
                for task, found in readers.read(_tasks_again(asked, path, readers.share)):
                    run.replace(db, task, found, outside)
        finally:
            run.failures.list_again()
            click.echo(run.summary_again(asked))
    if run.failures.n:
        ctx.exit(1)


def _numbers(db: Database, given: Sequence[int], after: int) -> list[int]:
    """The articles that are meant, in order.

    Raises:
        ArticleNotFoundError: one that was named is not in the record.
    """
    for number in given:
        get_article_row(db, number)
    return sorted(number for number in set(given) or list_article_ids(db) if number > after)


def _tasks_again(numbers: Sequence[int], path: Path, share: int) -> Iterator[Task]:
    size = max(1, min(share, ARTICLES_A_TASK))
    for start in range(0, len(numbers), size):
        yield Task(again=tuple(numbers[start : start + size]), corpus=path)
