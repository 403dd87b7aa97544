"""Submissions find the reader that fits, and what cannot be read says so."""

from __future__ import annotations

import pytest

from store.errors import IntakeError, UnsupportedFileError
from store.intake.page import FetchedPage
from store.intake.read import read_file, read_page, read_upload
from tests.fakes.files import make_pdf, text_page


def one(path, **how):
    (found,) = read_file(path, **how)
    return found


def test_an_upload_is_read_by_its_ending():
    assert read_upload("A.TXT", b"Text.").text == "Text."
    assert read_upload("a.md", b"# T\n\n*Text.*").title == "T"
    assert read_upload("a", b"Text.").text == "Text."


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.DOC", "Word documents older than .docx cannot be read"),
        ("a.docm", "Word documents with macros cannot be read"),
        ("a.zip", "files ending in .zip cannot be read"),
        ("a.exe", "files ending in .exe cannot be read"),
        ("a.jsonl", "command line"),
        ("a.json", ".jsonl with one article on each line"),
    ],
)
def test_an_upload_that_cannot_be_read_says_why(name, reason):
    with pytest.raises(UnsupportedFileError, match=reason):
        read_upload(name, b"x")


@pytest.mark.parametrize("kind", ["application/pdf", "text/html"], ids=["told", "mistold"])
def test_a_pdf_file_at_an_address_is_read_as_one(kind):
    body = make_pdf([text_page(["The mayor said on Monday that the bridge will open in May."])])
    page = FetchedPage("http://x.example/a", "https://x.example/a.pdf", kind, None, body)
    raw = read_page(page)
    assert raw.text == "The mayor said on Monday that the bridge will open in May."
    assert (raw.url, raw.canonical_url) == (page.url, page.final_url)
    assert raw.publisher == "x.example"


def test_plain_text_from_an_address_keeps_it():
    page = FetchedPage("http://x.example/a", "https://x.example/a", "text/plain", None, b"Text.")
    raw = read_page(page)
    assert (raw.text, raw.url, raw.canonical_url) == (
        "Text.",
        "http://x.example/a",
        "https://x.example/a",
    )


def test_a_file_is_known_by_its_name(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"Text.")
    assert one(path).source == "a.txt"


def test_verbatim_takes_markdown_as_it_is(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"# T\r\n*x*")
    assert one(path, is_verbatim=True).text == "# T\r\n*x*"


def test_a_file_that_cannot_be_opened_is_an_error_with_its_path(tmp_path):
    found = one(tmp_path / "missing.txt")
    assert isinstance(found, IntakeError)
    assert str(tmp_path / "missing.txt") in str(found)


def test_records_are_read_one_by_one(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "One."}\nnonsense\n{"text": "Two."}\n')
    first, bad, second = read_file(path)
    assert (first.text, second.text) == ("One.", "Two.")
    assert isinstance(bad, IntakeError)
