"""Curators' decisions hold, in what is there and what comes, and can be taken back."""

from contextlib import closing

import pytest

from store import curate, ingest
from store.database import check_corpus, open_corpus, select
from store.errors import (
    BadNameError,
    ChangeOverlaidError,
    EntityNotFoundError,
    FormNotFoundError,
    NameTakenError,
    NothingLeftError,
    SameEntityError,
)
from store.queries.entities import complete_names, find_entity, get_profile, near_names
from store.queries.entity_names import entity_now
from store.queries.quotations import list_quotations
from store.records import QuotationFilter
from store.writes.entities import articles_using, names_of
from tests.fakes.articles import article
from tests.fakes.curated import BY, NOW, add, called, number, person


@pytest.fixture
def db(tmp_path):
    with closing(open_corpus(tmp_path / "corpus.db")) as db:
        yield db
    assert check_corpus(tmp_path / "corpus.db") == []


# ------------------------------------------------------------------ merge


def test_a_merged_entity_has_the_mentions_and_quotations_of_both(db):
    add(db, person("Mao Zedong"), ("Beijing", "GPE"))
    add(db, person("Chairman Zhao"), day=2)
    keep, other = number(db, "Mao Zedong"), number(db, "Chairman Zhao")

    done = curate.merge(db, keep, other, **BY)

    assert (done.entity.id, done.others, done.n_articles) == (keep, (), 1)
    profile = get_profile(db, keep)
    assert profile.n_articles == 2
    assert profile.n_quotations_by == 2
    assert {alias.item for alias in profile.aliases} == {"Mao Zedong", "Chairman Zhao"}
    assert number(db, "Zhao") == keep


def test_the_number_of_a_merged_entity_leads_on(db):
    add(db, person("Mao Zedong"))
    add(db, person("Chairman Zhao"))
    keep, other = number(db, "Mao"), number(db, "Zhao")
    curate.merge(db, keep, other, **BY)
    assert entity_now(db, other).id == keep
    assert find_entity(db, f"Chairman Zhao (#{other})").id == keep
    assert get_profile(db, other).ref.id == keep


def test_a_merge_holds_for_articles_to_come_and_for_reading_anew(db):
    add(db, person("Mao Zedong"))
    second = add(db, ("The Chairman", "ORG"))
    keep = number(db, "Mao")
    curate.merge(db, keep, number(db, "The Chairman"), **BY)
    add(db, ("The Chairman", "ORG"))
    ingest.remove_article(db, second, by=None, now=NOW)
    ingest.restore_article(db, second, by=None, now=NOW)
    again = article("The Chairman spoke.", names={"The Chairman": ("The Chairman", "ORG")})
    stored = ingest.commit(db, again, added_by=None, now=NOW)
    ingest.recommit(db, stored.article.id, again, by=None, now=NOW)
    assert number(db, "The Chairman") == keep
    assert get_profile(db, keep).n_articles == 4


def test_a_merged_entity_is_called_as_the_first_was(db):
    add(db, ("Kyiv", "GPE"))
    for _ in range(3):
        add(db, ("Lemberg", "GPE"))
    done = curate.merge(db, number(db, "Kyiv"), number(db, "Lemberg"), **BY)
    add(db, ("Lemberg", "GPE"))
    assert done.entity.name == entity_now(db, done.entity.id).name == "Kyiv"


def test_a_short_form_does_not_become_the_name_of_both(db):
    add(db, person("Zhou"))
    for _ in range(3):
        add(db, person("Mao Zedong"))
    done = curate.merge(db, number(db, "Zhou"), number(db, "Mao"), **BY)
    assert done.entity.name == "Mao Zedong"


def test_a_name_that_curators_chose_holds_for_both(db):
    add(db, person("Zhou"))
    add(db, person("Mao Zedong"))
    curate.rename(db, number(db, "Mao"), "The Great Helmsman", **BY)
    done = curate.merge(db, number(db, "Zhou"), number(db, "Mao"), **BY)
    assert done.entity.name == "The Great Helmsman"
    assert number(db, "helmsman") == done.entity.id


def test_a_merge_of_a_name_of_a_removed_article_holds_when_it_is_restored(db):
    first = add(db, person("Mao Zedong"), person("Zhou Enlai"))
    keep, other = number(db, "Mao"), number(db, "Zhou")
    curate.merge(db, keep, other, **BY)
    ingest.remove_article(db, first, by=None, now=NOW)
    ingest.restore_article(db, first, by=None, now=NOW)
    assert number(db, "Zhou") == number(db, "Mao") == keep


def test_an_entity_cannot_be_merged_with_itself_or_with_nothing(db):
    add(db, person("Mao Zedong"))
    with pytest.raises(SameEntityError):
        curate.merge(db, number(db, "Mao"), number(db, "Mao Zedong"), **BY)
    with pytest.raises(EntityNotFoundError):
        curate.merge(db, number(db, "Mao"), 999, **BY)


def test_quotations_whose_speaker_was_set_by_hand_move_and_come_back(db):
    add(db, person("Mao Zedong"), person("Zhou Enlai"))
    mao, zhou = number(db, "Mao"), number(db, "Zhou")
    quotation = _fix(db, zhou)
    done = curate.merge(db, mao, zhou, **BY)
    assert _speaker(db, quotation) == (mao, f"f{mao}")
    assert list_quotations(db, QuotationFilter(speaker=mao)).total == 1
    assert list_quotations(db, QuotationFilter(speaker=mao, containing="peace")).total == 1
    curate.undo(db, done.change_id, **BY)
    assert _speaker(db, quotation) == (zhou, f"f{zhou}")
    assert list_quotations(db, QuotationFilter(speaker=zhou, containing="peace")).total == 1
    assert (get_profile(db, mao).n_quotations_by, get_profile(db, zhou).n_quotations_by) == (0, 1)


def _fix(db, entity_id):
    """Do what setting a speaker by hand does, to the only quotation."""
    (row,) = select(db, "SELECT id, article_id FROM quotations")
    stored = {"id": row["id"], "speaker": entity_id}
    ingest.remove_article(db, row["article_id"], by=None, now=NOW)
    db.conn.execute(
        "UPDATE quotations SET is_fixed = 1, speaker_id = :speaker, search_keys = 'f' || :speaker"
        " WHERE id = :id",
        stored,
    )
    db.conn.commit()
    ingest.restore_article(db, row["article_id"], by=None, now=NOW)
    return row["id"]


def _speaker(db, quotation_id):
    query = "SELECT speaker_id, search_keys FROM quotations WHERE id = :id"
    return tuple(select(db, query, id=quotation_id)[0])


# ------------------------------------------------------------------ split


def test_split_names_become_an_entity_of_their_own_and_stay_so(db):
    add(db, person("Boris Zhabin"), person("Anna Petrova"))
    add(db, person("Zhabin"), day=2)
    entity = number(db, "Boris Zhabin")
    assert called(db, "Boris Zhabin") == {"Boris Zhabin", "Zhabin"}

    done = curate.split(db, entity, ["Zhabin"], **BY)

    (new,) = done.others
    assert (done.entity.id, new.name) == (entity, "Zhabin")
    add(db, person("Zhabin"))
    add(db, person("Boris Zhabin"))
    assert get_profile(db, new.id).n_articles == 2
    assert get_profile(db, entity).n_articles == 2
    (name,) = names_of(db, new.id)
    assert (name.name, articles_using(db, [name.id])) == ("Zhabin", {name.id: {2, 3}})


def test_a_split_of_the_name_a_number_was_made_for_leaves_the_number_with_the_rest(db):
    add(db, person("Zhabin"))
    entity = number(db, "Zhabin")
    add(db, person("Boris Zhabin"))
    assert number(db, "Boris Zhabin") == entity
    done = curate.split(db, entity, ["Zhabin"], **BY)
    assert (done.entity.id, done.entity.name) == (entity, "Boris Zhabin")
    assert done.others[0].id != entity


def test_two_people_of_one_name_are_told_apart_by_their_articles(db):
    first, second = add(db, person("John Smith")), add(db, person("John Smith"), day=2)
    entity = number(db, "John Smith")

    done = curate.split(db, entity, ["John Smith"], articles=[second], **BY)

    (new,) = done.others
    assert get_profile(db, entity).n_quotations_by == 1
    (said,) = list_quotations(db, QuotationFilter(speaker=new.id)).items
    assert said.article.id == second
    assert list_quotations(db, QuotationFilter(speaker=new.id, containing="peace")).total == 1
    curate.rename(db, new.id, "John Smith (footballer)", **BY)
    _read_anew(db, second, person("John Smith"))
    assert get_profile(db, new.id).n_articles == 1
    assert entity_now(db, new.id).name == "John Smith (footballer)"
    add(db, person("John Smith"))
    assert get_profile(db, entity).n_articles == 2
    curate.merge(db, entity, new.id, **BY)
    assert get_profile(db, entity).n_articles == 3
    assert first


def _read_anew(db, article_id, name):
    query = "SELECT body FROM articles WHERE id = :id"
    body = select(db, query, id=article_id)[0]["body"]
    quoted = body[body.index("“") + 1 : body.index("”")]
    again = article(body, names={name[0]: name}, said={quoted: name[0]})
    ingest.recommit(db, article_id, again, by=None, now=NOW)


def test_a_name_split_off_in_articles_can_be_split_again(db):
    articles_ = [add(db, person("John Smith")) for _ in range(4)]
    entity = number(db, "John Smith")
    first = curate.split(db, entity, ["John Smith"], articles=articles_[1:], **BY)
    second = curate.split(db, first.others[0].id, ["John Smith"], articles=articles_[2:], **BY)
    assert get_profile(db, entity).n_articles == 1
    assert get_profile(db, first.others[0].id).n_articles == 1
    assert get_profile(db, second.others[0].id).n_articles == 2
    with pytest.raises(ChangeOverlaidError):
        curate.undo(db, first.change_id, **BY)
    curate.undo(db, second.change_id, **BY)
    curate.undo(db, first.change_id, **BY)
    assert get_profile(db, entity).n_articles == 4


@pytest.mark.parametrize(
    ("forms", "in_articles", "error"),
    [
        (["Stalin"], (), FormNotFoundError),
        (["Zhabin", "Boris Zhabin"], (), NothingLeftError),
        ([], (), NothingLeftError),
        (["Zhabin"], (99,), NothingLeftError),
        (["Zhabin", "Boris Zhabin"], (1, 2), NothingLeftError),
    ],
)
def test_what_cannot_be_split_is_refused_and_nothing_changes(db, forms, in_articles, error):
    add(db, person("Boris Zhabin"))
    add(db, person("Zhabin"))
    before = list(db.conn.iterdump())
    with pytest.raises(error):
        curate.split(db, number(db, "Zhabin"), forms, articles=in_articles, **BY)
    assert list(db.conn.iterdump()) == before


# ------------------------------------------------------------------ rename


def test_a_chosen_name_stays_whatever_articles_say_and_can_be_given_up(db):
    add(db, person("Zhabin"))
    entity = number(db, "Zhabin")
    done = curate.rename(db, entity, " Pavel\n Zhabin (minister) ", **BY)
    assert done.entity.name == "Pavel Zhabin (minister)"
    for _ in range(3):
        add(db, person("Pavel Zhabin"))
    assert get_profile(db, entity).ref.name == "Pavel Zhabin (minister)"
    assert number(db, "minister") == entity
    assert curate.rename(db, entity, None, **BY).entity.name == "Pavel Zhabin"


def test_a_renamed_entity_keeps_its_number_when_linking_joins_it_with_an_older_one(db):
    add(db, person("Zhabin"))
    add(db, person("Pavel Zhabin"), person("Oleg Zhabin"))
    older, pavel = number(db, "Zhabin"), number(db, "Pavel Zhabin")
    assert older != pavel
    curate.rename(db, pavel, "Pavel the Great", **BY)
    ingest.remove_article(db, 2, by=None, now=NOW)
    add(db, person("Pavel Zhabin"))
    assert entity_now(db, pavel).name == "Pavel the Great"


@pytest.mark.parametrize("name", ["", " \n ", "…", "x" * 101, "\u200b"])
def test_what_is_no_name_is_refused(db, name):
    add(db, person("Zhabin"))
    with pytest.raises(BadNameError):
        curate.rename(db, number(db, "Zhabin"), name, **BY)
    with pytest.raises(BadNameError):
        curate.add_alias(db, number(db, "Zhabin"), name, **BY)


def test_a_name_of_somebody_else_is_refused_but_ones_own_is_not(db):
    add(db, person("Pavel Zhabin"), person("Anna Petrova"))
    pavel = number(db, "Pavel Zhabin")
    with pytest.raises(NameTakenError) as raised:
        curate.rename(db, pavel, "anna petrova", **BY)
    assert raised.value.holder.name == "Anna Petrova"
    assert curate.rename(db, pavel, "PAVEL ZHABIN", **BY).entity.name == "PAVEL ZHABIN"


# ------------------------------------------------------------------ alias


def test_an_alias_finds_its_entity_and_links_articles_to_come(db):
    add(db, person("Margaret Thatcher"))
    entity = number(db, "Thatcher")
    done = curate.add_alias(db, entity, "The Iron Lady", **BY)
    assert number(db, "the iron lady") == number(db, "iron lady") == entity
    assert complete_names(db, "iron")[0].id == entity
    assert near_names(db, "iron laddy")[0].id == entity
    assert get_profile(db, entity).aliases[-1].item == "The Iron Lady"
    for kind in ("PERSON", "ORG"):
        add(db, ("The Iron Lady", kind))
    assert get_profile(db, entity).n_articles == 3
    curate.undo(db, done.change_id, **BY)
    assert get_profile(db, entity).n_articles == 1
    assert {one.id for one in complete_names(db, "iron")}.isdisjoint({entity})


def test_an_alias_of_a_name_of_a_removed_article_is_taken_over(db):
    gone = add(db, ("The Iron Lady", "ORG"))
    add(db, person("Margaret Thatcher"))
    ingest.remove_article(db, gone, by=None, now=NOW)
    curate.add_alias(db, number(db, "Thatcher"), "The Iron Lady", **BY)
    ingest.restore_article(db, gone, by=None, now=NOW)
    assert number(db, "Iron Lady") == number(db, "Thatcher")


def test_an_alias_that_is_a_name_already_is_refused(db):
    add(db, person("Margaret Thatcher"), person("Ted Heath"))
    thatcher = number(db, "Thatcher")
    for name in ("Margaret Thatcher", "ted heath"):
        with pytest.raises(NameTakenError):
            curate.add_alias(db, thatcher, name, **BY)
    curate.add_alias(db, thatcher, "The Iron Lady", **BY)
    with pytest.raises(NameTakenError):
        curate.add_alias(db, number(db, "Heath"), "the IRON lady", **BY)


def test_aliases_go_with_a_merge_and_come_back_with_its_undoing(db):
    add(db, person("Margaret Thatcher"), person("Ted Heath"))
    thatcher, heath = number(db, "Thatcher"), number(db, "Heath")
    curate.add_alias(db, thatcher, "The Iron Lady", **BY)
    done = curate.merge(db, heath, thatcher, **BY)
    add(db, ("Iron Lady", "ORG"), ("The Iron Lady", "ORG"))
    assert number(db, "The Iron Lady") == heath
    curate.undo(db, done.change_id, **BY)
    assert number(db, "The Iron Lady") == thatcher
    assert get_profile(db, thatcher).n_articles == 2
