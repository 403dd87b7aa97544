"""The measure of found text: the data set's own, on texts whose score is known."""

import pytest

from benchmarks.extraction import figures, score

TRUE = "the council voted for the harbour plan on monday"


@pytest.mark.parametrize(
    ("found", "right", "wrong", "missing"),
    [
        (TRUE, 1.0, 0.0, 0.0),
        ("", 0.0, 0.0, 1.0),
        ("the council voted for the harbour", 0.5, 0.0, 0.5),
        (f"{TRUE} and so on", 2 / 3, 1 / 3, 0.0),
    ],
)
def test_a_page_is_scored_by_four_words_in_a_row(found, right, wrong, missing):
    assert tuple(score(TRUE, found)) == pytest.approx((right, wrong, missing))


def test_pages_count_alike_however_long():
    both = figures([score(TRUE, TRUE), score(TRUE, "the council voted for the harbour")])
    assert both == pytest.approx((1.0, 0.75, 2 * 0.75 / 1.75))


def test_a_page_of_which_nothing_was_found_costs_recall_only():
    both = figures([score(TRUE, TRUE), score(TRUE, "")])
    assert both[:2] == pytest.approx((1.0, 0.5))
