"""The terms a text is indexed under: they tell its days and how much it is about each word."""

from datetime import date
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.terms import (
    ARTICLE,
    LETTERS,
    QUOTATION,
    least_share,
    plain,
    terms_of,
    terms_of_period,
    tokens,
)

DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))


def strength(text, word, *, kind=QUOTATION):
    terms, _ = terms_of(kind, (text, None, ""), "2026-01-01")
    (found,) = (term[0] for term in terms.split() if term[1:] == word and term[0].isalpha())
    return LETTERS.index(found)


def test_the_index_is_emptied_by_the_same_terms_in_years_to_come():
    """A change of these needs a migration that fills the index anew."""
    terms, words = terms_of(ARTICLE, ("Peace talks", "Peace, peace. Café in Kyiv."), "2026-03-02")
    assert terms.split() == [
        "vpeace", "ttalks", "ncafe", "nin", "nkyiv", "2026", "202603", "20260302",
    ]  # fmt: skip
    assert set(words) == {"peace", "talks", "cafe", "in", "kyiv"}
    terms, words = terms_of(QUOTATION, ("Peace now, peace.", "Kim", "s4 a8"), "2026-03-02")
    assert terms.split() == ["speace", "nnow", "nkim", "2026", "202603", "20260302"]
    assert set(words) == {"peace", "now", "kim"}


def test_what_full_text_search_counts_beside_the_words_makes_a_text_longer():
    shorter, longer = (
        terms_of(QUOTATION, ("peace now", None, keys), "2026-01-01")[0].split()[0]
        for keys in ("s1", "s1 a2 a3 a4 a5 a6")
    )
    assert (shorter[1:], longer[1:]) == ("peace", "peace")
    assert shorter > longer


def test_a_word_is_stronger_the_more_often_and_the_shorter_the_text():
    assert strength("peace peace now", "peace") > strength("peace now then", "peace")
    assert strength("peace now", "peace") > strength("peace " + "now " * 40, "peace")


def test_a_letter_never_promises_more_than_the_text_gives():
    for n in range(1, 60):
        text = "peace " * n + "war " * 20
        n_tokens = n + 20 + QUOTATION.beside
        ratio = n / (1.2 * (0.25 + 0.75 * n_tokens / QUOTATION.usual_length))
        letter = strength(text, "peace")
        assert least_share(QUOTATION, LETTERS[letter]) <= ratio / (1 + ratio) + 1e-9
        exact = QUOTATION.steps * log2(ratio) - QUOTATION.lowest
        assert abs(letter - min(exact, len(LETTERS) - 1)) <= 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O’Neil's anti-war", ["o", "neil", "s", "anti", "war"]),
        ("snake_case", ["snake", "case"]),
        ("ÉCOLE Ünïcode", ["ecole", "unicode"]),
        ("“…” — 😀", []),
        ("5 % of 1,000", ["5", "of", "1", "000"]),
    ],
)
def test_words_are_those_of_full_text_search(db, text, words):
    assert tokens(text) == words
    db.conn.execute(
        "CREATE VIRTUAL TABLE temp.t USING fts5(x, tokenize='unicode61 remove_diacritics 2')"
    )
    db.conn.execute("INSERT INTO t VALUES (?)", (text,))
    db.conn.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(temp, t, row)")
    assert {row[0] for row in db.conn.execute("SELECT term FROM v")} == set(words)


@given(st.text(alphabet=st.characters(codec="ascii") | st.sampled_from("‘’“”–—…\xa0éÄ")))
def test_printed_marks_make_no_difference(text):
    assert plain(text + "é") == plain(text) + "e"


@given(st.text())
def test_plain_text_is_plain(text):
    assert plain(plain(text)) == plain(text)


@given(DAYS, DAYS, DAYS)
def test_a_period_is_made_up_of_its_days(one, other, day):
    first, last = min(one, other), max(one, other)
    terms = terms_of_period(first, last)
    _, of_day = terms_of(QUOTATION, ("", None, "s1 a2"), "2026-01-01")
    days = day.isoformat().replace("-", "")
    own = {days[:4], days[:6], days}
    assert of_day == []
    assert len(own & set(terms)) == (first <= day <= last)


def test_a_period_takes_few_terms():
    assert terms_of_period(date(2024, 1, 1), date(2025, 12, 31)) == ["2024", "2025"]
    assert terms_of_period(date(2024, 12, 31), date(2025, 2, 1)) == [
        "20241231",
        "202501",
        "20250201",
    ]
    assert len(terms_of_period(date(2020, 1, 2), date(2025, 12, 30))) <= 30 + 11 + 4 + 11 + 30
    assert terms_of_period(date(2024, 1, 2), date(2024, 1, 1)) == []
    assert terms_of_period(date(9999, 12, 31), date.max) == ["99991231"]
    assert len(terms_of_period(date.min, date.max)) == 9999
