"""Quotation marks → quoted stretches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotate.marks import find_stretches, paragraphs

MARKS = "“”„«»\"'‘’`"
TEXTS = st.text(alphabet=MARKS + "ab5S .,?!—-([:\n\t\u00a0", max_size=200)


def inner(text):
    return [text[s.start : s.end] for s in find_stretches(text)]


@given(TEXTS)
def test_stretches_and_gaps_put_together_are_the_text(text):
    pieces, pos = [], 0
    for stretch in find_stretches(text):
        pieces += [text[pos : stretch.outer_start], text[stretch.outer_start : stretch.outer_end]]
        assert pos <= stretch.outer_start <= stretch.start < stretch.end <= stretch.outer_end
        pos = stretch.outer_end
    assert "".join([*pieces, text[pos:]]) == text


@given(TEXTS)
def test_a_stretch_has_no_blanks_at_its_ends_and_stays_in_its_paragraph(text):
    lines = paragraphs(text)
    for stretch in find_stretches(text):
        words = text[stretch.start : stretch.end]
        assert words == words.strip()
        assert lines[stretch.paragraph].start <= stretch.outer_start
        assert stretch.outer_end <= lines[stretch.paragraph].end


@given(st.text(alphabet="ab ,.\n", max_size=80))
def test_text_without_marks_has_no_stretches(text):
    assert find_stretches(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will go,” he said. “Now.”", ["We will go,", "Now."]),
        ('"We will go," he said. "Now."', ["We will go,", "Now."]),
        ("‘We can’t go,’ he said.", ["We can’t go,"]),
        ("'We can't go,' he said.", ["We can't go,"]),
        ("‘The farmers’ plan failed,’ he said.", ["The farmers’ plan failed,"]),
        ("''We will go,'' he said.", ["We will go,"]),
        ("``We will go,'' he said.", ["We will go,"]),
        ("“He said ‘no way’ to us”", ["He said ‘no way’ to us"]),
        ('“One two" and more', ["One two"]),
        ("He said, “One two three.\n“Four five.”", ["One two three.", "Four five."]),
        ("“One two three.\nFour five,” he said.", ["One two three.", "Four five,"]),
        ("“One two, he said. “Three.”", ["One two, he said.", "Three."]),
        ("One two” three", []),
        ("“All,“ he said. “Now.”", ["All,", "Now."]),
        ('He is 5\'10" tall and "very fast".', ["very fast"]),
        ("The '90s and rock 'n' roll weren't mine", []),
        ("the officials' plan and the workers' reply", []),
        ('It is—"one two"—he said', ["one two"]),
        ("«One two», he said", ["One two"]),
        ('""', []),
    ],
    ids=str,
)
def test_words_inside_marks_are_found(text, expected):
    assert inner(text) == expected


def test_a_mark_that_never_closes_ends_with_its_paragraph():
    (stretch,) = find_stretches("He said “one two\n\nThree four.")
    assert (stretch.opened, stretch.closed) == (True, False)


def test_a_missing_opening_mark_is_told():
    _, second = find_stretches("“One two.\nThree four,” he said.")
    assert (second.opened, second.closed, second.paragraph) == (False, True, 1)


def test_a_million_marks_are_read():
    assert len(find_stretches('"a" ' * 250_000)) == 250_000
