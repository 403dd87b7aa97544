"""Pages are read for their article; stubs and walls are refused."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import NotAnArticleError, UnsupportedFileError
from store.intake.html import from_bytes_of_html, from_page
from store.intake.page import FetchedPage
from store.records import DateOrigin

PARAGRAPHS = [
    f"The minister said on day {n} that talks would go on for as long as they are needed, and"
    " “nobody should doubt it,” as both sides have met twice in the capital since spring."
    for n in range(6)
]
HEAD = """<title>Talks go on | The Paper</title>
<meta property="og:title" content="Talks go on"><meta property="og:site_name" content="The Paper">
<meta name="author" content="Ann Other">
<meta property="article:published_time" content="2022-03-03T10:00:00+00:00">
<link rel="canonical" href="https://paper.example/2022/talks">"""


def page(*paragraphs, head=HEAD):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html lang=en><head><meta charset=utf-8>{head}</head><body>"
        "<nav><a href=/>Home</a> <a href=/world>World</a></nav>"
        f"<article><h1>Talks go on</h1>{body}</article>"
        "<aside><a href=/x>Read more: another story</a></aside><footer>© The Paper</footer>"
        "</body></html>"
    ).encode()


def fetched(body, **answer):
    return FetchedPage(
        url="http://paper.example/t?utm_source=x",
        final_url="https://paper.example/t",
        content_type="text/html",
        charset=answer.get("charset"),
        body=body,
    )


def test_a_page_gives_its_article_and_what_it_says_of_it():
    raw = from_page(fetched(page(*PARAGRAPHS)))
    assert (raw.title, raw.byline, raw.publisher) == ("Talks go on", "Ann Other", "The Paper")
    assert (raw.published_on, raw.date_origin) == (date(2022, 3, 3), DateOrigin.METADATA)
    assert raw.url == "http://paper.example/t?utm_source=x"
    assert raw.canonical_url == "https://paper.example/2022/talks"
    assert [line for line in raw.text.split("\n") if "minister" in line] == PARAGRAPHS
    assert "another story" not in raw.text


def test_an_article_for_buyers_that_is_there_whole_is_read():
    mark = '<script type="application/ld+json">{"isAccessibleForFree":false}</script>'
    assert len(from_page(fetched(page(*PARAGRAPHS * 2, head=HEAD + mark))).text.split()) > 250


def test_a_page_without_metadata_is_known_by_its_last_address():
    raw = from_page(fetched(page(*PARAGRAPHS, head="")))
    assert raw.canonical_url == "https://paper.example/t"
    assert (raw.published_on, raw.date_origin) == (None, DateOrigin.UNKNOWN)


@pytest.mark.parametrize(
    "more",
    [
        "<p>The bridge was built on 5 May 2019, and closed in 2020.</p>",
        "<footer>© 2021 The Paper</footer>",
        "<footer>Copyright 2015-2023 The Paper.</footer>",
    ],
)
def test_a_date_that_is_not_the_page_s_own_is_not_taken_for_it(more):
    body = page(*PARAGRAPHS, head="").replace(b"</article>", b"</article>" + more.encode())
    raw = from_page(fetched(body))
    assert (raw.published_on, raw.date_origin) == (None, DateOrigin.UNKNOWN)


def test_a_date_among_the_words_of_a_page_is_told_as_such():
    body = page(*PARAGRAPHS, head="").replace(b"<h1>", b"<p class=date>3 March 2022</p><h1>")
    raw = from_page(fetched(body))
    assert (raw.published_on, raw.date_origin) in {
        (date(2022, 3, 3), DateOrigin.TEXT),
        (None, DateOrigin.UNKNOWN),  # left to the cleaner, which reads date lines
    }


@pytest.mark.parametrize(
    "mark",
    [
        '<meta property="article:published_time" content="2022-03-03T10:00:00+00:00">',
        '<script type="application/ld+json">{"datePublished":"2022-03-03"}</script>',
        '<meta name="date" content="2022-03-03">',
    ],
)
def test_a_page_s_own_date_is_taken_however_it_is_told(mark):
    raw = from_page(fetched(page(*PARAGRAPHS, head=mark)))
    assert (raw.published_on, raw.date_origin) == (date(2022, 3, 3), DateOrigin.METADATA)


def test_the_day_of_publication_is_taken_before_that_of_an_update():
    head = (
        '<meta property="article:modified_time" content="2022-04-04T10:00:00+00:00">'
        '<meta property="article:published_time" content="2022-03-03T10:00:00+00:00">'
    )
    assert from_page(fetched(page(*PARAGRAPHS, head=head))).published_on == date(2022, 3, 3)


def test_a_saved_page_has_no_address():
    raw = from_bytes_of_html(page(*PARAGRAPHS, head=""), "saved.html")
    assert (raw.source, raw.url, raw.canonical_url) == ("saved.html", None, None)


def test_the_charset_the_server_named_is_used():
    body = page(*PARAGRAPHS).replace(b"<meta charset=utf-8>", b"").decode().encode("cp1252")
    assert "“nobody should doubt it,”" in from_page(fetched(body, charset="windows-1252")).text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (page("The minister said so. Subscribe to continue reading."), "behind a wall"),
        (page(*PARAGRAPHS[:2], "Already a subscriber? Log in to continue."), "behind a wall"),
        (
            page(
                "Before you continue to The Paper, we and our 834 partners ask you to choose how "
                "your data may be used. You can change your mind at any time. Some partners rely "
                "on their legitimate interest to process it, which you can object to below here."
            ),
            "behind a wall",
        ),
        (
            page(*PARAGRAPHS[:4], head=HEAD + '<script>{"isAccessibleForFree": "False"}</script>'),
            "only its opening is there",
        ),
        (page("The minister said on Monday that talks would go on."), "words of an article"),
        (page(), "article"),
        (b"<html></html>", "article"),
        (b"", "article"),
        (b"\x00\x01" * 10, "article"),
        (b"<" * 100_000, "article"),
    ],
)
def test_what_holds_no_article_is_refused(body, reason):
    with pytest.raises(NotAnArticleError, match=reason):
        from_page(fetched(body))


def test_a_pdf_that_calls_itself_a_page_is_refused():
    with pytest.raises(UnsupportedFileError, match="PDF"):
        from_bytes_of_html(b"%PDF-1.7", "x.html")


def test_a_canonical_address_that_is_no_web_address_is_ignored():
    head = HEAD.replace("https://paper.example/2022/talks", "javascript:alert(1)")
    assert from_page(fetched(page(*PARAGRAPHS, head=head))).canonical_url.startswith("https://")


@pytest.mark.parametrize(
    ("named", "is_taken"),
    [
        ("https://www.paper.example/other", True),
        ("https://amp.paper.example/other", True),
        ("https://edition.paper.example/other", True),
        ("https://bigger.example/story", False),
        ("https://paper.example.evil.example/story", False),
        ("https://example/story", False),
        ("https://notpaper.example/story", False),
        ("https://[/story", False),
    ],
)
def test_a_page_is_no_other_sites_article(named, is_taken):
    """Else it would keep that site's article out of the record."""
    head = f'<title>T</title><link rel="canonical" href="{named}">'
    found = from_page(fetched(page(*PARAGRAPHS, head=head))).canonical_url
    assert found.endswith("/other") == is_taken
    assert "paper.example/" in found


@pytest.mark.parametrize(
    "note",
    [
        b"<!-- saved from url=(0032)https://paper.example/2022/talks -->",
        b"<!--\n Page saved with SingleFile \n url: https://paper.example/2022/talks \n-->",
    ],
    ids=["browser", "SingleFile"],
)
def test_a_saved_page_is_known_by_the_address_that_the_browser_noted(note):
    raw = from_bytes_of_html(note + page(*PARAGRAPHS, head="<title>Talks</title>"), "a.html")
    assert raw.url == "https://paper.example/2022/talks"


def test_a_page_of_one_word_is_told_as_one():
    with pytest.raises(NotAnArticleError, match="only one word of"):
        from_page(fetched(b"<html><body><article><p>Gone.</p></article></body></html>"))
