"""Every error survives pickling: one that does not breaks the worker pool for good."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest

import bot.errors
import store.errors
from store.records import EntityRef, EntityType

# A value for every type a constructor asks for; a new type needs a line here.
_VALUES = {
    "str": "seeds/000.txt",
    "int": 7,
    "float": 2.5,
    "tuple[str, ...]": ("Xi Jinping", "Joe Biden"),
    "Sequence[str]": ("no token", "no folder"),
    "EntityRef": EntityRef(1, "Xi Jinping", EntityType.PERSON),
    "tuple[EntityRef, ...]": (EntityRef(1, "Xi Jinping", EntityType.PERSON),),
    "str | None": None,
    "int | None": None,
    "datetime": datetime(2026, 3, 2, tzinfo=UTC),
}


def tree(root):
    yield root
    for child in root.__subclasses__():
        yield from tree(child)


ERRORS = [*tree(store.errors.StoreError), *tree(bot.errors.BotError)]


def make(error):
    hints = getattr(error.__init__, "__annotations__", {})  # none where object.__init__ serves
    wanted = {name: kind for name, kind in hints.items() if name != "return"}
    return error(*(_VALUES[kind] for kind in wanted.values()))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_an_error_survives_pickling(error):
    raised = make(error)

    returned = pickle.loads(pickle.dumps(raised))  # noqa: S301 — our own bytes, made a line ago

    assert type(returned) is error
    assert str(returned) == str(raised)
    assert vars(returned) == vars(raised)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_an_error_stands_in_the_drawn_tree(error):
    drawn = (store.errors if issubclass(error, store.errors.StoreError) else bot.errors).__doc__
    assert error.__name__ in drawn


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_an_error_tells_its_facts_in_its_text(error):
    raised = make(error)
    facts = [str(fact) for fact in raised.args if isinstance(fact, int | str)]
    assert [fact for fact in facts if fact not in str(raised)] == []
