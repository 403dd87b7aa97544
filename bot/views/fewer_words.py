"""The same words with less asked of them: what a search that found nothing might have found.

One job: for nothing.py, ways to ask again that do find something, each with how much.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.cards.limits import MAX_LABEL
from bot.cards.text import label
from bot.views.search import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.corpus import Corpus
    from bot.views.question import Question

_WIDER = (("since", "Also earlier"), ("until", "Also later"))
_WORD = re.compile(r'"[^"]*"|\S+')
_MOST_WORDS = 6  # tried one by one; a longer text is no search
_MAX_OFFERS = 4
_MAX_WORDS = 50  # characters of the words on a button


async def search_ways(
    corpus: Corpus, guild_id: int, question: Question
) -> list[tuple[str, str, str]]:
    """Options to change, each with its other value and the words for a button."""
    query = question.get("query") or ""
    near = await corpus.complete_names(guild_id, query)
    offers = [
        *((field, "", words) for field, words in _WIDER if question.get(field)),
        *(("query", words, f"Only {asking(words)}") for words in fewer(query)),
        *(("query", f'"{ref.name}"', asking(ref.name)) for ref in near[:_MAX_OFFERS]),
    ]
    found: list[tuple[str, str, str]] = []
    for field, value, words in offers:
        result = await find(corpus, guild_id, question.having(field, value), 1)
        total = result.n_articles + result.n_quotations
        if total and len(found) < _MAX_OFFERS:
            found.append((field, value, label(f"{words} ({total:,})", MAX_LABEL)))
    return found


def fewer(text: str) -> Iterator[str]:
    """The text with one word less, the longest kept longest; then each word by itself."""
    words = _WORD.findall(text)[:_MOST_WORDS]
    by_length = sorted(range(len(words)), key=lambda i: len(words[i]))
    tried = [" ".join(words[:i] + words[i + 1 :]) for i in by_length] if len(words) > 1 else []
    singles = [words[i] for i in reversed(by_length)] if len(words) > 1 else []
    yield from dict.fromkeys([*tried, *singles])


def asking(text: str) -> str:
    """Words on a button."""
    return f"“{label(text, _MAX_WORDS)}”"
