"""bot/cards/trending.py: no more is said than the numbers hold."""

import math
from datetime import date

import pytest
from simcord.components import walk_components

from bot.cards.trending import trending_card
from store.records import EntityRef, EntityType, Trend, Trending, Window

XI = EntityRef(1, "Xi Jinping", EntityType.PERSON)
NOW, BEFORE = (Window(date(2026, 2, day), date(2026, 2, day + 6), 50) for day in (8, 1))


def text_of(**found):
    lists = {"rose": (), "fell": (), "more": (), "fewer": (), **found}
    card = trending_card(Trending(NOW, BEFORE, is_latest=False, n_undated=0, **lists), 1)
    return "\n".join(
        part["content"]
        for part in walk_components([card.to_component_dict()])
        if part.get("content")
    )


@pytest.mark.parametrize(
    ("trend", "words"),
    [
        (
            Trend(XI, 20, 5, 4.0, 1.48, 9.9),
            "before 5 of 50 · 4.0 times as often, at least 1.4 times",
        ),
        (Trend(XI, 27, 14, 1.89, 1.04, 3.0), "1.8 times as often, at least 1.04 times"),
        (
            Trend(XI, 9, 0, None, 2.5, math.inf),
            "before 0 of 50 · at least 2.5 times as often",
        ),
        (Trend(XI, 6, 0, None, 1.01, math.inf), "before 0 of 50 · at least 1.01 times as often"),
        (Trend(XI, 2000, 5, 400.0, 150.7, 999.0), "400 times as often, at least 150 times"),
    ],
)
def test_a_rise_is_rounded_down(trend, words):
    assert words in text_of(rose=(trend,))


@pytest.mark.parametrize(
    ("trend", "words"),
    [
        (Trend(XI, 4, 13, 0.301, 0.1, 0.846), "0.31 times as often, at most 0.85"),
        (Trend(XI, 0, 9, 0.0, 0.0, 0.4), "0 of 50, before 9 of 50 · at most 0.40 times as often"),
    ],
)
def test_a_fall_is_rounded_up(trend, words):
    assert words in text_of(fell=(trend,))


def test_what_may_be_chance_has_no_ratio():
    text = text_of(more=(Trend(XI, 4, 2, 2.0, 0.4, 9.0),))
    assert "Nobody rose or fell by more than chance may bring about." in text
    assert "4 of 50, before 2 of 50" in text
    assert "times" not in text.split("Counted are")[0]
