"""Read dates out of lines of text, and tell when a text contradicts its date.

One job: dates as written in English news. Never guesses: 03/04/2022 is two dates, so it is
none. dateparser is not used because it reads the verb "May" as a date.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH: Final = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)\b"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_MONTH} {_DAY}\b,? {_YEAR}",  # November 22, 2024
        rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}",  # 22 November 2024
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?:\b|(?=T\d))",  # 2024-11-22
    )
)
_SLASHES: Final = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")

_LONGEST_DATE_LINE: Final = 100
# What may stand beside the date on a line that is only a date.
_BESIDE: Final = re.compile(
    r"\b(?:for )?(?:immediate |press |news )?release(?: date)?\b"
    r"|\b(?:first |last )?(?:published|posted|updated|modified|created|dated?|released)\b"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun)\b"
    r"|\b(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sat|sun)(?:day)?\b"
    r"|\b[0-2]\d[0-5]\d (?:gmt|utc|hkt|et|est|edt)\b|\bhkt\b"
    r"|\bT?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\.\d+)?Z?|\b\d{1,2}(?= ?[ap]\.?m)"
    r"|(?<=\d) ?[ap]\.?m\b\.?|\b[ap]\.?m\b\.?"
    r"|\b(?:est|edt|cst|cdt|mst|mdt|pst|pdt|gmt|utc|bst|cet|cest|ist|aest|aedt|et|pt)\b"
    r"|\b\d[\d.,]*[km]? views\b"
    r"|\b(?:on|at|hrs|hours|local time)\b|[+-]\d\d:?\d\d",
    re.IGNORECASE,
)
# What stands around the date of a dateline: a place or none, an agency or none, and a dash.
_PLACE: Final = re.compile(
    r"(?!(?:On|From|Since|Until|By|In|After|Before) )"
    r"(?:[A-Z][\w.’'&-]*[ ,]+(?:(?:of|and|the|upon) )?){0,6}(?:\([\w .]{2,30}\) )?[(–—-]*\s*"
)
_DASH: Final = re.compile(
    r"\)?,?\s*(?:/[^/\n]{2,30}/|\([^()\n]{2,40}\))?\s*(?:[A-Z][A-Z .,]{2,40})?"
    r"(?:--|[–—-])\s+[“\"‘']?[A-Z0-9]"
)
_UPDATED: Final = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
_LETTERS_OR_DIGITS: Final = re.compile(r"\w")


def is_date_line(line: str) -> bool:
    """Tell whether a line holds a date and nothing else that is said."""
    if len(line) > _LONGEST_DATE_LINE:
        return False
    rest = _SLASHES.sub(" ", line)
    for form in _FORMS:
        rest = form.sub(" ", rest)
    if rest == line:
        return False
    return not _LETTERS_OR_DIGITS.search(_BESIDE.sub(" ", rest))


def date_of_line(line: str) -> date | None:
    """Read the date of a date line; the day of publication rather than of an update."""
    dated = [part for part in re.split(r"[|•·]", line) if _first_date(part)]
    dated.sort(key=lambda part: bool(_UPDATED.search(part)))  # stable: the first that is not
    return _first_date(dated[0]) if dated else None


def date_of_dateline(line: str) -> date | None:
    """Read the date beside a text's first place: "ELM CITY, March 5, 2024 – The bridge …"."""
    head = line[:_LONGEST_DATE_LINE]
    for form in _FORMS:
        for found in form.finditer(head):
            before, after = head[: found.start()], head[found.end() :]
            if _PLACE.fullmatch(before) and _DASH.match(after):
                return _make(found["year"], found["month"], found["day"])
    return None


def _first_date(text: str) -> date | None:
    found = sorted(_full_dates(text))
    if found:
        return found[0][1]
    slashes = _SLASHES.search(text)
    return _unambiguous(*map(int, slashes.groups())) if slashes else None


def _full_dates(text: str) -> Iterator[tuple[int, date]]:
    """Yield (offset, date) for every date with day, month and year."""
    for form in _FORMS:
        for found in form.finditer(text):
            day = _make(found["year"], found["month"], found["day"])
            if day:
                yield found.start(), day


def _make(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _unambiguous(first: int, second: int, year: int) -> date | None:
    """Read 22/11/2024 or 11/22/2024; None for 03/04/2024, which is two dates."""
    readings = {_make(str(year), str(m), str(d)) for d, m in ((first, second), (second, first))}
    readings.discard(None)
    return readings.pop() if len(readings) == 1 else None


# ------------------------------------------------------------------ contradictions

_NEAR: Final = timedelta(days=2)  # a page may be stamped in another time zone, or a day late
_READ_AT_MOST: Final = 200_000  # characters: a note about the date needs no whole book
_WEEKDAY_DATE: Final = re.compile(
    rf"\b(?P<weekday>{'|'.join(_DAYS)}),? (?:the )?"
    rf"(?:{_MONTH} {_DAY}\b"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{'|'.join(_MONTHS)})\b)"
    r"(?!,? (?:19|20)\d\d)",
    re.IGNORECASE,
)
_TO_COME: Final = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|can|until|till|by|due|schedul\w*|expect\w*|plan\w*|"
    r"propos\w*|deadline|expir\w*|election|next|through|before|from|start\w*|begin\w*|to|set|if|"
    r"upcoming|later|effective|end|ends|after|as of|between|for)\b",
    re.IGNORECASE,
)
_PAST: Final = re.compile(r"\b(?:said|was|were|had|told|announced|met|\w{3,}ed)\b", re.IGNORECASE)


def contradiction(text: str, published_on: date, *, dated: date | None = None) -> str | None:
    """Say how the text contradicts its date, or None where nothing can be told.

    Only three things are taken for a contradiction: another date line, a weekday that the
    date's year does not give ("Thursday, Sept. 15"), and a past event told with a full date
    after publication. Old dates in a text prove nothing: articles look back.

    Args:
        text: the cleaned body.
        published_on: what the metadata or a date line said.
        dated: the date line of the text, where the date came from elsewhere.
    """
    if dated and abs(dated - published_on) > _NEAR:
        return f"dated {_say(published_on)}, but a line of its text {_say(dated)}"
    head = text[:_READ_AT_MOST]
    return _wrong_weekday(head, published_on) or _told_too_early(head, published_on)


def _wrong_weekday(text: str, published_on: date) -> str | None:
    for found in _WEEKDAY_DATE.finditer(text):
        month, day = found["month"] or found["month2"], found["day"] or found["day2"]
        years = range(published_on.year - 1, published_on.year + 2)
        meant = [_make(str(year), month, day) for year in years]
        near = [on for on in meant if on and abs(on - published_on).days <= 200]  # noqa: PLR2004 — nearer than the same day of another year
        weekday = _DAYS.index(found["weekday"].lower())
        if near and all(on.weekday() != weekday for on in near):
            return (
                f"dated {_say(published_on)}, but its text speaks of “{found[0]}”,"
                f" which is a {_DAYS[near[0].weekday()].capitalize()} then"
            )
    return None


def _told_too_early(text: str, published_on: date) -> str | None:
    for offset, day in sorted(_full_dates(text)):
        if day - published_on <= _NEAR:
            continue
        sentence = _sentence_at(text, offset)
        if _PAST.search(sentence) and not _TO_COME.search(sentence):
            return f"dated {_say(published_on)}, but its text tells of {_say(day)} as past"
    return None


def _sentence_at(text: str, offset: int) -> str:
    """Cut the line's sentence around an offset, at most 300 characters either way."""
    start = max(text.rfind(end, max(0, offset - 300), offset) for end in (". ", "! ", "? ", "\n"))
    ends = [text.find(end, offset, offset + 300) for end in (". ", "! ", "? ", "\n")]
    stop = min((end for end in ends if end >= 0), default=offset + 300)
    return text[max(start, 0) : stop]


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
