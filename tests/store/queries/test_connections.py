"""Who appears in the same paragraphs, from the roll-up."""

from datetime import UTC, datetime

import pytest

from store import ingest
from store.errors import EntityNotFoundError
from store.queries.connections import get_connections
from store.queries.entities import find_entity
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PEOPLE = [f"Person{letter}" for letter in "ABCDEFGHIJKLMNOP"]
NAMES = {name: (name, "PERSON") for name in PEOPLE}


@pytest.fixture
def put(db):
    def put(text):
        used = {name: NAMES[name] for name in PEOPLE if name in text}
        return ingest.commit(db, article(text, names=used), added_by=None, now=NOW)

    return put


def number(db, name):
    return find_entity(db, name).id


def test_the_foremost_come_first_with_their_links(db, put):
    put("PersonA met PersonB.\nPersonA met PersonB and PersonC.\nPersonD slept.")
    found = get_connections(db, number(db, "PersonA"))
    assert found.web.centre.name == "PersonA"
    assert [(one.item.name, one.count) for one in found.web.around] == [
        ("PersonB", 2),
        ("PersonC", 1),
    ]
    assert [(link.one, link.other, link.n_paragraphs) for link in found.web.links] == [(0, 1, 1)]
    assert (found.total, found.first, found.items) == (2, 1, found.web.around)


def test_a_picture_has_twelve_and_the_list_has_all(db, put):
    put(" and ".join(PEOPLE) + " met.")
    found = get_connections(db, number(db, "PersonA"), size=10)
    assert (len(found.web.around), len(found.items), found.total) == (12, 10, 15)
    assert len(found.web.links) == 66
    second = get_connections(db, number(db, "PersonA"), page=2, size=10)
    assert (second.first, len(second.items)) == (11, 5)
    assert not set(second.items) & set(found.items)
    assert second.web == found.web


@pytest.mark.parametrize("page", [0, -3, 2, 10**12])
def test_pages_beyond_the_ends_are_the_ends(db, put, page):
    put(" and ".join(PEOPLE) + " met.")
    found = get_connections(db, number(db, "PersonA"), page=page, size=10)
    assert found.first == (11 if page > 1 else 1)


def test_somebody_alone_has_nobody(db, put):
    put("PersonA slept.")
    found = get_connections(db, number(db, "PersonA"))
    assert (found.total, found.items, found.web.links) == (0, (), ())


def test_somebody_in_no_article_is_not_found(db, put):
    added = put("PersonA met PersonB.")
    one = number(db, "PersonA")
    ingest.remove_article(db, added.article.id, by=None, now=NOW)
    for unknown in (one, 999):
        with pytest.raises(EntityNotFoundError):
            get_connections(db, unknown)
