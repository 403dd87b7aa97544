"""Open read-only connections, kept by the thread that made them.

An SQLite connection belongs to its thread, and opening one costs five times a kept one's use.
So each reader thread keeps a few, least recently used out first, and looks before every use
whether the file is still the one it opened: a restored backup or a deleted corpus must never
be answered from the old file.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

from store.database import open_corpus
from store.errors import DatabaseMissingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    _Identity = tuple[int, int]


class Interruptible(Protocol):
    """What a connection offers to stop a query."""

    def set_progress_handler(self, handler: Callable[[], bool] | None, n: int, /) -> None:
        """Ask every `n` steps whether to stop; None asks no more."""


class Connection(Protocol):
    """An open corpus, as far as the lanes need to know it."""

    @property
    def conn(self) -> Interruptible:
        """The connection underneath."""

    def close(self) -> None:
        """Close the file."""


class KeptConnections:
    """The read-only connections of all reader threads; each thread sees its own."""

    def __init__(self, *, per_thread: int = 16) -> None:
        self._per_thread = per_thread
        self._local = threading.local()

    def get(self, path: Path) -> Connection:
        """Return this thread's connection to the file.

        Raises:
            DatabaseMissingError: there is no such file.
            DatabaseError: the file cannot be used.
        """
        kept = self._mine()
        identity = _identity(path, kept)
        found = kept.pop(path, None)
        if found is not None and found[0] != identity:
            found[1].close()
            found = None
        if found is None:
            found = (identity, open_corpus(path, read_only=True))
        kept[path] = found
        while len(kept) > self._per_thread:
            kept.popitem(last=False)[1][1].close()
        return found[1]

    def close(self) -> None:
        """Close this thread's connections."""
        kept = self._mine()
        while kept:
            kept.popitem()[1][1].close()

    def _mine(self) -> OrderedDict[Path, tuple[_Identity, Connection]]:
        kept: OrderedDict[Path, tuple[_Identity, Connection]] | None
        kept = getattr(self._local, "kept", None)
        if kept is None:
            kept = self._local.kept = OrderedDict()
        return kept


def _identity(path: Path, kept: OrderedDict[Path, tuple[_Identity, Connection]]) -> _Identity:
    """Tell one file from another put in its place; a file that is gone loses its connection."""
    try:
        found = path.stat()
    except FileNotFoundError:
        gone = kept.pop(path, None)
        if gone is not None:
            gone[1].close()
        raise DatabaseMissingError(str(path)) from None
    return found.st_dev, found.st_ino
