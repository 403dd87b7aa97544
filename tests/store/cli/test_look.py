"""Commands that read: what they print, as text and as JSON, and what they refuse."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model  # the corpus of the seeds is made with it


@pytest.fixture
def look(run_store, corpus_path):
    """Run a command on a corpus of the seeds."""
    return lambda *argv: run_store(*argv, "--corpus", corpus_path)


def test_quotes_are_cited(look):
    ran = look("quotes", "--speaker", "John Kirby", "--containing", "choice to make")
    assert "John Kirby" in ran.out
    assert "China has a choice to make" in ran.out
    assert "2024-11-22" in ran.out
    assert "\x1b" not in ran.out


def test_quotes_as_json_cut_out_their_marks(look):
    found = look("quotes", "--json").data
    assert len(found) > 50
    assert len({quotation["id"] for quotation in found}) == len(found)
    for quotation in found:
        assert quotation["text"] in quotation["context"]
        assert all(stretch in quotation["context"] for stretch in quotation["quoted"])


def test_quotes_can_be_limited_and_are_the_first_of_all(look):
    everything = look("quotes", "--json").data
    assert look("quotes", "--json", "--limit", 7).data == everything[:7]


@pytest.mark.parametrize(
    ("option", "value", "holds"),
    [
        ("--kind", "indirect", lambda q: q["kind"] == "indirect" and q["quoted"] == []),
        ("--speaker", "xi", lambda q: q["speaker"] == "Xi Jinping"),
        ("--containing", "sanctions", lambda q: "sanctions" in q["text"].lower()),
    ],
)
def test_quotes_are_filtered(look, option, value, holds):
    found = look("quotes", option, value, "--json").data
    assert found
    assert all(map(holds, found))


def test_days_bound_the_quotations(look):
    assert look("quotes", "--since", "2024-11-22", "--until", "2024-11-22", "--json").data
    assert look("quotes", "--until", "1999-12-31", "--json").data == []


def test_nothing_found_is_no_failure(look):
    ran = look("quotes", "--containing", "zeppelin")
    assert (ran.status, ran.out, ran.err) == (0, "", "no quotations\n")


def test_a_name_nobody_has_gets_the_nearest(look):
    ran = look("quotes", "--speaker", "Jake Sulivan")
    assert (ran.status, ran.out) == (1, "")
    assert "Jake Sullivan" in ran.err


@pytest.mark.parametrize("query", ['"', "NEAR(", "* OR 1=1; --", "🙂", "", "AND"])
def test_search_takes_everything_for_words(look, query):
    assert look("search", query).status == 0


def test_search_finds_articles_and_quotations(look):
    found = look("search", "diplomatic cover", "--json").data
    assert found["n_articles"] == len(found["articles"]) == 2
    assert found["quotations"]
    assert {"diplomatic", "cover"} <= {
        m.lower() for hit in found["articles"] for m in hit["matches"]
    }


def test_search_is_paged(look):
    first = look("search", "Russia", "--limit", 1, "--json").data["articles"]
    second = look("search", "Russia", "--limit", 1, "--page", 2, "--json").data["articles"]
    assert first != second


def test_entities_are_listed_by_mentions(look):
    rows = look("entities", "--json").data
    assert [row["mentions"] for row in rows] == sorted((r["mentions"] for r in rows), reverse=True)
    people = look("entities", "--type", "PERSON", "--limit", 3, "--json").data
    assert [row["type"] for row in people] == ["PERSON"] * 3


def test_a_table_in_a_pipe_has_cells_parted_by_tabs(look):
    lines = look("entities", "--limit", 2).out.splitlines()
    assert len(lines) == 3
    assert all(line.count("\t") == 7 for line in lines)


def test_a_table_on_a_terminal_is_set_out(look, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = look("entities", "--limit", 2).out
    assert "\t" not in out
    assert "\x1b[" in out


def test_stats_count_the_corpus(look):
    counted = look("stats", "--json").data
    assert counted["articles"] == 5
    assert counted["quotations"] == counted["direct"] + counted["mixed"] + counted["indirect"]
    assert "5" in look("stats").out


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [
        ("China has a choice to make", "exact"),
        ("this is the time for any kind of business as usual with Mr. Putin", "altered"),
        ("we will put men on the moon", "not on record"),
        ("?!", "not on record"),
    ],
)
def test_a_claim_is_compared_with_the_record(look, claimed, verdict):
    assert look("check", claimed, "--json").data["verdict"] == verdict
    assert look("check", claimed).out.startswith(verdict.upper())


def test_a_change_of_words_is_marked(look):
    out = look("check", "this is the time for any kind of business as usual with Mr. Putin").out
    assert "this is {+not+} the time" in out


def test_reading_makes_no_corpus(run_store, tmp_path):
    ran = run_store("quotes", "--guild", 12)
    assert ran.status == 1
    assert str(tmp_path / "corpora/12.db") in ran.err
    assert not (tmp_path / "corpora").exists()


def test_escapes_in_an_article_do_not_reach_the_terminal(run_store, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"url": "https://x.example/\\u001b[31m", "title": "[bold]T\\u001b]0;x\\u0007",'
        ' "text": "“We [red]will\\u001b[2J go,” Jane Smith said on Monday to reporters."}'
    )
    run_store("add", path)
    out = run_store("quotes").out
    assert "\x1b" not in out
    assert "We [red]will" in out
    assert "[bold]T" in out


@pytest.mark.parametrize("asked", [["quotes"], ["search", "talks"], ["stats"]])
def test_damage_that_is_met_while_reading_is_told(run_store, corpus_path, asked):
    """A file may open and still be damaged where the articles lie."""
    data = corpus_path.read_bytes()
    damaged = data.replace(b"Moscow", b"\xff" * 6)
    assert damaged != data
    corpus_path.write_bytes(damaged)
    ran = run_store(*asked, "--corpus", corpus_path)
    assert (ran.status, ran.err) == (1, f"error: {corpus_path}: not a corpus, or damaged\n")


@pytest.mark.parametrize(
    "asked",
    [
        ("quotes", "--speaker", ""),
        ("quotes", "--about", "  "),
        ("quotes", "--containing", ""),
        ("stats", "--corpus", ""),
    ],
    ids=" ".join,
)
def test_an_option_that_is_empty_is_a_mistake(run_store, asked):
    """As a script gives it whose variable is not set: it must not mean everything."""
    ran = run_store(*asked)
    assert (ran.status, ran.out) == (2, "")
    assert "it is empty" in ran.err


@pytest.mark.parametrize("asked", [("quotes",), ("search", "Xi")], ids=["quotes", "search"])
def test_days_the_wrong_way_round_are_a_mistake(run_store, asked):
    run_store("seed")
    ran = run_store(*asked, "--since", "2025-01-01", "--until", "2024-01-01")
    assert ran.status == 2
    assert "--since is later than --until" in ran.err


def test_kinds_and_types_are_taken_in_any_case(run_store):
    run_store("seed")
    assert run_store("quotes", "--kind", "DIRECT", "--limit", 1).out
    assert run_store("entities", "--type", "person", "--limit", 1).status == 0
