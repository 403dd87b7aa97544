"""store/steps.py: days, weeks and months of a line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records import Step
from store.steps import end_of, half_of, halves_within, starts_of, step_for, summed


@pytest.mark.parametrize(
    ("n_days", "step"),
    [
        (1, Step.DAY),
        (45, Step.DAY),
        (46, Step.WEEK),
        (400, Step.WEEK),
        (401, Step.MONTH),
        (5000, Step.MONTH),
        (6000, Step.YEAR),
    ],
)
def test_the_span_chooses_the_step(n_days, step):
    first = date(2020, 2, 29)
    assert step_for(first, first + timedelta(days=n_days - 1)) is step


def test_weeks_begin_on_monday_and_the_first_where_the_period_does():
    starts = starts_of(date(2022, 9, 1), date(2022, 9, 20), Step.WEEK)
    assert starts == (
        date(2022, 9, 1), date(2022, 9, 5), date(2022, 9, 12), date(2022, 9, 19),
    )  # fmt: skip


def test_months_and_years_begin_on_their_first_day():
    months = starts_of(date(2021, 11, 30), date(2022, 1, 1), Step.MONTH)
    assert months == (date(2021, 11, 30), date(2021, 12, 1), date(2022, 1, 1))
    assert starts_of(date(2021, 11, 30), date(2022, 1, 1), Step.YEAR) == (
        date(2021, 11, 30), date(2022, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize("step", list(Step))
def test_the_end_of_the_calendar_ends_the_line(step):
    assert starts_of(date(9999, 12, 31), date.max, step) == (date.max,)


@given(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.integers(0, 800),
    st.sampled_from(Step),
    st.lists(st.tuples(st.integers(0, 800), st.integers(1, 9)), max_size=20),
)
def test_every_day_of_the_period_counts_once(first, n_days, step, mentions):
    last = first + timedelta(days=n_days)
    starts = starts_of(first, last, step)
    days = [(first + timedelta(days=min(at, n_days)), count) for at, count in mentions]
    assert sum(summed(days, starts)) == sum(count for _, count in days)
    ends = [end_of(index, starts, last) for index in range(len(starts))]
    assert ends[-1] == last
    assert all(
        end + timedelta(days=1) == start for end, start in zip(ends, starts[1:], strict=False)
    )
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        inside = sum(count for day, count in days if start <= day <= end)
        assert summed(days, starts)[index] == inside


def test_days_before_the_period_do_not_count():
    assert summed([(date(2022, 8, 31), 4)], (date(2022, 9, 1),)) == (0,)


@given(st.dates(date(1990, 1, 1), date.max), st.integers(0, 200))
def test_whole_halves_of_months_lie_within_and_hardly_a_day_more_would(first, n_days):
    last = min(first, date.max - timedelta(days=n_days)) + timedelta(days=n_days)
    found = halves_within(min(first, last), last)
    if found is None:
        assert n_days < 32
        return
    begins, ends = found
    assert first <= begins < ends < last
    assert begins.day in {1, 16}
    assert (ends + timedelta(days=1)).day in {1, 16}
    assert (begins - first).days < 16
    assert (last - ends).days <= 16


def test_the_halves_of_a_month_begin_on_its_first_and_sixteenth():
    days = [date(2024, 2, 1) + timedelta(days=n) for n in range(29)]
    halves = [half_of(day.isoformat()) for day in days]
    assert halves == ["2024-02-01"] * 15 + ["2024-02-16"] * 14
