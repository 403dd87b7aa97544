"""Who follows whom, and the messages that tell them what is new."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from store.records.digests import PostState
    from store.records.stored import Counted, EntityRef, StoredQuotation


class StopReason(StrEnum):
    """Why a member is not written to any more, until they say otherwise."""

    CLOSED = "closed"  # they take no direct messages from this server
    LEFT = "left"  # they left it


@dataclass(frozen=True, slots=True)
class Follow:
    """One member's wish to hear of one entity."""

    id: int
    entity: EntityRef  # who is meant now: a merged entity leads on to the one that was kept
    is_on_record: bool  # whether an article still mentions it
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FollowLetter:
    """One row of the ledger: a message about everything new in a range of articles."""

    id: int
    user_id: int
    after_article_id: int
    upto_article_id: int
    state: PostState
    nonce: str
    created_at: datetime
    claimed_at: datetime
    first_tried_at: datetime  # start of Discord's nonce window
    attempts: int
    sent_at: datetime | None = None
    message_id: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """Everything about one member's follows."""

    follows: tuple[Follow, ...]  # oldest first
    last: FollowLetter | None = None  # the latest that was sent, or may have been
    stopped_at: datetime | None = None
    stop_reason: StopReason | None = None


@dataclass(frozen=True, slots=True)
class FollowNews:
    """A member for whom there is something new."""

    user_id: int
    after_article_id: int  # what they know already
    n_quotations: int
    first_added_at: datetime  # of the oldest article among them
    recent: tuple[datetime, ...] = ()  # when they were written to lately, oldest first


@dataclass(frozen=True, slots=True)
class FollowAgenda:
    """What the followers of one server want; read in one go."""

    upto_article_id: int = 0
    last_added_at: datetime | None = None  # of the newest article
    open: tuple[FollowLetter, ...] = ()  # claimed or failed
    news: tuple[FollowNews, ...] = ()
    idle: tuple[int, ...] = ()  # members for whom the new articles hold nothing
    owed_a_word: frozenset[int] = frozenset()  # members who do not know yet that it stopped
    gone: tuple[int, ...] = ()  # members who left long ago


@dataclass(frozen=True, slots=True)
class LetterContents:
    """What a message says."""

    quotations: tuple[StoredQuotation, ...]  # the newest few
    n_quotations: int
    about: tuple[Counted[EntityRef], ...]  # whom of the followed they are by or about
