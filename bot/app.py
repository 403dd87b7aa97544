"""Put the bot together: the only place that picks the real parts."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from bot.client import OnRecord
from bot.clock import utc_now
from bot.corpus import Corpus
from bot.corpus.leader import Leader
from bot.digest.channels import never_twice
from bot.digest.schedule import DigestSchedule
from bot.feeds.rounds import FeedRounds
from bot.follow.rounds import FollowRounds
from store.intake.fetch import Fetcher

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from bot.clock import Clock
    from bot.corpus.face import Fetch
    from bot.settings import Settings


def create_bot(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    executor: Executor | None = None,
    fetch: Fetch | None = None,
) -> OnRecord:
    """Return the whole bot, not connected to anything.

    Args:
        settings: where the corpora are, which model reads, and so on.
        clock: what the bot takes for the present.
        executor: where texts are read; None starts a process of its own once the bot is ready.
        fetch: what gets a page from the network; None is the real one.
    """
    corpus = Corpus(
        settings,
        clock=clock,
        fetch=fetch or Fetcher(contact=settings.fetch_contact),
        executor=executor,
    )
    leader = Leader(settings.corpora_dir, clock)
    return OnRecord(
        corpus,
        clock=clock,
        sync_memory=settings.corpora_dir / "sync.json",
        http_trace=never_twice(),
        schedule=lambda client: DigestSchedule(
            corpus,
            client,
            clock,
            also=[FollowRounds(corpus, client), FeedRounds(corpus, client)],
            leader=leader,
        ),
    )


def keep_what_is_loaded() -> None:
    """Spare the garbage collector everything that was loaded by now; once, before connecting.

    A full collection otherwise walks the libraries' 64,000 objects and stalls the event loop for
    30 to 100 ms each time (measured with gc.collect on two shared cores; 0.01 ms afterwards).
    """
    gc.collect()
    gc.freeze()
