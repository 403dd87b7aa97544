"""Many submissions → annotated articles, on all cores; processes may die on the way.

One job: divide the work into tasks, read each in a process of ours, and give the results back in
order. A task whose process was killed, or that takes too long, is done again, text by text the
second time, so that only the text to blame is given up. Each process parses its texts together
(`nlp.pipe`); storing is the caller's work, in its own process.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import BrokenExecutor, Future, wait
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from store import ingest
from store.database import open_corpus
from store.errors import ArticleNotFoundError, DuplicateArticleError, IntakeError
from store.queries.articles import clean_article
from store.writes.articles import refuse_stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from store.intake.page import FetchedPage
    from store.records import AnnotatedArticle, CleanArticle, RawArticle

    Result = list[AnnotatedArticle | IntakeError | "Stored"]

ARTICLES_A_TASK: Final = 16  # as many as are parsed together (store/annotate/pipeline.py)
_AHEAD: Final = 2  # tasks a process has at once, so that it never waits for us
# A task that takes longer is given up: 16 long articles take half a minute on a busy machine,
# starting a process and loading the model another half.
TASK_S: Final = 600.0
_LOOKS_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Stored:
    """An article that is in the corpus already, so that it was not read again."""

    source: str
    error: DuplicateArticleError


class Process(Protocol):
    """What reads: a process of ours, or something a test puts in its place."""

    @property
    def pid(self) -> int | None:
        """Its number, if it has one."""

    def submit(
        self, fn: Callable[[str, Task], Result], model: str, task: Task, /
    ) -> Future[Result]:
        """Start reading a task after those before it."""

    def kill(self) -> None:
        """End it at once."""

    def end(self) -> None:
        """End it and wait until it is gone."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one process reads in one go: files by their paths, records, fetched pages.

    Or, alone, articles of a corpus to be annotated again: each gives one result.
    """

    paths: tuple[Path, ...] = ()
    records: tuple[tuple[str, bytes], ...] = ()  # where it stands, and the line
    pages: tuple[FetchedPage, ...] = ()
    again: tuple[int, ...] = ()  # numbers of articles
    corpus: Path | None = None  # what is stored there already is not read again
    is_verbatim: bool = False  # nothing is cleaned

    def __len__(self) -> int:
        """How many submissions it is made of."""
        return len(self.paths) + len(self.records) + len(self.pages) + len(self.again)

    def parts(self) -> list[Task]:
        """The same work, one submission each."""
        empty = replace(self, paths=(), records=(), pages=(), again=())
        return [
            *(replace(empty, paths=(path,)) for path in self.paths),
            *(replace(empty, records=(record,)) for record in self.records),
            *(replace(empty, pages=(page,)) for page in self.pages),
            *(replace(empty, again=(number,)) for number in self.again),
        ]

    @property
    def name(self) -> str:
        """What errors call its first submission."""
        names = [
            *map(str, self.paths),
            *(where for where, _ in self.records),
            *(page.url for page in self.pages),
            *(f"article {number}" for number in self.again),
        ]
        return names[0] if names else ""


@dataclass(slots=True)
class _Job:
    """A task under way, how often its process was lost, and when its turn to be done began."""

    task: Task
    process: Process
    future: Future[Result]
    losses: int = 0
    since: float = 0.0


@dataclass(slots=True)
class Readers:
    """A few processes that read tasks."""

    make: Callable[[], Process]
    model: str
    n: int = 1
    share: int = ARTICLES_A_TASK  # what each would have to do if all did alike
    task_s: float = TASK_S
    _processes: list[Process] = field(default_factory=list)

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """Yield every task with what was found in it, in order.

        Whatever stops the caller ends the processes: what was yielded is all that was done.
        """
        waiting, under_way = iter(tasks), deque[_Job]()
        self._processes = [self.make() for _ in range(self.n)]
        try:
            while True:
                for task in islice(waiting, self.n * _AHEAD - len(under_way)):
                    under_way.append(self._start(task, under_way))
                if not under_way:
                    return
                self._wait_for(under_way)
                job = under_way.popleft()
                yield job.task, job.future.result()
        finally:
            for process in self._processes:
                process.end()

    def _start(self, task: Task, under_way: Iterable[_Job]) -> _Job:
        """Give a task to the process that has fewest."""
        load = [sum(job.process is process for job in under_way) for process in self._processes]
        process = self._processes[load.index(min(load))]
        return _Job(task, process, self._submit(task, process))

    def _submit(self, task: Task, process: Process) -> Future[Result]:
        """Give a task to a process; one that is gone already has lost it at once."""
        try:
            return process.submit(read_task, self.model, task)
        except BrokenExecutor as error:  # ended while it had nothing to do, or a moment ago
            lost: Future[Result] = Future()
            lost.set_exception(error)
            return lost

    def _wait_for(self, under_way: deque[_Job]) -> None:
        """Wait until the first task is done; start again what was lost or takes too long."""
        first = under_way[0]
        first.since = monotonic()
        while not _is_done(first.future):
            if first.process.pid is None:
                first.since = monotonic()  # it only starts: a busy machine takes a while for it
            if first.future.done():
                self._again(first, under_way)
            elif monotonic() - first.since > self.task_s:
                first.process.kill()
                first.losses += 1  # no chance: it would take as long again
                self._again(first, under_way)
            wait([first.future], timeout=_LOOKS_S)

    def _again(self, lost: _Job, under_way: deque[_Job]) -> None:
        """Put another process in the place of one that is gone, and give it what that one had."""
        old = lost.process
        new = self.make()
        self._processes[self._processes.index(old)] = new
        lost.losses += 1
        for job in under_way:
            if job.process is old and (job is lost or not _is_done(job.future)):
                job.process, job.since = new, monotonic()
                job.future = self._submit_again(job, new)

    def _submit_again(self, job: _Job, process: Process) -> Future[Result]:
        if job.losses < 2:  # noqa: PLR2004 — once may be chance: somebody ended the process
            return self._submit(job.task, process)
        return _finished(self._one_by_one(job.task))

    def _one_by_one(self, task: Task) -> Result:
        """Read a task that cost two processes text by text, each at most twice."""
        found: Result = []
        for part in task.parts():
            found += self._read_alone(part)
        return found

    def _read_alone(self, part: Task) -> Result:
        for _ in range(2):
            process = self.make()
            future = self._submit(part, process)
            try:
                while process.pid is None and not future.done():
                    wait([future], timeout=_LOOKS_S)  # it starts: that takes no time of the text's
                return future.result(timeout=self.task_s)
            except BrokenExecutor:
                continue
            except TimeoutError:
                return [IntakeError(part.name, f"reading it took longer than {self.task_s:g} s")]
            finally:
                process.end()
        return [IntakeError(part.name, "the process that read it was ended twice")]


def _is_lost(future: Future[Result]) -> bool:
    return future.cancelled() or isinstance(future.exception(), BrokenExecutor)


def _is_done(future: Future[Result]) -> bool:
    return future.done() and not _is_lost(future)


def _finished(found: Result) -> Future[Result]:
    future: Future[Result] = Future()
    future.set_result(found)
    return future


# ------------------------------------------------------------------ inside the process


def read_task(model: str, task: Task) -> Result:
    """Read, clean and annotate a task's articles; what is stored already is not annotated."""
    if task.again:
        return _read_again(model, task)
    raws = _raws(task)
    found: Result = [raw for raw in raws if isinstance(raw, IntakeError)]
    fresh = [raw for raw in raws if not isinstance(raw, IntakeError)]
    clean = ingest.as_it_is if task.is_verbatim else ingest.clean_or_error
    kept: list[CleanArticle] = []
    with closing(open_corpus(task.corpus, read_only=True)) if task.corpus else nullcontext() as db:
        for raw in fresh:
            cleaned = clean(raw)
            stored = None if isinstance(cleaned, IntakeError) else _stored(db, cleaned)
            if isinstance(cleaned, IntakeError):
                found.append(cleaned)
            elif stored is not None:
                found.append(stored)
            else:
                kept.append(cleaned)
    return [*found, *ingest.annotate_many_in_worker(model, kept)]


def _read_again(model: str, task: Task) -> Result:
    """Annotate articles of a corpus again, in order; one that is gone gives its error."""
    assert task.corpus is not None  # noqa: S101 — numbers without a corpus mean nothing
    with closing(open_corpus(task.corpus, read_only=True)) as db:
        stored = [_text_of(db, number) for number in task.again]
    readable = [one for one in stored if not isinstance(one, IntakeError)]
    annotated = iter(ingest.annotate_many_in_worker(model, readable))
    return [one if isinstance(one, IntakeError) else next(annotated) for one in stored]


def _text_of(db: Database, number: int) -> CleanArticle | IntakeError:
    try:
        return clean_article(db, number)
    except ArticleNotFoundError:  # removed since the numbers were listed
        return IntakeError(f"article {number}", "it was removed")


def _stored(db: Database | None, article: CleanArticle) -> Stored | None:
    if db is None:
        return None
    try:
        refuse_stored(db, article)
    except DuplicateArticleError as error:
        return Stored(article.source, error)
    return None


def _raws(task: Task) -> list[RawArticle | IntakeError]:
    """Find the articles in a task's files, within a bound on the memory that takes."""
    from store.intake import read  # noqa: PLC0415 — its parsers are loaded in the process only
    from store.intake.bounds import bounded_memory  # noqa: PLC0415 — as its neighbour
    from store.intake.json_lines import read_record  # noqa: PLC0415 — as its neighbour

    is_ours = multiprocessing.parent_process() is not None
    with bounded_memory() if is_ours else nullcontext():
        return [
            *(
                raw
                for path in task.paths
                for raw in read.read_file(path, is_verbatim=task.is_verbatim)
            ),
            *(read_record(line, where) for where, line in task.records),
            *(read.read_page_or_error(page) for page in task.pages),
        ]
