"""Discord's limits, and cutting text at a word."""

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.limits import MAX_TEXT, cut, cut_start, enforce, problems, share
from tests.bot.cards.by_hand import unhurried


def layout(*items):
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def test_text_is_cut_at_a_word():
    assert cut("the harbour stays open", 16) == "the harbour…"


def test_text_that_fits_is_left_alone():
    assert cut("the harbour", 11) == "the harbour"


def test_a_word_that_ends_exactly_at_the_limit_is_kept():
    assert cut("the harbour stays", 12) == "the harbour…"


def test_no_punctuation_dangles_before_the_ellipsis():
    assert cut("the harbour, they say", 16) == "the harbour…"


def test_text_without_words_is_cut_where_the_room_ends():
    assert cut("x" * 50, 10) == "x" * 9 + "…"


def test_a_backslash_is_not_parted_from_what_it_escapes():
    assert cut(r"aaaa\*bbbb", 6) == "aaaa…"
    assert cut(r"aaa\\bbbbb", 6) == r"aaa\\…"


def test_the_start_is_cut_at_a_word_too():
    assert cut_start("the harbour stays open", 13) == "…stays open"


@unhurried
@given(st.text(), st.integers(0, 50))
def test_a_cut_text_fits_and_begins_alike(text, limit):
    done = cut(text, limit)
    assert len(done) <= limit
    assert text.startswith(done.removesuffix("…")) or done == text


@unhurried
@given(st.text(), st.integers(0, 50))
def test_a_text_cut_at_its_start_fits(text, limit):
    assert len(cut_start(text, limit)) <= limit


@unhurried
@given(st.lists(st.integers(0, 5000), max_size=10), st.integers(0, 5000))
def test_shares_never_exceed_the_room_or_the_need(needs, room):
    shares = share(needs, room)
    assert sum(shares) <= room
    assert all(got <= need for got, need in zip(shares, needs, strict=True))


def test_short_texts_get_all_they_need():
    assert share([10, 500, 500, 20], 430) == [10, 200, 200, 20]


def test_a_layout_that_grew_too_long_is_cut_at_its_longest_text():
    short, long = ui.TextDisplay("short"), ui.TextDisplay("word " * 1000)
    view = enforce(layout(short, ui.Container(long)))
    assert short.content == "short"
    assert view.content_length() <= MAX_TEXT
    assert long.content.endswith("word…")


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ([ui.TextDisplay("x" * 4001)], "4001 characters"),
        ([ui.TextDisplay(" ")], "an empty text"),
        ([ui.ActionRow(ui.Button(label="x" * 81, custom_id="a"))], f"label {'x' * 81!r}"),
        ([ui.ActionRow(ui.Button(label="", custom_id="a"))], "label ''"),
        ([ui.ActionRow(ui.Button(label="a", custom_id="x" * 101))], "custom_id of 101"),
        (
            [
                ui.ActionRow(
                    ui.Button(label="a", custom_id="x"), ui.Button(label="b", custom_id="x")
                )
            ],
            "custom_id 'x' twice",
        ),
    ],
    ids=["text", "empty", "label", "no label", "custom_id", "twice"],
)
def test_what_discord_would_refuse_is_named(items, problem):
    assert problem in problems(layout(*items))


def test_a_select_is_checked_too():
    select = ui.Select(custom_id="s")
    select.add_option(label="x" * 101, value="1", description="y" * 101)
    select.add_option(label="ok", value="1")
    found = problems(layout(ui.ActionRow(select)))
    assert len(found) == 3
    assert "two options of one value" in found
