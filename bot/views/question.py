"""A question as it was asked, kept so that a button can ask it again.

One job: its shape, and putting it into and taking it out of the record's saved lists. It is
asked again on the next page, with one of several names, or with one option less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from store.records import EntityRef

MOVED_TO = ">"  # in a choice's option: what was given for the first is meant for the second
_CHOICE = "choice."
_FIELD = "field"


@dataclass(frozen=True, slots=True)
class Question:
    """A command's name and the options that were given, as text."""

    kind: str
    params: dict[str, str]

    def get(self, field: str) -> str | None:
        """What was given for an option, or None."""
        return self.params.get(field) or None

    def having(self, field: str, value: str) -> Question:
        """The same question with one option set; an empty value leaves the option out."""
        params = {**self.params, field: value}
        return replace(self, params={name: text for name, text in params.items() if text})

    def moved(self, field: str, to: str) -> Question:
        """The same question with what was given for one option given for another."""
        return self.having(to, self.params.get(field, "")).having(field, "")


def ask(kind: str, /, **given: str | None) -> Question:
    """A question from the options somebody gave; blank ones count as not given."""
    params = {name: value.strip() for name, value in given.items() if value and value.strip()}
    return Question(kind, params)


def numbered(found: EntityRef | str) -> str:
    """A name with its number, which means one thing only; a role without one stays its words."""
    return found if isinstance(found, str) else f"{found.name} (#{found.id})"


async def save(corpus: Corpus, guild_id: int, question: Question) -> str:
    """Keep a question; the token fits into a button and outlives a restart."""
    return await corpus.lists.save(guild_id, question.kind, question.params)


async def load(corpus: Corpus, guild_id: int, token: str) -> Question | None:
    """A kept question, or None when it was kept too long ago."""
    saved = await corpus.lists.get(guild_id, token)
    return Question(saved.kind, dict(saved.params)) if saved else None


async def save_choices(
    corpus: Corpus, guild_id: int, question: Question, choices: list[tuple[str, str]]
) -> str:
    """As `save`, with ways to ask it again, each one option and its other value."""
    params = dict(question.params)
    for number, (field, value) in enumerate(choices):
        params[f"{_CHOICE}{number}.{_FIELD}"] = field
        params[f"{_CHOICE}{number}"] = value
    return await save(corpus, guild_id, Question(question.kind, params))


def chosen(kept: Question, number: int) -> Question:
    """The question that one of the kept choices asks."""
    params = {name: text for name, text in kept.params.items() if not name.startswith(_CHOICE)}
    question = Question(kept.kind, params)
    field, _, to = kept.params.get(f"{_CHOICE}{number}.{_FIELD}", "").partition(MOVED_TO)
    if to:
        return question.moved(field, to)
    return question.having(field, kept.params.get(f"{_CHOICE}{number}", ""))
