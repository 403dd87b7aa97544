"""A verdict says what the record shows of a claimed quotation, and no more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.check import Verdict, check_quotation
from store.queries.candidates import find_candidates
from store.records import ArticleRef, DateOrigin, QuotationKind, Span, StoredQuotation

ARTICLE = ArticleRef(1, "T", None, None, None, DateOrigin.UNKNOWN, datetime(2026, 1, 1, tzinfo=UTC))


def stored(content, *, number=1):
    """Make a quotation of a text whose marked stretches stand between “ and ”."""
    quoted, start = [], content.find("“")
    while start >= 0:
        end = content.find("”", start)
        quoted.append(Span(start + 1, end))
        start = content.find("“", end)
    return StoredQuotation(
        id=number,
        article=ARTICLE,
        kind=QuotationKind.MIXED if quoted else QuotationKind.INDIRECT,
        content=content,
        context=content,
        content_start=0,
        content_end=len(content),
        quoted=tuple(quoted),
        cue=None,
        speaker_span=None,
        speaker=None,
        speaker_label=None,
        rule="test",
    )


WAR = stored("“This is not the time for business as usual with Mr. Putin, given what he’s done.”")
MIXED = stored("that Russia “would pay a severe price” if they chose to use such weapons")
INDIRECT = stored("China was not asked by Russia for military aid or any other assistance")


@pytest.mark.parametrize(
    ("claimed", "record", "verdict"),
    [
        ("This is not the time for business as usual", WAR, Verdict.EXACT),
        ("THIS IS NOT “the time”... for business, as usual!", WAR, Verdict.EXACT),
        ("given what he's done", WAR, Verdict.EXACT),
        ("This is the time for business as usual with Mr. Putin", WAR, Verdict.ALTERED),
        ("This is not the hour for business as usual with Mr Putin", WAR, Verdict.ALTERED),
        (
            "We said it: not the time for business as usual, and it never will be",
            WAR,
            Verdict.PARTLY,
        ),
        ("would pay a severe price", MIXED, Verdict.EXACT),
        ("Russia would pay a severe price", MIXED, Verdict.PARTLY),
        ("China was not asked by Russia for military aid", INDIRECT, Verdict.PARTLY),
        ("usual as business for time the not is this", WAR, Verdict.NOT_ON_RECORD),
        ("The cat sat on the mat", WAR, Verdict.NOT_ON_RECORD),
        ("", WAR, Verdict.NOT_ON_RECORD),
        ("“…”", WAR, Verdict.NOT_ON_RECORD),
    ],
)
def test_verdicts(claimed, record, verdict):
    assert check_quotation(claimed, [record]).verdict is verdict


def test_words_reported_without_marks_are_said_to_be():
    assert (
        "not all of them stand in quotation marks"
        in check_quotation("Russia would pay a severe price", [MIXED]).note
    )
    altered = "China was never asked by Russia for military aid or other assistance"
    assert "without quotation marks" in check_quotation(altered, [INDIRECT]).note


def test_changes_spell_out_both_texts():
    found = check_quotation("This is the hour for business as usual with Putin", [WAR])
    assert " ".join(c.claimed for c in found.changes if c.claimed) == (
        "This is the hour for business as usual with Putin"
    )
    assert [(c.claimed, c.recorded) for c in found.changes if not c.is_same] == [
        ("", "not"),
        ("hour", "time"),
        ("", "Mr"),
    ]


def test_the_best_verdict_wins_whatever_the_order():
    near = stored(
        "“This is not the time for business as usual with Mr. Xi, given what he did.”", number=2
    )
    claimed = "not the time for business as usual with Mr. Putin"
    for records in ([near, WAR], [WAR, near]):
        found = check_quotation(claimed, records)
        assert (found.verdict, found.nearest.id) == (Verdict.EXACT, 1)


def test_an_empty_record_holds_nothing():
    found = check_quotation("This is not the time", [])
    assert (found.verdict, found.nearest) == (Verdict.NOT_ON_RECORD, None)


def test_a_record_far_away_is_not_offered():
    assert check_quotation("The cat sat on the mat", [WAR]).nearest is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_can_be_compared(claimed, recorded):
    found = check_quotation(claimed, [stored(recorded.replace("“", "").replace("”", ""))])
    assert found.verdict is not Verdict.EXACT  # nothing of that record stands in marks


@given(st.integers(0, 10), st.integers(1, 8))
def test_every_stretch_of_marked_words_is_exact(start, n_words):
    words = WAR.content.strip("“”").split()[start : start + n_words]
    if words:
        assert check_quotation(" ".join(words), [WAR]).verdict is Verdict.EXACT


@pytest.mark.model
@pytest.mark.parametrize("claimed", ["", "?", '"', "* NEAR(a b)", "🙂", "the of", "a" * 5000])
def test_candidates_are_looked_for_with_any_text(corpus, claimed):
    assert len(find_candidates(corpus, claimed)) <= 40


@pytest.mark.model
def test_candidates_share_the_telling_words(corpus):
    found = find_candidates(corpus, "a direct provocation of humanitarian assistance", limit=5)
    assert any("humanitarian assistance" in quotation.content for quotation in found)
