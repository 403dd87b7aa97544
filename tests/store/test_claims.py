"""What a text claims, and whom it names for it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.claims import Claim, claims_in, sentences_of

WORDS = "The harbour stays open"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (WORDS, None),
        (f"“{WORDS}” — Ada Verne", "Ada Verne"),
        (f'"{WORDS}" - Ada Verne, mayor', "Ada Verne"),
        (f"“{WORDS},” Ada Verne said on Monday.", "Ada Verne"),
        (f"“{WORDS},” said Ada Verne.", "Ada Verne"),
        (f"“{WORDS},” according to Ada Verne.", "Ada Verne"),
        (f"Ada Verne told reporters: «{WORDS}»", "Ada Verne"),
        (f"As Ada Verne: „{WORDS}“", None),
        (f"Ada Verne: “{WORDS}”", "Ada Verne"),
        (f"Ada Verne: {WORDS}", "Ada Verne"),
        (f"{WORDS} — Ada Verne", "Ada Verne"),
        (f"> {WORDS}\n- Ada Verne", "Ada Verne"),
        (f"“{WORDS},” he said.", None),
        (f"He said: “{WORDS}”", None),
        (f"»{WORDS}«, sagte Ada Verne", None),
        (f"»{WORDS}« — Ada Verne", "Ada Verne"),
        (f"« {WORDS} » — Ada Verne", "Ada Verne"),
        (f"‹{WORDS}› — Ada Verne", "Ada Verne"),
        (f"「{WORDS}」 — Ada Verne", "Ada Verne"),
        (f"『{WORDS}』 — Ada Verne", "Ada Verne"),
        (f"《{WORDS}》 — Ada Verne", "Ada Verne"),
        (f"Ada Verne：「{WORDS}」", "Ada Verne"),
        (f"＂{WORDS}＂ — Ada Verne", "Ada Verne"),
        (f"”{WORDS}” — Ada Verne", "Ada Verne"),
        (f"‚{WORDS}‘ — Ada Verne", "Ada Verne"),
        (f"‘{WORDS},’ Ada Verne said", "Ada Verne"),
        (f"'{WORDS}' - Ada Verne", "Ada Verne"),
        (f"''{WORDS}'' - Ada Verne", "Ada Verne"),
        (f"``{WORDS}'' - Ada Verne", "Ada Verne"),
        (f"**“{WORDS}”** <@123456789> https://news.example/a", None),
        (f"look <:wow:123456789> “{WORDS}", None),
    ],
)
def test_the_words_are_parted_from_who_said_them(text, speaker):
    (claim,) = claims_in(text)
    assert (claim.words.strip(" ,"), claim.speaker) == (WORDS, speaker)


@pytest.mark.parametrize("text", ["", "  ", "hi", "so what", "“”", "🙂🙂🙂", "https://a.example/b"])
def test_fewer_than_three_words_claim_nothing(text):
    assert claims_in(text) == ()


def test_each_stretch_in_marks_is_a_claim_with_its_own_speaker():
    text = f"“{WORDS},” Ada Verne said. “It will close in May,” said Bo Lund. A “gift”, that is."
    assert [(c.words, c.speaker) for c in claims_in(text)] == [
        (f"{WORDS},", "Ada Verne"),
        ("It will close in May,", "Bo Lund"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'The leaders' plan isn't done,' Bo Lund said", "The leaders' plan isn't done,"),
        ("‘It’s Bo’s idea to go,’ she said", "It’s Bo’s idea to go,"),
        ("It's Bo's idea, don't you think so?", "It's Bo's idea, don't you think so?"),
        ("“One two three,” he said. ‘Four five six,’ she said", "One two three,"),
    ],
)
def test_an_apostrophe_is_no_mark(text, words):
    assert claims_in(text)[0].words == words


def test_what_stands_before_a_colon_may_be_no_name():
    (claim,) = claims_in(f"BREAKING: {WORDS}")
    assert claim.is_label


def test_a_text_of_several_sentences_has_them_as_claims():
    claim = Claim("Did you hear? The harbour stays open. It was closed for a year!", "Ada Verne")
    assert [c.words for c in sentences_of(claim)] == [
        "The harbour stays open.",
        "It was closed for a year!",
    ]
    assert sentences_of(Claim(WORDS)) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    for claim in claims_in(text):
        sentences_of(claim)


@pytest.mark.parametrize(
    "piece", ["“", '"', "A", "A ", "— A ", "Aa: ", "a.\n", "> ", "<@", "*_", "\n-", " -"]
)
def test_a_long_text_is_read_at_once(piece):
    started = time.perf_counter()
    claims_in(piece * 100_000)
    assert time.perf_counter() - started < 1
