"""A feed's bytes → its items; RSS, Atom and JSON feeds, and pages that name their feeds.

One job: reading what a stranger's server sent, within limits. It runs in the reading process:
feedparser takes seconds over a feed of ten thousand entries.

Source: the JSON Feed 1.1 specification (jsonfeed.org); RSS Autodiscovery and the link type
"alternate" of the HTML standard; OPML 2.0 for lists of feeds.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import feedparser

from store.errors import NotAFeedError
from store.names import is_veiled
from store.records import FeedItem, ReadFeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.intake.page import FetchedPage

# What feedparser lets through of its own stumbling over feeds that are no XML (a character
# reference to a surrogate is a UnicodeEncodeError in 6.0.12).
_CONFUSED: Final = (
    ValueError,
    LookupError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    RecursionError,
    TypeError,
)

NEWEST: Final = 50  # items of one look at a feed; busier ones are asked again soon enough
_MOST_OTHERS: Final = 25
_MAX_TITLE: Final = 300
_MAX_URL: Final = 2000
_HEAD: Final = 200_000  # characters of a page in which its feeds are named
_ALTERNATE: Final = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
}
# An entity of one's own is never needed in a feed, and is how a small file becomes a huge one or
# reads other files.
_ENTITY: Final = re.compile(rb"<!ENTITY", re.IGNORECASE)
# feedparser takes up to 25 µs for each tag, however they are nested: 45 s for 5 MB of them. Ten
# thousand items have fewer; what stands in CDATA it takes as a whole.
_MOST_TAGS: Final = 150_000
_CDATA: Final = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_OPML: Final = re.compile(r"<opml[\s>]", re.IGNORECASE)
_JSON_FEED: Final = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")


def read_feed(page: FetchedPage, *, newest: int = NEWEST) -> ReadFeed:
    """Read what came back from a feed's address.

    Raises:
        NotAFeedError: it is neither a feed nor names one.
    """
    body = page.body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _ENTITY.search(body.replace(b"\0", b"")):
        raise NotAFeedError(page.url, "it defines entities of its own, which no feed needs")
    if body[:1] in {b"{", b"["}:
        return _read_json(page, body, newest)
    start = _decoded(page, body[:_HEAD])
    if _OPML.search(start[:2000]):
        return _named(page, _outlines(_decoded(page, body)))
    if _is_page(start):
        return _named(page, _alternates(start))
    return _read_xml(page, body, newest)


def _read_xml(page: FetchedPage, body: bytes, newest: int) -> ReadFeed:
    if _CDATA.sub(b"", body).count(b"<") > _MOST_TAGS:
        raise NotAFeedError(page.url, f"it holds more than {_MOST_TAGS:,} tags")
    try:
        parsed = feedparser.parse(
            io.BytesIO(body),
            response_headers={
                "content-type": _content_type(page),
                "content-location": page.final_url,
            },
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except _CONFUSED as error:
        raise NotAFeedError(page.url, "it is too broken to be read") from error
    if not parsed.get("version"):
        raise NotAFeedError(page.url, "it is no RSS, Atom or JSON feed")
    found = [_xml_item(entry, page.final_url) for entry in parsed.entries]
    if found and all(item and is_veiled(item.url) for item in found):
        raise NotAFeedError(page.url, "Google News hides where its articles are: add papers' own")
    return _feed(str(parsed.feed.get("title") or ""), page, found, newest)


def _xml_item(entry: Any, base: str) -> FeedItem | None:  # noqa: ANN401 — feedparser has no types
    links = [entry.get("link"), *(link.get("href") for link in entry.get("links") or ())]
    url = _first_address(base, links, entry.get("id"))
    if url is None:
        return None
    # Not entry.get: it takes one for the other, and warns of it.
    when = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return FeedItem(url, _one_line(entry.get("title")), _day(when))


def _read_json(page: FetchedPage, body: bytes, newest: int) -> ReadFeed:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError(page.url, "it is no JSON that can be read") from error
    if not isinstance(parsed, dict) or not _JSON_FEED.match(str(parsed.get("version"))):
        raise NotAFeedError(page.url, "it is JSON, but no JSON feed")
    entries = parsed.get("items")
    found = [
        _json_item(entry, page.final_url)
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict)
    ]
    return _feed(str(parsed.get("title") or ""), page, found, newest)


def _json_item(entry: dict[str, Any], base: str) -> FeedItem | None:
    url = _first_address(base, (entry.get("url"), entry.get("external_url")), entry.get("id"))
    if url is None:
        return None
    when = entry.get("date_published") or entry.get("date_modified")
    return FeedItem(url, _one_line(entry.get("title")), _iso_day(when))


def _feed(title: str, page: FetchedPage, found: Iterable[FeedItem | None], newest: int) -> ReadFeed:
    """The newest items, each address once; a feed's own order counts where days are the same."""
    entries = list(found)
    by_url: dict[str, FeedItem] = {}
    for item in entries:
        if item is not None:
            by_url.setdefault(item.url, item)
    items = list(by_url.values())
    items.sort(key=lambda item: item.published_on or date.min, reverse=True)
    kept = tuple(items[:newest])
    name = _one_line(title) or urlsplit(page.final_url).hostname or page.url
    return ReadFeed(name, kept, n_left_out=len(entries) - len(kept))


def _named(page: FetchedPage, addresses: Iterable[str]) -> ReadFeed:
    """The feeds that a page or a list names.

    Raises:
        NotAFeedError: none.
    """
    joined = (_web_address(page.final_url, address) for address in addresses)
    others = tuple(dict.fromkeys(address for address in joined if address))[:_MOST_OTHERS]
    if not others:
        raise NotAFeedError(page.url, "it is a page that names no feed")
    return ReadFeed(others=others, is_feed=False)


@dataclass
class _Links:
    """Where a reader of a page collects addresses."""

    found: list[str] = field(default_factory=list)


class _PageReader(HTMLParser):
    """Collects `<link rel=alternate>` of the kinds that are feeds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links = _Links()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        given = {name: value or "" for name, value in attrs}
        kind = given.get("type", "").partition(";")[0].strip().casefold()
        is_alternate = tag == "link" and "alternate" in given.get("rel", "").casefold().split()
        if is_alternate and kind in _ALTERNATE and given.get("href"):
            self.links.found.append(given["href"])


class _OutlineReader(HTMLParser):
    """Collects the addresses in a list of feeds (OPML); its names come in lower case here."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links = _Links()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        address = dict(attrs).get("xmlurl")
        if tag == "outline" and address:
            self.links.found.append(address)


def _alternates(text: str) -> Iterator[str]:
    reader = _PageReader()
    reader.feed(text)
    yield from reader.links.found


def _outlines(text: str) -> Iterator[str]:
    reader = _OutlineReader()
    reader.feed(text)
    yield from reader.links.found


def _is_page(start: str) -> bool:
    head = start[:2000].casefold()
    return "<!doctype html" in head or "<html" in head


def _decoded(page: FetchedPage, body: bytes) -> str:
    try:
        return body.decode(page.charset or "utf-8", errors="replace")
    except LookupError:  # a character set that nobody knows
        return body.decode("utf-8", errors="replace")


def _content_type(page: FetchedPage) -> str:
    """What feedparser is told: it takes XML only where it is called so."""
    charset = f"; charset={page.charset}" if page.charset else ""
    return f"application/xml{charset}"


def _first_address(base: str, links: Iterable[object], identity: object) -> str | None:
    """The first link that may be a page; an identity counts only where it is an address itself."""
    if isinstance(identity, str) and identity.startswith(("http://", "https://")):
        links = [*links, identity]
    return next(filter(None, (_web_address(base, link) for link in links)), None)


def _web_address(base: str, given: object) -> str | None:
    """An address that may be a page, in full, or None."""
    if not isinstance(given, str) or not given.strip():
        return None
    try:
        address = urljoin(base, given.strip())
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and bool(host) and len(address) <= _MAX_URL
    return address if is_web and address.isprintable() else None


def _one_line(text: object) -> str:
    whole = str(text or "").encode("utf-8", "ignore").decode()  # without lone surrogates
    return " ".join(whole.split())[:_MAX_TITLE]


def _day(when: Any) -> date | None:  # noqa: ANN401 — a time.struct_time, or whatever there is
    try:
        return date(when.tm_year, when.tm_mon, when.tm_mday)
    except (AttributeError, ValueError, TypeError):
        return None


def _iso_day(when: object) -> date | None:
    try:
        return date.fromisoformat(str(when)[:10])
    except ValueError:
        return None
