"""Folding names for comparison and look-up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.names import (
    address_of,
    completed,
    fold,
    forwarded,
    number_in,
    trigrams,
    without_address,
    without_possessive,
    words,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Xi Jinping", "xi jinping"),
        ("  Xi\n Jinping ", "xi jinping"),
        ("U.S.", "us"),
        ("Łódź", "lodz"),
        ("Zelenskyy’s", "zelenskyy's"),
        ("Jean–Luc", "jean-luc"),
        ("Straße", "strasse"),
        ("Erdoğan", "erdogan"),
        ("Z\u200belensky\ud800", "zelensky"),
        ("NATO", "nato"),
        ("", ""),
        ("😀", "😀"),
    ],
)
def test_writings_that_mean_the_same_fold_alike(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(
    st.text(
        alphabet=st.characters(codec="ascii") | st.sampled_from("‘’´`\u02bb“”«»\u2010\u2011–—−")
    )
)
def test_the_quick_way_for_plain_names_folds_as_the_slow_one(text):
    assert fold(text) == fold(text + "é")[: -len("e")].rstrip()


@pytest.mark.parametrize(
    ("folded", "plain"), [("xi's", "xi"), ("the philippines'", "the philippines"), ("us", "us")]
)
def test_the_genitive_is_taken_off(folded, plain):
    assert without_possessive(folded) == plain


@pytest.mark.parametrize(
    ("folded", "plain"),
    [
        ("mr xi", "xi"),
        ("chinese president xi jinping", "xi jinping"),
        ("the president", "president"),
        ("president", "president"),
        ("us", "us"),
        ("", ""),
    ],
)
def test_forms_of_address_are_taken_off_but_never_everything(folded, plain):
    assert without_address(folded) == plain


def test_words_keep_what_stands_inside_them():
    assert words("Jean-Luc O’Neil, U.S.") == ("jean", "luc", "o'neil", "us")


def test_trigrams_are_runs_of_three_each_once():
    assert trigrams("banana") == ("ban", "ana", "nan")
    assert trigrams("xi") == ()


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("#12", 12),
        ("(#12)", 12),
        ("Johnson (#12)", 12),
        (" Johnson (#12) ", 12),
        ("Johnson #12", None),
        ("12", None),
        ("#", None),
        ("#" + "9" * 30, None),
        ("#١٢", None),
    ],
)
def test_the_number_of_a_choice_is_read(asked, number):
    assert number_in(asked) == number


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/1?id=7",
        "http://www.example.org/news/1/?id=7",
        "HTTPS://EXAMPLE.org:443/news/1?utm_source=x&id=7&fbclid=1#top",
        " https://example.org/news/1?id=7 ",
    ],
)
def test_addresses_of_one_page_are_alike(url):
    assert address_of(url) == "example.org/news/1?id=7"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/1?id=8",
        "https://example.org/news/2?id=7",
        "https://example.org:8443/news/1?id=7",
        "https://other.org/news/1?id=7",
        "https://example.org/NEWS/1?id=7",
    ],
)
def test_addresses_of_other_pages_are_not(url):
    assert address_of(url) != "example.org/news/1?id=7"


@given(st.text())
def test_no_address_breaks_comparing(text):
    address_of("http://[" + text)
    address_of("http://" + text)


INNER = "https://paper.example/talks?id=7"
QUOTED = "https%3A%2F%2Fpaper.example%2Ftalks%3Fid%3D7"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.com/url?rct=j&sa=t&url={QUOTED}&ct=ga&usg=x",
        f"https://www.google.co.uk/url?q={QUOTED}",
        f"https://eur01.safelinks.protection.outlook.com/?url={QUOTED}&data=05%7C01",
        f"https://l.facebook.com/l.php?u={QUOTED}&h=AT0",
        f"http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&url={QUOTED}&c=1",
        "https://www.google.com/amp/s/paper.example/talks?id=7",
        "https://paper-example.cdn.ampproject.org/c/s/paper.example/talks?id=7",
    ],
)
def test_an_address_that_only_leads_to_another_is_that_one(url):
    assert forwarded(url) == INNER
    assert address_of(url) == "paper.example/talks?id=7"


@pytest.mark.parametrize(
    "url",
    [
        INNER,
        "https://www.google.com/url?url=javascript:alert(1)",
        "https://www.google.com/search?q=https://paper.example/",
        f"https://paper.example/url?url={QUOTED}",
        "http://[half",
    ],
)
def test_other_addresses_are_left_alone(url):
    assert forwarded(url) == url


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (" paper.example/talks?id=7 ", INNER),
        ("www.paper.example", "https://www.paper.example"),
        ("paper.example:8080/a", "https://paper.example:8080/a"),
        (INNER, INNER),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("talks", "talks"),
        ("the paper.example", "the paper.example"),
        ("127.0.0.1/a", "127.0.0.1/a"),
        ("", ""),
    ],
)
def test_an_address_is_completed_where_it_is_one(given, meant):
    assert completed(given) == meant
