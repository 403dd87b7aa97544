"""The answer to `/compare`: what two said on the same topic, pair by pair.

One job: who, on what, and which page. A topic is a name when the record knows it as one, and words
otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.cards.compare import pair_cards
from bot.cards.limits import MAX_LABEL, MAX_TEXT
from bot.cards.sources import counted
from bot.cards.text import label
from bot.errors import OptionError
from bot.views.context import context_row
from bot.views.layout import Answer, FollowUp, compose
from bot.views.pages import TOP, PageButton, Place, heading, n_pages, turning_at
from bot.views.question import numbered
from bot.views.quotes import name_in, named
from store.errors import EntityNotFoundError
from store.records import EntityRef, QuotationFilter

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from bot.views.question import Question
    from store.records import Comparison

SIDES = ("first", "second")
_SIZE = 3
_MOST_OFFERS = 4


async def understand_side(
    corpus: Corpus, guild_id: int, question: Question, field: str
) -> Question:
    """The question with the name in one option made clear; a topic that is no name stays words.

    Raises:
        EntityNotFoundError, AmbiguousEntityError: the name is not clear.
    """
    asked = question.params[field]
    if field in SIDES:
        return question.having(field, numbered(await corpus.speaker(guild_id, asked)))
    try:
        return question.having(field, numbered(await corpus.entity(guild_id, asked)))
    except EntityNotFoundError:
        return question


async def find_pairs(
    corpus: Corpus, guild_id: int, question: Question, page: int = 1
) -> Comparison:
    """What the two said on the topic.

    Raises:
        EntityNotFoundError, AmbiguousEntityError: a name is not clear.
        OptionError: both names are one person's.
    """
    first, second = [await _side(corpus, guild_id, question, field) for field in SIDES]
    if first == second:
        raise OptionError("second", name_in(question.params["second"]), "somebody else")
    return await corpus.trends.compare(guild_id, first, second, page=page, size=_SIZE)


async def draw_compare(
    corpus: Corpus, guild_id: int, question: Question, place: Place = TOP
) -> Answer | None:
    """A page of pairs, or None when one of the two said nothing on the topic.

    Raises:
        EntityNotFoundError, AmbiguousEntityError: a name is not clear.
        OptionError: both names are one person's.
    """
    found = await find_pairs(corpus, guild_id, question, place.page)
    if not found.pairs:
        return None
    last = n_pages(found.total, size=_SIZE)
    turning = turning_at(min(place.page, last), last)
    rows = await ComparePage.buttons(corpus, guild_id, question, turning)
    is_matched = any(pair.shared for pair in found.pairs)
    order = "nearest topics first" if is_matched else "no closer topic, so newest first"
    head = heading(title_of(question), counted(found.total, "pair"), order, turning)
    quotations = [one for pair in found.pairs for one in (pair.first, pair.second)]
    items: list[ui.Item[Any]] = [ui.TextDisplay(head)]
    items += pair_cards(found.pairs, MAX_TEXT - len(head))
    view = compose(*items, context_row(quotations), *rows)
    return Answer(view, follow_ups=await _offers(corpus, guild_id, question))


def title_of(question: Question) -> str:
    """Who is compared, on what: Xi Jinping and Vladimir Putin on Ukraine."""
    first, second = (named(question.params[field]) for field in SIDES)
    about = question.get("about")
    return f"{first} and {second}" + (f" on {named(about)}" if about else "")


class ComparePage(PageButton, name="compare"):
    """A button to more pairs."""

    ways = ("← Nearer", "Farther →")

    async def draw(
        self, corpus: Corpus, guild_id: int, question: Question, place: Place
    ) -> Answer | None:
        """A page of pairs."""
        return await draw_compare(corpus, guild_id, question, place)


# ------------------------------------------------------------------ where nothing was found


def compare_title(question: Question) -> str:
    """What there is none of."""
    return f"Nothing to compare: {title_of(question)}"


async def compare_lines(corpus: Corpus, guild_id: int, question: Question) -> list[str]:
    """What each side has."""
    found = await find_pairs(corpus, guild_id, question)
    about = question.get("about")
    topic = f" on {named(about)}" if about else ""
    counts = zip(SIDES, (found.n_first, found.n_second), strict=True)
    return [
        f"**{named(question.params[field])}**  {counted(n, 'quotation') if n else 'nothing'}{topic}"
        for field, n in counts
    ]


async def compare_ways(
    corpus: Corpus, guild_id: int, question: Question
) -> list[tuple[str, str, str]]:
    """Topics that both spoke about, or speakers in place of one who is never quoted."""
    found = await find_pairs(corpus, guild_id, question.having("about", ""))
    if found.pairs:
        ways = [("about", numbered(ref), f"On {ref.name}") for ref in found.common[:_MOST_OFFERS]]
        return [*ways, ("about", "", "On anything")] if question.get("about") else ways
    silent = "second" if found.n_first else "first"
    other = "first" if silent == "second" else "second"
    speakers = await corpus.complete_names(guild_id, "", speakers_only=True)
    taken = {question.get(silent), question.get(other)}
    instead = [ref for ref in speakers if numbered(ref) not in taken]
    return [(silent, numbered(ref), ref.name) for ref in instead[:_MOST_OFFERS]]


async def _side(corpus: Corpus, guild_id: int, question: Question, field: str) -> QuotationFilter:
    """What one of the two is asked for."""
    about = question.get("about")
    is_name = about is not None and name_in(about) != " ".join(about.split())
    topic = (await corpus.entity(guild_id, about)).id if is_name and about else None
    speaker = await corpus.speaker(guild_id, question.get(field) or "")
    is_entity = isinstance(speaker, EntityRef)
    return QuotationFilter(
        speaker=speaker.id if isinstance(speaker, EntityRef) else None,
        speaker_label=None if is_entity else str(speaker),
        about=topic,
        containing=None if is_name else about,
    )


async def _offers(corpus: Corpus, guild_id: int, question: Question) -> tuple[FollowUp, ...]:
    """All quotations of each of the two, where they have a number."""
    offers = []
    for field in SIDES:
        found = await corpus.speaker(guild_id, question.params[field])
        if isinstance(found, EntityRef):
            offers.append(
                FollowUp(label(f"All by {found.name}", MAX_LABEL), "quotes", "speaker", found.id)
            )
    return tuple(offers)
