"""Answering a question, and asking back when a name in it is not clear.

One job: from a question to its answer. Where several go by a name, or nobody does, or nothing
was found, the asker gets buttons that ask the question again, mended; they outlive a restart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards.entities import KINDS
from bot.cards.limits import MAX_LABEL, MAX_ROW
from bot.cards.notices import ASKING, nothing_yet, notice
from bot.cards.text import label, shown
from bot.permissions import guild_of
from bot.views.articles import draw_article
from bot.views.asking import rows_of, with_follow_ups
from bot.views.compare import draw_compare, understand_side
from bot.views.connections import draw_connections
from bot.views.entities import draw_entity
from bot.views.follow import draw_follow
from bot.views.layout import Answer, Button, compose, guarded, host, send
from bot.views.nothing import nothing_found, ways_out
from bot.views.pages import TOKEN, forgotten, turn
from bot.views.question import Question, chosen, load, numbered, save_choices
from bot.views.quote import draw_quote
from bot.views.quotes import draw_quotes
from bot.views.search import draw_search
from bot.views.timeline import NAMES, draw_timeline
from bot.views.trending import draw_trending
from store.errors import AmbiguousEntityError, ArticleNotFoundError, EntityNotFoundError
from store.records import QuotationFilter

if TYPE_CHECKING:
    import re
    from collections.abc import Awaitable, Callable, Sequence

    from bot.corpus import Corpus
    from store.records import EntityRef

_DRAW: dict[str, Callable[[Corpus, int, Question], Awaitable[Answer | None]]] = {
    "quotes": draw_quotes,
    "quote": draw_quote,
    "search": draw_search,
    "entity": draw_entity,
    "article": draw_article,
    "follow": draw_follow,
    "timeline": draw_timeline,
    "connections": draw_connections,
    "compare": draw_compare,
    "trending": draw_trending,
}
_MAX_CHOICES = 3 * MAX_ROW
_MAX_ASKED = 80


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to ask again: an option, the value it would have, and the button's words."""

    field: str
    value: str
    text: str


async def answer(interaction: discord.Interaction, corpus: Corpus, question: Question) -> None:
    """Answer a question, or ask back."""
    await send(interaction, await find_answer(corpus, guild_of(interaction), question))


async def find_answer(corpus: Corpus, guild_id: int, question: Question) -> Answer:
    """The answer to a question, or what to ask back, privately."""
    for field in question.params:
        try:
            question = await _understand(corpus, guild_id, question, field)
        except AmbiguousEntityError as unclear:
            return await _which_of(corpus, guild_id, question, field, unclear.candidates)
        except EntityNotFoundError as unclear:
            return await _unknown(corpus, guild_id, question, field, unclear.suggestions)
        except ArticleNotFoundError as unclear:
            return await _unknown(corpus, guild_id, question, field, unclear.suggestions)
    found = await _DRAW[question.kind](corpus, guild_id, question)
    if found is None:
        return await _nothing(corpus, guild_id, question)
    return with_follow_ups(found)


async def _understand(corpus: Corpus, guild_id: int, question: Question, field: str) -> Question:
    """The question with the name in one option replaced by the one meant and its number."""
    if question.kind == "compare":
        return await understand_side(corpus, guild_id, question, field)
    asked = question.params[field]
    if field == "speaker":
        speaker = await corpus.speaker(guild_id, asked)
        return question.having(field, numbered(speaker))
    if field in {"about", "name", *NAMES}:
        return question.having(field, numbered(await corpus.entity(guild_id, asked)))
    if field in {"article", "title"}:
        article = await corpus.find_article(guild_id, asked)
        return question.having(field, f"{article.title} (#{article.id})")
    return question


# ------------------------------------------------------------------ asking back


async def _which_of(
    corpus: Corpus, guild_id: int, question: Question, field: str, candidates: Sequence[EntityRef]
) -> Answer:
    asked = _shown(question.params[field])
    choices = [Choice(field, numbered(c), f"{c.name} ({KINDS[c.type]})") for c in candidates]
    texts = [choice.text for choice in choices]
    choices = [
        Choice(c.field, c.value, f"{c.text} #{ref.id}" if texts.count(c.text) > 1 else c.text)
        for c, ref in zip(choices, candidates, strict=True)
    ]
    card = notice(f"Which “{asked}”?", ["Several go by that name."], colour=ASKING)
    return await _asking(corpus, guild_id, question, card, choices)


async def _unknown(
    corpus: Corpus, guild_id: int, question: Question, field: str, near: Sequence[str]
) -> Answer:
    if not near and not (await corpus.stats(guild_id)).n_articles:
        return Answer(compose(nothing_yet()), is_private=True)
    is_article = field in {"article", "title"}
    asked = _shown(question.params[field])
    title = f"No article is called “{asked}”" if is_article else f"Nobody on record as “{asked}”"
    choices = [await _near(corpus, guild_id, field, name) for name in near]
    line = "Did you mean one of these?"
    if not choices:
        choices = await _some(corpus, guild_id, field, is_article=is_article)
        line = "These are on record. Names and titles complete as you type."
    card = notice(title, [line] if choices else [], colour=ASKING)
    return await _asking(corpus, guild_id, question, card, choices)


async def _near(corpus: Corpus, guild_id: int, field: str, name: str) -> Choice:
    """A name that comes near, with how many quotations there are by it or about it."""
    if field not in {"speaker", "about"}:
        return Choice(field, name, name)
    try:
        ref = await corpus.entity(guild_id, name)
    except (AmbiguousEntityError, EntityNotFoundError):
        return Choice(field, name, name)
    is_about = field == "about"
    where = QuotationFilter(about=ref.id) if is_about else QuotationFilter(speaker=ref.id)
    total = (await corpus.quotations(guild_id, where, limit=1)).total
    return Choice(field, numbered(ref), f"{name} ({total:,})")


async def _some(corpus: Corpus, guild_id: int, field: str, *, is_article: bool) -> list[Choice]:
    """The newest articles, or whom the record knows best, when nothing comes near."""
    if is_article:
        articles = await corpus.complete_articles(guild_id, "")
        return [Choice(field, f"(#{a.id})", a.title) for a in articles[:MAX_ROW]]
    speakers_only = field == "speaker"
    names = await corpus.complete_names(guild_id, "", speakers_only=speakers_only)
    return [Choice(field, numbered(ref), ref.name) for ref in names[:MAX_ROW]]


async def _nothing(corpus: Corpus, guild_id: int, question: Question) -> Answer:
    card = await nothing_found(corpus, guild_id, question)
    ways = await ways_out(corpus, guild_id, question)
    choices = [Choice(field, value, text) for field, value, text in ways]
    return await _asking(corpus, guild_id, question, card, choices)


async def _asking(
    corpus: Corpus,
    guild_id: int,
    question: Question,
    card: ui.Container[ui.LayoutView],
    choices: Sequence[Choice],
) -> Answer:
    choices = choices[:_MAX_CHOICES]
    rows = []
    if choices:
        kept = [(choice.field, choice.value) for choice in choices]
        token = await save_choices(corpus, guild_id, question, kept)
        rows = rows_of([Pick.of(token, number, c.text) for number, c in enumerate(choices)])
    return Answer(compose(card, *rows), is_private=True)


def _shown(asked: str) -> str:
    return shown(" ".join(asked.split()), _MAX_ASKED)


# ------------------------------------------------------------------ the buttons


class Pick(ui.DynamicItem[Button], template=rf"pick:{TOKEN}:(?P<number>\d{{1,2}})"):
    """A button that asks a kept question again with one option changed."""

    def __init__(self, button: Button, token: str, number: int) -> None:
        super().__init__(button)
        self.token = token
        self.number = number

    @classmethod
    def of(cls, token: str, number: int, text: str) -> Pick:
        """The button for one of the kept choices."""
        words = label(text, MAX_LABEL)
        button = Button(
            label=words, custom_id=f"pick:{token}:{number}", style=ButtonStyle.secondary
        )
        return cls(button, token, number)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Pick:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), match["token"], int(match["number"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Ask again."""
        await guarded(interaction, self._ask(interaction))

    async def _ask(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = host(interaction).corpus, guild_of(interaction)
        kept = await load(corpus, guild_id, self.token)
        if kept is None:
            await turn(interaction, forgotten())
            return
        found = await find_answer(corpus, guild_id, chosen(kept, self.number))
        if found.is_private:  # another name to choose: in place of this one
            await interaction.response.edit_message(view=found.view)
            return
        picked = notice(label(self.item.label or "", MAX_LABEL), ["-# Answered below."])
        await interaction.response.edit_message(view=compose(picked))
        await send(interaction, found)
