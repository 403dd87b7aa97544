"""Opening corpus files, and naming what is wrong with those that cannot be used."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from store.database import (
    check_corpus,
    copy_corpus,
    open_corpus,
    path_of,
    select,
    to_text,
    transaction,
    translating_errors,
)
from store.errors import (
    DatabaseCorruptError,
    DatabaseFullError,
    DatabaseLockedError,
    DatabaseMissingError,
    DatabaseNewerError,
    DatabaseUnwritableError,
)


def settings_of(path):
    with closing(open_corpus(path, read_only=True).conn) as conn:
        return dict(conn.execute("SELECT key, value FROM settings").fetchall())


def put(db, key, value="yes"):
    db.conn.execute("INSERT INTO settings (key, value) VALUES (?, ?)", (key, value))


def test_a_new_file_and_its_folder_are_made(tmp_path):
    path = tmp_path / "deep" / "corpus.db"
    open_corpus(path).close()
    assert settings_of(path) == {}


@pytest.mark.parametrize("read_only", [False, True])
def test_every_connection_enforces_foreign_keys(tmp_path, read_only):
    open_corpus(tmp_path / "corpus.db").close()
    with closing(open_corpus(tmp_path / "corpus.db", read_only=read_only)) as db:
        assert db.conn.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_what_is_acknowledged_is_on_the_disk(db):
    assert db.conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.conn.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_readers_read_while_somebody_writes(db):
    path = Path(path_of(db))
    with transaction(db):
        put(db, "timezone")
        assert settings_of(path) == {}
    assert settings_of(path) == {"timezone": "yes"}


def test_a_reader_cannot_write(tmp_path):
    open_corpus(tmp_path / "corpus.db").close()
    with (
        closing(open_corpus(tmp_path / "corpus.db", read_only=True)) as db,
        pytest.raises(DatabaseUnwritableError),
        transaction(db),
    ):
        put(db, "timezone")


def test_reading_what_is_not_there_makes_no_file(tmp_path):
    with pytest.raises(DatabaseMissingError):
        open_corpus(tmp_path / "corpus.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_left_by_a_killed_process_becomes_a_corpus(tmp_path):
    (tmp_path / "corpus.db").touch()
    assert settings_of(tmp_path / "corpus.db") == {}


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, read_only):
    path = tmp_path / "corpus.db"
    path.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(DatabaseCorruptError):
        open_corpus(path, read_only=read_only)
    assert path.read_bytes() == b"Dear diary, " * 1000


@pytest.mark.parametrize("read_only", [False, True])
def test_another_programs_database_is_refused_and_left_alone(tmp_path, read_only):
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(DatabaseCorruptError):
        open_corpus(path, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_a_newer_version_is_refused(tmp_path, read_only):
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path)) as db:
        db["_sqlite_migrations"].insert(
            {"migration_set": "on_record", "name": "m9999_later", "applied_at": "2030"}
        )
    with pytest.raises(DatabaseNewerError):
        open_corpus(path, read_only=read_only)


def test_a_damaged_corpus_is_refused_or_reported(corpus_file):
    size = corpus_file.stat().st_size
    with corpus_file.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * 4096 * 8)
    try:
        wrong = check_corpus(corpus_file)
    except DatabaseCorruptError:
        wrong = ["refused"]
    assert wrong != []


def test_a_sound_corpus_has_nothing_wrong(corpus_file):
    assert check_corpus(corpus_file) == []


@pytest.fixture
def corpus_file(tmp_path):
    """A corpus of some size, closed."""
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path)) as db, transaction(db):
        for i in range(2000):
            put(db, f"key {i}", "x" * 100)
    return path


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path):
    (tmp_path / "corpus.db").mkdir()
    with pytest.raises(DatabaseUnwritableError):
        open_corpus(tmp_path / "corpus.db")


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "corpora").touch()
    with pytest.raises(DatabaseUnwritableError):
        open_corpus(tmp_path / "corpora" / "corpus.db")


def test_a_locked_file_is_named_after_the_wait(tmp_path):
    path = tmp_path / "corpus.db"
    with (
        closing(open_corpus(path)) as one,
        closing(open_corpus(path, busy_timeout_s=0.01)) as other,
        transaction(one),
        pytest.raises(DatabaseLockedError),
        transaction(other),
    ):
        put(other, "timezone")


def test_a_full_disk_is_named_and_changes_nothing(db):
    pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
    db.conn.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseFullError), transaction(db):
        put(db, "timezone", "x" * 1_000_000)
    assert select(db, "SELECT * FROM settings") == []


def test_a_full_disk_of_the_file_system_is_named():
    with pytest.raises(DatabaseFullError), translating_errors("corpus.db"):
        raise OSError(28, "No space left on device")


def test_a_bug_is_not_taken_for_a_broken_file():
    with pytest.raises(sqlite3.OperationalError), translating_errors("corpus.db"):
        sqlite3.connect(":memory:").execute("SELEKT")


def test_a_failed_transaction_leaves_no_trace_and_no_lock(db):
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.conn.executemany("INSERT INTO settings VALUES (?, ?)", [("timezone", "UTC")] * 2)
    with transaction(db):
        put(db, "curator_role_id")
    assert [row["key"] for row in select(db, "SELECT key FROM settings")] == ["curator_role_id"]


def test_a_copy_holds_everything_also_while_the_source_is_in_use(db, tmp_path):
    with transaction(db):
        put(db, "timezone")
    copy_corpus(Path(path_of(db)), tmp_path / "backups" / "copy.db")
    assert settings_of(tmp_path / "backups" / "copy.db") == {"timezone": "yes"}
    assert [file.name for file in (tmp_path / "backups").glob("*part*")] == []


def test_a_copy_replaces_an_older_one(db, tmp_path):
    source, target = Path(path_of(db)), tmp_path / "copy.db"
    copy_corpus(source, target)
    with transaction(db):
        put(db, "timezone")
    copy_corpus(source, target)
    assert settings_of(target) == {"timezone": "yes"}


def test_a_copy_never_replaces_a_corpus_in_use(db, tmp_path):
    with closing(open_corpus(tmp_path / "live.db")) as live:
        put(live, "timezone")
        live.conn.commit()
        with pytest.raises(DatabaseLockedError):
            copy_corpus(Path(path_of(db)), tmp_path / "live.db")
    assert settings_of(tmp_path / "live.db") == {"timezone": "yes"}


def test_a_failed_copy_leaves_nothing_behind(tmp_path):
    (tmp_path / "source.db").write_bytes(b"not a corpus" * 100)
    with pytest.raises(DatabaseCorruptError):
        copy_corpus(tmp_path / "source.db", tmp_path / "copies" / "copy.db")
    assert not (tmp_path / "copies").exists() or list((tmp_path / "copies").iterdir()) == []


def test_the_remains_of_a_killed_copy_do_not_matter(db, tmp_path):
    (tmp_path / ".copy.db.part").write_bytes(b"half a file")
    copy_corpus(Path(path_of(db)), tmp_path / "copy.db")
    assert settings_of(tmp_path / "copy.db") == {}
    assert not (tmp_path / ".copy.db.part").exists()


def test_moments_sort_as_text_whatever_their_zone():
    early = datetime(2026, 3, 1, 12, tzinfo=UTC)
    later = datetime(2026, 3, 1, 12, 30, 0, 5, tzinfo=timezone(timedelta(hours=-5)))
    assert to_text(early) < to_text(later)
    assert len(to_text(early)) == len(to_text(later))
    assert datetime.fromisoformat(to_text(later)) == later


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="2026"):
        to_text(datetime(2026, 3, 1, 12))  # noqa: DTZ001 — that is the point


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_corpus_where_nothing_can_be_written_is_read(tmp_path):
    """As on the disk of a backup: SQLite wants to write its index of the log beside the file."""
    path = tmp_path / "still" / "a.db"
    open_corpus(path).close()
    path.parent.chmod(0o555)
    with closing(open_corpus(path, read_only=True)) as db:
        assert db.table_names()
    copy_corpus(path, tmp_path / "copy.db")
    with pytest.raises(DatabaseUnwritableError):
        open_corpus(path)
