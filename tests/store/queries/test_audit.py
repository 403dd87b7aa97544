"""The audit log: listed by person and kind, a page at a time."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.database import open_corpus, transaction
from store.queries.audit import list_changes
from store.writes import audit
from tests.conftest import STARTED

KINDS = ("article", "entity", "setting")


def note(db, by, kind, number=1, before=None, after=None):
    with transaction(db):
        return audit.record(
            db, f"{kind}.edit", f"{kind}:{number}", by=by, before=before, after=after, now=STARTED
        )


def test_a_change_is_read_back_as_it_was_noted(db):
    number = note(db, 7, "article", 12, before={"title": "Old"}, after={"title": "“New”"})
    (entry,) = list_changes(db).items
    assert (entry.id, entry.at, entry.by_user) == (number, STARTED, 7)
    assert (entry.action, entry.subject) == ("article.edit", "article:12")
    assert (entry.before, entry.after) == ({"title": "Old"}, {"title": "“New”"})


def test_no_changes_are_an_empty_page(db):
    page = list_changes(db, kind="feed")
    assert (page.items, page.total, page.first, page.previous, page.next) == ((), 0, 0, None, None)


@pytest.mark.parametrize("kind", ["art", "article:1", "%", "'"])
def test_a_kind_is_matched_whole(db, kind):
    note(db, 1, "article")
    assert list_changes(db, kind=kind).total == 0


@settings(deadline=None, max_examples=40)  # each opens a file
@given(
    changes=st.lists(st.tuples(st.sampled_from([1, 2, None]), st.sampled_from(KINDS)), max_size=20),
    by=st.sampled_from([1, 2, None]),
    kind=st.sampled_from([*KINDS, None]),
    limit=st.integers(1, 6),
)
def test_pages_forward_and_back_hold_every_change_once(tmp_path_factory, changes, by, kind, limit):
    db = open_corpus(tmp_path_factory.mktemp("audit") / "corpus.db")
    for who, what in changes:
        note(db, who, what)
    wanted = [
        n for n, (who, what) in enumerate(changes, 1) if by in {None, who} and kind in {None, what}
    ][::-1]
    page = list_changes(db, by_user=by, kind=kind, limit=limit)
    pages = [page]
    while page.next:
        assert page.first == 1 + sum(len(one.items) for one in pages[:-1])
        page = list_changes(db, by_user=by, kind=kind, after=page.next, limit=limit)
        pages.append(page)
    assert [entry.id for one in pages for entry in one.items] == wanted
    assert {one.total for one in pages} == {len(wanted)}
    for earlier, later in pairwise(pages):
        assert (
            list_changes(db, by_user=by, kind=kind, before=later.previous, limit=limit) == earlier
        )
    for number, one in enumerate(pages, 1):
        assert list_changes(db, by_user=by, kind=kind, number=number, limit=limit) == one
    assert list_changes(db, by_user=by, kind=kind, number=999, limit=limit) == pages[-1]
    db.close()
