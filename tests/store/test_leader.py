"""The lease on a folder: one holder at a time, whatever the clock does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import leader
from store.errors import DatabaseCorruptError, DatabaseUnwritableError

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEASE = timedelta(seconds=75)
SECOND = timedelta(seconds=1)


@pytest.fixture
def hold(tmp_path):
    def hold(who, now):
        return leader.hold(tmp_path / "leader.sqlite", who, lease=LEASE, now=now)

    return hold


def test_the_first_has_it_and_keeps_it_by_renewing(hold):
    assert hold("a", NOW)
    assert not hold("b", NOW + LEASE - SECOND)
    assert hold("a", NOW + LEASE - SECOND)
    assert not hold("b", NOW + LEASE + SECOND)


def test_when_its_time_is_up_another_takes_it_over(hold):
    assert hold("a", NOW)
    assert hold("b", NOW + LEASE)
    assert not hold("a", NOW + LEASE)


def test_what_is_given_back_is_free_at_once(hold, tmp_path):
    hold("a", NOW)
    leader.release(tmp_path / "leader.sqlite", "b")
    assert not hold("b", NOW)
    leader.release(tmp_path / "leader.sqlite", "a")
    assert hold("b", NOW)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1)])
def test_a_clock_that_jumped_back_leaves_nobody_waiting(hold, jump):
    assert hold("a", NOW)
    assert hold("b", NOW - jump)
    assert not hold("a", NOW - jump + SECOND)
    assert hold("b", NOW - jump + SECOND)


@settings(deadline=None, max_examples=40)  # each call opens a file
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-(10**6), 10**6)), max_size=30))
def test_at_any_moment_one_process_has_it(tmp_path_factory, calls):
    path = tmp_path_factory.mktemp("lease") / "leader.sqlite"
    for who, seconds in calls:
        now = NOW + seconds * SECOND
        leads = {other: leader.hold(path, other, lease=LEASE, now=now) for other in who + "abc"}
        assert list(leads.values()).count(True) == 1


def test_a_file_that_is_no_database_and_a_folder_that_is_none_are_told(tmp_path, hold):
    (tmp_path / "leader.sqlite").write_bytes(b"no database at all " * 100)
    with pytest.raises(DatabaseCorruptError):
        hold("a", NOW)
    with pytest.raises(DatabaseUnwritableError):
        leader.hold(tmp_path / "no" / "leader.sqlite", "a", lease=LEASE, now=NOW)
