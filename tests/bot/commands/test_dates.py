"""What somebody types as a date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.dates import parse_days, parse_period
from bot.errors import OptionError
from tests.bot.cards.by_hand import unhurried

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2022-09-15", date(2022, 9, 15), date(2022, 9, 15)),
        ("2022-9-5", date(2022, 9, 5), date(2022, 9, 5)),
        ("2022-09", date(2022, 9, 1), date(2022, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("15 September 2022", date(2022, 9, 15), date(2022, 9, 15)),
        ("15th of Sept 2022", date(2022, 9, 15), date(2022, 9, 15)),
        ("Sep 15, 2022", date(2022, 9, 15), date(2022, 9, 15)),
        ("sept. 2022", date(2022, 9, 1), date(2022, 9, 30)),
        ("today", TODAY, TODAY),
        (" Yesterday ", date(2026, 3, 30), date(2026, 3, 30)),
        ("3 days ago", date(2026, 3, 28), date(2026, 3, 28)),
        ("a week ago", date(2026, 3, 24), date(2026, 3, 24)),
        ("1 month ago", date(2026, 2, 28), date(2026, 2, 28)),
        ("2 years ago", date(2024, 3, 31), date(2024, 3, 31)),
        ("last week", date(2026, 3, 23), date(2026, 3, 29)),
        ("this month", date(2026, 3, 1), date(2026, 3, 31)),
        ("last year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_date_means_its_first_and_last_day(typed, first, last):
    days = parse_days("since", typed, TODAY)
    assert (days.first, days.last) == (first, last)


@pytest.mark.parametrize(
    "typed",
    [
        *("3/4/2022", "2022-13", "2022-02-30", "0000", "15 Smarch 2022", "ma 2022", "31 Feb 2022"),
        *("9999 years ago", "soon", "-1 days ago", "20220915", "2022-09-15 OR 1=1", "٢٠٢٢"),
    ],
)
def test_anything_else_is_refused(typed):
    with pytest.raises(OptionError) as refused:
        parse_days("until", typed, TODAY)
    assert refused.value.option == "until"
    assert refused.value.given == typed


def test_since_takes_the_first_and_until_the_last_day():
    assert parse_period("2022", "2022", TODAY) == (date(2022, 1, 1), date(2022, 12, 31))


def test_a_period_may_be_open_at_either_end():
    assert parse_period(None, "2022-09", TODAY) == (None, date(2022, 9, 30))
    assert parse_period("2022-09", None, TODAY) == (date(2022, 9, 1), None)


def test_a_period_the_wrong_way_round_is_refused():
    with pytest.raises(OptionError, match="before until"):
        parse_period("2023", "2022", TODAY)


@unhurried
@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(typed):
    try:
        days = parse_days("since", typed, TODAY)
    except OptionError:
        return
    assert days.first <= days.last
