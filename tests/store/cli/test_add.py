"""`add`, `seed` and `reannotate`: everything readable is stored once, the rest is named."""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
import threading
import time
from contextlib import closing, suppress
from subprocess import PIPE, Popen

import pytest

from store import ingest
from store.database import open_corpus
from store.errors import DatabaseError
from tests.fakes.articles import article
from tests.fakes.here import Here
from tests.store.cli.conftest import SEEDS

pytestmark = pytest.mark.model

TEXT = "The minister said on Monday that talks would go on. “We are ready,” Jane Smith said.\n"


def count(path):
    with closing(open_corpus(path, read_only=True)) as db:
        return db.conn.execute("SELECT count(*) FROM articles").fetchone()[0]


def is_made(path):
    with suppress(DatabaseError):
        return count(path) == 0
    return False


@pytest.fixture
def file(tmp_path):
    return tmp_path / "new.db"


def test_the_seeds_are_added_once(run_store, tmp_path):
    first, second = run_store("seed"), run_store("seed")
    assert (first.status, second.status) == (0, 0)
    assert first.out.startswith("stored 5 articles")
    assert "5 already stored" in second.out
    assert second.err.count("already stored as article") == 5
    assert count(tmp_path / "corpora/local.db") == 5


def test_xi_is_quoted_from_several_seeds(run_store):
    run_store("seed")
    found = run_store("quotes", "--speaker", "Xi Jinping", "--json").data
    assert len({quotation["article"]["id"] for quotation in found}) >= 2


def test_an_empty_name_is_not_the_folder_we_are_in(run_store, file):
    """As a script gives it whose variable is not set: it would add whatever lies about."""
    ran = run_store("add", "", "--corpus", file)
    assert (ran.status, count(file)) == (1, 0)
    assert ran.err == "failed: '': an empty name\n"


def test_one_article_is_counted_as_one(run_store, file, tmp_path):
    (tmp_path / "a.txt").write_text("Jane Smith said that talks would go on.")
    ran = run_store("add", tmp_path / "a.txt", "--corpus", file)
    assert ran.out == f"stored 1 article with 1 quotation in {file}\n"


def test_what_a_browser_put_beside_a_saved_page_is_not_read(run_store, tmp_path, file):
    page = f"<html><body><article><p>{TEXT * 9}</p></article></body></html>"
    (tmp_path / "in/Talks_files").mkdir(parents=True)
    (tmp_path / "in/Talks.html").write_text(page)
    (tmp_path / "in/Talks_files/frame.html").write_text(page.replace("Monday", "Friday"))
    ran = run_store("add", tmp_path / "in", "--corpus", file)
    assert (ran.status, ran.err, count(file)) == (0, "", 1)


def test_folders_globs_records_and_addresses_are_read(run_store, tmp_path, pages, file):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "a.txt").write_text(TEXT + "One.")
    (folder / "deep/b.md").write_text("# Title\n\n" + TEXT + "Two.")
    (folder / ".hidden/c.txt").write_text(TEXT + "Never.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "x1.txt").write_text(TEXT + "Three.")
    (tmp_path / "many.jsonl").write_text(
        "\n".join(json.dumps({"id": n, "text": f"{TEXT}Number {n}."}) for n in "45")
    )
    pages["https://x.example/a"] = f"<html><body><article><p>{TEXT * 9}</p></article></body></html>"
    given = (folder, tmp_path / "x*.txt", tmp_path / "many.jsonl", "https://x.example/a")
    ran = run_store("add", *given, "--corpus", file)
    assert (ran.status, ran.err) == (0, "")
    assert count(file) == 6


def test_failures_are_named_and_the_rest_is_stored(run_store, tmp_path, file):
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "many.jsonl").write_text('{"text": 5}\n' + json.dumps({"text": TEXT + "More."}))
    given = [tmp_path / name for name in ("good.txt", "bad.pdf", "many.jsonl", "none.txt")]
    ran = run_store("add", *given, "https://x.example/gone", "--corpus", file)
    assert ran.status == 1
    assert count(file) == 2
    assert ran.out == f"stored 2 articles with 4 quotations in {file}; 4 failed\n"
    for named in (
        "bad.pdf: the PDF file is damaged",
        "many.jsonl:1:",
        "none.txt: no such",
        "x.example/gone:",
    ):
        assert named in ran.err


def test_a_text_given_twice_is_stored_once(run_store, tmp_path, file):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    ran = run_store("add", tmp_path / "a.txt", tmp_path / "b.txt", "--corpus", file)
    assert ran.status == 0
    assert "1 already stored" in ran.out
    assert "b.txt: already stored as article 1" in ran.err


def test_an_empty_folder_is_told(run_store, tmp_path, file):
    (tmp_path / "empty").mkdir()
    ran = run_store("add", tmp_path / "empty", tmp_path / "*.nothing", "--corpus", file)
    assert ran.status == 1
    assert ran.err.count("no articles there") == 2


def test_an_interrupted_run_leaves_whole_articles(run_store, tmp_path, pages, file):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT + "More.")
    pages["https://x.example/"] = KeyboardInterrupt()
    run_store("add", tmp_path / "a.txt", "--corpus", file)
    ran = run_store("add", tmp_path / "b.txt", "https://x.example/", "--corpus", file)
    assert ran.status == 130
    assert "stopped, the same command goes on from there" in ran.out
    assert count(file) == 1


def test_what_is_already_stored_is_named_only_up_to_a_point(run_store, tmp_path, file):
    """A run that goes on after an interrupt would else print thousands of lines."""
    lines = (json.dumps({"id": f"a{n}", "text": f"{TEXT} It was talk {n}."}) for n in range(30))
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    run_store("add", tmp_path / "a.jsonl", "--corpus", file)
    ran = run_store("add", tmp_path / "a.jsonl", "--corpus", file)
    assert ran.out.startswith("stored 0 articles with 0 quotations")
    assert ran.out.endswith("; 30 already stored\n")
    assert len(ran.err.splitlines()) == 21
    assert ran.err.splitlines()[-1] == "what else is already stored is only counted"


def test_a_file_s_name_is_no_command_to_the_terminal(run_store, tmp_path, file):
    (tmp_path / "\x1b[2J\u202ea\nb.txt").write_bytes(b"\x89PNG")
    ran = run_store("add", tmp_path, "--corpus", file)
    assert ran.err.splitlines() == [f"failed: {tmp_path}/[2Ja b.txt: it is a picture, not text"]
    odd = run_store("quotes", "--corpus", tmp_path / "\x1b[2J.db")
    assert "\x1b" not in odd.err


@pytest.mark.parametrize(
    ("given", "is_hinted"),
    [
        ("news.example/story", True),
        ("www.example.com", True),
        ("missing.txt", False),
        ("a/b", False),
    ],
)
def test_an_address_without_its_beginning_is_told(run_store, file, given, is_hinted):
    ran = run_store("add", given, "--corpus", file)
    assert ran.status == 1
    assert ("an address begins with https://" in ran.err) == is_hinted


@pytest.fixture
def apart(tmp_path, pages):
    """Six submissions of which each is read on its own: files and addresses by turns."""
    given = []
    for n in range(0, 6, 2):
        (tmp_path / f"{n}.txt").write_text(f"{TEXT}Number {n}.")
        url = f"https://x.example/{n + 1}"
        pages[url] = f"<html><body><article><p>{TEXT * 9}Number {n}.</p></article></body></html>"
        given += [tmp_path / f"{n}.txt", url]
    return given


@pytest.mark.parametrize(("seconds", "n_transactions"), [(1, 1), (6, 2), (11, 3)])
def test_what_was_read_is_stored_together_and_waits_no_longer_than_ten_seconds(
    run_store, clock, apart, file, seconds, n_transactions
):
    class Slow(Here):
        def submit(self, fn, *args):
            clock.advance(seconds=seconds)
            return super().submit(fn, *args)

    assert run_store("add", *apart, "--processes", "1", "--corpus", file, process=Slow).status == 0
    assert transactions(file) == (6, n_transactions)


def test_long_articles_are_not_stored_together(run_store, clock, apart, file):
    """Whoever else writes would have to wait for all of them."""

    class Long(Here):
        def submit(self, _fn, _model, task):
            clock.advance(seconds=1)
            return super().submit(lambda: [article(f"{task.name}. " + "It is long. " * 40_000)])

    assert run_store("add", *apart, "--processes", "1", "--corpus", file, process=Long).status == 0
    n_articles, n_transactions = transactions(file)
    assert n_articles == 6
    assert n_transactions > 1  # how many more is told by the clock (test_batches.py)


def transactions(file):
    """How many articles there are, and how many transactions they came in."""
    with closing(open_corpus(file, read_only=True)) as db:
        query = "SELECT count(*), count(DISTINCT added_at) FROM articles"
        return db.conn.execute(query).fetchone()


def test_what_was_read_before_an_interrupt_is_stored(run_store, pages, apart, file):
    pages["https://x.example/end"] = KeyboardInterrupt()
    ran = run_store("add", *apart, "https://x.example/end", "--corpus", file)
    assert ran.status == 130
    assert ran.out.startswith(f"stored {count(file)} articles")
    assert count(file) > 1


def test_a_file_that_is_no_corpus_is_refused_before_reading(run_store, file):
    file.write_bytes(b"no database" * 100)
    ran = run_store("seed", "--corpus", file)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"error: {file}: not a corpus, or damaged\n"


def test_a_locked_corpus_is_told_and_nothing_half_stored(run_store, tmp_path, file):
    (tmp_path / "a.txt").write_text(TEXT)
    run_store("add", tmp_path / "a.txt", "--corpus", file)
    (tmp_path / "b.txt").write_text(TEXT + "More.")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = run_store("add", tmp_path / "b.txt", "--corpus", file)
        other.execute("ROLLBACK")
    assert ran.status == 1
    assert "locked by another process" in ran.err
    assert count(file) == 1


def test_a_corpus_that_is_locked_for_a_moment_is_waited_for(run_store, tmp_path, file):
    """As by a second run of the same command, which stores many articles at a time."""
    (tmp_path / "a.txt").write_text(TEXT)
    open_corpus(file).close()
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        free = threading.Timer(1, other.execute, ["ROLLBACK"])
        free.start()
        ran = run_store("add", tmp_path / "a.txt", "--corpus", file, patience_s=20)
        free.join()
    assert (ran.status, count(file)) == (0, 1)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signals on Windows")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_what_ends_a_run_from_outside_ends_it_as_an_interrupt_does(tmp_path, file, name):
    given = tmp_path / "many.jsonl"
    lines = (json.dumps({"id": n, "text": f"{TEXT}Number {n}." * 9}) for n in range(3000))
    given.write_text("\n".join(lines))
    command = [sys.executable, "-m", "store", "add", given, "--processes", "1", "--corpus", file]
    with Popen(command, stdout=PIPE, stderr=PIPE, text=True) as run:  # noqa: S603 — our own command
        while not is_made(file) and run.poll() is None:
            time.sleep(0.05)
        time.sleep(0.3)  # it has begun; the model takes longer to load
        run.send_signal(getattr(signal, name))
        out, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "stopped, the same command goes on from there" in out
    assert err.strip() == "interrupted"


def test_a_folder_that_cannot_be_written_is_told(run_store, tmp_path):
    (tmp_path / "file").write_text("")
    ran = run_store("seed", "--corpus", tmp_path / "file/corpus.db")
    assert ran.status == 1
    assert "cannot be written" in ran.err


def test_reannotating_changes_nothing_when_the_rules_did_not(run_store):
    run_store("seed")
    before = run_store("quotes", "--json").out
    ran = run_store("reannotate")
    assert ran.out.startswith("annotated 5 articles again")
    assert run_store("quotes", "--json").out == before


def test_one_article_can_be_reannotated(run_store):
    run_store("seed")
    assert run_store("reannotate", 2).out.startswith("annotated 1 article again: ")
    ran = run_store("reannotate", 99)
    assert ran.status == 1
    assert "99" in ran.err


def test_reannotating_goes_on_where_it_was_interrupted(run_store, tmp_path):
    """Each article is replaced on its own; the last one that was done is named."""
    run_store("seed")

    class Interrupting(Here):
        def submit(self, fn, model, task):
            if 4 in task.again:
                raise KeyboardInterrupt
            return super().submit(fn, model, task)

    ran = run_store("reannotate", "--processes", 2, process=Interrupting)
    assert ran.status == 130
    assert "stopped, go on with --after" in ran.out
    last = int(ran.out.rpartition(" ")[2])
    rest = run_store("reannotate", "--after", last)
    assert rest.out.startswith(f"annotated {5 - last} articles again")
    path = tmp_path / "corpora/local.db"
    with closing(open_corpus(path, read_only=True)) as db:
        query = "SELECT subject FROM audit WHERE action = 'article.reannotate' ORDER BY id"
        again = [row[0] for row in db.conn.execute(query)]
    assert again == [f"article:{n}" for n in range(1, 6)]


def test_an_article_removed_while_it_is_read_again_is_named(run_store, tmp_path, clock):
    run_store("seed")

    class Removing(Here):
        def submit(self, fn, model, task):
            with closing(open_corpus(tmp_path / "corpora/local.db")) as db:
                ingest.remove_article(db, 2, by=None, now=clock())
            return super().submit(fn, model, task)

    ran = run_store("reannotate", process=Removing)
    assert ran.status == 1
    assert ran.out.startswith("annotated 4 articles again")
    assert "failed: article 2: it was removed" in ran.err


def test_reannotate_makes_no_corpus(run_store, file):
    assert run_store("reannotate", "--corpus", file).status == 1
    assert not file.exists()


def test_the_seeds_come_from_the_folder_that_is_asked_for(run_store, tmp_path, file):
    (tmp_path / "one").mkdir()
    (tmp_path / "one/a.txt").write_bytes(next(SEEDS.glob("000*")).read_bytes())
    assert run_store("seed", "--seeds", tmp_path / "one", "--corpus", file).status == 0
    assert count(file) == 1
