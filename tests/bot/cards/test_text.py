"""Text from articles: readable, and nothing in it that Discord would act upon."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord.preview._markdown import markdown_tokens

from bot.cards.text import (
    MAX_URL,
    around,
    highlighted,
    label,
    link,
    one_line,
    plain,
    quoted,
    shown,
    web_address,
)
from store.records import Span
from tests.bot.cards.by_hand import HOSTILE, hostile_text, unhurried

# Everything that the preview page would show as more than words.
KNOWN = {
    "everyone": True,
    "users": {"123456789012345678": "ada"},
    "roles": {"123456789012345678": "staff"},
    "channels": {"123456789012345": "general"},
    "commands": {"123456789012345678": "quotes"},
    "emojis": {"123456789012345678": {"name": "smile", "animated": False}},
}
# The same for Discord itself, looked for once escaped characters are taken out.
LIVE = {
    "markdown": r"[*_~`|]",
    "angle brackets": r"<",
    "link": r"\[|\]\(",
    "mention": r"@(?:everyone|here|[!&]?\d{17,20})",
    "emoji": r":[\w+~-]+:",
    "address": r"(?:https?|steam|discord)://",
    "heading": r"(?m)^#{1,3} ",
    "small": r"(?m)^-# ",
    "list": r"(?m)^ *(?:[-*+]|\d+\.) ",
    "quotation": r"(?m)^ *>",
    "invite": r"discord(?:\.gg|(?:app)?\.com/invite)/",
}


def rendered(text):
    return markdown_tokens(text, "text_display", context=KNOWN)


def kinds_in(tokens):
    for token in tokens:
        yield token["type"]
        yield from kinds_in(token.get("children", ()))


def words_in(tokens):
    parts = []
    for token in tokens:
        if token["type"] == "text":
            parts.append(token["content"])
        elif token["type"] == "break":
            parts.append(" ")
        else:
            parts.append(words_in(token.get("children", ())))
            parts.append(" " if token["type"] == "paragraph" else "")
    return "".join(parts)


def live_constructs(text):
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "\x00", text)
    return [name for name, pattern in LIVE.items() if re.search(pattern, bare)]


def folded(text):
    return "".join(text.replace("\u2060", "").split())


@unhurried
@given(hostile_text)
def test_plain_text_renders_as_words_only(text):
    assert set(kinds_in(rendered(plain(text)))) <= {"paragraph", "inline", "text", "break"}


@unhurried
@given(hostile_text)
def test_plain_text_holds_no_construct_of_discord(text):
    assert live_constructs(plain(text)) == []


@unhurried
@given(hostile_text)
def test_plain_text_reads_as_it_was_written(text):
    """Nothing visible is lost: only control characters and stacks of accents go."""
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    visible = re.sub("(\u0301{3})\u0301+", r"\1", kept)
    if not re.search(
        "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4}", visible
    ):
        blanks = "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]"
        assert folded(words_in(rendered(plain(text)))) == folded(re.sub(blanks, "", visible))


@unhurried
@given(hostile_text)
def test_plain_text_can_be_sent(text):
    assert plain(text).encode().decode() == plain(text)
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", plain(text))


@unhurried
@given(hostile_text)
def test_one_line_has_no_line_break(text):
    assert "\n" not in one_line(text)


@unhurried
@given(hostile_text)
def test_cut_text_stays_inert(text):
    for limit in (1, 2, 10, 40):
        assert len(shown(text, limit)) <= limit
        assert live_constructs(shown(text, limit)) == []


@unhurried
@given(hostile_text)
def test_a_label_fits_and_is_never_empty(text):
    assert 1 <= len(label(text, 80)) <= 80


@unhurried
@given(hostile_text)
def test_a_title_cannot_break_its_link(text):
    tokens = rendered(f"before {link(text, 'https://news.example/a')} after")
    kinds = list(kinds_in(tokens))
    assert kinds.count("link_open") == kinds.count("link_close") == 1
    assert set(kinds) <= {"paragraph", "inline", "text", "link_open", "link_close"}
    assert words_in(tokens).startswith("before ")
    assert words_in(tokens).rstrip().endswith(" after")


@unhurried
@given(hostile_text)
def test_a_link_has_no_bracket_inside_its_label(text):
    """Discord ends a label at a bracket even behind a backslash."""
    inside = link(text, "https://news.example/a").removeprefix("[")
    assert re.fullmatch(r"[^\[\]]+\]\(https://news\.example/a\)", inside)


@unhurried
@given(hostile_text)
def test_an_address_never_ends_its_link_early(text):
    address = web_address("https://news.example/" + text)
    assert address is None or not re.search(r"[\s()<>\"\\`|]", address)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/x",
        "mailto:a@b.example",
        "//a.example",
        "https://",
        "https://bank.example@evil.example/",
        "http://[::1",
        "",
        None,
    ],
)
def test_only_web_addresses_are_linked(url):
    assert web_address(url) is None
    assert link("Title", url) == "Title"


def test_an_overlong_address_is_not_linked():
    assert link("Title", "https://a.example/" + "x" * MAX_URL) == "Title"


def test_brackets_in_an_address_are_encoded():
    assert (
        web_address("https://a.example/x_(y)?q=1&r=ü") == "https://a.example/x_%28y%29?q=1&r=%C3%BC"
    )


def test_a_mention_is_broken_without_a_visible_trace():
    assert plain("@everyone") == "@\u2060everyone"


@unhurried
@given(hostile_text)
def test_a_highlight_is_bold_and_nothing_else(text):
    third = len(text) // 3
    bold = highlighted(text, [Span(third, 2 * third)], 400)
    assert len(bold) <= 400
    kinds = set(kinds_in(rendered(quoted(bold))))
    assert kinds <= {
        "blockquote",
        "paragraph",
        "inline",
        "text",
        "break",
        "strong_open",
        "strong_close",
    }


def test_a_highlight_over_paragraphs_is_closed_and_opened_again():
    assert (
        highlighted("one two\n\nthree four", [Span(4, 14)], 100) == "one **two**\n\n**three** four"
    )


def test_a_highlight_leaves_its_outer_spaces_plain():
    assert highlighted("one two three", [Span(3, 8)], 100) == "one **two** three"


def test_a_cut_highlight_is_closed():
    assert highlighted("one two three four", [Span(4, 18)], 16) == "one **two…**"


def test_context_keeps_the_focus_and_gives_up_the_far_ends():
    text = "far " * 200 + "THE WORDS" + " away" * 200
    focus = Span(text.index("THE"), text.index("THE") + 9)
    cut = around(text, focus, 120)
    assert "**THE WORDS**" in cut
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert len(cut) <= 120


@unhurried
@given(
    st.sampled_from(HOSTILE), st.integers(0, 12), st.integers(0, 12), st.sampled_from("\x00\n #")
)
def test_a_highlight_inside_a_construct_does_not_bring_it_to_life(text, start, length, between):
    broken = text[:start] + between + text[start:]
    for spans in ([Span(start, start + length)], [Span(start, start + 1)]):
        kinds = set(kinds_in(rendered(highlighted(broken, spans, 400))))
        assert kinds <= {"paragraph", "inline", "text", "break", "strong_open", "strong_close"}
