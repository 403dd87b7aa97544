"""A verdict says what the record shows of a claimed quotation, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.check import check_quotation
from store.queries.candidates import find_candidates
from store.records import (
    ArticleRef,
    ClaimedSpeaker,
    DateOrigin,
    EntityRef,
    EntityType,
    QuotationKind,
    Span,
    StoredQuotation,
    Verdict,
)

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
SCRAPS = stored("that “a good” and “bad plan” were")
SUM = stored("“We say that the costs are €5 billion a year.”")
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
        ("a good bad plan", SCRAPS, Verdict.ALTERED),
        ("the costs are $5 billion a year", SUM, Verdict.ALTERED),
        ("the costs are €5 billion a year", SUM, Verdict.EXACT),
        ("", WAR, Verdict.NOT_ON_RECORD),
        ("“…”", WAR, Verdict.NOT_ON_RECORD),
    ],
)
def test_verdicts(claimed, record, verdict):
    assert check_quotation(claimed, [record]).verdict is verdict


@pytest.mark.parametrize(
    ("recorded", "claimed"),
    [
        ("it fell by 1.5 million in 2021", "it fell by 15 million in 2021"),
        ("it fell by 1.5 million in 2021", "it fell by 1,5 million in 2021"),
        ("it was −5 degrees all day", "it was 5 degrees all day"),
        ("it was -5 degrees all day", "it was 5 degrees all day"),
        ("it rose by 5% last year", "it rose by 5 last year"),
        ("about 1/2 of them came", "about 12 of them came"),
        ("about 1/2 of them came", "about 1 2 of them came"),
        ("nearly 10² of them came", "nearly 102 of them came"),
        ("we're sure of the plan", "were sure of the plan"),
        ("they can not stay here", "they can stay here"),
        ("they can’t stay here now", "they can stay here now"),
        ("he did nothing wrong there", "he did something wrong there"),
        ("Iran will sign the treaty", "Iraq will sign the treaty"),
        ("Ann and Bo met today", "Ann or Bo met today"),
        ("the deal of 10-15 years", "the deal of 10 15 years"),
        ("at 5:30 in the morning", "at 530 in the morning"),
    ],
)
def test_a_small_change_of_meaning_is_never_exact(recorded, claimed):
    for one, other in ((recorded, claimed), (claimed, recorded)):
        assert check_quotation(one, [stored(f"“{other}”")]).verdict is not Verdict.EXACT


@pytest.mark.parametrize(
    ("recorded", "claimed"),
    [
        ("it cost 100,000 euros in all", "it cost 100000 euros in all"),
        ("it was −5 degrees all day", "it was -5 degrees all day"),
        ("a war of 10–15 years", "a war of 10-15 years"),
        ("Ann & Bo met today", "Ann and Bo met today"),
        ("we went on – 5 of us", "we went on, 5 of us"),
        ("it grew by 1.5%.", "it grew by 1.5 %"),
    ],
)
def test_the_same_written_otherwise_is_exact(recorded, claimed):
    for one, other in ((recorded, claimed), (claimed, recorded)):
        assert check_quotation(one, [stored(f"“{other}”")]).verdict is Verdict.EXACT


def test_clauses_in_another_order_are_said_to_be():
    claimed = "for business as usual with Mr. Putin, this is not the time"
    found = check_quotation(claimed, [WAR])
    assert (found.verdict, found.is_reordered) == (Verdict.ALTERED, True)
    spliced = "for business as usual with Mr. Putin, we met in the town hall"
    assert check_quotation(spliced, [WAR]).is_reordered is False


def test_other_words_among_those_of_a_long_record_are_no_other_order():
    """The same words far apart are not the claim's."""
    words = ["we", "will", "never", "ever", "give", "up", "the", "old", "harbour"]
    record = stored("“" + " ".join(f"{word} " + "and so on " * 9 for word in words) + "”")
    found = check_quotation("the old harbour we will never ever give up", [record])
    assert found.is_reordered is False


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
        ("", "Mr."),
    ]


def test_the_best_verdict_wins_whatever_the_order():
    near = stored(
        "“This is not the time for business as usual with Mr. Xi, given what he did.”", number=2
    )
    claimed = "not the time for business as usual with Mr. Putin"
    for records in ([near, WAR], [WAR, near]):
        found = check_quotation(claimed, records)
        assert (found.verdict, found.nearest.id) == (Verdict.EXACT, 1)


def by(speaker, number, record=WAR):
    return replace(record, id=number, speaker=EntityRef(number, speaker, EntityType.PERSON))


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [
        (ClaimedSpeaker("Ann Lee", frozenset({1})), Verdict.EXACT),
        (ClaimedSpeaker("President Lee", frozenset()), Verdict.EXACT),
        (ClaimedSpeaker("Lee", frozenset({9})), Verdict.EXACT),  # one person under two numbers
        (ClaimedSpeaker("Bo Lee", frozenset({2})), Verdict.WRONG_SPEAKER),
        (ClaimedSpeaker("Bo Lee", frozenset()), Verdict.EXACT),  # the record knows no Bo
        (ClaimedSpeaker("Cy Orr", frozenset()), Verdict.WRONG_SPEAKER),
        (None, Verdict.EXACT),
    ],
)
def test_another_speaker_than_on_record_is_told(claimed, verdict):
    words = "This is not the time for business as usual"
    found = check_quotation(words, [by("Ann Lee", 1)], speaker=claimed)
    assert found.verdict is verdict
    assert found.claimed_speaker == (claimed.name if claimed else None)


def test_of_equal_records_that_of_the_claimed_speaker_is_the_nearest():
    records = [by("Ann Lee", 1), by("Cy Orr", 2), by("Di Poe", 3)]
    claimed = ClaimedSpeaker("Cy Orr", frozenset({2}))
    found = check_quotation("not the time for business", records, speaker=claimed)
    assert (found.verdict, found.nearest.id) == (Verdict.EXACT, 2)


def test_a_record_without_a_speaker_contradicts_nobody():
    claimed = ClaimedSpeaker("Cy Orr", frozenset({2}))
    found = check_quotation("not the time for business", [WAR], speaker=claimed)
    assert found.verdict is Verdict.EXACT


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
