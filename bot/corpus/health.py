"""Whether the corpus files of a folder are sound."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from store.database import check_corpus
from store.errors import DatabaseError

if TYPE_CHECKING:
    from pathlib import Path


def examine_files(folder: Path) -> list[tuple[Path, str | None]]:
    """Return every corpus file, with what is wrong with it, or None when it is sound."""
    return [(path, _problem(path)) for path in sorted(folder.glob("*.db"))]


async def problem_of(path: Path) -> str | None:
    """Return what is wrong with a corpus file, or None; looked at in a thread of its own."""
    return await asyncio.to_thread(_problem, path)


def _problem(path: Path) -> str | None:
    try:
        return "; ".join(check_corpus(path)) or None
    except DatabaseError as error:
        return error.reason
