"""What cleaning leaves out, what it never leaves out, and that doing it twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.characters import repair
from store.clean import clean, hash_of, keep_verbatim, read_page, title_from, unwrap
from store.errors import NotAnArticleError, UnsupportedLanguageError
from store.records import DateOrigin, DropReason, RawArticle

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
BODY = "The minister said on Monday that talks would go on for as long as they are needed."
MORE = "“We are ready,” she told reporters in the capital, where both sides had met twice."

# What the seed articles hold besides the article, in the order it stands there.
DROPPED = {
    "000_e126ab8ffbd35f54.txt": [
        ("November 22, 2024", DropReason.DATELINE),
        ("The White House sent a strong message", DropReason.STANDFIRST),
        ("XI TO PUTIN:", DropReason.LINK_HEADLINE),
        ("CLICK HERE TO READ MORE", DropReason.PROMOTION),
        ("Leave a Reply", DropReason.FURNITURE),
    ],
    "001_144e915fc66aa084.txt": [
        ("Beijing digs in behind Russia", DropReason.HEADLINE),
        ("President Xi Jinping has assured", DropReason.STANDFIRST),
        ("AFP", DropReason.CREDIT),
    ],
    "002_53b5643fb951cf8e.txt": [("Comments are closed.", DropReason.FURNITURE)],
    "003_ac2eb452e8a9667f.txt": [
        ("Embed from Getty Images", DropReason.FURNITURE),
        ("Embed from Getty Images", DropReason.FURNITURE),
        ("Eric Mastrota is a Contributing Editor", DropReason.BIOGRAPHY),
    ],
    "004_e5751e0f6f22f374.txt": [("Source link", DropReason.FURNITURE)],
}


def cleaned(*lines, **known):
    return clean(RawArticle(text="\n".join(lines), source="test", **known))


@pytest.fixture(params=SEEDS, ids=lambda path: path.name[:3])
def seed(request):
    return request.param


def read(path):
    return RawArticle(text=path.read_text(encoding="utf-8"), source=path.name)


def test_seeds_lose_their_boilerplate_and_nothing_else(seed):
    raw, article = read(seed), clean(read(seed))
    found = [(line.text, line.reason) for line in article.dropped]
    wanted = DROPPED[seed.name]
    assert [reason for _, reason in found] == [reason for _, reason in wanted]
    assert all(text.startswith(start) for (text, _), (start, _) in zip(found, wanted, strict=True))
    left = [line.strip() for line in raw.text.splitlines() if line.strip()]
    for line in article.dropped:
        left.remove(line.text)
    assert article.text.split("\n") == left


def test_seeds_cleaned_twice_are_as_cleaned_once(seed):
    once = clean(read(seed))
    again = clean(RawArticle(text=once.text, source=seed.name))
    assert (again.text, again.dropped) == (once.text, ())


def test_a_date_line_dates_the_article():
    article = clean(read(SEEDS[0]))
    assert (article.published_on, article.date_origin) == (date(2024, 11, 22), DateOrigin.TEXT)
    assert article.date_note is None  # nothing in that text says otherwise


def test_a_headline_becomes_the_title():
    assert clean(read(SEEDS[1])).title == "Beijing digs in behind Russia over Ukraine invasion"


def test_a_biography_becomes_the_byline():
    assert clean(read(SEEDS[3])).byline == "Eric Mastrota"


def test_a_text_without_headline_is_titled_by_its_first_sentence_cut_at_a_word():
    title = clean(read(SEEDS[4])).title
    assert title == (
        "China’s President Xi Jinping visited Kremlin on Monday for talks with"
        " Russia’s President Vladimir Putin…"
    )


def test_metadata_stands_above_what_the_text_says():
    article = cleaned(
        "By Ann Other",
        "March 3, 2022",
        BODY,
        title="Talks go on",
        byline="Jane Doe",
        published_on=date(2022, 3, 3),
        date_origin=DateOrigin.METADATA,
    )
    assert (article.title, article.byline) == ("Talks go on", "Jane Doe")
    assert (article.published_on, article.date_origin) == (date(2022, 3, 3), DateOrigin.METADATA)
    assert article.text == BODY


def test_the_date_of_a_correction_does_not_date_the_article():
    article = cleaned(BODY, MORE, "CORRECTION:", MORE, "Friday, December 4, 2015.")
    assert article.dropped[0].reason is DropReason.DATELINE
    assert article.published_on is None


def test_a_closing_date_line_dates_the_article():
    assert cleaned(BODY, MORE, "Friday, December 4, 2015").published_on == date(2015, 12, 4)


def test_another_date_line_is_noted_as_a_contradiction():
    article = cleaned("March 3, 2022", BODY, published_on=date(2024, 11, 22))
    assert article.date_note == "dated 22 November 2024, but a line of its text 3 March 2022"


def test_a_title_that_is_known_is_dropped_from_the_text():
    article = cleaned("Talks go on", BODY, MORE, title="Talks go on")
    assert article.text == f"{BODY}\n{MORE}"
    assert article.dropped[0].reason is DropReason.HEADLINE


def test_a_first_line_stays_when_another_title_is_known():
    article = cleaned("A caption without a full stop", BODY, title="Talks go on")
    assert article.text.startswith("A caption")


def test_headline_byline_date_and_standfirst_go_in_any_order():
    article = cleaned("Talks go on in the capital", "By Ann Other", "12 May 2022", BODY, MORE, MORE)
    assert article.text == f"{BODY}\n{MORE}\n{MORE}"
    assert (article.title, article.byline) == ("Talks go on in the capital", "Ann Other")


def test_byline_and_date_may_stand_below_a_deck():
    deck = "Both sides are ready to go on"
    article = cleaned("Talks go on", deck, "By Ann Other", "12 May 2022", BODY, title="Talks go on")
    assert article.text == f"{deck}\n{BODY}"
    assert (article.byline, article.published_on) == ("Ann Other", date(2022, 5, 12))


def test_a_kicker_is_not_the_title():
    assert (
        cleaned("World", "Talks go on in the capital", BODY).title == "Talks go on in the capital"
    )


def test_dropped_lines_are_listed_as_they_stood():
    article = cleaned("Share", BODY, "Advertisement", MORE, "AFP")
    assert [line.text for line in article.dropped] == ["Share", "Advertisement", "AFP"]


def test_an_article_written_in_capitals_is_kept():
    lines = [BODY, "TALKS WILL GO ON SAYS MINISTER", "BOTH SIDES HAVE MET TWICE THIS WEEK"]
    assert cleaned(*lines).text.split("\n") == lines


def test_paragraphs_stand_on_lines_of_their_own():
    assert clean(RawArticle(f"{BODY}\r\n\r\n\r\n{MORE}\r\n")).text == f"{BODY}\n{MORE}"


def test_lines_broken_to_a_width_are_joined():
    wrapped = (
        "The minister said on Monday\nthat talks would go on for\nas long as needed.\n\n"
        "“We are ready,” she told\nreporters in the capital,\nwhere both had met."
    )
    assert unwrap(wrapped).split("\n") == [
        "The minister said on Monday that talks would go on for as long as needed.",
        "“We are ready,” she told reporters in the capital, where both had met.",
    ]


def test_paragraphs_on_single_lines_are_not_joined():
    text = f"{BODY}\n{MORE}\n\n{BODY}\n{MORE}"
    assert unwrap(text) == text


@pytest.mark.parametrize("text", ['"' * 1_000_000, "“ ” 12 % …\n😀"])
def test_a_text_without_a_word_is_no_article(text):
    with pytest.raises(NotAnArticleError, match="no words"):
        clean(RawArticle(text))


@pytest.mark.parametrize("text", ["", " \n ", "\x00\x01", "Leave a Reply\nShare", "\u200b\ufeff"])
def test_nothing_to_read_is_refused(text):
    with pytest.raises(NotAnArticleError):
        clean(RawArticle(text, source="empty.txt"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Minister sagte am Montag, dass die Gespräche weitergehen würden.", "German"),
        ("Министр заявил в понедельник, что переговоры продолжатся до конца года.", "Russian"),
        ("部长星期一说 只要有需要 会谈就会继续下去 双方已经在首都会面两次。", "Chinese"),
        ("Le ministre a déclaré lundi que les discussions se poursuivraient.", "French"),
    ],
)
def test_another_language_is_refused_by_its_name(text, language):
    with pytest.raises(UnsupportedLanguageError) as caught:
        clean(RawArticle(text * 3, source="x.txt"))
    assert caught.value.language == language


def test_a_foreign_quotation_does_not_make_an_article_foreign():
    quote = "“Wir werden nicht aufgeben, solange es nötig ist,” he said in German."
    assert cleaned(BODY, quote, MORE).language == "en"


def test_white_space_does_not_change_the_hash_and_case_does():
    assert hash_of("Talks  go\non") == hash_of("Talks go on") != hash_of("talks go on")


def test_verbatim_keeps_every_offset():
    text = "\ufeffShare\r\n\r\n“A\x00b\ud800c”\u202e  x"
    kept = keep_verbatim(RawArticle(text)).text
    assert kept == text.replace("\ud800", "\ufffd")


def test_a_title_is_never_empty():
    assert title_from("\n \n") == "Untitled"
    assert title_from("Mr. Smith met U.S. envoys. They talked.") == "Mr. Smith met U.S. envoys."


def test_ten_megabytes_take_time_in_proportion():
    text = f"{BODY}\n{MORE}\nShare\n"
    seconds = []
    for n_chars in (500_000, 5_000_000):
        start = perf_counter()
        read_page(text * (n_chars // len(text)))
        seconds.append(perf_counter() - start)
    assert seconds[1] < 30 * max(seconds[0], 0.05)


@pytest.mark.parametrize(
    "text",
    ["“" * 300_000, "a\n" * 300_000, "A" * 1_000_000, "&amp;" * 200_000, "Read more " * 50_000],
    ids=["marks", "short lines", "one word", "references", "promotion"],
)
def test_hostile_texts_end_soon(text):
    start = perf_counter()
    read_page(text)
    assert perf_counter() - start < 20


# ------------------------------------------------------------------ properties

LINES = st.sampled_from(
    [
        BODY,
        MORE,
        "Talks go on",
        "Talks go on in the capital",
        "World",
        "By Ann Other",
        "November 22, 2024",
        "22/11/2024",
        "AFP",
        "Leave a Reply",
        "XI TO PUTIN: ‘WE ARE READY TO TEAM UP’",
        "CLICK HERE TO READ MORE",
        "Ann Other is a reporter at The Paper. Reach her at ann@paper.example.",
        "“We will not",
        "a–b &amp;amp; c&nbsp;",
        "â€œHelloâ€\x9d she said, and left the room with the others.",
        "x\u200by\u202e \x00 z",
        "",
        "   ",
    ]
) | st.text(max_size=60)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=12), st.sampled_from(["", "Talks go on"]))
def test_cleaning_twice_is_cleaning_once(lines, title):
    once = read_page("\n".join(lines), title=title)
    again = read_page(once.text, title=once.title)
    assert (again.text, again.dropped) == (once.text, [])
    if not title:
        assert read_page(once.text).text == once.text


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=12))
def test_no_line_is_lost_without_being_listed(lines):
    page = read_page("\n".join(lines))
    kept = page.text.split("\n") if page.text else []
    whole = [line for line in read_lines("\n".join(lines)) if line]
    assert sorted([*kept, *(line.text for line in page.dropped)]) == sorted(whole)


def read_lines(text):
    return repair(unwrap(repair(text))).split("\n")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_verbatim_never_changes_the_length(text):
    article = keep_verbatim(RawArticle(text))
    assert len(article.text) == len(text)
    assert replace(article, text=text).title == article.title


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 100_000, "no words"),
        (BODY + " " + '"' * 200_000, "words and marks, at most 100,000"),
        ("\n".join(f"{BODY} {n} came." for n in range(6_000)), "words and marks, at most 100,000"),
    ],
)
def test_what_is_no_article_however_it_looks_is_refused(text, reason):
    with pytest.raises(NotAnArticleError, match=reason):
        clean(RawArticle(text))


def test_another_language_is_named_though_it_has_no_spaces():
    with pytest.raises(UnsupportedLanguageError, match=r"Chinese|Japanese"):
        clean(RawArticle("市议会周一就港口计划进行了辩论 市长表示没有人会失去家园。" * 20))


RELEASE = """FOR IMMEDIATE RELEASE
March 5, 2024

Contact: Jane Smith, Director of Communications
Phone: (202) 555-0143
Email: jane.smith@elm.example

CITY OF ELM CLOSES BRIDGE OVER THE RIVER

ELM CITY, Ohio – The city announced today that the bridge will be closed.

“Public safety is our first duty,” said Mayor Ellen Ward.

Media Contact:
Jane Smith
(202) 555-0143
jane.smith@elm.example

###
"""


def test_a_press_release_loses_what_its_office_put_around_it():
    read = clean(RawArticle(text=RELEASE, source="test"))
    assert read.title == "CITY OF ELM CLOSES BRIDGE OVER THE RIVER"
    assert read.published_on == date(2024, 3, 5)
    assert read.text.split("\n") == [
        "ELM CITY, Ohio – The city announced today that the bridge will be closed.",
        "“Public safety is our first duty,” said Mayor Ellen Ward.",
    ]


def test_the_day_of_a_release_beside_its_heading_dates_it():
    read = cleaned("FOR IMMEDIATE RELEASE: March 5, 2024", "", BODY, MORE)
    assert (read.published_on, read.date_origin) == (date(2024, 3, 5), DateOrigin.TEXT)


def test_a_name_under_a_question_of_contacts_inside_a_text_stays():
    read = cleaned(BODY, "Media contact:", "Jane Smith", *[MORE] * 12)
    assert "Jane Smith" in read.text


@pytest.mark.parametrize(
    "lines",
    [
        ["https://a.example/1"],
        ["Good reads this week:", "", "https://a.example/1", "https://b.example/2"],
        [f"Minister says talks go on https://a.example/{n}" for n in range(9)],
    ],
    ids=["one", "heading", "headlines"],
)
def test_a_list_of_links_is_no_article(lines):
    with pytest.raises(NotAnArticleError, match="only links"):
        cleaned(*lines)


def test_an_article_with_links_is_one():
    assert cleaned(BODY, "https://a.example/1", MORE, "https://b.example/2").text
    sources = [f"https://a.example/{n}" for n in range(50)]
    more = "Nobody knows how long they will take, said those who had been there."
    assert cleaned(BODY, "", MORE, "", more, "", "Sources", "", *sources).text
