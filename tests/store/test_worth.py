"""How much a quotation is worth showing, and whether it can be understood by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import worth
from store.records import QuotationCandidate, QuotationKind, Span, StoredQuotation
from tests.store.test_digest import article

DIRECT, MIXED, INDIRECT = QuotationKind.DIRECT, QuotationKind.MIXED, QuotationKind.INDIRECT


def quotation(text, kind=DIRECT, rule="cue after; name", *, behind="”"):
    return StoredQuotation(
        id=1,
        article=article(),
        kind=kind,
        content=text,
        context=text + behind,
        content_start=0,
        content_end=len(text),
        quoted=(Span(0, len(text)),) if kind is DIRECT else (),
        cue=None,
        speaker_span=None,
        speaker=None,
        speaker_label="the mayor",
        rule=rule,
    )


def lasting(text, kind=DIRECT, rule="cue after; name"):
    return worth.lasting_score(QuotationCandidate(quotation(text, kind, rule), 5), 10)


# ------------------------------------------------------------------ standing alone


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("We do not see a link to terrorism,", DIRECT, "cue after; name"),
        ("Why won’t he release his tax returns?", DIRECT, "cue after; pronoun"),
        ("Tolerance is on the ballot. Democracy is.", DIRECT, "marks alone; same paragraph"),
        ("Look, ‘this is not who we are.’", DIRECT, "cue before; name"),
        ("that he wants “a policy that works” for all of us", DIRECT, "clause; name"),
        ("that officials should release the videos “without delay”", MIXED, "clause; name"),
        ("the bridge would open to all traffic in May", INDIRECT, "clause; name"),
        ("2016 was the year that nobody wants back.", DIRECT, "cue after; name"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_whole_statement_stands_alone(text, kind, rule):
    assert worth.stands_alone(quotation(text, kind, rule))


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("No.", DIRECT, "cue after; name"),
        ("", DIRECT, "cue after; name"),
        ("…", DIRECT, "cue after; name"),
        ("including his cardiovascular health. The only", DIRECT, "cue after; name"),
        ("participated personally as a public officer.", DIRECT, "cue after; name"),
        ("We have to do everything that is", DIRECT, "cue after; name"),
        ("WALLACE: Governor, I do not want to interrupt.", DIRECT, "marks alone; turn"),
        ("Governor, I want to try to get —.", DIRECT, "cue after; name"),
        ("Follow the reporter on Twitter @reporter.", DIRECT, "cue after; name"),
        ("We start tomorrow morning at eight.", DIRECT, "marks alone"),
        ("We start tomorrow morning at eight.", DIRECT, "marks alone; words before"),
        ("half of them “deplorables”", MIXED, "clause; name"),
        ("the plan of the mayor and all of his friends", INDIRECT, "topic; name"),
        ("the plan a gamble", INDIRECT, "clause; name"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_piece_or_a_doubtful_one_does_not(text, kind, rule):
    assert not worth.stands_alone(quotation(text, kind, rule))


def test_a_stop_behind_the_closing_mark_ends_the_sentence():
    text = "We start tomorrow morning"
    assert worth.stands_alone(quotation(text, behind="”."))
    assert not worth.stands_alone(quotation(text, behind="” and"))


# ------------------------------------------------------------------ the score


@pytest.mark.parametrize("first", ["It", "They", "That", "This", "So", "And"])
def test_words_that_point_back_cost_clearness(first):
    assert lasting(f"{first} opens the harbour to every ship.") < lasting(
        "Monday opens the harbour to every ship."
    )


def test_in_a_report_he_is_the_speaker_and_costs_nothing():
    he = lasting("that he opens the harbour to every ship", INDIRECT, "clause; name")
    we = lasting("that we open the harbour to every ship", INDIRECT, "clause; name")
    assert he == we


def test_words_from_the_middle_of_a_sentence_are_less_clear():
    piece, whole = "a stone on which men were sold", "A stone on which men were sold"
    assert lasting(piece, DIRECT, "clause; name") < lasting(whole, DIRECT, "clause; name")


def test_its_kind_and_rule_decide_directness():
    text = "The harbour stays open to every ship tonight"
    scores = [
        lasting(text, DIRECT),
        lasting(text, MIXED, "clause; name"),
        lasting(text, INDIRECT, "clause; name"),
        lasting(text, INDIRECT, "topic; name"),
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


@given(
    st.text(max_size=200),
    st.sampled_from(QuotationKind),
    st.sampled_from(["clause; name", "cue after; name", "marks alone", "topic"]),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.frozensets(st.text(max_size=9)),
    st.booleans(),
)
def test_a_score_lies_between_nothing_and_one(text, kind, rule, mentions, top, used, is_first):
    candidate = QuotationCandidate(quotation(text, kind, rule), mentions, is_first=is_first)
    assert 0 <= worth.score(candidate, top, used) <= 1
    assert isinstance(worth.stands_alone(candidate.quotation), bool)
