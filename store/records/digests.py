"""Scheduled digests: their plan, their ledger, and what one says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from store.records.stored import ArticleRow, EntityRef, StoredQuotation
    from store.records.trends import Timeline


class DigestDays(StrEnum):
    """On which local days a digest is posted."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"


class PostState(StrEnum):
    """Where one (digest, local date) stands in the ledger.

    Claimed and failed are open: a claim may have been sent, a failure surely was not and is
    tried again. The others are final.
    """

    CLAIMED = "claimed"
    SENT = "sent"
    MISSED = "missed"
    UNCERTAIN = "uncertain"
    SILENT = "silent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """When and where a digest is to be posted, as a curator asks for it."""

    channel_id: int
    local_time: str  # HH:MM
    timezone: str  # IANA name
    days: DigestDays = DigestDays.DAILY
    weekday: int | None = None  # 0 Monday to 6 Sunday, for weekly
    role_id: int | None = None
    post_when_empty: bool = True
    names: tuple[int, ...] = ()  # the entities it is about; none means everything


@dataclass(frozen=True, slots=True)
class Digest:
    """A scheduled digest."""

    id: int
    channel_id: int
    days: DigestDays
    weekday: int | None  # 0 Monday to 6 Sunday, for weekly
    local_time: str  # HH:MM
    timezone: str  # IANA name
    role_id: int | None
    post_when_empty: bool
    created_by: int
    created_at: datetime
    active_from: datetime  # nothing due up to then is owed
    paused_at: datetime | None = None
    pause_reason: str | None = None  # None when a curator paused it
    names: tuple[EntityRef, ...] = ()  # whom it is about; none means everything

    @property
    def is_waiting(self) -> bool:
        """Whether it paused itself and resumes by itself."""
        return self.paused_at is not None and self.pause_reason is not None


@dataclass(frozen=True, slots=True)
class DigestPost:
    """One row of the ledger: the digest of one local date."""

    id: int
    digest_id: int
    local_date: date
    due_at: datetime
    state: PostState
    nonce: str
    claimed_at: datetime
    first_tried_at: datetime  # start of Discord's nonce window
    attempts: int
    upto_article_id: int  # later articles belong to the next digest
    sent_at: datetime | None = None
    message_id: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DigestStanding:
    """A digest with what its ledger still owes."""

    digest: Digest
    last: DigestPost | None  # of the latest local date, whatever its state
    open: tuple[DigestPost, ...] = ()  # claimed or failed, oldest first


class TroubleKind(StrEnum):
    """What is wrong with a digest, worst first."""

    WAITING = "waiting"  # it paused itself until its place is mended
    UNCERTAIN = "uncertain"  # the last one may not have arrived
    MISSED = "missed"  # the last one was not posted
    FAILING = "failing"  # Discord refuses it; it is tried again
    LATE = "late"  # it is due and not there


@dataclass(frozen=True, slots=True)
class DigestTrouble:
    """What is wrong with a digest, since when, and why as far as that is known."""

    digest: Digest
    kind: TroubleKind
    since: datetime
    why: str | None = None


class DigestStep(StrEnum):
    """What is to be done about one due date."""

    POST = "post"  # never tried, or surely not sent: claim and send
    RECOVER = "recover"  # claimed by somebody who never came back
    MISS = "miss"  # too late


@dataclass(frozen=True, slots=True)
class DigestJob:
    """One due date that wants something done."""

    digest: Digest
    local_date: date
    due_at: datetime
    step: DigestStep
    post: DigestPost | None = None  # its row of the ledger, when there is one


@dataclass(frozen=True, slots=True)
class DigestPeriod:
    """What a digest covers: the articles after one number, up to another.

    Numbers, not times: they are given out in the order of writing, so that no article falls
    between two digests and a repeated try covers the same ones.
    """

    since: datetime
    until: datetime
    earlier_id: int  # the period before begins after this article
    after_id: int  # this period begins after this article
    upto_id: int  # and ends with this one


@dataclass(frozen=True, slots=True)
class QuotationCandidate:
    """A quotation that a digest may show, with what its score needs."""

    quotation: StoredQuotation
    n_mentions: int  # of its speaker in the whole record; 0 when nobody can be told
    is_first: bool = False  # the speaker was never quoted before this period


@dataclass(frozen=True, slots=True)
class DigestMaterial:
    """Everything a digest is composed from; read in one go, so that it is one moment's record."""

    articles: tuple[ArticleRow, ...]  # newest first
    n_articles: int
    candidates: tuple[QuotationCandidate, ...]
    n_quotations: int
    mentions: tuple[Riser, ...]  # who is named in the period, with the period before
    n_now: int  # articles that `mentions` counts: the period's, near-copies left out
    n_before: int  # and those of the period before; 0 when it is compared with nothing
    top_mentions: int  # of the most mentioned speaker in the record: the scale of n_mentions
    record: tuple[QuotationCandidate, ...] = ()  # for an empty day, not shown lately


@dataclass(frozen=True, slots=True)
class ComposedDigest:
    """What a digest says; made by store/digest.py, drawn by bot/cards/digest.py."""

    local_date: date
    since: datetime
    until: datetime
    articles: tuple[ArticleRow, ...]  # those that no quotation here cites
    n_articles: int  # of the period
    quotations: tuple[StoredQuotation, ...]
    n_quotations: int
    risers: tuple[Riser, ...]
    n_compared: int = 0  # articles that `risers` counts: near-copies left out
    n_before: int = 0  # and those of the period before; 0 when there is none to compare with
    from_the_record: StoredQuotation | None = None  # on an empty day
    names: tuple[EntityRef, ...] = ()  # whom alone it is about
    timeline: Timeline | None = None  # the last weeks of those who rose, to be drawn

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added since the last digest."""
        return self.n_articles == 0

    @property
    def shown(self) -> tuple[int, ...]:
        """The ids of the quotations it shows."""
        record = (self.from_the_record,) if self.from_the_record else ()
        return tuple(q.id for q in (*self.quotations, *record))


@dataclass(frozen=True, slots=True)
class Riser:
    """Somebody named in the period: by how many articles, and by how many in the period before."""

    entity: EntityRef
    now: int
    before: int
    n_mentions: int = 0  # in the period
