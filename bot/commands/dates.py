"""What somebody typed as a date → the days it means.

One job: `since` and `until`. The forms are few and written out, so that a date is never
guessed: 03/04 is refused rather than read one way or the other.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.errors import OptionError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.corpus import Corpus

EXPECTED = "a date such as 2022-09-15, 2022-09, 2022, 15 September 2022, yesterday or 3 days ago"

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_FEWEST_LETTERS = 3  # of a month's name: jan, sept
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)\.?,? (\d{4})", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_MONTH = re.compile(r"([a-z]+)\.?,? (\d{4})", re.ASCII)
_AGO = re.compile(r"(\d{1,4}|an?|one) (day|week|month|year)s? ago", re.ASCII)
_LAST = re.compile(r"(this|last) (week|month|year)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Days:
    """A day, month or year: its first and last day."""

    first: date
    last: date


def parse_period(
    since: str | None, until: str | None, today: date
) -> tuple[date | None, date | None]:
    """The first and the last day asked for, either None when not given.

    Raises:
        OptionError: one of them is no date, or they are the wrong way round.
    """
    first = parse_days("since", since, today).first if since else None
    last = parse_days("until", until, today).last if until else None
    if first and last and first > last:
        raise OptionError("since", since or "", f"before until, which is {last}")
    return first, last


def parse_days(option: str, given: str, today: date) -> Days:
    """The days that one option means.

    Raises:
        OptionError: it is no date that can be understood in one way only.
    """
    text = " ".join(given.lower().split())
    try:
        days = _relative(text, today) or _named(text) or _iso(text)
    except (ValueError, OverflowError):  # the 31st of February, the year 0, 9999 years ago
        days = None
    if days is None:
        raise OptionError(option, given, EXPECTED)
    return days


def _iso(text: str) -> Days | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or month is None:
        return _year(year or 0)
    return _month(year, month) if day is None else _day(date(year, month, day))


def _named(text: str) -> Days | None:
    if match := _DAY_MONTH.fullmatch(text):
        return _day_of(match[3], match[2], match[1])
    if match := _MONTH_DAY.fullmatch(text):
        return _day_of(match[3], match[1], match[2])
    if match := _MONTH.fullmatch(text):
        month = _month_number(match[1])
        return _month(int(match[2]), month) if month else None
    return None


def _day_of(year: str, month_name: str, day: str) -> Days | None:
    month = _month_number(month_name)
    return _day(date(int(year), month, int(day))) if month else None


def _relative(text: str, today: date) -> Days | None:
    if text in {"today", "now"}:
        return _day(today)
    if text == "yesterday":
        return _day(today - timedelta(days=1))
    if match := _AGO.fullmatch(text):
        count = int(match[1]) if match[1].isdigit() else 1
        return _day(_back(today, count, match[2]))
    if match := _LAST.fullmatch(text):
        return _recent(today, match[2], back=0 if match[1] == "this" else 1)
    return None


def _recent(today: date, unit: str, *, back: int) -> Days:
    when = _back(today, back, unit)
    if unit == "week":
        monday = when - timedelta(days=when.weekday())
        return Days(monday, monday + timedelta(days=6))
    return _month(when.year, when.month) if unit == "month" else _year(when.year)


def _back(today: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    # The day before a month ago may not exist: 31 March goes back to 28 February.
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last))


def _month_number(name: str) -> int | None:
    if len(name) < _FEWEST_LETTERS:
        return None
    found = [n for n, month in enumerate(_MONTHS, start=1) if month.startswith(name)]
    return 9 if name == "sept" else found[0] if len(found) == 1 else None


def _day(when: date) -> Days:
    return Days(when, when)


def _month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


async def asked_period(
    corpus: Corpus, guild_id: int, now: datetime, *, since: str | None, until: str | None
) -> dict[str, str]:
    """The days asked for as ISO dates, in the server's time zone; options not given stay out.

    Raises:
        OptionError: one of them is no date, or they are the wrong way round.
    """
    if not since and not until:
        return {}
    zone = ZoneInfo((await corpus.settings(guild_id)).timezone)
    days = parse_period(since, until, now.astimezone(zone).date())
    named = zip(("since", "until"), days, strict=True)
    return {option: when.isoformat() for option, when in named if when}
