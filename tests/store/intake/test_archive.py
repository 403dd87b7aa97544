"""Zip archives: each file is read or told about; nothing leads out, nothing blows up."""

import io
import struct
import zipfile

import pytest

from store.errors import IntakeError
from store.intake.archive import MOST_ARTICLES
from store.intake.packed import MOST_MEMBERS
from store.intake.read import read_uploads
from tests.fakes.files import make_docx, make_pdf, make_zip, text_page


def read(data, name="a.zip"):
    return list(read_uploads(name, data))


def reason(data):
    (found,) = read(data)
    assert isinstance(found, IntakeError)
    return found.reason


def test_each_file_is_read_by_its_ending():
    members = [
        ("one.txt", b"Text one."),
        ("two/deep.md", b"# T\n\nText *two*."),
        ("three.pdf", make_pdf([text_page(["Text three."])])),
        ("four.docx", make_docx("Text four.")),
    ]
    found = read(make_zip(members))
    assert [raw.text.split()[-1] for raw in found] == ["one.", "two.", "three.", "four."]
    assert found[1].source == "a.zip/two/deep.md"


def test_what_cannot_be_read_is_told_beside_what_can():
    members = [("a.txt", b"Text."), ("b.exe", b"MZ"), ("c.pdf", b"no"), ("d.txt", b"%PDF-1.4")]
    good, *bad = read(make_zip(members))
    assert good.text == "Text."
    assert [str(error) for error in bad] == [
        "a.zip/b.exe: files ending in .exe cannot be read",
        "a.zip/c.pdf: it is not a PDF file, whatever its name says",
        "a.zip/d.txt: it is a PDF file, not text",
    ]


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt", "..\\a.txt", "\\\\host\\a.txt"]
)
def test_names_that_lead_out_are_refused(name):
    assert reason(make_zip([(name, b"Text.")])) == "its name leads out of the archive"


@pytest.mark.parametrize("name", ["b.zip", "b.tar", "b.gz", "b.7z"])
def test_archives_within_archives_are_refused(name):
    inner = make_zip([("a.txt", b"Text.")])
    assert reason(make_zip([(name, inner)])) == "archives within archives are not read"


def test_an_archive_by_another_name_is_refused():
    inner = make_zip([("a.txt", b"Text.")])
    assert "zip archive" in reason(make_zip([("b.txt", inner)]))


def test_a_second_file_of_a_name_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = make_zip([("a.txt", b"One."), ("a.txt", b"Two."), ("A.TXT", b"Three.")])
    first, *others = read(data)
    assert first.text == "One."
    assert [error.reason for error in others] == [
        "the archive holds a file of that name already"
    ] * 2


def test_protected_files_are_refused():
    data = bytearray(make_zip([("a.txt", b"Text.")]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert reason(bytes(data)) == "it is protected by a password"


def test_what_a_desktop_puts_beside_files_is_passed_over():
    members = [("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("x/", b""), ("a.txt", b"Text.")]
    assert [raw.text for raw in read(make_zip(members))] == ["Text."]


def test_an_archive_without_files_says_so():
    assert reason(make_zip([("x/", b"")])) == "there are no files in it"


def test_too_many_files_are_refused():
    many = make_zip([(f"{n}.txt", b"x") for n in range(MOST_ARTICLES + 1)])
    assert "at most 200 are read at once" in reason(many)
    more = make_zip([(f".{n}", b"") for n in range(MOST_MEMBERS + 1)])
    assert reason(more) == "it holds more than 2000 files"


def test_a_file_that_unpacks_beyond_belief_is_refused():
    assert reason(make_zip([("a.txt", b"x" * 10_000_000)])) == "it unpacks to far more than it is"


def test_files_that_are_too_much_together_are_refused():
    members = [(f"{n}.txt", bytes(range(256)) * 60 * 1024) for n in range(7)]
    assert reason(make_zip(members)) == "it unpacks to more than 100 MB"


def test_files_that_lie_over_each_other_are_refused():
    data = make_zip([("a.txt", b"Text. " * 400)], packing=zipfile.ZIP_STORED)
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 40, 40, 40 * len(entry))
    assert reason(data[:start] + entry * 40 + bytes(tail)) == "its parts lie over each other"


def test_a_size_that_is_a_lie_is_refused():
    data = bytearray(make_zip([("a.txt", b"Text. " * 4000)]))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    assert reason(bytes(data)) == "it cannot be unpacked"


def test_a_way_of_packing_that_is_not_known_is_refused():
    data = bytearray(make_zip([("a.txt", b"Text.")]))
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, 99)
    struct.pack_into("<H", data, data.index(b"PK\x03\x04") + 8, 99)
    assert reason(bytes(data)) == "it cannot be unpacked"


@pytest.mark.parametrize("data", [b"", b"Text.", b"PK\x03\x04" + bytes(40)])
def test_what_is_no_archive_is_refused(data):
    assert reason(data) == "it is not a zip archive, or damaged"


def test_a_damaged_archive_is_read_or_refused():
    data = make_zip([("a.txt", b"Text. " * 20), ("b.txt", b"More. " * 20)])
    for at in range(len(data)):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        for found in read(bytes(broken)):
            assert isinstance(found, IntakeError) or found.text
    assert zipfile.is_zipfile(io.BytesIO(data))


def test_what_a_browser_put_beside_a_saved_page_is_no_article():
    page = b"<html><body><article>" + b"<p>Talks go on for as long as needed.</p>" * 30
    members = [("x/Talks.html", page), ("x/Talks_files/ad.html", page), ("x/Talks_files/a.js", b"")]
    (found,) = read(make_zip(members))
    assert found.source == "a.zip/x/Talks.html"


def test_a_folder_of_such_a_name_without_its_page_is_read():
    (found,) = read(make_zip([("Talks_files/one.txt", b"Text.")]))
    assert found.text == "Text."
