"""Who rose and who fell, as a card.

One job: counts and ratios in words that promise no more than the numbers do; the rule is in
store/trends.py.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from discord import ui

from bot.cards.entities import COLOUR
from bot.cards.sources import counted, span_of_days
from bot.cards.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cards.quotations import Card
    from store.records import Trend, Trending, Window

SIZE = 5  # of each kind on a page

_MAX_NAME = 80
_RULE = (
    "-# Counted are articles that name somebody, as a share of all articles of the days; "
    "versions of one article count as one. "
    "“At least” allows for chance, and for how many names are compared."
)


def trending_card(trending: Trending, page: int) -> Card:
    """One page of who rose and who fell, from 1; without its heading."""
    container: Card = ui.Container(accent_colour=COLOUR)
    parts = [
        _part("Rose", trending.rose, trending, page),
        _part("Fell", trending.fell, trending, page),
        _part("More, which may be chance", trending.more, trending, page),
        _part("Fewer, which may be chance", trending.fewer, trending, page),
    ]
    if not trending.rose and not trending.fell:
        parts.insert(0, "Nobody rose or fell by more than chance may bring about.")
    # The empty line ends a list; without it the next title would belong to its last entry.
    container.add_item(ui.TextDisplay("\n\n".join(part for part in parts if part)))
    container.add_item(ui.TextDisplay(_RULE))
    return container


def longest(trending: Trending) -> int:
    """How many there are of the kind that has most."""
    return max(map(len, (trending.rose, trending.fell, trending.more, trending.fewer)))


def title_of(trending: Trending) -> str:
    """What is compared: Who rose and who fell, 8 to 14 March 2026."""
    return f"Who rose and who fell, {span_of_days(trending.now.first, trending.now.last)}"


def counts_of(trending: Trending) -> str:
    """How many articles both periods have, and why they end when they do."""
    before = span_of_days(trending.before.first, trending.before.last)
    words = (
        f"{counted(trending.now.n_articles, 'article')}, against {trending.before.n_articles:,} "
        f"from {before}"
    )
    if trending.is_latest:
        words += ", counted back from the newest article"
    if trending.n_undated:
        words += f" · {counted(trending.n_undated, 'undated article')} left out"
    return words


def _part(title: str, trends: Sequence[Trend], trending: Trending, page: int) -> str:
    part = trends[(page - 1) * SIZE : page * SIZE]
    if not part:
        return ""
    is_sure = "chance" not in title
    lines = [_line(trend, trending, is_sure=is_sure) for trend in part]
    return "\n".join([f"**{title}**", *lines])


def _line(trend: Trend, trending: Trending, *, is_sure: bool) -> str:
    name = f"**{shown(trend.entity.name, _MAX_NAME)}**"
    line = f"- {name} · {_of(trend.now, trending.now)}, before {_of(trend.before, trending.before)}"
    return f"{line} · {_ratio(trend)}" if is_sure else line


def _of(count: int, window: Window) -> str:
    return f"{count:,} of {window.n_articles:,}"


def _ratio(trend: Trend) -> str:
    """How many times as often, never rounded away from one."""
    if trend.least > 1:
        least = f"at least {_down(trend.least)} times"
        if trend.ratio is None:
            return f"{least} as often"
        return f"{_down(trend.ratio)} times as often, {least}"
    most = f"at most {_up(trend.most)}"
    return f"{_up(trend.ratio)} times as often, {most}" if trend.ratio else f"{most} times as often"


def _down(value: float) -> str:
    if value < 1.1:  # noqa: PLR2004 — one decimal would make it one
        return f"{max(math.floor(value * 100) / 100, 1.01):.2f}"
    return f"{math.floor(value * 10) / 10:.1f}" if value < 10 else f"{math.floor(value):,}"  # noqa: PLR2004


def _up(value: float) -> str:
    return f"{math.ceil(value * 100) / 100:.2f}"
