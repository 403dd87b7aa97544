"""Text in any encoding is read, and what is no text is named."""

from __future__ import annotations

from datetime import date

import pytest

from store.errors import UnsupportedFileError
from store.intake.text import LARGEST, decode, from_paste
from store.records import DateOrigin

TEXT = "“It’s über,” she said – and the café’s owners agreed with her. “We do,” they said.\n" * 4


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings_are_told_from_the_bytes(encoding):
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


def test_utf16_with_the_mark_of_the_big_end():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.txt") == TEXT


def test_a_short_text_with_curly_marks_is_western():
    assert decode("“No,” he said.".encode("cp1252"), "a.txt") == "“No,” he said."


def test_a_few_western_bytes_in_utf8_are_read_too():
    damaged = TEXT.encode() + b"\x93Yes,\x94 he said."
    assert decode(damaged, "a.txt") == TEXT + "“Yes,” he said."


def test_what_the_sender_said_is_used():
    russian = "Министр сказал, что переговоры продолжатся. " * 3
    assert decode(russian.encode("koi8-r"), "a.txt", charset="koi8-r") == russian


def test_a_charset_nobody_knows_is_ignored():
    assert decode("“No,” he said.".encode("cp1252"), "a.txt", charset="x-nonsense") != ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"SQLite format 3\x00", "a database"),
        (bytes(range(256)) * 20, "not text"),
        (b"a" * (LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_text_is_named(data, said):
    with pytest.raises(UnsupportedFileError, match=said) as caught:
        decode(data, "x.txt")
    assert caught.value.filename == "x.txt"


def test_a_few_nulls_do_not_make_a_text_binary():
    assert decode(b"He said\x00 so. " + b"word " * 100, "a.txt").startswith("He said\x00")


def test_an_empty_file_is_an_empty_text():
    assert decode(b"", "a.txt") == ""


def test_pasted_text_keeps_what_the_curator_said():
    raw = from_paste("x", title=" ", url="", published_on=date(2022, 3, 3))
    assert (raw.source, raw.url, raw.title) == ("pasted text", None, None)
    assert (raw.published_on, raw.date_origin) == (date(2022, 3, 3), DateOrigin.CURATOR)
    assert from_paste("x").date_origin is DateOrigin.UNKNOWN
