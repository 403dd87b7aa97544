"""Who rose and who fell: the rule, pure.

What is compared is the share of articles that name somebody: `now` of the articles of a period
against `before` of those of the period before. Articles are counted, not mentions, for twenty
mentions in one article are one journalist's choice; shares, because a busy week names everybody
more often.

    ratio   (now / articles now) ÷ (before / articles before)
    least   the lower end of what the true ratio may be. Given that now + before articles name
            somebody, the share of the later ones among them has the interval of Wilson (1927);
            the ratio follows from both ends of it. The interval is the wider the more names are
            compared, so that chance alone brings one name into every second list
            (`standard_errors`), for among a thousand names many seem to rise by chance.
    rose    least is more than 1
    fell    most is less than 1

So of 20 names 4 articles after 2 are no rise (the true ratio may be anything from 0.4 to 9), 40
after 20 are one, and 6 after none are one: at least 1.5 times. Of 1,000 names it takes 11 after
none.
Those who rose come with the largest `least` first, those who fell with the smallest `most`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from store.records import Trend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.records import EntityRef

_FEWEST_ERRORS = 1.645  # one-sided 95 %, however few names there are


@dataclass(frozen=True, slots=True)
class Scale:
    """What single counts are held against: both at least 1."""

    n_now: int  # all articles of the period
    n_before: int  # all articles of the period before
    errors: float = _FEWEST_ERRORS  # half the width of the intervals, in standard errors


def standard_errors(n_names: int) -> float:
    """How wide the intervals must be when so many names are compared."""
    if n_names < 1:
        return _FEWEST_ERRORS
    return max(_FEWEST_ERRORS, NormalDist().inv_cdf(1 - 0.5 / n_names))


def trend_of(entity: EntityRef, now: int, before: int, scale: Scale) -> Trend:
    """Compare how many articles name an entity in two periods.

    Args:
        entity: who.
        now: articles of the period that name it; at least 1 of `now` and `before`.
        before: articles of the period before that name it.
        scale: how many articles there are, and how sure it must be.
    """
    fewer_before = scale.n_before / scale.n_now  # turns odds into a ratio of shares
    low, high = interval(now, now + before, scale.errors)
    return Trend(
        entity,
        now,
        before,
        ratio=now / before * fewer_before if before else None,
        least=low / (1 - low) * fewer_before,
        most=high / (1 - high) * fewer_before if high < 1 and before else math.inf,
    )


def interval(hits: int, of: int, errors: float) -> tuple[float, float]:
    """Between what the true share lies when `hits` of so many were seen (Wilson 1927)."""
    square = errors**2
    share = hits / of
    middle = share + square / (2 * of)
    spread = errors * math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    low, high = ((middle + side * spread) / (1 + square / of) for side in (-1, 1))
    return max(low, 0.0), min(high, 1.0)


def has_risen(trend: Trend) -> bool:
    """Whether more of the articles name it than before, surely."""
    return trend.least > 1


def has_fallen(trend: Trend) -> bool:
    """Whether fewer of the articles name it than before, surely."""
    return trend.most < 1


def strongest_first(trends: Iterable[Trend], *, is_rise: bool) -> tuple[Trend, ...]:
    """The trends in the order they are shown in."""

    def key(trend: Trend) -> tuple[float, int, int]:
        return -trend.least if is_rise else trend.most, -trend.now - trend.before, trend.entity.id

    return tuple(sorted(trends, key=key))
