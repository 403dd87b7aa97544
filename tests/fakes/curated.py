"""Short articles that name somebody, for tests of what curators decide."""

from datetime import UTC, date, datetime

from store import ingest
from store.database import select
from store.queries.entities import find_entity
from store.queries.entity_names import names_of
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = {"by": 7, "now": NOW}


def add(db, *names, said=True, day=1):
    """Add an article that names these (name, type) and lets the first of them speak."""
    forms = [name for name, _ in names]
    number = len(select(db, "SELECT id FROM articles")) + 1
    text = "\n".join(f"{form} spoke on occasion {number}." for form in forms)
    added = ingest.commit(
        db,
        article(
            f"{text}\n“We want peace {number},” {forms[0]} said.",
            names={name: (name, kind) for name, kind in names},
            said={f"We want peace {number},": forms[0]} if said else {},
            published_on=date(2026, 1, day),
        ),
        added_by=None,
        now=NOW,
    )
    return added.article.id


def person(name):
    return (name, "PERSON")


def number(db, name):
    return find_entity(db, name).id


def called(db, name):
    """Return the names that articles use for whoever goes by a name."""
    return {one.form for one in names_of(db, number(db, name))}
