"""All articles, removed ones too: paged by number."""

from datetime import UTC, datetime

import pytest

from store import ingest
from store.queries.shelves import list_shelf
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def filled(db):
    """Seven articles, of which numbers 2, 3 and 6 are removed."""
    for n in range(1, 8):
        ingest.commit(db, article(f"Number {n} came."), added_by=n, now=NOW)
    for n in (2, 3, 6):
        ingest.remove_article(db, n, by=1, now=NOW)
    return db


def numbers(page):
    return [row.ref.id for row in page.items]


@pytest.mark.parametrize(
    ("only_removed", "wanted"), [(False, [7, 6, 5, 4, 3, 2, 1]), (True, [6, 3, 2])]
)
@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_pages_forward_back_and_by_number_hold_every_article_once(
    filled, only_removed, wanted, limit
):
    page = list_shelf(filled, only_removed=only_removed, limit=limit)
    pages = [page]
    while page.next:
        page = list_shelf(filled, only_removed=only_removed, after=page.next, limit=limit)
        pages.append(page)
    assert [number for one in pages for number in numbers(one)] == wanted
    assert {one.total for one in pages} == {len(wanted)}
    for number, one in enumerate(pages, 1):
        assert list_shelf(filled, only_removed=only_removed, number=number, limit=limit) == one
        if one.previous:
            before = list_shelf(filled, only_removed=only_removed, before=one.previous, limit=limit)
            assert before == pages[number - 2]


def test_a_removed_article_says_so_and_who_added_it(filled):
    row = list_shelf(filled, only_removed=True).items[0]
    assert (row.ref.id, row.added_by, row.removed_at) == (6, 6, NOW)


def test_an_empty_shelf(db):
    assert list_shelf(db).total == 0
    assert list_shelf(db, only_removed=True, number=9).items == ()
