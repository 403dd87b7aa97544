"""Feeds: what one holds, where it stands, and what of it is still to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed that links to an article."""

    url: str
    title: str
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """What came back from an address that should be a feed.

    Either it is one, or it is a page or list that names `others`.
    """

    title: str = ""
    items: tuple[FeedItem, ...] = ()  # newest first
    others: tuple[str, ...] = ()  # addresses of feeds, as a page or a list of feeds names them
    is_feed: bool = True
    n_left_out: int = 0  # entries without a usable link, or beyond the newest


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a server follows."""

    id: int
    url: str
    title: str
    added_at: datetime
    paused_at: datetime | None
    pause_reason: str | None  # None: a curator paused it
    checked_at: datetime | None
    next_at: datetime  # when it is to be asked next
    n_failures: int  # in a row
    last_error: str | None
    etag: str | None
    last_modified: str | None

    @property
    def is_paused(self) -> bool:
        """Whether it is not asked."""
        return self.paused_at is not None


@dataclass(frozen=True, slots=True)
class FeedStanding:
    """A feed in a list, with how much came from it."""

    feed: Feed
    n_articles: int  # of its items that are in the record
    n_waiting: int  # still to be read
    n_refused: int  # that could not be used


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An item that was seen in a feed and is to be read."""

    id: int
    feed_id: int
    feed_title: str
    item: FeedItem
    n_tries: int
