"""Word documents: the words as they are read, and nothing that was deleted."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import IntakeError
from store.intake.word import from_bytes_of_word
from tests.fakes.files import make_docx, make_zip

P = b"<w:p>%s</w:p>"
RUN = b"<w:r><w:t xml:space='preserve'>%s</w:t></w:r>"
RELATIVES = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'/>"


def read(*blocks, **how):
    return from_bytes_of_word(make_docx(*blocks, **how), "a.docx")


def refusal(data):
    with pytest.raises(IntakeError) as caught:
        from_bytes_of_word(data, "a.docx")
    assert caught.value.submission == "a.docx"
    return caught.value.reason


def test_paragraphs_headings_and_tables_come_in_reading_order():
    raw = read("One.", [["a", "b"], ["c", ""]], "Two.", title="Harbour plan passes")
    assert raw.text.split("\n") == ["Harbour plan passes", "One.", "a | b", "c", "Two."]
    assert (raw.title, raw.source) == ("Harbour plan passes", "a.docx")


def test_changes_are_read_as_accepted():
    kept, gone, new = (RUN % word for word in (b"He ", b"never ", b"always "))
    gone = gone.replace(b"w:t", b"w:delText")
    paragraph = P % (
        kept + b"<w:del>" + gone + b"</w:del><w:ins>" + new + b"</w:ins>" + RUN % b"lies."
    )
    assert read(paragraph).text == "He always lies."


def test_links_breaks_and_hyphens_are_read():
    link = b"<w:hyperlink>" + RUN % b"the plan" + b"</w:hyperlink>"
    marks = (
        b"<w:r><w:noBreakHyphen/><w:t>day</w:t><w:br/><w:t>Next</w:t><w:tab/><w:t>line</w:t></w:r>"
    )
    assert (
        read(P % (RUN % b"See " + link + RUN % b" D" + marks)).text
        == "See the plan D-day\nNext line"
    )


def test_a_form_s_fields_are_read_and_their_commands_not():
    box = b"<w:sdt><w:sdtContent>" + RUN % b"Filled in." + b"</w:sdtContent></w:sdt>"
    command = b"<w:r><w:instrText>HYPERLINK http://x.example</w:instrText></w:r>"
    assert read(P % (box + command)).text == "Filled in."


def test_text_in_a_box_is_read_once():
    uri = b"http://schemas.openxmlformats.org/markup-compatibility/2006"
    inner = b"<mc:%s>" + RUN % b"Boxed." + b"</mc:%s>"
    both = b"".join(inner % (tag, tag) for tag in (b"Choice", b"Fallback"))
    paragraph = P % (
        b"<mc:AlternateContent xmlns:mc='" + uri + b"'>" + both + b"</mc:AlternateContent>"
    )
    assert read(paragraph).text == "Boxed."


def test_macros_are_refused():
    assert refusal(make_docx("One.", extra={"word/vbaProject.bin": b"x"})) == "it holds macros"


def test_a_protected_or_old_document_is_refused():
    assert "protected by a password, or older" in refusal(b"\xd0\xcf\x11\xe0" + bytes(600))


def test_what_is_no_document_is_refused():
    assert refusal(b"Text.") == "it is not a Word document, or damaged"
    assert refusal(make_zip([("a.txt", b"Text.")])) == "it is not a Word document, or damaged"
    assert refusal(make_docx("x", extra={"word/document.xml": b"<"})).endswith("damaged")


def test_a_bomb_is_refused():
    data = make_docx("One.", extra={"word/document.xml": b" " * 50_000_000})
    assert len(data) < 200_000
    assert refusal(data) == "it unpacks to far more than it is"


def test_entities_that_multiply_are_refused_or_stay_unread():
    bomb = b"<!DOCTYPE x [<!ENTITY a 'ha'>%s]>" % b"".join(
        b"<!ENTITY %c '%s'>" % (i + 1, b"&%c;" % i * 10) for i in range(97, 107)
    )
    body = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
    body += b"<w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:document>"
    data = make_docx("x", extra={"word/document.xml": bomb + body})
    try:
        assert len(from_bytes_of_word(data, "a.docx").text) < 1000
    except IntakeError as error:
        assert error.reason.endswith("damaged")  # noqa: PT017 — either will do


def test_a_file_of_this_machine_cannot_be_read_in():
    uri = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><w:document xmlns:w='{uri}'>"
    xml += "<w:body><w:p><w:r><w:t>before &a; after</w:t></w:r></w:p></w:body></w:document>"
    data = make_docx("x", extra={"word/document.xml": xml.encode()})
    try:
        assert from_bytes_of_word(data, "a.docx").text in {"before  after", "before "}
    except IntakeError as error:
        assert error.reason.endswith("damaged")  # noqa: PT017 — either will do


def test_a_part_that_asks_for_a_password_is_refused():
    data = bytearray(make_docx("One."))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1  # the flag of an encrypted file, in each entry of the directory
        place = data.find(b"PK\x01\x02", place + 1)
    with pytest.raises(IntakeError, match="not a Word document, or damaged"):
        from_bytes_of_word(bytes(data), "a.docx")


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), n_changes=st.integers(1, 30))
def test_a_damaged_document_is_read_or_refused(seed, n_changes):
    chance = random.Random(seed)  # noqa: S311 — a test's dice
    data = bytearray(make_docx("One.", [["a"]]))
    for _ in range(n_changes):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        from_bytes_of_word(bytes(data), "a.docx")
    except IntakeError as error:
        assert error.reason  # noqa: PT017 — reading it would be as good
