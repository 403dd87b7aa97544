"""When a follower is written to, and by what Discord tells a repeated message; pure.

One job: batches that are kind. A message waits until an import has been quiet for a while, so
that a hundred articles make one message, but not for ever; and nobody gets more than a few an
hour, however much is added.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from store import due

if TYPE_CHECKING:
    from store.records import FollowAgenda, FollowLetter, FollowNews

QUIET = timedelta(minutes=2)  # nothing was added for this long: the import is over
LONGEST_WAIT = timedelta(minutes=15)  # from the first new article on, quiet or not
MOST_AN_HOUR = 4
HOUR = timedelta(hours=1)
MOST_FOLLOWS = 25  # of one member: what one menu can list
GIVE_UP_AFTER = timedelta(hours=6)  # as a digest: later it is no news
LOOK_AGAIN = timedelta(minutes=10)  # for what came behind our back: a command line, a backup


def due_at(news: FollowNews, agenda: FollowAgenda, now: datetime) -> datetime:
    """Return when a member is to be told what is new; at most now when it is time."""
    if agenda.last_added_at is None or news.first_added_at > now:  # the clock jumped back
        return now
    at = min(agenda.last_added_at + QUIET, news.first_added_at + LONGEST_WAIT)
    lately = [sent for sent in news.recent if now - HOUR < sent <= now]
    if len(lately) >= MOST_AN_HOUR:
        at = max(at, lately[-MOST_AN_HOUR] + HOUR)
    return at


def retry_at(letter: FollowLetter, now: datetime) -> datetime:
    """Return when a message under way, or one that failed, is next looked at."""
    return due.retry_at(letter, now)


def is_given_up(letter: FollowLetter, now: datetime) -> bool:
    """Whether it is too late to tell."""
    return now - letter.created_at > GIVE_UP_AFTER


def wakes_at(agenda: FollowAgenda, now: datetime) -> datetime:
    """Return when there will next be something to do for a server's followers."""
    times = [retry_at(letter, now) for letter in agenda.open]
    times += [due_at(news, agenda, now) for news in agenda.news]
    return min([*times, now + LOOK_AGAIN])


def nonce_of(guild_id: int, user_id: int, upto_article_id: int) -> str:
    """Return what Discord tells a repeated message by: the same for each try.

    No two messages to one member end with the same article.
    """
    said = f"{guild_id}:{user_id}:{upto_article_id}"
    return "of" + hashlib.sha256(said.encode()).hexdigest()[:22]
