"""A new reading of an article is taken back as if it had not been."""

from datetime import timedelta

import pytest

from store import ingest
from store.database import select
from store.errors import ArticleNotFoundError, ChangeOverlaidError, ChangeTooOldError
from store.queries.quotations import get_quotation
from store.records import SpeakerChoice
from tests.fakes.corpus_state import partition_of
from tests.store.test_mend import NOW, PEACE, back, fix, reading, reading_of_the_other

MISREAD = {PEACE: "Putin", "Vladimir Putin": None}


@pytest.fixture
def filled(db):
    for one in (reading(), reading_of_the_other()):
        ingest.commit(db, one, added_by=1, now=NOW)
    return db


def numbers(db):
    query = "SELECT id, start, content, speaker_label FROM quotations ORDER BY id"
    return [tuple(row) for row in select(db, query)]


def test_a_new_reading_is_taken_back_with_every_number(filled):
    state, before = partition_of(filled), numbers(filled)
    done = ingest.recommit(filled, 1, reading(said=MISREAD), by=1, now=NOW)
    assert (done.before.n_quotations, done.after.n_quotations) == (2, 2)
    assert numbers(filled) != before
    taken = back(filled, done.change_id)
    assert partition_of(filled) == state
    assert numbers(filled) == before
    assert taken.entry.after == {"quotations": 2, "entities": 3, "undoes": done.change_id}


def test_taking_a_new_reading_back_is_itself_taken_back(filled):
    done = ingest.recommit(filled, 1, reading(said=MISREAD), by=1, now=NOW)
    state = partition_of(filled)
    taken = back(filled, done.change_id)
    back(filled, taken.entry.id)
    assert partition_of(filled) == state


def test_decisions_made_after_a_new_reading_stay_when_it_is_taken_back(filled):
    done = ingest.recommit(filled, 1, reading(said=MISREAD), by=1, now=NOW)
    fix(filled, 1, SpeakerChoice(words="aide"))
    back(filled, done.change_id)
    assert get_quotation(filled, 1).speaker_label == "aide"
    assert get_quotation(filled, 2).speaker_label == "Vladimir Putin"


def test_a_reading_under_a_later_one_is_not_taken_back(filled):
    first = ingest.recommit(filled, 1, reading(said=MISREAD), by=1, now=NOW)
    second = ingest.recommit(filled, 1, reading(), by=None, now=NOW)
    with pytest.raises(ChangeOverlaidError) as refused:
        back(filled, first.change_id)
    assert refused.value.later_id == second.change_id


def test_a_reading_whose_fixed_speaker_was_given_back_is_not_taken_back(filled):
    """The former reading had not named that speaker itself, so nobody can tell whom to show."""
    fixed = fix(filled, 1, SpeakerChoice(words="aide")).change_id
    done = ingest.recommit(filled, 1, reading(said=MISREAD), by=1, now=NOW)
    back(filled, fixed)
    with pytest.raises(ChangeOverlaidError):
        back(filled, done.change_id)


def test_a_former_reading_is_kept_for_a_day_only(filled):
    done = ingest.recommit(filled, 1, reading(said=MISREAD), by=1, now=NOW)
    ingest.recommit(filled, 2, reading_of_the_other(), by=1, now=NOW + timedelta(days=1, hours=1))
    with pytest.raises(ChangeTooOldError):
        back(filled, done.change_id)


def test_the_command_line_keeps_no_former_reading(filled):
    ingest.recommit(filled, 1, reading(said=MISREAD), by=None, now=NOW)
    assert select(filled, "SELECT * FROM former_readings") == []


def test_a_removed_article_is_not_read_as_before(filled):
    done = ingest.recommit(filled, 1, reading(said=MISREAD), by=1, now=NOW)
    ingest.remove_article(filled, 1, by=1, now=NOW)
    with pytest.raises(ArticleNotFoundError):
        back(filled, done.change_id)
