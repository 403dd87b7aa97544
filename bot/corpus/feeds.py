"""Feeds, for the bot: whose turn it is, asking politely, and making articles of what is new.

Keeps in memory when each server next wants a look, so that asking costs nothing. A feed is asked
with what it said last time (ETag, Last-Modified), less and less often while it fails, and paused
when it goes on failing. What it holds is parsed in the reading process.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import TooSlowError, WorkerLostError
from store import ingest
from store.errors import (
    DuplicateArticleError,
    FetchError,
    IntakeError,
    NotAFeedError,
    SeveralFeedsError,
    TooManyFeedsError,
)
from store.intake.feed_kinds import KINDS
from store.names import completed
from store.queries import feeds as queries
from store.records import DateOrigin
from store.writes import feeds as writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from bot.clock import Clock
    from bot.corpus.digests import ServerLanes
    from bot.corpus.face import Fetch
    from bot.corpus.turns import Turns
    from bot.corpus.worker import Worker
    from store.intake.page import FetchedPage
    from store.records import AnnotatedArticle, Feed, FeedStanding, ReadFeed, WaitingItem

log = logging.getLogger(__name__)

MOST_FEEDS = 100  # of one server
NEWEST_AT_FIRST = 10  # items of a feed that become articles when it is added
_EVERY = timedelta(minutes=30)
_LONGEST = timedelta(hours=24)
_JITTER = 0.2  # share of the interval, so that feeds added together do not stay together
# Half an hour, an hour, two, four, …: about five days of silence.
MOST_FAILURES = 10
_FETCHES_AT_ONCE = 4  # of all servers together
_SHARE = 3  # of these for one server: others have theirs however slow its feeds are
_ITEMS_A_LOOK = 25
_MOST_TRIES = 4
_RETRY_ITEM = timedelta(hours=1)
_LOOK_AGAIN = timedelta(minutes=30)
_PARSING_S = 30.0
_BODIES_KNOWN = 5000


class Feeds:
    """The feeds of all servers."""

    def __init__(  # noqa: PLR0913 — the parts it puts together
        self,
        lanes: ServerLanes,
        worker: Worker,
        turns: Turns,
        fetch: Fetch,
        *,
        clock: Clock,
        pick: Callable[[], float],
    ) -> None:
        self._lanes = lanes
        self._worker = worker
        self._turns = turns
        self._fetch = fetch
        self._clock = clock
        self._pick = pick
        self._room = asyncio.Semaphore(_FETCHES_AT_ONCE)
        self._wakes: dict[int, datetime] = {}
        self._bodies: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    # -------------------------------------------------------------- what curators do

    async def add(self, guild_id: int, url: str, *, by: int) -> Feed:
        """Follow the feed at an address, or the one that the page there names.

        Raises:
            FetchError: the address is refused, or cannot be fetched.
            NotAFeedError: there is none.
            SeveralFeedsError: the page names several.
            DuplicateFeedError: the server follows it already.
            TooManyFeedsError: it follows as many as it may.
        """
        if await self._lanes.read(guild_id, queries.count_feeds) >= MOST_FEEDS:
            raise TooManyFeedsError(MOST_FEEDS)
        page, read = await self._get(guild_id, completed(url))
        if not read.is_feed:
            if len(read.others) > 1:
                raise SeveralFeedsError(url, read.others)
            page, read = await self._get(guild_id, read.others[0])
        if not read.is_feed:
            raise NotAFeedError(page.url, "it leads to another page, not to a feed")
        now = self._clock()
        feed_id = await self._lanes.write(
            guild_id,
            writes.add_feed,
            page.url,
            read,
            n_newest=NEWEST_AT_FIRST,
            etag=page.etag,
            last_modified=page.last_modified,
            next_at=now + self._jittered(_EVERY),
            by=by,
            now=now,
        )
        self._wakes.pop(guild_id, None)
        return await self.get(guild_id, feed_id)

    async def get(self, guild_id: int, feed_id: int) -> Feed:
        """Return a feed.

        Raises:
            FeedNotFoundError: there is none by that number.
        """
        return await self._lanes.read(guild_id, queries.get_feed, feed_id)

    async def all(self, guild_id: int) -> tuple[FeedStanding, ...]:
        """Return every feed of a server, oldest first."""
        return await self._lanes.read(guild_id, queries.list_feeds)

    async def pause(self, guild_id: int, feed_id: int, *, by: int) -> bool:
        """Ask a feed no more until it is resumed; False: it was paused already."""
        return await self._lanes.write(
            guild_id, writes.pause_feed, feed_id, reason=None, by=by, now=self._clock()
        )

    async def resume(self, guild_id: int, feed_id: int, *, by: int) -> bool:
        """Ask a feed again; False: it was not paused."""
        resumed = await self._lanes.write(
            guild_id, writes.resume_feed, feed_id, by=by, now=self._clock()
        )
        self._wakes.pop(guild_id, None)
        return resumed

    async def remove(self, guild_id: int, feed_id: int, *, by: int) -> int:
        """Follow a feed no longer; its articles stay. The number of the change is returned."""
        return await self._lanes.write(
            guild_id, writes.remove_feed, feed_id, by=by, now=self._clock()
        )

    # -------------------------------------------------------------- looking

    def awake(self, guild_ids: Iterable[int]) -> list[int]:
        """Return those of the servers whose feeds want a look now."""
        now = self._clock()
        # A clock that jumped back must not leave a server alone until the old time has come.
        latest = now + _LOOK_AGAIN
        return [i for i in guild_ids if not now < self._wakes.get(i, now) <= latest]

    def leave_for(self, guild_id: int, pause: timedelta) -> None:
        """Do not look at a server's feeds for a while."""
        self._wakes[guild_id] = self._clock() + pause

    async def look(self, guild_id: int) -> list[Feed]:
        """Ask the feeds that are due, and make articles of what waits.

        Returns:
            The feeds that were paused because they go on failing, to be told about.
        """
        paused = await self.ask_all(guild_id)
        now = self._clock()
        waiting = await self._lanes.read(guild_id, queries.waiting_items, now, limit=_ITEMS_A_LOOK)
        for item in waiting:
            await self._read_item(guild_id, item)
        await self._settle(guild_id)
        return paused

    async def ask_all(self, guild_id: int) -> list[Feed]:
        """Ask the feeds that are due, and note what is new; those paused by it are returned."""
        due = await self._lanes.read(guild_id, queries.due_feeds, self._clock())
        share = asyncio.Semaphore(_SHARE)
        asked = await asyncio.gather(*(self._ask(guild_id, feed, share) for feed in due))
        return [feed for feed in asked if feed is not None]

    async def _settle(self, guild_id: int) -> None:
        now = self._clock()
        times = [
            await self._lanes.read(guild_id, queries.next_look),
            await self._lanes.read(guild_id, queries.next_item_at),
            now + _LOOK_AGAIN,
        ]
        self._wakes[guild_id] = min(at for at in times if at is not None)

    async def _ask(self, guild_id: int, feed: Feed, share: asyncio.Semaphore) -> Feed | None:
        """Ask one feed; return it when it was paused for going on failing."""
        try:
            async with share, self._room:
                page = await self._fetch(feed.url, kinds=KINDS, headers=_conditions(feed))
            digest = hashlib.sha256(page.body).digest()
            is_same = page.is_unchanged or self._bodies.get((guild_id, feed.id)) == digest
            items = () if is_same else (await self._parse(guild_id, page)).items
        except (IntakeError, TooSlowError, WorkerLostError) as error:
            return await self._failed(guild_id, feed, error)
        now = self._clock()
        await self._lanes.write(
            guild_id,
            writes.note_look,
            feed.id,
            items,
            etag=page.etag or (feed.etag if page.is_unchanged else None),
            last_modified=page.last_modified or (feed.last_modified if page.is_unchanged else None),
            next_at=now + self._jittered(_EVERY),
            now=now,
        )
        if not page.is_unchanged:  # only now: what is not noted must be read again
            self._remember((guild_id, feed.id), digest)
        return None

    async def _failed(self, guild_id: int, feed: Feed, error: Exception) -> Feed | None:
        why = _why(error)
        now = self._clock()
        wait = min(_EVERY * 2 ** min(feed.n_failures + 1, 10), _LONGEST)
        n_failures = await self._lanes.write(
            guild_id,
            writes.note_failure,
            feed.id,
            why,
            next_at=now + self._jittered(wait),
            now=now,
        )
        log.info("feed failed server=%d feed=%d times=%d", guild_id, feed.id, n_failures)
        if n_failures < MOST_FAILURES:
            return None
        await self._lanes.write(guild_id, writes.pause_feed, feed.id, reason=why, by=None, now=now)
        return replace(feed, pause_reason=why, n_failures=n_failures)

    async def _read_item(self, guild_id: int, waiting: WaitingItem) -> None:
        """Make an article of an item, or note why it is none."""
        try:
            async with self._room:
                page = await self._fetch(waiting.item.url)
            async with self._turns.take(guild_id, in_background=True):
                found = await self._worker.prepare_page(page)
            done = await self._lanes.write(
                guild_id,
                ingest.commit,
                _dated(found, waiting),
                added_by=None,
                is_asked_for=False,
                now=self._clock(),
            )
        except DuplicateArticleError as error:  # after a restart, added by hand, or removed
            await self._close(guild_id, waiting, error.article_id, "it was in the record")
        except FetchError as error:
            await self._put_off(guild_id, waiting, error)
        except (IntakeError, TooSlowError, WorkerLostError) as error:
            await self._close(guild_id, waiting, None, _why(error))
        else:
            await self._close(guild_id, waiting, done.article.id, None)

    async def _put_off(self, guild_id: int, waiting: WaitingItem, error: FetchError) -> None:
        if waiting.n_tries + 1 >= _MOST_TRIES:
            await self._close(guild_id, waiting, None, error.reason)
            return
        next_at = self._clock() + _RETRY_ITEM * 2**waiting.n_tries
        await self._lanes.write(
            guild_id, writes.put_off_item, waiting.id, note=error.reason, next_at=next_at
        )

    async def _close(
        self, guild_id: int, waiting: WaitingItem, article_id: int | None, note: str | None
    ) -> None:
        await self._lanes.write(
            guild_id, writes.close_item, waiting.id, article_id=article_id, note=note
        )

    async def _get(self, guild_id: int, url: str) -> tuple[FetchedPage, ReadFeed]:
        page = await self._fetch(url, kinds=KINDS)  # somebody waits for it
        return page, await self._parse(guild_id, page, in_background=False)

    async def _parse(
        self, guild_id: int, page: FetchedPage, *, in_background: bool = True
    ) -> ReadFeed:
        """Read what a feed sent: hundreds at once must not keep people waiting."""
        async with self._turns.take(guild_id, in_background=in_background):
            return await self._worker.run(read_feed, page, within_s=_PARSING_S)

    def _remember(self, key: tuple[int, int], digest: bytes) -> None:
        """Keep what a feed held: many servers know no conditional request."""
        self._bodies[key] = digest
        self._bodies.move_to_end(key)
        while len(self._bodies) > _BODIES_KNOWN:
            self._bodies.popitem(last=False)

    def _jittered(self, interval: timedelta) -> timedelta:
        return interval * (1 + _JITTER * (2 * self._pick() - 1))


def read_feed(page: FetchedPage) -> ReadFeed:
    """Read a feed; runs in the reading process."""
    from store.intake import feeds  # noqa: PLC0415 — its parsers are loaded there only

    return feeds.read_feed(page)


def _conditions(feed: Feed) -> dict[str, str]:
    """What to send, so that a feed that did not change need not be sent again."""
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    return {name: value for name, value in asked.items() if value}


def _dated(found: AnnotatedArticle, waiting: WaitingItem) -> AnnotatedArticle:
    """The article, with the feed's date where its page tells none."""
    if found.article.published_on is not None or waiting.item.published_on is None:
        return found
    dated = replace(
        found.article,
        published_on=waiting.item.published_on,
        date_origin=DateOrigin.METADATA,
    )
    return replace(found, article=dated)


def _why(error: Exception) -> str:
    return error.reason if isinstance(error, IntakeError) else str(error)
