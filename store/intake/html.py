"""Bytes of a page → RawArticle: title, byline, date, publisher, body.

One job: HTML. trafilatura finds the body (F1 .962 on 181 pages in its fast mode); a page
with too little body is refused rather than stored as a stub.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import trafilatura

from store.errors import NotAnArticleError
from store.intake.saved import address_in
from store.intake.text import decode
from store.records import DateOrigin, RawArticle

if TYPE_CHECKING:
    from trafilatura.settings import Document

    from store.intake.page import FetchedPage

# What the page says of itself and its address, and the day it first appeared. The extensive search
# takes any date in the text, and the year of a copyright line for its first of January.
_DATES: Final = {"extensive_search": False, "original_date": True}
_FEWEST_WORDS: Final = 40  # a teaser, a cookie wall or an error page is shorter than this
_STUB_WORDS: Final = 150  # up to here, words that only walls use mean a wall
_WALL: Final = re.compile(
    r"\b(?:subscribe (?:now |today )?to (?:continue|read|keep)|subscribers? only"
    r"|to continue reading|already a subscriber|(?:log ?in|sign in) to (?:continue|read)"
    r"|this (?:article|content|story) is (?:reserved )?for (?:our )?subscribers"
    r"|create a free account|enable (?:javascript|cookies)|we (?:and our partners )?use cookies"
    r"|accept (?:all )?cookies|are you a (?:robot|human)|verify (?:that )?you are (?:a )?human"
    r"|access denied|ad ?blocker|before you continue|your privacy (?:choices|matters)"
    r"|manage (?:my |your )?(?:privacy|consent|cookies?)|legitimate interest"
    r"|(?:consent|agree) to (?:the |our )?(?:use|processing|storage)"
    r"|start your (?:free )?trial|free articles? (?:left|remaining)|unlock (?:this|full) \w+)\b",
    re.IGNORECASE,
)
# What publishers tell search engines of an article that only its buyers see whole (schema.org).
_NOT_FREE: Final = re.compile(rb"[\"']isAccessibleForFree[\"']\s*:\s*[\"']?false\b", re.IGNORECASE)
_EDITION: Final = re.compile(r"^(?:www|amp|m|mobile)\.(?=[^.]+\.)", re.IGNORECASE)
_OPENING_WORDS: Final = 250  # what sites show of an article that is to be paid for


def from_bytes_of_html(data: bytes, name: str) -> RawArticle:
    """Read a saved page.

    Raises:
        UnsupportedFileError: too large, or no text.
        NotAnArticleError: no article in it.
    """
    decode(data[:4096], name)  # says what a binary file is
    url = address_in(data)
    return replace(_read(data, name, url=url), source=name, url=url)


def from_page(page: FetchedPage) -> RawArticle:
    """Read a fetched page.

    Raises:
        UnsupportedFileError: too large, or no text.
        NotAnArticleError: no article in it: a stub, a wall, an empty page.
    """
    raw = _read(page.body, page.url, url=page.final_url, charset=page.charset)
    return replace(raw, url=page.url, canonical_url=raw.canonical_url or page.final_url)


def _read(data: bytes, source: str, *, url: str | None, charset: str | None = None) -> RawArticle:
    found = _extract(data, charset, url)
    if found is None:
        raise NotAnArticleError(source, "no article was found on the page")
    body = found.text or ""
    _refuse_stub(body, source, is_for_buyers=bool(_NOT_FREE.search(data)))
    published_on = _date(found.date)
    return RawArticle(
        text=body,
        source=source,
        title=found.title,
        byline=_byline(found.author),
        publisher=found.sitename,
        canonical_url=_canonical(found.url, url),
        published_on=published_on,
        date_origin=_origin(published_on, data, url),
    )


def _refuse_stub(body: str, source: str, *, is_for_buyers: bool) -> None:
    n_words = len(body.split())
    if is_for_buyers and n_words < _OPENING_WORDS:
        raise NotAnArticleError(source, "only its opening is there, the rest is for subscribers")
    if n_words < _STUB_WORDS and _WALL.search(body):
        raise NotAnArticleError(source, "it stands behind a wall (subscription, cookies, a check)")
    if n_words < _FEWEST_WORDS:
        words = "one word" if n_words == 1 else f"{n_words} words"
        raise NotAnArticleError(source, f"only {words} of an article can be read on the page")


def _extract(data: bytes, charset: str | None, url: str | None) -> Document | None:
    source: bytes | str = data
    if charset:
        source = decode(data, url or "", charset=charset)
    found = trafilatura.bare_extraction(
        source,
        url=url,
        fast=True,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_DATES,
    )
    return None if isinstance(found, dict) else found  # a dict comes only from a deprecated option


def _canonical(named: str | None, url: str | None) -> str | None:
    """Take the page's own name for itself if it is an address of the same site.

    An article is known again by it: a page that calls itself another site's would keep that site's
    article out of the record. A saved page has nothing else to be known by.
    """
    try:
        address = urljoin(url or "", named or "")
        parts, own = urlsplit(address), urlsplit(url or address)
        is_own = _is_same_site(parts.hostname or "", own.hostname or "")
    except ValueError:  # brackets, as of an IPv6 address, that are none
        return None
    return address if parts.scheme in {"http", "https"} and is_own else None


def _is_same_site(one: str, other: str) -> bool:
    """Tell whether two hosts are one, or one a part of the other, as "edition" and "www" are."""
    shorter, longer = sorted((_EDITION.sub("", one), _EDITION.sub("", other)), key=len)
    return longer == shorter or ("." in shorter and longer.endswith(f".{shorter}"))


def _origin(day: date | None, data: bytes, url: str | None) -> DateOrigin:
    """Tell whether a date stands in the page's marks or address, or only among its words."""
    if day is None:
        return DateOrigin.UNKNOWN
    marked = rb"(?:=|:)\s*[\"'][^\"'<>]{0,40}%s" % day.isoformat().encode()
    in_address = re.search(rf"\b{day.year}[-/]?0?{day.month}[-/]?0?{day.day}\b", url or "")
    is_marked = in_address or re.search(marked, data)
    return DateOrigin.METADATA if is_marked else DateOrigin.TEXT


def _byline(author: str | None) -> str | None:
    return author.replace("; ", ", ") if author else None


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
