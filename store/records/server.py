"""What a server keeps for itself: settings and saved lists."""

from __future__ import annotations

from dataclasses import dataclass, field


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
