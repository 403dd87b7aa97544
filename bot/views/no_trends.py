"""What to say where names cannot be counted or compared: why, and what would work here.

One job: the empty answers of `/timeline`, `/trending` and `/connections`, for nothing.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.sources import counted
from bot.views.quotes import named
from bot.views.timeline import NAMES, find_timeline
from bot.views.trending import DEFAULT_DAYS, telling_days

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.question import Question

_WIDER = (("period", "Any time"), ("since", "Also earlier"), ("until", "Also later"))
_MAX_OFFERS = 3


def timeline_title(question: Question) -> str:
    """What there is none of: No dated mention of Xi Jinping or Putin in these days."""
    names = " or ".join(named(question.params[f]) for f in NAMES if question.get(f))
    is_limited = any(question.get(field) for field, _ in _WIDER)
    return f"No dated mention of {names}{' in these days' if is_limited else ''}"


def connections_title(question: Question) -> str:
    """Who is alone."""
    return f"Nobody is named in the same paragraphs as {named(question.params['name'])}"


def trending_title(question: Question) -> str:
    """What cannot be compared."""
    days = counted(int(question.get("days") or DEFAULT_DAYS), "day")
    return f"Nothing to compare: no dated articles in {days} or in the {days} before"


async def timeline_ways(
    corpus: Corpus, guild_id: int, question: Question
) -> list[tuple[str, str, str]]:
    """Options to change, each with its other value and the words for a button."""
    found = []
    for field, words in _WIDER:
        wider = question.having(field, "")
        if question.get(field) and await find_timeline(corpus, guild_id, wider):
            found.append((field, "", words))
    return found


async def trending_ways(
    corpus: Corpus, guild_id: int, question: Question
) -> list[tuple[str, str, str]]:
    """Numbers of days of which something can be told here."""
    del question  # nothing can be told of its own days
    found = sorted(await telling_days(corpus, guild_id, _MAX_OFFERS))
    return [("days", str(days), counted(days, "day")) for days in found]
