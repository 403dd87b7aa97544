"""What is typed is words, never query syntax."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.queries.words import find_marks, match_words, snippet

TEXTS = (
    "Don’t send drones to the U.S., an anti-war speaker said.",
    "Drone strikes hit Łódź and São Paulo.",
    "AND OR NOT NEAR",
)


@pytest.fixture(scope="module")
def index():
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("CREATE VIRTUAL TABLE t USING fts5(a, b)")
        conn.executemany("INSERT INTO t (a, b) VALUES (?, 'other')", [(text,) for text in TEXTS])
        yield conn


def found(index, typed):
    match = match_words(typed, columns=("a",))
    if not match:
        return []
    query = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid"
    return [rowid for (rowid,) in index.execute(query, (match,))]


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("drones", [1]),
        ("dron", [1, 2]),
        ("DRONES don't", [1]),
        ("send drones", [1]),
        ("drones send", [1]),
        ("u.s.", [1]),
        ("anti-war", [1]),
        ("war anti", [1]),
        ("war-anti", []),
        ('"drones send"', []),
        ("“send drones”", [1]),
        ('"send dron"', []),
        ("sao paulo", [2]),
        ("an", [1]),
        ("dr", []),
        ("AND", [2, 3]),
        ("NOT NEAR", [3]),
        ("strikes AND paulo", [2]),
        ("drone* OR x", []),
        ("a:drones", []),
        ("other", []),
        ("😀", []),
        ("!?*()\"'", []),
        ("", []),
        ("_", []),
    ],
)
def test_a_text_is_found_by_the_words_in_it(index, typed, rows):
    assert found(index, typed) == rows


@given(st.text())
@example('" OR a:b*')
@example("NEAR(a b, 2)")
@example("a\x00b ^c -d +e {f} : g")
@example('"' * 1000)
@example("word " * 10_000)
@example("\ud800")
def test_whatever_is_typed_is_a_valid_query(index, typed):
    found(index, typed)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("dron", ["drones"]),
        ("drones don't", ["Don’t", "drones"]),
        ("u.s.", ["U.S"]),
        ("anti-war", ["anti-war"]),
        ('"send drones"', ["send drones"]),
        ('"send dron"', []),
        ("SEND", ["send"]),
        ("?!", []),
    ],
)
def test_what_matched_is_marked(typed, marked):
    assert [TEXTS[0][span.start : span.end] for span in find_marks(TEXTS[0], typed)] == marked


def test_accents_do_not_hide_what_matched():
    spans = find_marks(TEXTS[1], "sao paulo")
    assert [TEXTS[1][span.start : span.end] for span in spans] == ["São", "Paulo"]


def test_a_snippet_is_where_most_of_the_words_are():
    text = "Peace. " + "Nothing here. " * 50 + "\nThen peace talks began in Kyiv. " + "More. " * 99
    cut, marks = snippet(text, "peace talks kyiv")
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert [cut[mark.start : mark.end] for mark in marks] == ["peace", "talks", "Kyiv"]


@given(
    st.text(alphabet="ab é\n.", max_size=900), st.sampled_from(["a", "abb", '"a b"', "é a", "x"])
)
def test_marks_stay_inside_the_snippet_and_mark_words(text, typed):
    cut, marks = snippet(text, typed)
    assert len(cut) <= 262
    for mark in marks:
        assert 0 <= mark.start < mark.end <= len(cut)
        assert cut[mark.start : mark.end].strip() == cut[mark.start : mark.end]
