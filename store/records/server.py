"""What a server keeps for itself: settings, saved lists and who changed what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a server chose; stored in its own corpus file."""

    timezone: str = "UTC"
    curator_role_id: int | None = None
    log_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list somebody is paging through, kept so that its buttons outlive a restart."""

    token: str
    kind: str  # "quotes", "search", …: which command draws it
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change to the record: who, when, what, before and after."""

    id: int
    at: datetime
    by_user: int | None  # Discord user id; None: the command line, or the bot itself
    action: str  # 'article.add', 'setting.set', …
    subject: str  # what was changed, as 'article:12'
    before: Mapping[str, object] | None  # None when there was nothing
    after: Mapping[str, object] | None  # None when nothing is left
