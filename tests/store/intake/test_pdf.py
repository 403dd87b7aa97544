"""PDF files: words in reading order, without heads and feet; refusals say why."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clean import clean
from store.errors import IntakeError, NotAnArticleError, UnsupportedFileError
from store.intake import pdf
from store.intake.pdf import MOST_PAGES, from_bytes_of_pdf
from store.intake.pdf_columns import Row, lines_of
from store.intake.pdf_lines import Line, paragraphs_of
from store.records import DropReason
from tests.fakes.files import LEADING, LEFT, TOP, make_pdf, protected_pdf, text_page

FIRST = ["The council of Port Ellery voted on", "Monday for the harbour plan."]
SECOND = ["“Nobody will lose a home,” Mayor", "Olivia Hartwell told reporters."]


def text_of(*pages, **how):
    return from_bytes_of_pdf(make_pdf(list(pages), **how), "a.pdf").text


def refusal(data, name="a.pdf"):
    with pytest.raises(IntakeError) as caught:
        from_bytes_of_pdf(data, name)
    assert caught.value.submission == name
    return caught.value.reason


def test_lines_become_paragraphs_by_the_space_between_them():
    assert text_of(text_page(FIRST, SECOND)).split("\n\n") == [" ".join(FIRST), " ".join(SECOND)]


def test_lines_become_paragraphs_by_their_indent():
    page = text_page(FIRST, SECOND, gap=0)
    page[2] = (LEFT + 15, *page[2][1:])
    assert text_of(page).count("\n\n") == 1


def test_columns_are_read_one_after_the_other():
    left = ["The council of Port Ellery voted on Monday", "for the harbour plan, which had been"]
    right = ["fought over for a decade by residents and", "the port authority."]
    page = [*text_page(left), *text_page(right, x=320)]
    assert text_of(page) == " ".join([*left, *right])


def test_a_sentence_runs_on_to_the_next_page():
    pages = [
        text_page(["The council of Port Ellery voted on"]),
        text_page(["Monday for the plan."]),
    ]
    assert text_of(*pages) == "The council of Port Ellery voted on Monday for the plan."


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["The infra-", "structure failed."], "The infrastructure failed."),
        (["A self-", "inflicted wound."], "A self-inflicted wound."),
        (["The Anglo-", "American plan."], "The Anglo- American plan."),
        (["The port-", "side. The port-side again."], "The port-side. The port-side again."),
        (["An email-", "ing. The emailing went on."], "An emailing. The emailing went on."),
        (["A soft\u00ad", "ened tone."], "A softened tone."),
        (["He said –", "and left."], "He said – and left."),
    ],
)
def test_words_broken_at_the_end_of_a_line(lines, joined):
    placed = [Line(text, 60, 700 - 14 * i, 11) for i, text in enumerate(lines)]
    assert paragraphs_of([placed]) == joined


def test_heads_feet_and_page_numbers_are_left_out():
    pages = [
        [
            (60, 820, 9, "THE HARBOUR GAZETTE"),
            (500, 820, 9, f"{number + 11} March 2026"),
            *text_page([f"“Plan {word} is dead,” Mayor", f"Hartwell told the {word} Times."]),
            (290, 30, 9, f"Page {number} of 4"),
            (60, 45, 9, f"https://gazette.example/plan {number}/4"),
        ]
        for number, word in enumerate(("A", "B", "C", "D"), start=1)
    ]
    raw = from_bytes_of_pdf(make_pdf(pages), "a.pdf")
    for furniture in ("GAZETTE", "Page", "https", "March"):
        assert furniture not in raw.text
    assert raw.text.count("is dead") == 4
    assert sorted((line.text, line.reason) for line in clean(raw).dropped) == [
        ("Page 1 of 4", DropReason.FURNITURE),
        ("THE HARBOUR GAZETTE 12 March 2026", DropReason.FURNITURE),
        ("https://gazette.example/plan 1/4", DropReason.FURNITURE),
    ]


def test_pages_that_differ_by_a_number_only_are_no_furniture():
    line = (
        "The council of Port Ellery met for session {} of the harbour inquiry, and its clerk read"
    )
    pages = [[(60, 780, 11, f"{line.format(n)} the letters out aloud.")] for n in range(4)]
    assert text_of(*pages).count("session") == 4


def test_a_word_that_ends_two_columns_alike_is_no_foot():
    pages = [
        text_page([*FIRST, f"Vote {n} was close and the result", "predominated."]) for n in "12"
    ]
    assert text_of(*pages).count("predominated.") == 2


def test_the_file_s_own_title_is_taken_unless_it_is_a_file_s_name():
    page = text_page(FIRST)
    named = from_bytes_of_pdf(make_pdf([page], title="Harbour plan passes"), "a.pdf")
    saved = from_bytes_of_pdf(make_pdf([page], title="Microsoft Word - final v2.docx"), "a.pdf")
    assert (named.title, saved.title) == ("Harbour plan passes", None)


def test_a_file_that_may_only_not_be_changed_is_read():
    data = protected_pdf(make_pdf([text_page(FIRST)]), password="")
    assert from_bytes_of_pdf(data, "a.pdf").text == " ".join(FIRST)


def test_a_file_with_a_password_is_refused():
    data = protected_pdf(make_pdf([text_page(FIRST)]), password=FIRST[0][:3])
    assert refusal(data) == "it is protected by a password"


def test_pages_that_are_pictures_are_refused():
    with pytest.raises(NotAnArticleError, match="its pages are pictures"):
        from_bytes_of_pdf(make_pdf([[]], content=b"q 100 0 0 100 0 0 cm /Im1 Do Q"), "a.pdf")


def test_fonts_without_their_letters_are_refused():
    page = [(60, 700, 11, "/g12/g7/g99/g4/g5 " * 30)]
    with pytest.raises(NotAnArticleError, match="fonts do not say"):
        from_bytes_of_pdf(make_pdf([page]), "a.pdf")


def test_what_is_no_pdf_is_refused():
    assert refusal(b"PK\x03\x04") == "it is not a PDF file, whatever its name says"
    assert refusal(b"%PDF-1.7") == "the PDF file is damaged"


def test_too_many_pages_are_refused_before_they_are_read():
    data = make_pdf([[]] * (MOST_PAGES + 1))
    assert refusal(data) == f"it has {MOST_PAGES + 1} pages, at most {MOST_PAGES} are read"


def test_a_bomb_is_refused():
    data = make_pdf([[]], content=b"%" + b" " * 80_000_000)
    assert len(data) < 100_000
    assert refusal(data) == "it unpacks to more than can be read"


def test_pages_that_take_too_long_are_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "_LONGEST_S", -1.0)
    assert refusal(make_pdf([text_page(FIRST)])) == "it takes too long to read"


def test_pages_in_a_circle_are_refused():
    data = make_pdf([text_page(FIRST)]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert refusal(data)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), n_changes=st.integers(1, 60))
def test_a_damaged_file_is_read_or_refused(seed, n_changes):
    chance = random.Random(seed)  # noqa: S311 — a test's dice
    data = bytearray(make_pdf([text_page(FIRST, SECOND)] * 2, packed=bool(seed % 2)))
    for _ in range(n_changes):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    try:
        from_bytes_of_pdf(bytes(data), "a.pdf")
    except IntakeError as error:
        assert error.reason  # noqa: PT017 — reading it would be as good


@given(
    lines=st.lists(
        st.builds(
            Line,
            st.text(min_size=1, max_size=20).map(lambda t: " ".join(t.split())).filter(bool),
            st.floats(0, 600),
            st.floats(0, 850),
            st.floats(0, 40),
        ),
        max_size=30,
    )
)
def test_no_letter_is_lost_or_made(lines):
    def bare(text):
        return [c for c in text if not c.isspace() and c not in "-\u00ad\u2010"]

    assert bare(paragraphs_of([lines])) == bare("".join(line.text for line in lines))


def test_the_layout_of_the_tests_is_that_of_a_page():
    assert text_page(["a", "b"]) == [(LEFT, TOP, 11, "a"), (LEFT, TOP - LEADING, 11, "b")]


def test_too_large_a_file_is_refused():
    with pytest.raises(UnsupportedFileError, match="larger than 20 MB"):
        from_bytes_of_pdf(b"%PDF-" + b" " * 20 * 1024 * 1024, "a.pdf")


LEFT_COLUMN = [
    ["The council voted on Tuesday to close the", "bridge, after cracks were found in it."],
    ["“We cannot wait for somebody to die,” said", "Maria Lopez. “The bridge is old.”"],
    ["Shops will lose customers, Peter Grant said.", "He had voted against it."],
]
RIGHT_COLUMN = [
    ["The department said in a statement that", "repairs would cost fourteen million and"],
    ["take until the spring, which is far too late", "for the shops on the northern side."],
    ["According to Lopez, a ferry will run every", "half hour, starting next Monday."],
]
UNEVEN = [
    ["The department said in a statement that", "repairs would cost fourteen million and", "more."],
    ["According to Lopez, a ferry will run every", "half hour, starting next Monday, and that"],
    ["it will be free."],
]


def row_by_row(left, right, head=()):
    """Two columns drawn across, as a scan that was recognised is."""
    placed = text_page(*left, x=50, top=700) + text_page(*right, x=310, top=700)
    return [*head, *sorted(placed, key=lambda piece: (-piece[1], piece[0]))]


@pytest.mark.parametrize("right", [RIGHT_COLUMN, UNEVEN], ids=["even", "uneven"])
def test_two_columns_that_are_drawn_row_by_row_are_read_one_after_the_other(right):
    head = [(50, 760, 18, "Council closes the bridge over the river in the middle of town")]
    text = text_of(row_by_row(LEFT_COLUMN, right, head))
    lines = [line for paragraph in (*LEFT_COLUMN, *right) for line in paragraph]
    assert text.split() == " ".join([head[0][3], *lines]).split()


def test_the_rows_of_a_table_stay_together():
    names = [[f"Councillor number {n}"] for n in range(8)]
    votes = [["yes"] for _ in range(8)]
    text = text_of(row_by_row(names, votes))
    assert "Councillor number 0 yes" in text


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 800), st.text("ab .", max_size=60))))
def test_no_word_is_lost_in_columns(pieces):
    rows = [Row(((x, f"a{text}"), (x + 250, text), (x + 300, "b")), y, 10) for x, y, text in pieces]
    found = sorted(word for line in lines_of(rows) for word in line.text.split())
    drawn = sorted(word for row in rows for word in row.line().text.split())
    assert found == drawn
    assert all(line.text for line in lines_of(rows))
