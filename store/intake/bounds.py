"""A bound on the memory that reading a stranger's file may take.

One job: this bound. Where the system knows no such limit it does nothing; the process that reads
is then bounded by its time alone.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MORE_BYTES: Final = 1024 * 1024 * 1024  # an archive of 100 MB, unpacked and read, takes half
_STATUS: Final = Path("/proc/self/statm")
_DATA_FIELD: Final = 5  # proc(5): pages of data and stack


@contextmanager
def bounded_memory(more_bytes: int = MORE_BYTES) -> Iterator[None]:
    """Let the process grow by so much; whoever asks for more meets a MemoryError.

    Only for a process that does nothing else meanwhile: the bound is the whole process's.
    """
    try:
        import resource  # noqa: PLC0415 — not on every system
    except ImportError:
        yield
        return
    used = _data_bytes(resource.getpagesize())
    if used is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bound = used + more_bytes
    if soft != resource.RLIM_INFINITY:
        bound = min(bound, soft)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_bytes(page_bytes: int) -> int | None:
    """What counts towards the limit now, in bytes; None where the system does not tell."""
    try:
        return int(_STATUS.read_text(encoding="ascii").split()[_DATA_FIELD]) * page_bytes
    except (OSError, ValueError, IndexError):
        return None
