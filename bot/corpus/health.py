"""Whether the corpus files of a folder are sound."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from store.database import check_corpus, is_behind
from store.errors import DatabaseError

if TYPE_CHECKING:
    from pathlib import Path


def examine_files(folder: Path) -> list[tuple[Path, bool, str]]:
    """Return every corpus file, whether it can be used, and how it is in words.

    An earlier version's is not changed by it.
    """
    return [(path, *_state(path)) for path in sorted(folder.glob("*.db"))]


def _state(path: Path) -> tuple[bool, str]:
    problem = _problem(path)
    if problem is not None:
        return False, problem
    later = "; made by an earlier version, it is brought up to date when the bot runs"
    return True, f"sound{later if is_behind(path) else ''}"


async def problem_of(path: Path) -> str | None:
    """Return what is wrong with a corpus file, or None; looked at in a thread of its own."""
    return await asyncio.to_thread(_problem, path)


def _problem(path: Path) -> str | None:
    try:
        return "; ".join(check_corpus(path)) or None
    except DatabaseError as error:
        return error.reason
