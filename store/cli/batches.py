"""Articles that were read wait until enough of them are there to be stored in one transaction.

One job: how many that are. Many together cost less each (benchmarks/storing.py); but a killed run
has to read those anew that waited, and whoever else writes waits for no more than two seconds
(BUSY_TIMEOUT_S), on a slow machine too. So it is told from how long the last ones took.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from store.records import AnnotatedArticle

T = TypeVar("T")

LONGEST_WAIT: Final = timedelta(seconds=10)
HELD_S: Final = 0.8  # what a transaction may take
FIRST: Final = 600_000  # characters: before anything is known, 170 news reports
MOST: Final = 3_000_000
_GROWS_AT_MOST: Final = 3.0  # times, from one to the next: the next texts may be harder


@dataclass(slots=True)
class Batch:
    """What waits, and how much of it makes a transaction."""

    waiting: list[AnnotatedArticle] = field(default_factory=list)
    since: datetime | None = None  # when the first of them came
    enough: float = FIRST  # characters

    def add(self, article: AnnotatedArticle, now: datetime) -> None:
        """Let an article wait."""
        self.waiting.append(article)
        self.since = self.since or now

    def is_due(self, now: datetime) -> bool:
        """Whether what waits is enough, or has waited long enough."""
        is_late = self.since is not None and now - self.since >= LONGEST_WAIT
        return is_late or (bool(self.waiting) and _length(self.waiting) >= self.enough)

    def store(self, act: Callable[[Sequence[AnnotatedArticle]], T]) -> T:
        """Have all that waits stored, and take note of how long it took; errors are passed on.

        What fails is not tried again.
        """
        taken, self.waiting, self.since = self.waiting, [], None
        began = monotonic()
        done = act(taken)
        self._learn(_length(taken), monotonic() - began)
        return done

    def _learn(self, n_characters: int, took_s: float) -> None:
        if n_characters:
            would_do = n_characters * HELD_S / max(took_s, 1e-3)
            self.enough = min(would_do, _GROWS_AT_MOST * max(n_characters, FIRST), MOST)


def _length(articles: Sequence[AnnotatedArticle]) -> int:
    return sum(len(one.article.text) for one in articles)
