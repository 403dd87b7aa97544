"""Curators' decisions can be taken back, and survive whatever becomes of the articles."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import curate, ingest
from store.database import check_corpus, open_corpus, select
from store.errors import (
    AlreadyCalledError,
    ChangeNotFoundError,
    ChangeOverlaidError,
    ChangeUndoneError,
    NameTakenError,
    NothingLeftError,
    SameEntityError,
)
from store.queries.entities import get_profile
from store.queries.entity_names import names_of
from tests.fakes.corpus_state import partition_of
from tests.fakes.curated import BY, NOW, add, number, person
from tests.store.test_comings_and_goings import NAMES, articles


def test_each_change_is_in_the_audit_log_with_who_and_when(db):
    add(db, person("Mao Zedong"), person("Zhou Enlai"))
    done = curate.merge(db, number(db, "Mao"), number(db, "Zhou"), **BY)
    curate.undo(db, done.change_id, by=8, now=NOW)
    rows = select(db, "SELECT action, subject, by_user FROM audit WHERE action LIKE 'entity.%'")
    subject = f"entity:{done.entity.id}"
    assert [tuple(r) for r in rows] == [("entity.merge", subject, 7), ("entity.undo", subject, 8)]


def test_a_change_is_undone_once_and_undoing_can_be_undone(db):
    add(db, person("Mao Zedong"), person("Zhou Enlai"))
    done = curate.merge(db, number(db, "Mao"), number(db, "Zhou"), **BY)
    merged = partition_of(db)
    undone = curate.undo(db, done.change_id, **BY)
    with pytest.raises(ChangeUndoneError):
        curate.undo(db, done.change_id, **BY)
    curate.undo(db, undone.change_id, **BY)
    assert partition_of(db) == merged
    curate.undo(db, done.change_id, **BY)
    assert number(db, "Mao") != number(db, "Zhou")


def test_what_later_changes_stand_on_is_undone_after_them(db):
    add(db, person("Mao Zedong"), person("Zhou Enlai"), person("Deng Xiaoping"))
    first = curate.merge(db, number(db, "Mao"), number(db, "Zhou"), **BY)
    second = curate.merge(db, number(db, "Mao"), number(db, "Deng"), **BY)
    with pytest.raises(ChangeOverlaidError) as raised:
        curate.undo(db, first.change_id, **BY)
    assert raised.value.later_id == second.change_id
    curate.undo(db, second.change_id, **BY)
    curate.undo(db, first.change_id, **BY)
    assert len({number(db, name) for name in ("Mao", "Zhou", "Deng")}) == 3


def test_changes_that_do_not_touch_are_undone_in_any_order(db):
    add(db, person("Mao Zedong"), person("Zhou Enlai"), person("Deng Xiaoping"))
    first = curate.rename(db, number(db, "Mao"), "Chairman Mao", **BY)
    curate.rename(db, number(db, "Deng"), "Chairman Deng", **BY)
    assert curate.undo(db, first.change_id, **BY).entity.name == "Mao Zedong"


def test_only_changes_of_entities_are_undone_here(db):
    add(db, person("Mao Zedong"))
    for change_id in (1, 99):
        with pytest.raises(ChangeNotFoundError):
            curate.undo(db, change_id, **BY)


def test_undoing_a_merge_leaves_articles_that_came_since_to_linking(db):
    add(db, person("Mao Zedong"), person("Zhou Enlai"))
    mao, zhou = number(db, "Mao"), number(db, "Zhou")
    done = curate.merge(db, mao, zhou, **BY)
    add(db, person("Zhou"))
    add(db, person("Mao"))
    curate.undo(db, done.change_id, **BY)
    assert (get_profile(db, mao).n_articles, get_profile(db, zhou).n_articles) == (2, 2)


# ------------------------------------------------------------------ whatever is decided


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "rename", "alias"]),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
    ),
    min_size=1,
    max_size=4,
)


def entity_named(db, name):
    """Return the entity that articles call so, or None."""
    query = "SELECT entity_id FROM names WHERE name = :name AND type = :type AND n_articles > 0"
    found = select(db, query, name=name[0], type=name[1])
    return found[0]["entity_id"] if found else None


def take(db, change, one, other):
    """Make a change if it can be made; its number is returned."""
    first, second = entity_named(db, one), entity_named(db, other)
    if first is None or second is None:
        return None
    make = {
        "merge": lambda: curate.merge(db, first, second, **BY),
        "split": lambda: curate.split(db, first, [one[0]], **BY),
        "rename": lambda: curate.rename(db, first, f"Chosen {one[0]}", **BY),
        "alias": lambda: curate.add_alias(db, first, f"Other {other[0]}", **BY),
    }
    try:
        return make[change]().change_id
    except (SameEntityError, NothingLeftError, NameTakenError, AlreadyCalledError):
        return None


@settings(max_examples=40, deadline=None)
@given(st.tuples(*(articles(number) for number in range(4))), CHANGES)
def test_undoing_all_changes_gives_the_corpus_back(written, changes):
    with TemporaryDirectory() as folder, closing(open_corpus(Path(folder) / "c.db")) as db:
        for one in written:
            ingest.commit(db, one, added_by=None, now=NOW)
        before = partition_of(db)
        numbers = _numbers(db)
        made = [take(db, *change) for change in changes]
        for change_id in reversed(made):
            if change_id is not None:
                curate.undo(db, change_id, **BY)
        assert partition_of(db) == before
        assert _numbers(db) == numbers
        assert check_corpus(Path(folder) / "c.db") == []


def _numbers(db):
    query = "SELECT name, type, entity_id FROM names WHERE n_articles > 0 ORDER BY name, type"
    return [tuple(row) for row in select(db, query)]


@settings(max_examples=40, deadline=None)
@given(st.tuples(*(articles(number) for number in range(4))), st.data())
def test_merging_and_splitting_gives_the_corpus_back(written, data):
    with TemporaryDirectory() as folder, closing(open_corpus(Path(folder) / "c.db")) as db:
        for one in written:
            ingest.commit(db, one, added_by=None, now=NOW)
        entities = [row["id"] for row in select(db, "SELECT id FROM entities WHERE n_articles > 0")]
        if len(entities) < 2:
            return
        keep, other = data.draw(st.permutations(entities))[:2]
        forms = [name.form for name in names_of(db, other)]
        kept = {name.form for name in names_of(db, keep)}
        if kept & set(forms):  # one name of two types: a split by names cannot tell them apart
            return
        before, numbers = partition_of(db), _numbers(db)
        curate.merge(db, keep, other, **BY)
        curate.split(db, keep, forms, **BY)
        assert (partition_of(db), _numbers(db)) == (before, numbers)


@settings(max_examples=40, deadline=None)
@given(st.tuples(*(articles(number) for number in range(4))), CHANGES)
def test_reading_every_article_anew_keeps_every_decision(written, changes):
    with TemporaryDirectory() as folder, closing(open_corpus(Path(folder) / "c.db")) as db:
        ids = [ingest.commit(db, one, added_by=None, now=NOW).article.id for one in written]
        for change in changes:
            take(db, *change)
        decided = partition_of(db), _numbers(db)
        for article_id, one in zip(ids, written, strict=True):
            ingest.recommit(db, article_id, one, by=None, now=NOW)
        assert (partition_of(db), _numbers(db)) == decided
        for article_id in ids:
            ingest.remove_article(db, article_id, by=None, now=NOW)
        for article_id in reversed(ids):
            ingest.restore_article(db, article_id, by=None, now=NOW)
        assert (partition_of(db), _numbers(db)) == decided
