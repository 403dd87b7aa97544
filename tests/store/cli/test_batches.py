"""How many articles are stored together: a second's worth, whatever machine it is."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import sleep

import pytest

from store.cli import batches
from store.cli.batches import FIRST, LONGEST_WAIT, MOST, Batch
from store.errors import DatabaseLockedError
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG = article("It is long. " * 5_000)  # 60,000 characters


def sizes(seconds_each, n, monkeypatch):
    """Add articles until so many batches were stored; how many articles each had."""
    clock = [0.0]
    monkeypatch.setattr(batches, "monotonic", lambda: clock[0])
    found, batch = [], Batch()

    def store(many):
        clock[0] += seconds_each * len(many)
        found.append(len(many))

    while len(found) < n:
        batch.add(LONG, NOW)
        if batch.is_due(NOW):
            batch.store(store)
    return found


def test_the_first_is_small_and_the_next_ones_grow_to_what_takes_a_second(monkeypatch):
    found = sizes(0.03, 6, monkeypatch)
    assert found[0] == FIRST // 60_000
    assert found[-1] == pytest.approx(0.8 / 0.03, abs=1)
    assert all(later <= 3 * earlier for earlier, later in pairwise(found))


def test_a_slow_machine_stores_few_together(monkeypatch):
    assert sizes(2.0, 4, monkeypatch)[1:] == [1, 1, 1]


def test_a_quick_one_holds_no_more_in_memory_than_is_bounded(monkeypatch):
    assert sizes(0.0, 6, monkeypatch)[-1] == MOST // 60_000


def test_nothing_waits_longer_than_a_killed_run_may_lose():
    batch = Batch()
    assert not batch.is_due(NOW)
    batch.add(article("Short."), NOW)
    assert not batch.is_due(NOW + LONGEST_WAIT - timedelta(seconds=1))
    assert batch.is_due(NOW + LONGEST_WAIT)
    batch.store(len)
    assert not batch.is_due(NOW + 2 * LONGEST_WAIT)


def test_what_cannot_be_stored_is_told_and_not_tried_again():
    batch = Batch()
    batch.add(LONG, NOW)
    with pytest.raises(DatabaseLockedError):
        batch.store(_fail)
    assert batch.waiting == []
    assert batch.store(len) == 0


def test_how_long_it_took_is_told_by_the_clock():
    batch = Batch()
    for _ in range(10):
        batch.add(LONG, NOW)
    batch.store(lambda _: sleep(0.4))
    assert 600_000 < batch.enough < 600_000 * 0.8 / 0.4 + 1


def _fail(_many):
    raise DatabaseLockedError("corpus.db")
