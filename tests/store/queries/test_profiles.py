"""What the record knows of one entity."""

from datetime import UTC, date, datetime

import pytest

from store import ingest
from store.errors import EntityNotFoundError
from store.queries.entities import find_entity, get_profile
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KIRBY = ("John Kirby", "PERSON")
XI = ("Xi Jinping", "PERSON")
CHINA = ("China", "GPE")


def add(db, text, *, day, said=None, roles=None):
    names = {"John Kirby": KIRBY, "Kirby": KIRBY, "Kirby’s": KIRBY, "Xi": XI, "China": CHINA}
    names = {form: name for form, name in names.items() if form in text}
    annotated = article(text, names=names, said=said, roles=roles, published_on=day)
    return ingest.commit(db, annotated, added_by=None, now=NOW)


@pytest.fixture
def profile(db):
    add(
        db,
        "John Kirby spoke of China. Kirby’s words on China: peace with Xi.\nXi slept.",
        day=date(2022, 9, 16),
        said={"peace with Xi": "Kirby’s"},
        roles={"John Kirby": ["Pentagon press secretary"]},
    )
    add(
        db,
        "Kirby praised John Kirby of China.",
        day=date(2022, 9, 18),
        roles={"John Kirby": ["NSC spokesman", "Pentagon Press Secretary"]},
    )
    add(
        db,
        "Xi said trust Kirby.",
        day=date(2022, 9, 18),
        said={"trust Kirby": "Xi"},
        roles={"John Kirby": ["NSC spokesman"]},
    )
    return get_profile(db, find_entity(db, "John Kirby").id)


def test_written_forms_are_counted_without_their_genitive(profile):
    assert [(alias.item, alias.count) for alias in profile.aliases] == [
        ("Kirby", 3),
        ("John Kirby", 2),
    ]


def test_roles_are_counted_by_article_however_capitalised_latest_first(profile):
    assert [(role.text, role.count, role.first_on, role.last_on) for role in profile.roles] == [
        ("Pentagon Press Secretary", 2, date(2022, 9, 16), date(2022, 9, 18)),
        ("NSC spokesman", 2, date(2022, 9, 18), date(2022, 9, 18)),
    ]


def test_mentions_are_counted_by_day(profile):
    assert profile.mentions_by_day == ((date(2022, 9, 16), 2), (date(2022, 9, 18), 3))
    assert (profile.first_on, profile.last_on) == (date(2022, 9, 16), date(2022, 9, 18))
    assert (profile.n_mentions, profile.n_articles) == (5, 3)


def test_what_was_said_by_and_about_is_shown(profile):
    assert [quotation.content for quotation in profile.quotations_by] == ["peace with Xi"]
    assert [quotation.content for quotation in profile.quotations_about] == ["trust Kirby"]
    assert (profile.n_quotations_by, profile.n_quotations_about) == (1, 1)


def test_companions_are_those_of_the_same_paragraph(profile):
    assert [(one.item.name, one.count) for one in profile.companions] == [
        ("Xi Jinping", 2),
        ("China", 2),
    ]


@pytest.mark.parametrize("number", [0, 999])
def test_nobody_has_no_profile(db, number):
    with pytest.raises(EntityNotFoundError):
        get_profile(db, number)


def test_a_list_of_hundreds_of_names_says_nothing_about_who_appears_with_whom(db):
    names = {f"Name{i}": (f"Name{i}", "ORG") for i in range(500)}
    ingest.commit(db, article(" ".join(names), names=names), added_by=None, now=NOW)
    (count,) = db.conn.execute("SELECT count(*) FROM companions").fetchone()
    assert count == 40 * 39
