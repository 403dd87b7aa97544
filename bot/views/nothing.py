"""What to say when nothing was found: why, what is there, and the same question with less in it.

One job: an empty answer that leads to one that is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.entities import named
from bot.cards.limits import MAX_LABEL
from bot.cards.notices import nothing_yet, notice
from bot.cards.sources import counted, day, span_of_days
from bot.cards.text import label, shown
from bot.views.compare import compare_lines, compare_title, compare_ways
from bot.views.fewer_words import asking, fewer, search_ways
from bot.views.no_trends import (
    connections_title,
    timeline_title,
    timeline_ways,
    trending_title,
    trending_ways,
)
from bot.views.question import MOVED_TO
from bot.views.quotes import describe, filter_of, name_in
from store.errors import EntityNotFoundError

if TYPE_CHECKING:
    from bot.cards.quotations import Card
    from bot.corpus import Corpus
    from bot.views.question import Question
    from store.records import CorpusStats

_MAX_SHOWN = 80
_MAX_OFFERS = 4
_TOP = 6
_SPEAKER_ABOUT = f"speaker{MOVED_TO}about"
_OPTIONAL = ("containing", "kind", "since", "until", "about", "article", "speaker")

_OTHER_TITLES = {
    "timeline": timeline_title,
    "trending": trending_title,
    "connections": connections_title,
    "compare": compare_title,
}
_OTHER_WAYS = {
    "search": search_ways,
    "timeline": timeline_ways,
    "trending": trending_ways,
    "compare": compare_ways,
}
_WITH_DAYS = {"timeline", "trending"}
_WITHOUT = {
    "since": "Also earlier",
    "until": "Also later",
    "kind": "Any kind",
    "speaker": "By anybody",
    "about": "About anything",
    "article": "In any article",
}


async def nothing_found(corpus: Corpus, guild_id: int, question: Question) -> Card:
    """The card for an empty answer."""
    stats = await corpus.stats(guild_id)
    if not stats.n_articles:
        return nothing_yet()
    lines = _lines(question, stats)
    if question.kind == "compare":
        lines = [*await compare_lines(corpus, guild_id, question), *lines]
    return notice(_title(question), lines)


async def ways_out(corpus: Corpus, guild_id: int, question: Question) -> list[tuple[str, str, str]]:
    """Changes to one option that find something: it, its other value, the words for a button."""
    if question.kind in _OTHER_WAYS:
        return await _OTHER_WAYS[question.kind](corpus, guild_id, question)
    if question.kind != "quotes":
        return []
    wider = [(f, "", question.having(f, ""), _without(f, question)) for f in _OPTIONAL]
    wider += [
        ("containing", words, question.having("containing", words), f"Only {asking(words)}")
        for words in fewer(question.get("containing") or "")
    ]
    if question.get("speaker") and not question.get("about"):
        about = f"About {name_in(question.params['speaker'])}"
        wider.insert(0, (_SPEAKER_ABOUT, "", question.moved("speaker", "about"), about))
    found: list[tuple[str, str, str]] = []
    for field, value, changed, words in wider:
        if changed.params and changed != question and len(found) < _MAX_OFFERS:
            total = await _total(corpus, guild_id, changed)
            if total:
                found.append((field, value, label(f"{words} ({total:,})", MAX_LABEL)))
    return found


async def _total(corpus: Corpus, guild_id: int, question: Question) -> int:
    try:
        where = await filter_of(corpus, guild_id, question)
    except EntityNotFoundError:  # a role without a name is a speaker, but nothing to talk about
        return 0
    return (await corpus.quotations(guild_id, where, limit=1)).total


def _without(field: str, question: Question) -> str:
    return _WITHOUT.get(field) or f"Without “{question.get(field)}”"


def _title(question: Question) -> str:
    if question.kind in _OTHER_TITLES:
        return _OTHER_TITLES[question.kind](question)
    if question.kind == "search":
        query = shown(" ".join((question.get("query") or "").split()), _MAX_SHOWN)
        return f"Nothing found for “{query}”" if query else "Nothing to search for"
    return f"No {describe(question)[0].lower()}{describe(question)[1:]}"


def _lines(question: Question, stats: CorpusStats) -> list[str]:
    lines = []
    days = span_of_days(stats.first_on, stats.last_on)
    if question.kind in _WITH_DAYS or question.get("since") or question.get("until"):
        lines.append(
            f"The articles here are from **{days}**." if days else "No article here is dated."
        )
    if question.kind == "search":
        lines.append("All words must occur together in one article or quotation.")
    if stats.top_speakers:
        lines.append(f"**Quoted most**  {named(stats.top_speakers, _TOP)}")
    held = f"{counted(stats.n_quotations, 'quotation')} in {counted(stats.n_articles, 'article')}"
    changed = f", last change {day(stats.last_change)}" if stats.last_change else ""
    lines.append(f"-# On record here: {held}{changed}")
    return lines
