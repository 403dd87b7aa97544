"""Open a corpus file, and nothing else: no tables (migrations/), no queries, no writes.

Every connection of the project is made here, so that each one enforces foreign keys, waits
only briefly for a lock, reads while somebody writes (WAL) and tells its failures in our own
errors.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from store.errors import (
    DatabaseCorruptError,
    DatabaseError,
    DatabaseFullError,
    DatabaseLockedError,
    DatabaseMissingError,
    DatabaseNewerError,
    DatabaseUnwritableError,
)
from store.migrations import APPLICATION_ID, MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

# A command must answer within three seconds, so it cannot wait longer than this for another
# process that writes.
BUSY_TIMEOUT_S = 2.0

_ERROR_OF_CODE: dict[int, type[DatabaseError]] = {
    sqlite3.SQLITE_BUSY: DatabaseLockedError,
    sqlite3.SQLITE_LOCKED: DatabaseLockedError,
    sqlite3.SQLITE_FULL: DatabaseFullError,
    sqlite3.SQLITE_CORRUPT: DatabaseCorruptError,
    sqlite3.SQLITE_NOTADB: DatabaseCorruptError,
    sqlite3.SQLITE_READONLY: DatabaseUnwritableError,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnwritableError,
    sqlite3.SQLITE_PERM: DatabaseUnwritableError,
    sqlite3.SQLITE_IOERR: DatabaseError,
}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def _tell_nobody(n_steps: int) -> None:
    """Say nothing of the steps that are left."""


def open_corpus(
    path: Path,
    *,
    read_only: bool = False,
    busy_timeout_s: float = BUSY_TIMEOUT_S,
    tell: Callable[[int], None] = _tell_nobody,
) -> Database:
    """Open a corpus; it is made or brought up to date first, which may take minutes.

    Args:
        path: the file; its folder is made when missing.
        read_only: never creates a file, and may be used while another connection writes.
        busy_timeout_s: how long a statement waits for another process's lock.
        tell: hears before each step of an update how many there are still.

    Raises:
        DatabaseMissingError: opened for reading, and there is no such file.
        DatabaseNewerError: a newer version of On Record made or changed it.
        DatabaseCorruptError: damaged, or not a corpus at all.
        DatabaseLockedError: another process kept it locked.
        DatabaseUnwritableError: the file or its folder cannot be written.
        DatabaseFullError: no room to create it.
    """
    with translating_errors(path):
        if read_only:
            return _open_for_reading(path, busy_timeout_s)
        path.parent.mkdir(parents=True, exist_ok=True)
        db = _prepared(sqlite3.connect(path, timeout=busy_timeout_s), path, is_writable=True)
        return _up_to_date(db, tell)


def is_behind(path: Path) -> bool:
    """Tell whether a file is an earlier version's, so that opening it takes a while.

    What cannot be used is not: whoever opens it is told why.
    """
    try:
        with translating_errors(path), closing(sqlite3.connect(_to_read(path), uri=True)) as conn:
            db = Database(conn, execute_plugins=False)
            return not _refuse_other_files(db, path) and bool(MIGRATIONS.applied(db))
    except DatabaseError:
        return False


@contextmanager
def translating_errors(path: Path | str) -> Iterator[None]:
    """Turn SQLite's and the file system's failures into ours; bugs pass through.

    Raises:
        DatabaseError: or the subclass that says what is wrong with the file.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if str(error).startswith("Could not decode to UTF-8"):  # Python's own, without a code
            code = sqlite3.SQLITE_CORRUPT
        translated = _ERROR_OF_CODE.get(code)
        if translated is None:
            raise
        raise translated(str(path)) from error
    except OSError as error:
        wrong = DatabaseFullError if error.errno in _NO_ROOM else DatabaseUnwritableError
        raise wrong(str(path)) from error


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Write all or nothing; the lock is taken at the start, so that a wait comes first.

    Raises:
        DatabaseLockedError: another connection is writing; nothing was changed.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with translating_errors(path_of(db)):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.conn.rollback()
            raise


def path_of(db: Database) -> str:
    """The file behind a connection, as errors name it."""
    _, _, path = db.conn.execute("PRAGMA database_list").fetchone()
    return str(path)


def select(db: Database, sql: str, **parameters: Any) -> list[sqlite3.Row]:  # noqa: ANN401 — whatever SQLite stores
    """All rows of a query, each answering to its column names."""
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, parameters).fetchall()


def select_many(db: Database, sql: str, numbers: Iterable[int], **parameters: Any) -> list[Any]:  # noqa: ANN401 — as `select`
    """All rows of a query about many things, as tuples: what is read of whole batches.

    The numbers of the things are where the query says `(SELECT value FROM json_each(:numbers))`;
    one statement for all of them costs a fifth of one for each.
    """
    return db.conn.execute(sql, {"numbers": to_list(numbers), **parameters}).fetchall()


def to_list(numbers: Iterable[int]) -> str:
    """Numbers as one value, for `IN (SELECT value FROM json_each(:numbers))`."""
    return json.dumps(list(numbers))


def next_number(db: Database, table: str) -> int:
    """The number that SQLite would give the next row of a table, inside a transaction.

    With it rows and what points to them are written together.
    """
    (last,) = db.conn.execute(
        f"""
        SELECT max(
            (SELECT coalesce(max(id), 0) FROM {table}),
            (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = '{table}')
        )
        """  # noqa: S608 — our own table
    ).fetchone()
    return int(last) + 1


def to_text(moment: datetime) -> str:
    """A moment as the corpus stores it: ISO 8601 in UTC, of one width, so that text sorts by time.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def copy_corpus(source: Path, target: Path) -> None:
    """Copy a corpus, also while it is in use; the target appears whole or not at all.

    One of an earlier version is copied as it is.

    Raises:
        DatabaseLockedError: the target is a corpus that is open now.
        DatabaseError: the source cannot be read or the target cannot be written.
    """
    part = target.with_name(f".{target.name}.part")
    with closing(_open_as_it_is(source).conn) as conn, translating_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _refuse_open_target(target)
        part.unlink(missing_ok=True)  # what a killed process left
        try:
            conn.execute("VACUUM INTO ?", (str(part),))
            _sync(part)
            part.replace(target)
            _sync(target.parent)
        finally:
            part.unlink(missing_ok=True)


def check_corpus(path: Path) -> list[str]:
    """What is wrong with a corpus file, in SQLite's words; empty when it is sound.

    One of an earlier version is not brought up to date by it.

    Raises:
        DatabaseError: it cannot even be opened.
    """
    with closing(_open_as_it_is(path).conn) as conn, translating_errors(path):
        found = [str(row[0]) for row in conn.execute("PRAGMA integrity_check")]
        orphans = conn.execute("PRAGMA foreign_key_check").fetchall()
    wrong = [line for line in found if line != "ok"]
    return wrong + [f"{table} row {row} points to no {parent}" for table, row, parent, _ in orphans]


def _open_for_reading(path: Path, busy_timeout_s: float) -> Database:
    """Open without the right to change anything; a file of an older version is updated first."""
    if not path.exists():
        raise DatabaseMissingError(str(path))
    conn = sqlite3.connect(_to_read(path), uri=True, timeout=busy_timeout_s)
    return _prepared(conn, path, is_writable=False)


def _open_as_it_is(path: Path) -> Database:
    """Open without the right to change anything, whichever version made the file.

    Raises:
        DatabaseError: there is none, or it cannot be used.
    """
    with translating_errors(path):
        if not path.exists():
            raise DatabaseMissingError(str(path))
        conn = sqlite3.connect(_to_read(path), uri=True, timeout=BUSY_TIMEOUT_S)
        return _prepared(conn, path, is_writable=False, is_updated=False)


def _to_read(path: Path) -> str:
    """The file as an address that nothing can be written to.

    Where nothing can be written beside it either, as on the disk of a backup, SQLite cannot keep
    its index of the log there; while there is no log, it can do without.
    """
    log = path.with_name(f"{path.name}-wal")
    is_still = not os.access(path.absolute().parent, os.W_OK) and not log.exists()
    return f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if is_still else ''}"


def _prepared(
    conn: sqlite3.Connection, path: Path, *, is_writable: bool, is_updated: bool = True
) -> Database:
    """A checked and set-up connection; it is closed again when the file cannot be used."""
    try:
        # Plugins of sqlite-utils that happen to be installed have no business in a corpus.
        db = Database(conn, execute_plugins=False)
        conn.execute("PRAGMA foreign_keys = ON")
        is_current = _refuse_other_files(db, path)
        if is_writable:
            _set_up_for_writing(conn)
        elif is_updated and not is_current:
            open_corpus(path).close()
    except BaseException:
        conn.close()
        raise
    return db


def _refuse_other_files(db: Database, path: Path) -> bool:
    """Refuse what is no corpus or a newer one; return whether the file is of this version."""
    (application_id,) = db.conn.execute("PRAGMA application_id").fetchone()
    (is_used,) = db.conn.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema)").fetchone()
    if application_id != APPLICATION_ID and (application_id or is_used):
        raise DatabaseCorruptError(str(path))
    applied = {step.name for step in MIGRATIONS.applied(db)}
    if applied - _known_steps():
        raise DatabaseNewerError(str(path))
    return applied == _known_steps()


@cache
def _known_steps() -> frozenset[str]:
    """Return the names of all steps; asked for once, for a file is opened for every digest."""
    with closing(sqlite3.connect(":memory:")) as empty:
        return frozenset(step.name for step in MIGRATIONS.pending(Database(empty)))


def _set_up_for_writing(conn: sqlite3.Connection) -> None:
    if conn.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        conn.execute("PRAGMA journal_mode = WAL")
    # What was acknowledged must be there after a power cut: 1.0 ms a commit against 0.6.
    conn.execute("PRAGMA synchronous = FULL")
    # An article changes some three hundred pages, mostly those that the one before changed: copied
    # out of the log after four thousand, not one thousand, storing one takes a tenth less time. So
    # many are in one table of SQLite's index of the log: readers notice nothing.
    conn.execute("PRAGMA wal_autocheckpoint = 4000")


def _up_to_date(db: Database, tell: Callable[[int], None]) -> Database:
    """Do what is missing, a step at a time: killed on the way, the file is as the last one left it.

    A new file's steps are one: it is there whole, or not at all.
    """
    try:
        while MIGRATIONS.pending(db):
            with transaction(db):  # also keeps a second process from the same step
                pending = [step.name for step in MIGRATIONS.pending(db)]
                tell(len(pending))
                MIGRATIONS.apply(db, stop_before=pending[1:2] if MIGRATIONS.applied(db) else None)
    except BaseException:
        db.close()
        raise
    return db


def _refuse_open_target(target: Path) -> None:
    """Replacing a file whose write-ahead log is alive would apply that log to the new file."""
    log = target.with_name(f"{target.name}-wal")
    if target.exists() and log.exists():
        raise DatabaseLockedError(str(target))


def _sync(path: Path) -> None:
    """Make sure a file's bytes, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
