"""Date lines are read without guessing, and only what a text says contradicts its date."""

from __future__ import annotations

from datetime import date

import pytest

from store.dates import contradiction, date_of_dateline, date_of_line, is_date_line


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("November 22, 2024", date(2024, 11, 22)),
        ("Nov. 22, 2024", date(2024, 11, 22)),
        ("3:14 PM · Nov 22, 2024 · 12.4K Views", date(2024, 11, 22)),
        ("22 November 2024", date(2024, 11, 22)),
        ("Friday, December 4, 2015.", date(2015, 12, 4)),
        ("22nd of Sept, 2022", date(2022, 9, 22)),
        ("2024-11-22T10:00:00Z", date(2024, 11, 22)),
        ("Published: Sept. 15, 2022 at 9:30 a.m. EDT", date(2022, 9, 15)),
        ("Published Thursday, Feb. 23, 2017 01:51PM EST", date(2017, 2, 23)),
        ("Updated 16 May 2022 | Published 15 May 2022", date(2022, 5, 15)),
        ("June 15, 2014 -- Updated 2011 GMT (0411 HKT)", date(2014, 6, 15)),
        ("22/11/2024", date(2024, 11, 22)),
        ("11/22/2024", date(2024, 11, 22)),
        ("03/04/2022", None),  # two dates, so none
        ("February 30, 2022", None),
    ],
)
def test_date_lines(line, day):
    assert is_date_line(line)
    assert date_of_line(line) == day


@pytest.mark.parametrize(
    "line",
    [
        "He was born on November 22, 1963.",
        "November 22",
        "2024",
        "Moscow, March 3, 2022",
        "May 2022 was hot.",
        "",
    ],
)
def test_lines_that_are_no_date_lines(line):
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("text", "published", "note"),
    [
        (
            "They met on Thursday, Sept. 15, in Samarkand.",
            date(2024, 11, 22),
            "“Thursday, Sept. 15”",
        ),
        ("They met on Thursday, Sept. 15, in Samarkand.", date(2022, 9, 16), None),
        ("The treaty was signed on 3 March 2023.", date(2022, 3, 3), "3 March 2023 as past"),
        ("The treaty will end on 3 March 2023.", date(2022, 3, 3), None),
        ("The invasion began on Feb. 24, 2022, he said.", date(2024, 11, 22), None),
        ("They met on Thursday.", date(2024, 11, 22), None),
        ("The vote is on Tuesday, 5 November.", date(2024, 10, 1), None),
    ],
)
def test_only_what_the_text_says_is_noted(text, published, note):
    found = contradiction(text, published)
    assert found is None if note is None else note in found


def test_a_stamp_of_the_next_day_is_no_contradiction():
    assert contradiction("x", date(2022, 3, 4), dated=date(2022, 3, 3)) is None


@pytest.mark.parametrize(
    "line",
    [
        "ELM CITY, Ohio (March 5, 2024) – The bridge is closed.",
        "NEW YORK, March 5, 2024 /PRNewswire/ -- The bridge is closed.",
        "WASHINGTON — March 5, 2024 — The bridge is closed.",
        "March 5, 2024 – ELM CITY – The bridge is closed.",
        "STRATFORD-upon-Avon, England, 5 March 2024 (BUSINESS WIRE)--The bridge is closed.",
        "2024-03-05 - The bridge is closed.",
    ],
)
def test_the_date_beside_a_place_begins_a_text(line):
    assert date_of_dateline(line.replace("--The", "-- The")) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "line",
    [
        "The bridge was closed on March 5, 2024 – nobody had expected it.",
        "March 5, 2024, was the day when the bridge was closed.",
        "ELM CITY – The bridge was closed on March 5, 2024.",
        "From March 5, 2024 – when it closed – to May it was quiet.",
        "Since then, March 5, 2024 - the day it closed - is a holiday.",
        "A" * 5000,
        "A " * 5000,
    ],
)
def test_a_date_inside_a_sentence_does_not(line):
    assert date_of_dateline(line) is None
