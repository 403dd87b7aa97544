"""Which of several processes on one folder looks after the servers there: a lease in a small file.

One job: to hold the lease, renew it, take it over when its time is up, and give it back. It
spares the other processes work and Discord requests; what keeps a digest from being posted
twice is the ledger of each corpus. The file is no corpus and is never migrated: when it is
lost, whoever comes first makes it anew.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from store.database import BUSY_TIMEOUT_S, to_text, translating_errors

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS leader (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    holder TEXT NOT NULL, -- a name no two processes share
    until TEXT NOT NULL -- ISO 8601, UTC: anybody may take it over from then on
) STRICT
"""


def hold(path: Path, holder: str, *, lease: timedelta, now: datetime) -> bool:
    """Take or renew the lease; return False while somebody else has it.

    A lease that ends later than any given now would is of a clock that jumped back since, and
    is taken over too.

    Raises:
        DatabaseError: the file cannot be read or written.
    """
    with translating_errors(path), closing(_open(path)) as conn:
        changed = conn.execute(
            """
            INSERT INTO leader VALUES (1, :holder, :until)
            ON CONFLICT DO UPDATE SET holder = :holder, until = :until
            WHERE holder = :holder OR until <= :now OR until > :until
            """,
            {"holder": holder, "until": to_text(now + lease), "now": to_text(now)},
        ).rowcount
    return changed > 0


def release(path: Path, holder: str) -> None:
    """Give the lease back, if this process holds it, so that another need not wait.

    Raises:
        DatabaseError: the file cannot be read or written.
    """
    with translating_errors(path), closing(_open(path)) as conn:
        conn.execute("DELETE FROM leader WHERE holder = ?", (holder,))


def _open(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        conn.execute(_TABLE)
    except BaseException:
        conn.close()
        raise
    return conn
