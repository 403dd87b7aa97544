"""What a server's corpus holds, as a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui
from discord.utils import format_dt

from bot.cards.articles import article_line
from bot.cards.entities import named
from bot.cards.notices import HOW_TO_BEGIN, NOTHING_YET
from bot.cards.sources import counted, span_of_days

if TYPE_CHECKING:
    from bot.cards.quotations import Card
    from store.records import CorpusStats

COLOUR = 0x4C9BB0
_MAX_NEWEST = 5
_MAX_SPEAKERS = 8
_KILOBYTE = 1024


def corpus_card(stats: CorpusStats) -> Card:
    """Counts, who is quoted most, newest articles and last change."""
    container: Card = ui.Container(accent_colour=COLOUR)
    if not stats.n_articles:
        container.add_item(ui.TextDisplay(f"### {NOTHING_YET}\n{HOW_TO_BEGIN}"))
        return container
    container.add_item(ui.TextDisplay(f"### On record in this server\n{_counts(stats)}"))
    if stats.top_speakers:
        names = named(stats.top_speakers, _MAX_SPEAKERS)
        container.add_item(ui.TextDisplay(f"**Quoted most**  {names}"))
    if stats.newest:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay("**Newest articles**"))
        for position, row in enumerate(stats.newest[:_MAX_NEWEST]):
            if position:
                container.add_item(ui.Separator(visible=False))
            container.add_item(ui.TextDisplay(article_line(row)))
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay(f"-# {_last_change(stats)}"))
    return container


def _counts(stats: CorpusStats) -> str:
    days = span_of_days(stats.first_on, stats.last_on)
    articles = f"**{counted(stats.n_articles, 'article')}**" + (f", {days}" if days else "")
    kinds = f"{stats.n_direct:,} verbatim, {stats.n_mixed:,} partly, {stats.n_indirect:,} reported"
    known = f"speaker known for {_share(stats.n_attributed, stats.n_quotations)}"
    quotations = f"**{counted(stats.n_quotations, 'quotation')}**: {kinds} · {known}"
    names = f"**{counted(stats.n_entities, 'name')}**, {stats.n_people:,} of them people"
    return f"{articles}\n{quotations}\n{names}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole}%" if whole else "none"


def _last_change(stats: CorpusStats) -> str:
    size = f"{max(stats.size_bytes // _KILOBYTE, 1):,} kB on disk"
    if stats.last_change is None:
        return size
    when = stats.last_change
    return f"Last change {format_dt(when, 'R')}, {format_dt(when, 'f')} · {size}"
