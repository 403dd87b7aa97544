"""Examples for `/help` that work on a server's record as it is now.

One job: values for the options of commands, taken from the record and tried before they are
shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.cards.help import example
from bot.views.trending import telling_days
from store.errors import AmbiguousEntityError, EntityNotFoundError
from store.records import Period, QuotationFilter, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.cards.help import Usage
    from bot.corpus import Corpus
    from store.records import CorpusStats, EntityRef

# Options that are not needed, but show what a command is for.
_TELLING = {
    "quotes": ("speaker",),
    "quote": ("id",),
    "timeline": ("second",),
    "trending": ("days",),
    "help": ("command",),
    "articles add": ("url",),
    "digest schedule": ("time",),
}
# What needs nothing of the record.
_ALWAYS = {
    "command": "quotes",
    "url": "https://example.org/news/an-article",
    "time": "08:00",
    "timezone": "Europe/London",
    "digest": "1",
}
# An example is shown as it would be typed, not escaped: nothing in it may look like a mention.
_PLAIN = re.compile(r"[\w\s.,;:!?'’“”‘()–—-]+")
_QUOTED_WORDS = 10
_FEWEST_WORDS = 3


async def find_values(corpus: Corpus, guild_id: int, stats: CorpusStats) -> dict[str, str]:
    """Values for options, by the option's name; fewer where the record holds less."""
    values = dict(_ALWAYS)
    speakers = [await _unmistakable(corpus, guild_id, one.item) for one in stats.top_speakers[:2]]
    values |= dict(zip(("speaker", "second"), speakers, strict=False))
    if speakers:
        values |= dict.fromkeys(("name", "first", "about"), speakers[0])
    if stats.newest:
        values |= {"title": f"#{stats.newest[0].ref.id}", "number": str(stats.newest[0].ref.id)}
        values |= await _quoted(corpus, guild_id)
    return values | await _word(corpus, guild_id, [one.item for one in stats.top_speakers])


async def find_example(
    corpus: Corpus, guild_id: int, usage: Usage, stats: CorpusStats
) -> str | None:
    """A line somebody could type, or None when the record has nothing for it."""
    values = await find_values(corpus, guild_id, stats)
    if usage.name in _TRIALS:
        refs = [one.item for one in stats.top_speakers]
        tried = await _TRIALS[usage.name](corpus, guild_id, refs)
        if not tried:
            return None
        values |= tried
    wanted = [option.name for option in usage.options if option.required]
    wanted += [name for name in _TELLING.get(usage.name, ()) if name in values]
    if any(name not in values for name in wanted):
        return None
    return example(usage.name, **{name: values[name] for name in wanted})


def lessons(values: Mapping[str, str], stats: CorpusStats) -> list[str]:
    """Three lines that teach how to ask, each with what it is for; none on an empty record."""
    found = []
    if "speaker" in values:
        count = f"{stats.top_speakers[0].count:,}"
        found.append(f"{example('quotes', speaker=values['speaker'])} – what they said ({count})")
    if "text" in values:
        found.append(f"{example('check', text=values['text'])} – did anybody really say that?")
    if "query" in values:
        found.append(f"{example('search', query=values['query'])} – where these words occur")
    return found


async def _trending(corpus: Corpus, guild_id: int, _: Sequence[EntityRef]) -> dict[str, str]:
    """Days within which somebody is named more or less often than before."""
    found = await telling_days(corpus, guild_id, 1)
    return {"days": str(found[0])} if found else {}


async def _timeline(corpus: Corpus, guild_id: int, speakers: Sequence[EntityRef]) -> dict[str, str]:
    """Two names that dated articles mention."""
    found: dict[str, str] = {}
    for ref in speakers:
        field = "second" if found else "first"
        if field not in found and await corpus.trends.timeline(guild_id, [ref.id], Period()):
            found[field] = await _unmistakable(corpus, guild_id, ref)
    return found


async def _connections(
    corpus: Corpus, guild_id: int, speakers: Sequence[EntityRef]
) -> dict[str, str]:
    """Somebody who is named beside others."""
    for ref in speakers:
        if (await corpus.trends.connections(guild_id, ref.id, page=1, size=1)).total:
            return {"name": await _unmistakable(corpus, guild_id, ref)}
    return {}


# Commands that may find nothing though the record holds much: their values are tried.
_TRIALS = {"trending": _trending, "timeline": _timeline, "connections": _connections}


async def _unmistakable(corpus: Corpus, guild_id: int, ref: EntityRef) -> str:
    """The name itself where it means nobody else, else with its number."""
    try:
        found = await corpus.speaker(guild_id, ref.name)
    except (AmbiguousEntityError, EntityNotFoundError):
        found = None
    return ref.name if found == ref else f"{ref.name} (#{ref.id})"


async def _quoted(corpus: Corpus, guild_id: int) -> dict[str, str]:
    """The newest verbatim quotation: its number, and its first words to check."""
    where = QuotationFilter(kind=QuotationKind.DIRECT)
    for quotation in (await corpus.quotations(guild_id, where)).items:
        words = quotation.content.split()[:_QUOTED_WORDS]
        if len(words) >= _FEWEST_WORDS and _PLAIN.fullmatch(" ".join(words)):
            number = str(quotation.id)
            return {"id": number, "quotation": number, "text": " ".join(words)}
    return {}


async def _word(corpus: Corpus, guild_id: int, speakers: Sequence[EntityRef]) -> dict[str, str]:
    """A word that a search finds."""
    for ref in speakers:
        word = ref.name.split()[-1]
        result = await corpus.search(guild_id, word)
        if result.n_articles or result.n_quotations:
            return {"query": word}
    return {}
