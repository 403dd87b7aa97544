"""A card on a claimed quotation says what the comparison found, and fits one message."""

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.check import check_cards, sentence
from bot.cards.limits import MAX_TEXT, problems
from bot.views.layout import compose
from store.records import Change, Check, CheckedText, QuotationKind, Verdict
from tests.bot.cards.by_hand import (
    HOSTILE,
    hostile_text,
    make_quotation,
    quotations,
    unhurried,
)

CLAIM = "The old harbour stays"
ALTERED = (
    Change("The", "The", is_same=True),
    Change("old", "", is_same=False),
    Change("harbour stays", "harbour stays", is_same=True),
    Change("", "open", is_same=False),
)


def text_of(*checks, **counts):
    cards = check_cards(CheckedText(checks, **counts), MAX_TEXT)
    items = [item for card in cards for item in card.walk_children()]
    return "\n".join(item.content for item in items if isinstance(item, ui.TextDisplay))


def test_words_that_differ_are_bold_and_missing_ones_struck():
    text = text_of(Check(Verdict.ALTERED, make_quotation(), 0.8, ALTERED, claimed=CLAIM))
    assert "> The **old** harbour stays ~~open~~\n" in text
    assert "differs in 2 words" in text
    assert "**bold**: not in the record · ~~struck~~: in the record, not here" in text


def test_the_record_is_shown_with_speaker_date_and_source():
    text = text_of(Check(Verdict.EXACT, make_quotation(), 1.0, claimed="harbour stays open"))
    assert text.startswith("### Exact: on record word for word\nThese words stand between")
    assert "**Ada Verne** *said*" in text
    assert "[Ministers meet over the harbour](https://news.example/harbour)" in text
    assert "15 September 2022" in text


@pytest.mark.parametrize(
    ("claimed", "is_part"), [("harbour stays open", True), ("The harbour stays open!", False)]
)
def test_words_cut_out_of_a_longer_statement_are_said_to_be(claimed, is_part):
    text = text_of(Check(Verdict.EXACT, make_quotation(), 1.0, claimed=claimed))
    assert ("part of a longer statement" in text) is is_part


def test_another_speaker_is_told_without_calling_it_wrong():
    check = Check(
        Verdict.WRONG_SPEAKER, make_quotation(), 1.0, claimed=CLAIM, claimed_speaker="Bo Lund"
    )
    assert (
        sentence(check) == "These words are on record as said by **Ada Verne**. You name Bo Lund."
    )


def test_altered_words_of_another_speaker_are_both_told():
    check = Check(
        Verdict.WRONG_SPEAKER, make_quotation(), 0.8, ALTERED, claimed=CLAIM, claimed_speaker="Bo"
    )
    assert sentence(check).startswith("These words, but for 2 words, are on record as said by")


def test_what_is_not_on_record_is_not_called_untrue():
    text = text_of(Check(Verdict.NOT_ON_RECORD, claimed=CLAIM))
    assert "That does not mean that nobody said them." in text
    assert f"> {CLAIM}" in text


def test_reported_words_are_not_called_anybodys_own():
    quotation = make_quotation(kind=QuotationKind.INDIRECT, quoted=())
    text = text_of(Check(Verdict.PARTLY, quotation, 1.0, claimed=CLAIM))
    assert "reports this without quotation marks" in text


def test_a_record_without_a_name_does_not_confirm_the_claimed_one():
    quotation = make_quotation(speaker=None, speaker_label="port spokesperson")
    text = text_of(Check(Verdict.EXACT, quotation, 1.0, claimed=CLAIM, claimed_speaker="Bo Lund"))
    assert "You name Bo Lund; the record names a role without a name." in text


def test_what_was_left_out_is_counted():
    text = text_of(Check(Verdict.NOT_ON_RECORD, claimed=CLAIM), n_absent=1, n_unchecked=2)
    assert "1 other sentence is not on record" in text
    assert "2 more quotations not shown" in text


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_claim_is_shown_as_plain_text(typed):
    text = text_of(
        Check(Verdict.NOT_ON_RECORD, claimed=f"{typed} {CLAIM}"),
        Check(Verdict.EXACT, make_quotation(), 1.0, claimed=CLAIM, claimed_speaker=typed),
    )
    assert "@everyone" not in text
    assert "<@" not in text.replace("\\<@", "")
    assert "](http://evil" not in text


changes = st.lists(
    st.builds(Change, hostile_text, hostile_text, is_same=st.booleans()), max_size=6
).map(tuple)
checks = st.builds(
    Check,
    st.sampled_from(Verdict),
    st.none() | quotations(),
    st.floats(0, 1),
    changes,
    st.none(),
    hostile_text | st.just("long " * 800),
    st.none() | hostile_text,
)


@unhurried
@given(st.lists(checks, min_size=1, max_size=3), st.integers(0, 10**9), st.integers(0, 10**9))
def test_verdicts_fit_one_message_whatever_they_hold(found, n_absent, n_unchecked):
    checked = CheckedText(tuple(found), n_absent, n_unchecked)
    assert problems(compose(*check_cards(checked, MAX_TEXT))) == []


def test_three_long_verdicts_fit_without_being_cut_again():
    words = "harbour " * 600
    long = make_quotation(f"He said: “{words}” on Monday.")
    altered = (Change("old " * 300, words, is_same=False),)
    check = Check(Verdict.ALTERED, long, 0.8, altered, claimed="old " * 300)
    text = text_of(check, check, check)
    assert len(text) <= MAX_TEXT
    assert text.count("differs in") == 3
    assert text.count("news.example") == 3
