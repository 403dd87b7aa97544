"""How one quotation reads: who, how, where, and how sure we are of the words."""

from dataclasses import replace

import pytest
from discord import ui

from bot.cards.quotations import (
    COLOURS,
    MAX_LISTED,
    NOBODY,
    card,
    cards,
    entry,
    in_context,
    source_line,
    speaker_line,
)
from store.records import DateOrigin, QuotationKind, Span
from tests.bot.cards.by_hand import make_article, make_quotation


def texts_of(container):
    return [item.content for item in container.walk_children() if isinstance(item, ui.TextDisplay)]


def test_a_direct_quotation_reads_as_in_the_article():
    words, source = texts_of(card(make_quotation(), 1000))
    assert words == "**Ada Verne** *said*\n> “The harbour stays open,”"
    assert source == (
        "-# #12 · [Ministers meet over the harbour](https://news.example/harbour)"
        " · Harbour Gazette · 15 September 2022"
    )


def test_in_a_mixed_quotation_only_the_verbatim_words_are_bold():
    context = "He said that the plan was “a gift” to three firms."
    start, end = context.index("that"), context.index(".")
    quoted = Span(context.index("a gift"), context.index("”"))
    quotation = make_quotation(
        context, kind=QuotationKind.MIXED, content_start=start, content_end=end, quoted=(quoted,)
    )
    words = texts_of(card(quotation, 1000))[0]
    assert words.endswith("`partly\u00a0verbatim`\n> that the plan was “**a gift**” to three firms")


def test_reported_words_are_marked_as_such():
    quotation = make_quotation(kind=QuotationKind.INDIRECT, quoted=())
    assert "`reported,\u00a0not\u00a0verbatim`" in speaker_line(quotation)


def test_each_kind_has_a_colour_of_its_own():
    assert len(set(COLOURS.values())) == len(QuotationKind)
    for kind, colour in COLOURS.items():
        assert card(make_quotation(kind=kind), 1000).accent_colour == colour


def test_nobody_is_named_when_nobody_is_known():
    quotation = make_quotation(speaker=None, speaker_label=None)
    assert speaker_line(quotation) == f"*{NOBODY}*"


def test_a_role_speaks_when_it_has_no_name():
    quotation = make_quotation(speaker=None, speaker_label="port spokesperson")
    assert speaker_line(quotation) == "**Port spokesperson** *said*"


def test_according_to_comes_before_the_name():
    context = "According to Ada Verne, “the harbour stays open”."
    quotation = make_quotation(context, cue=Span(0, 12))
    assert speaker_line(quotation) == "*According to* **Ada Verne**"


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (DateOrigin.METADATA, "15 September 2022"),
        (DateOrigin.TEXT, "15 September 2022 (date from text)"),
        (DateOrigin.CURATOR, "15 September 2022 (date from a curator)"),
    ],
)
def test_a_date_says_where_it_comes_from(origin, words):
    quotation = make_quotation(article=make_article(date_origin=origin))
    assert source_line(quotation).endswith(f" · {words}")


def test_an_undated_article_says_so():
    article = make_article(published_on=None, date_origin=DateOrigin.UNKNOWN)
    line = source_line(make_quotation(article=article))
    assert line.endswith(" · undated (added 2 March 2026)")


def test_without_an_address_the_title_is_plain_text():
    line = source_line(make_quotation(article=make_article(url=None)))
    assert line.startswith("-# #12 · Ministers meet over the harbour · ")


@pytest.mark.parametrize(
    ("copies", "words"), [(1, "also in another article"), (3, "also in 3 other articles")]
)
def test_repetitions_are_told(copies, words):
    assert source_line(make_quotation(copies=copies)).endswith(f" · {words}")


def test_a_long_quotation_is_cut_at_a_word():
    context = "He said: “" + "The harbour stays open. " * 400 + "”"
    shown = texts_of(card(make_quotation(context), 600))[0]
    assert shown.endswith(("harbour…", "stays…", "open…", "The…"))
    assert len(shown) < 600


def test_a_long_quotation_leaves_room_for_short_ones():
    short = make_quotation()
    long = make_quotation("He said: “" + "The harbour stays open. " * 400 + "”")
    drawn = cards([long, short, long], 2000)
    assert texts_of(drawn[1]) == texts_of(card(short, 1000))
    assert sum(len(text) for one in drawn for text in texts_of(one)) <= 2000


def test_context_shows_what_stands_before_and_after():
    quotation = make_quotation(
        "It rained.\nHe said: “The harbour stays open,” on Monday.\n\nAll left."
    )
    words = texts_of(in_context(quotation, 4000))[0]
    assert words.splitlines()[1:] == [
        "> It rained.",
        "> ",
        "> He said: **“The harbour stays open,”** on Monday.",
        "> ",
        "> All left.",
    ]


def test_a_menu_entry_shows_number_speaker_and_words():
    name, words = entry(make_quotation(), 100)
    assert name == "#12 · Ada Verne"
    assert words == "“The harbour stays open,”"


def test_a_quotation_whose_mark_never_closes_is_shown_as_it_stands():
    context = "He said: “The harbour stays open."
    start = context.index("“") + 1
    quotation = replace(
        make_quotation(),
        context=context,
        content_start=start,
        content_end=len(context),
        quoted=(Span(start, len(context)),),
    )
    assert texts_of(card(quotation, 1000))[0].endswith("> “The harbour stays open.")


def test_one_long_quotation_does_not_fill_a_list():
    long = make_quotation(f"“{'the berth shall be repaired before winter, ' * 60}”")
    (shown_long, _) = cards([long, make_quotation()], 4000)
    assert shown_long.content_length() <= MAX_LISTED
