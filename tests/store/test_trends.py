"""store/trends.py: what counts as a rise, and what may be chance."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records import EntityRef, EntityType
from store.trends import (
    Scale,
    has_fallen,
    has_risen,
    interval,
    standard_errors,
    strongest_first,
    trend_of,
)

XI = EntityRef(1, "Xi Jinping", EntityType.PERSON)
PUTIN = EntityRef(2, "Vladimir Putin", EntityType.PERSON)


def trend(now, before, *, articles=(100, 100), names=20, entity=XI):
    return trend_of(entity, now, before, Scale(*articles, standard_errors(names)))


@pytest.mark.parametrize(
    ("now", "before", "names", "is_rise"),
    [
        (4, 2, 20, False),
        (40, 20, 20, True),
        (6, 0, 20, True),
        (3, 0, 20, False),
        (10, 0, 1000, False),
        (11, 0, 1000, True),
        (40, 20, 1000, False),
    ],
)
def test_few_articles_make_no_rise(now, before, names, is_rise):
    assert has_risen(trend(now, before, names=names)) is is_rise
    assert has_fallen(trend(before, now, names=names)) is is_rise


def test_the_ratio_is_of_shares_not_of_counts():
    """Twice the articles name everybody twice as often; that is no rise."""
    same = trend(40, 20, articles=(200, 100))
    assert same.ratio == pytest.approx(1)
    assert not has_risen(same)
    assert not has_fallen(same)


def test_what_was_never_there_before_has_no_ratio_but_a_least_one():
    new = trend(6, 0)
    assert new.ratio is None
    assert new.most == math.inf
    assert 1.5 <= new.least < 1.6


def test_what_is_gone_has_a_ratio_of_nothing():
    gone = trend(0, 6)
    assert gone.ratio == 0
    assert gone.least == 0
    assert gone.most < 1


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 10_000))
def test_the_ratio_lies_within_its_bounds(now, before, names):
    if now + before:
        found = trend(now, before, articles=(1000, 700), names=names)
        assert 0 <= found.least <= found.most
        if found.ratio is not None:
            assert found.least <= found.ratio + 1e-9
            assert found.ratio <= found.most + 1e-9


@given(st.integers(0, 60), st.integers(1, 60), st.floats(1, 5))
def test_a_share_lies_in_its_interval(hits, of, errors):
    low, high = interval(min(hits, of), of, errors)
    assert 0 <= low <= min(hits, of) / of <= high + 1e-12
    assert high <= 1


def test_the_more_names_are_compared_the_surer_it_must_be():
    widths = [standard_errors(n) for n in (0, 1, 20, 1000, 100_000)]
    assert widths == sorted(widths)
    assert widths[0] == widths[1] == 1.645


def test_where_nothing_changed_hardly_a_name_seems_to_rise():
    """Shuffled articles: of 400 names in 30 lists about fifteen by chance, not hundreds."""
    dice = random.Random(7)  # noqa: S311 — a test's dice
    rises = 0
    for _ in range(30):
        for name in range(400):
            share = 0.02 + 0.3 * (name % 7) / 7
            now, before = (sum(dice.random() < share for _ in range(60)) for _ in range(2))
            if now + before:
                rises += has_risen(trend(now, before, articles=(60, 60), names=400))
    assert rises <= 15


def test_the_strongest_come_first():
    strong, weak = trend(40, 10), trend(40, 20, entity=PUTIN)
    assert strongest_first([weak, strong], is_rise=True) == (strong, weak)
    fallen, less = trend(10, 40), trend(20, 40, entity=PUTIN)
    assert strongest_first([less, fallen], is_rise=False) == (fallen, less)
