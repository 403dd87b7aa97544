"""Records of many articles: a bad line is an error of its own."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import IntakeError
from store.intake.json_lines import read_records
from store.records import DateOrigin, RawArticle


def read(*lines):
    return list(read_records(lines, "many.jsonl"))


def test_a_record_is_an_article():
    line = (
        b'{"id": "a1", "url": "https://x.example/1", "title": " T ", "byline": "Ann",'
        b' "publisher": "P", "published_on": "2022-03-03", "text": "Text."}\n'
    )
    assert read(line) == [
        RawArticle(
            text="Text.",
            source="a1",
            url="https://x.example/1",
            title="T",
            byline="Ann",
            publisher="P",
            published_on=date(2022, 3, 3),
            date_origin=DateOrigin.METADATA,
        )
    ]


def test_fields_that_are_missing_or_odd_are_unknown():
    (raw,) = read(b'{"text": "Text.", "title": null, "url": 5, "published": "2022-03-03T10:00Z"}')
    assert (raw.source, raw.title, raw.url) == ("many.jsonl:1", None, None)
    assert raw.published_on == date(2022, 3, 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b"{}", 'no "text"'),
        (b'{"text": 1}', 'no "text"'),
        (b'{"text": "x", "published_on": "13/2022"}', "not a date"),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_read(line, reason):
    bad, blank_left_out = read(line, b"\n", b'{"text": "Text."}')
    assert isinstance(bad, IntakeError)
    assert reason in bad.reason
    assert bad.submission == "many.jsonl:1"
    assert blank_left_out.text == "Text."


def test_an_address_that_is_no_web_address_is_left_out():
    (raw,) = read(b'{"text": "Text.", "url": "javascript:alert(1)", "canonical_url": "file:///x"}')
    assert (raw.url, raw.canonical_url) == (None, None)
