"""Where something is reported: the article, its link and its date, in one line.

One job: cite an article the same way on every card, saying where its date comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.text import link, one_line, shown
from store.records import DateOrigin

if TYPE_CHECKING:
    from datetime import date

    from store.records import ArticleRef

MAX_TITLE = 110
_MAX_PUBLISHER = 50

# Metadata is where a date should come from, so it goes without saying.
_ORIGINS = {
    DateOrigin.METADATA: "",
    DateOrigin.TEXT: " (date from text)",
    DateOrigin.CURATOR: " (date from a curator)",
    DateOrigin.UNKNOWN: " (date unconfirmed)",
}


def day(when: date) -> str:
    """A date in words: 15 September 2022."""
    return f"{when.day} {when:%B %Y}"


def span_of_days(first: date | None, last: date | None) -> str:
    """From when to when, in words; empty when neither is known."""
    if first is None or last is None:
        known = first or last
        return day(known) if known else ""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def dated(article: ArticleRef) -> str:
    """The article's date with its origin, never a guess."""
    if article.published_on is None:
        return f"undated (added {day(article.added_at)})"
    return day(article.published_on) + _ORIGINS[article.date_origin]


def titled(article: ArticleRef, *, limit: int = MAX_TITLE) -> str:
    """The article's title, a link to it when it has a web address."""
    return link(article.title, article.url, limit=limit)


def cite(article: ArticleRef, *, is_title: bool = False, limit: int = MAX_TITLE) -> str:
    """Title, publisher and date on one line; the title in bold where it heads an entry."""
    title = titled(article, limit=limit)
    parts = [f"**{title}**" if is_title else title]
    if article.publisher and one_line(article.publisher):
        parts.append(shown(" ".join(article.publisher.split()), _MAX_PUBLISHER))
    parts.append(dated(article))
    return " · ".join(parts)


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: 1 article, 1,204 articles."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
