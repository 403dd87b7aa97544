"""A .jsonl file → RawArticles: one JSON object a line.

One job: the fields {"id", "url", "title", "published_on", "text"} (also "byline" and
"publisher"). A bad line is an error of its own; the lines after it are read.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from store.errors import IntakeError, NotAnArticleError, UnsupportedFileError
from store.records import DateOrigin, RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def read_records(lines: Iterable[bytes], name: str) -> Iterator[RawArticle | IntakeError]:
    """Yield the article of each line, or what is wrong with that line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        yield read_record(line, f"{name}:{number}")


def read_record(line: bytes, where: str) -> RawArticle | IntakeError:
    """Return the article of one line, or what is wrong with it; `where` is what errors call it."""
    try:
        return _article(line, where)
    except IntakeError as error:
        return error


def _article(line: bytes, where: str) -> RawArticle:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise UnsupportedFileError(where, "the line is not JSON") from error
    if not isinstance(record, dict):
        raise UnsupportedFileError(where, "the line is not a JSON object")
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise NotAnArticleError(where, 'the record has no "text"')
    published_on = _date(record.get("published_on") or record.get("published"), where)
    return RawArticle(
        text=text,
        source=str(record.get("id", where)),
        url=_address(record, "url"),
        canonical_url=_address(record, "canonical_url"),
        title=_string(record, "title"),
        byline=_string(record, "byline"),
        publisher=_string(record, "publisher"),
        published_on=published_on,
        date_origin=DateOrigin.METADATA if published_on else DateOrigin.UNKNOWN,
    )


def _string(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _address(record: dict[str, Any], key: str) -> str | None:
    """A web address; anything else ("javascript:…") is no source anybody could follow."""
    value = _string(record, key)
    return value if value and value.lower().startswith(("http://", "https://")) else None


def _date(value: object, where: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise NotAnArticleError(where, f"{value!r} is not a date (YYYY-MM-DD)") from error
