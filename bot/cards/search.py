"""What a search found, as cards: articles and quotations, matches in bold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.limits import MAX_TEXT, share
from bot.cards.quotations import MAX_LISTED, Card, source_line, speaker_line, words_with
from bot.cards.sources import cite
from bot.cards.text import highlighted, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.records import ArticleHit, QuotationHit, SearchResult

COLOUR = 0x8E6BBF
_FRAME = 24  # quotation prefixes of a few lines
_MIN_WORDS = 60


def search_cards(result: SearchResult, room: int) -> list[Card]:
    """One card for articles and one for quotations, in at most `room` characters together."""
    hits: list[Callable[[int], str]] = [_article(hit) for hit in result.articles]
    hits += [_quotation(hit) for hit in result.quotations]
    needs = [min(len(draw(MAX_TEXT)) + _FRAME, MAX_LISTED) for draw in hits]
    texts = [draw(size) for draw, size in zip(hits, share(needs, room - 100), strict=True)]
    n_articles = len(result.articles)
    groups = (
        ("Articles", _count(result.n_articles, result.has_more_articles), texts[:n_articles]),
        (
            "Quotations",
            _count(result.n_quotations, result.has_more_quotations),
            texts[n_articles:],
        ),
    )
    return [_group(name, count, part) for name, count, part in groups if part]


def _count(n: int, has_more: bool) -> str:  # noqa: FBT001 — private, called twice
    return f"{n:,}{'+' * has_more}"


def _group(name: str, count: str, texts: Sequence[str]) -> Card:
    container: Card = ui.Container(accent_colour=COLOUR)
    container.add_item(ui.TextDisplay(f"**{name}** ({count})"))
    for position, text in enumerate(texts):
        if position:
            container.add_item(ui.Separator(visible=False))
        container.add_item(ui.TextDisplay(text))
    return container


def _article(hit: ArticleHit) -> Callable[[int], str]:
    head = cite(hit.article, is_title=True)

    def draw(size: int) -> str:
        words = highlighted(hit.snippet, hit.marks, max(size - len(head) - _FRAME, _MIN_WORDS))
        return f"{head}\n{quoted(words)}" if words else head

    return draw


def _quotation(hit: QuotationHit) -> Callable[[int], str]:
    head, source = speaker_line(hit.quotation), source_line(hit.quotation)
    fixed = len(head) + len(source) + _FRAME

    def draw(size: int) -> str:
        words = words_with(hit.quotation, hit.marks, max(size - fixed, _MIN_WORDS))
        # The empty line ends the block quotation before the source.
        return f"{head}\n{quoted(words)}\n\n{source}"

    return draw
