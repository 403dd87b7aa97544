"""Feeds as servers really send them, and as nobody should."""

import json
import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import NotAFeedError
from store.intake.feeds import NEWEST, read_feed
from store.intake.page import FetchedPage

BASE = "https://gazette.example/news/feed"


def page(body, *, kind="application/rss+xml", charset="utf-8"):
    data = body if isinstance(body, bytes) else body.encode(charset)
    return FetchedPage(BASE, BASE, kind, charset, data)


def rss(items, *, title="Harbour Gazette", head='<?xml version="1.0"?>'):
    return (
        f'{head}<rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://gazette.example/</link>{items}</channel></rss>"
    )


def item(
    n, *, link="https://gazette.example/{n}", day="Mon, 02 Mar 2026 10:00:00 GMT", title="T{n}"
):
    when = f"<pubDate>{day}</pubDate>" if day else ""
    address = f"<link>{link.format(n=n)}</link>" if link else ""
    return f"<item><title>{title.format(n=n)}</title>{address}{when}</item>"


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Gazette</title>
<entry><title>Old</title><id>urn:1</id><updated>2026-02-01T10:00:00Z</updated>
<link rel="alternate" href="/old"/></entry>
<entry><title>New &amp; fresh</title><id>urn:2</id><published>2026-03-01T23:30:00-05:00</published>
<updated>2026-03-02T10:00:00Z</updated><link href="https://gazette.example/new"/></entry></feed>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Gazette",
    "items": [
        {"id": "1", "url": "https://gazette.example/1", "date_published": "2026-03-01T10:00:00Z"},
        {"id": "https://gazette.example/2", "title": "Two"},
        {"id": "3", "external_url": "/3", "date_published": "someday"},
        {"id": "4", "title": "No address"},
        "no entry at all",
    ],
}  # fmt: skip


def found(read):
    return [(one.url, one.published_on) for one in read.items]


# ------------------------------------------------------------------ what feeds look like


def test_an_rss_feed():
    read = read_feed(page(rss(item(1) + item(2, day="Tue, 03 Mar 2026 10:00:00 GMT"))))
    assert (read.title, read.is_feed) == ("Harbour Gazette", True)
    assert found(read) == [
        ("https://gazette.example/2", date(2026, 3, 3)),
        ("https://gazette.example/1", date(2026, 3, 2)),
    ]


def test_an_atom_feed_newest_first_with_addresses_in_full():
    read = read_feed(page(ATOM, kind="application/atom+xml"))
    assert found(read) == [
        ("https://gazette.example/new", date(2026, 3, 2)),
        ("https://gazette.example/old", date(2026, 2, 1)),
    ]
    assert read.items[0].title == "New & fresh"


@pytest.mark.parametrize("kind", ["application/feed+json", "application/json", "text/plain"])
def test_a_json_feed(kind):
    read = read_feed(page(json.dumps(JSON), kind=kind))
    assert found(read) == [
        ("https://gazette.example/1", date(2026, 3, 1)),
        ("https://gazette.example/2", None),
        ("https://gazette.example/3", None),
    ]
    assert read.n_left_out == 1


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/octet-stream"])
def test_a_feed_that_its_server_calls_something_else(kind):
    assert len(read_feed(page(rss(item(1)), kind=kind)).items) == 1


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_feed_in_another_encoding(charset):
    head = f'<?xml version="1.0" encoding="{charset}"?>'
    body = rss(item(1, title="Schön"), head=head).encode(charset)
    read = read_feed(page(body, charset=None))
    assert [one.title for one in read.items] == ["Schön"]


def test_an_rdf_feed():
    body = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/"><channel><title>G</title></channel>
    <item><title>One</title><link>https://gazette.example/1</link></item></rdf:RDF>"""
    assert found(read_feed(page(body))) == [("https://gazette.example/1", None)]


def test_an_empty_feed_is_a_feed():
    assert read_feed(page(rss(""))).items == ()


def test_a_feed_without_a_title_is_called_by_its_site():
    assert read_feed(page(rss(item(1), title=""))).title == "gazette.example"


# ------------------------------------------------------------------ pages and lists


def test_a_page_names_its_feeds():
    body = """<!doctype html><html><head><title>Gazette</title>
    <link rel="alternate" type="application/rss+xml" href="/rss">
    <LINK REL="ALTERNATE" TYPE="application/atom+xml; charset=utf-8" HREF="https://other.example/a">
    <link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="/x.css">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    </head><body>…</body></html>"""
    read = read_feed(page(body, kind="text/html"))
    assert (read.is_feed, read.items) == (False, ())
    assert read.others == ("https://gazette.example/rss", "https://other.example/a")


def test_a_list_of_feeds_names_them():
    body = """<?xml version="1.0"?><opml version="2.0"><body><outline text="News">
    <outline type="rss" xmlUrl="https://a.example/feed"/><outline xmlUrl="/b"/></outline>
    </body></opml>"""
    assert read_feed(page(body)).others == ("https://a.example/feed", "https://gazette.example/b")


# ------------------------------------------------------------------ what is no feed, or a trap

TENFOLD = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
BOMB = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{TENFOLD}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n ",
        b"\x00\x01\x02" * 1000,
        "just some words",
        "<!doctype html><html><body>No feed here</body></html>",
        '{"version": "https://jsonfeed.org/version/1", "items": ',
        '{"hello": 1}',
        "[1, 2]",
        "[" * 200_000,
        '{"a":' * 100_000,
        "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        rss(item(1, title="&j;"), head=BOMB),
        rss(item(1, title="&x;"), head=OUTSIDE),
        rss(item(1, title="&x;"), head=OUTSIDE).encode("utf-16"),
        "<opml><body></body></opml>",
    ],
    ids=lambda body: str(body[:24]),
)
def test_what_is_no_feed_is_refused_at_once(body):
    started = time.monotonic()
    with pytest.raises(NotAFeedError):
        read_feed(page(body))
    assert time.monotonic() - started < 5


def test_of_ten_thousand_items_the_newest_are_taken():
    days = [f"Mon, {1 + n % 28:02} Feb 2026 10:00:00 GMT" for n in range(10_000)]
    body = rss("".join(item(n, day=day) for n, day in enumerate(days)))
    read = read_feed(page(body))
    assert len(read.items) == NEWEST
    assert {one.published_on for one in read.items} == {date(2026, 2, 28)}
    assert read.n_left_out == 10_000 - NEWEST


@pytest.mark.parametrize(
    "link",
    ["", "javascript:alert(1)", "mailto:a@b.example", "ftp://a.example/x", "http://", "http://[bad",
     "https://a.example/" + "x" * 3000, "data:text/html,x", "file:///etc/passwd"],
)  # fmt: skip
def test_an_item_without_a_web_address_is_left_out(link):
    read = read_feed(page(rss(item(1, link=link) + item(2))))
    assert [one.title for one in read.items] == ["T2"]
    assert read.n_left_out == 1


@pytest.mark.parametrize("day", ["", "tomorrow", "Mon, 99 Foo 9999 10:00:00 GMT", "0000-00-00"])
def test_an_item_without_a_usable_date_is_taken_undated(day):
    assert found(read_feed(page(rss(item(1, day=day))))) == [("https://gazette.example/1", None)]


def test_one_address_twice_is_one_item():
    read = read_feed(page(rss(item(1) + item(2) + item(1, title="again"))))
    assert [one.url[-1] for one in read.items] == ["1", "2"]


def test_a_feed_that_breaks_off_gives_what_came():
    body = rss(item(1) + item(2))
    assert read_feed(page(body[: body.index("T2")])).items[0].title == "T1"


@pytest.mark.parametrize("form", ["rss", "json"])
def test_lone_surrogates_do_not_come_through(form):
    entry = {"url": "https://gazette.example/1", "title": "a\ud800b"}
    body = json.dumps({**JSON, "items": [entry]})
    if form == "rss":
        body = rss(item(1, title="a\\ud800b"))
    assert read_feed(page(body)).items[0].title.encode()


def test_long_titles_are_cut_and_on_one_line():
    read = read_feed(page(rss(item(1, title="a\nb " + "x" * 5000))))
    assert read.items[0].title.startswith("a b x")
    assert len(read.items[0].title) <= 300


@given(st.binary(max_size=400))
def test_whatever_comes_is_a_feed_or_refused(data):
    with suppress(NotAFeedError):
        read_feed(page(data))


PIECES = st.sampled_from(
    ["<rss>", "<channel>", "<item>", "<link>", "http://a.example/x", "</item>", "<title>", "&amp;",
     "&#0;", "&#xD800;", "<![CDATA[", "]]>", "<entry>", "<feed>", "<!--", "[", "}", "\0",
     "<html>", "<link rel=alternate type=application/rss+xml href=x>", "<pubDate>", "2026"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_put_together_of_a_feeds_pieces_is_a_feed_or_refused(text):
    try:
        read = read_feed(page(text))
    except NotAFeedError:
        return
    assert all(one.url.startswith(("http://", "https://")) for one in read.items)


def test_a_feed_whose_links_only_a_browser_can_follow_is_refused():
    link = "https://news.google.com/rss/articles/CBMi{n}?oc=5"
    with pytest.raises(NotAFeedError, match="Google News hides"):
        read_feed(page(rss(item(1, link=link) + item(2, link=link))))


@pytest.mark.parametrize("tags", ["<a>", "<a></a>", "<item>"], ids=["nested", "flat", "items"])
def test_a_feed_that_is_nothing_but_tags_is_not_waited_for(tags):
    """Its reading took up to 45 seconds, in which nobody's article was read."""
    began = time.process_time()
    with pytest.raises(NotAFeedError, match="more than 150,000 tags"):
        read_feed(page(rss(tags * 200_000)))
    assert time.process_time() - began < 1


def test_the_tags_of_a_text_that_is_quoted_whole_do_not_count():
    text = f"<description><![CDATA[{'<p>Talks go on.</p>' * 100_000}]]></description>"
    (found,) = read_feed(page(rss(item(1).replace("</item>", f"{text}</item>")))).items
    assert found.title == "T1"
