"""PATH_OR_URL arguments → tasks for the processes that read them.

One job: cut the work into pieces of like size, without reading more of it than where a line ends.
Files are named only: whatever is in them is opened in the process that reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.bulk import ARTICLES_A_TASK, Task
from store.cli.inputs import is_address
from store.errors import DuplicateArticleError, IntakeError, UnsupportedFileError
from store.intake.read import RECORDS
from store.intake.text import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.intake.page import FetchedPage

# What a task holds at most, unless one submission alone is larger: 16 long articles.
_BYTES_A_TASK: Final = 1024 * 1024


@dataclass(slots=True)
class _Pile:
    """Submissions that are put together to a task."""

    empty: Task
    most: int
    paths: list[Path] = field(default_factory=list)
    records: list[tuple[str, bytes]] = field(default_factory=list)
    pages: list[FetchedPage] = field(default_factory=list)
    n_bytes: int = 0

    def task(self) -> Task:
        """Make a task of what is there, and begin anew."""
        made = replace(
            self.empty,
            paths=tuple(self.paths),
            records=tuple(self.records),
            pages=tuple(self.pages),
        )
        self.paths, self.records, self.pages, self.n_bytes = [], [], [], 0
        return made

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.paths) + len(self.records) + len(self.pages)

    def is_like(self, path: str) -> bool:
        """Whether an argument is of the kind that is there: a file, records, or an address."""
        if is_address(path):
            return bool(self.pages)
        return bool(self.records if Path(path).suffix.lower() in RECORDS else self.paths)

    @property
    def is_full(self) -> bool:
        """Whether it is a task's worth."""
        return self.n >= self.most or self.n_bytes >= _BYTES_A_TASK


def tasks_of(  # noqa: PLR0913 — one argument per thing of the outside
    given: Iterable[str],
    *,
    most: int,
    fetch: Callable[[str], FetchedPage],
    tell: Callable[[IntakeError | DuplicateArticleError, str], None],
    corpus: Path | None = None,
    refuse: Callable[[str], None] = lambda _: None,
    is_verbatim: bool = False,
) -> Iterator[Task]:
    """Cut what was given into tasks.

    Args:
        given: files and addresses, spelled out.
        most: submissions a task.
        fetch: gets a page.
        tell: hears of what cannot be read, or need not be, and its name.
        corpus: where it is to be stored; what is there already is not read again.
        refuse: raises DuplicateArticleError where an address is stored already.
        is_verbatim: nothing is to be cleaned.
    """
    empty = Task(corpus=corpus, is_verbatim=is_verbatim)
    pile = _Pile(empty, max(1, min(most, ARTICLES_A_TASK)))
    for path in given:
        if pile.n and not pile.is_like(path):  # a task's results come kind by kind
            yield pile.task()
        try:
            for _ in _put_on(pile, path, fetch, refuse, tell):
                if pile.is_full:
                    yield pile.task()
        except (IntakeError, DuplicateArticleError) as error:
            tell(error, path)
    if pile.n:
        yield pile.task()


def _put_on(
    pile: _Pile,
    path: str,
    fetch: Callable[[str], FetchedPage],
    refuse: Callable[[str], None],
    tell: Callable[[IntakeError | DuplicateArticleError, str], None],
) -> Iterator[None]:
    """Put what one argument means on the pile, one at a time."""
    if is_address(path):
        refuse(path)
        page = fetch(path)
        pile.pages.append(page)
        pile.n_bytes += len(page.body)
        yield
    elif Path(path).suffix.lower() in RECORDS:
        for where, line in _lines(Path(path)):
            if line is None:
                tell(UnsupportedFileError(where, "the line is longer than 20 MB"), where)
                continue
            pile.records.append((where, line))
            pile.n_bytes += len(line)
            yield
    else:
        pile.paths.append(Path(path))
        pile.n_bytes += _size(Path(path))
        yield


def _lines(path: Path) -> Iterator[tuple[str, bytes | None]]:
    """Yield where each line stands, and the line, or None for one too long to be an article."""
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LARGEST + 1):
                number += 1
                is_whole = len(line) <= LARGEST
                while not line.endswith(b"\n") and not is_whole:
                    line = file.readline(LARGEST + 1) or b"\n"
                if line.strip() or not is_whole:
                    yield f"{path}:{number}", line if is_whole else None
    except OSError as error:
        raise IntakeError(str(path), error.strerror or "cannot be read") from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # told when it is read
        return 0
