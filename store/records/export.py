"""What is to be handed out of a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class ExportKind(StrEnum):
    """How it is written."""

    CSV = "csv"
    JSON = "json"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What of a corpus, and how; `what` is "articles", "quotations", "entities" or "everything"."""

    what: str
    kind: ExportKind
    since: date | None = None
    until: date | None = None

    @property
    def file_name(self) -> str:
        """What the file is called."""
        ending = "db" if self.kind is ExportKind.SQLITE else self.kind.value
        days = "".join(f"-{day.isoformat()}" for day in (self.since, self.until) if day)
        return f"on-record-{self.what}{days}.{ending}"
