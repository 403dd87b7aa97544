"""Feeds as cards and lines: what one is, how it goes, and what went wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.cards.limits import MAX_CHOICE
from bot.cards.notices import DONE, EMPTY, GONE, notice
from bot.cards.sources import counted
from bot.cards.text import label, link, shown

if TYPE_CHECKING:
    from bot.cards.quotations import Card
    from store.records import Feed, FeedStanding

_MAX_TITLE = 80
_MAX_REASON = 150


def feed_added(feed: Feed, n_newest: int) -> Card:
    """That a feed is followed from now on."""
    lines = [
        f"**{_titled(feed)}**",
        f"-# feed {feed.id} · asked about twice an hour",
        "",
        f"Its newest articles, at most {n_newest}, are read within the next minutes;",
        "from now on every new one. `/feeds list` tells how that goes.",
    ]
    return notice("Feed added", lines, colour=DONE)


def feed_paused(feed: Feed, *, is_new: bool) -> Card:
    """That a feed is not asked until it is resumed."""
    title = f"Feed {feed.id} is paused" if is_new else f"Feed {feed.id} was paused already"
    lines = [f"**{_titled(feed)}**", "`/feeds resume` lets it go on."]
    return notice(title, lines, colour=DONE if is_new else EMPTY)


def feed_resumed(feed: Feed, *, is_new: bool) -> Card:
    """That a feed is asked again."""
    title = f"Feed {feed.id} goes on" if is_new else f"Feed {feed.id} was not paused"
    return notice(title, [f"**{_titled(feed)}**"], colour=DONE if is_new else EMPTY)


def feed_removed(feed: Feed) -> Card:
    """That a feed is followed no longer."""
    lines = [f"**{_titled(feed)}**", "The articles that came from it stay on record."]
    return notice(f"Feed {feed.id} is removed", lines, colour=GONE)


def feed_line(standing: FeedStanding) -> str:
    """A feed in a list: how much came from it, and what is wrong with it."""
    feed = standing.feed
    lines = [f"**{_titled(feed)}**", f"-# feed {feed.id} · {_came(standing)} · {_when(feed)}"]
    if feed.is_paused:
        why = f": {shown(feed.pause_reason, _MAX_REASON)}" if feed.pause_reason else " by a curator"
        lines.append(f"⏸️ paused{why}")
    elif feed.n_failures:
        why = shown(feed.last_error or "no answer", _MAX_REASON)
        lines.append(f"⚠️ failed {counted(feed.n_failures, 'time')} in a row: {why}")
    return "\n".join(lines)


def feed_choice(feed: Feed) -> str:
    """A feed in a completion."""
    state = " (paused)" if feed.is_paused else ""
    return label(f"{feed.id} · {feed.title}{state}", MAX_CHOICE)


def paused_word(feed: Feed) -> str:
    """What to tell a server of a feed that goes on failing."""
    why = shown(feed.pause_reason or "no answer", _MAX_REASON)
    return (
        f"The feed **{shown(feed.title, _MAX_TITLE)}** failed {counted(feed.n_failures, 'time')} in"
        f" a row ({why}), so I ask it no more. `/feeds resume` lets it go on, `/feeds remove`"
        " ends it."
    )


def _titled(feed: Feed) -> str:
    return link(feed.title, feed.url, limit=_MAX_TITLE)


def _came(standing: FeedStanding) -> str:
    parts = [counted(standing.n_articles, "article")]
    if standing.n_waiting:
        parts.append(f"{standing.n_waiting} to be read")
    if standing.n_refused:
        parts.append(f"{standing.n_refused} that could not be used")
    return ", ".join(parts)


def _when(feed: Feed) -> str:
    asked = f"asked {format_dt(feed.checked_at, 'R')}" if feed.checked_at else "not asked yet"
    return asked if feed.is_paused else f"{asked}, next {format_dt(feed.next_at, 'R')}"
