"""What curators mend: kept through a new reading, agreed on by every list, and taken back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import ingest, mend
from store.database import open_corpus, select, transaction
from store.errors import (
    ArticleNotFoundError,
    ChangeNotFoundError,
    ChangeOverlaidError,
    EntityNotFoundError,
    QuotationNotFoundError,
)
from store.queries.articles import clean_article, complete_articles, get_article
from store.queries.audit import get_change, list_changes
from store.queries.entities import find_entity
from store.queries.guild import get_settings
from store.queries.quotations import get_quotation, list_quotations, quotation_of_any_state
from store.queries.search import search
from store.records import ArticleFacts, DateOrigin, QuotationFilter, SpeakerChoice
from store.writes.guild import set_setting
from tests.fakes.articles import article
from tests.fakes.corpus_state import partition_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
XI, PUTIN, CHINA = ("Xi Jinping", "PERSON"), ("Vladimir Putin", "PERSON"), ("China", "GPE")
NAMES = {"Xi": XI, "Xi Jinping": XI, "Putin": PUTIN, "Vladimir Putin": PUTIN, "China": CHINA}
TEXT = (
    "Xi Jinping met Vladimir Putin.\n“China and Putin want peace,” Xi said.\n"
    "“We trust China,” Putin said.\n"
)
PEACE, TRUST = "China and Putin want peace,", "We trust China,"


def reading(text=TEXT, said=None, **metadata):
    said = {PEACE: "Xi", TRUST: "Putin"} if said is None else said
    metadata = {"published_on": date(2026, 1, 5), "title": "Xi spoke to Putin", **metadata}
    return article(text, names=NAMES, said=said, **metadata)


def reading_of_the_other():
    text, names = "Vladimir Putin left. “No peace,” an aide said.", {"Vladimir Putin": PUTIN}
    return article(text, names=names, said={"No peace,": "an aide"}, published_on=date(2026, 1, 6))


@pytest.fixture
def filled(db):
    for one in (reading(), reading_of_the_other()):
        ingest.commit(db, one, added_by=1, now=NOW)
    return db


def entity(db, name):
    return find_entity(db, name).id


def by(db, name):
    return [q.content for q in list_quotations(db, QuotationFilter(speaker=entity(db, name))).items]


def about(db, name):
    return [q.content for q in list_quotations(db, QuotationFilter(about=entity(db, name))).items]


def said_by(db, name, words):
    where = QuotationFilter(speaker=entity(db, name), containing=words)
    return [q.content for q in list_quotations(db, where).items]


def n_spoken(db, name):
    query = "SELECT n_quotations FROM entities WHERE id = :id"
    return select(db, query, id=entity(db, name))[0]["n_quotations"]


def fix(db, number, choice, who=7):
    return mend.fix_speaker(db, number, choice, by=who, now=NOW)


def hide(db, number):
    return mend.hide_quotation(db, number, by=7, now=NOW)


def back(db, change_id):
    return mend.take_back(db, change_id, by=8, now=NOW)


# ------------------------------------------------------------------ the right speaker


def test_a_mended_speaker_is_who_every_list_and_count_names(filled):
    done = fix(filled, 1, SpeakerChoice(entity(filled, "Vladimir Putin")))
    assert (done.speaker_before, done.quotation.speaker.name) == ("Xi Jinping", "Vladimir Putin")
    assert done.quotation.rule == "curator"
    assert by(filled, "Xi Jinping") == []
    assert set(by(filled, "Vladimir Putin")) == {PEACE, TRUST}
    assert said_by(filled, "Vladimir Putin", "peace") == [PEACE]
    assert said_by(filled, "Xi Jinping", "peace") == []
    assert (n_spoken(filled, "Xi Jinping"), n_spoken(filled, "Vladimir Putin")) == (0, 2)


def test_nobody_is_spoken_about_by_themselves(filled):
    assert PEACE in about(filled, "Vladimir Putin")
    fix(filled, 1, SpeakerChoice(entity(filled, "Vladimir Putin")))
    assert about(filled, "Vladimir Putin") == []
    fix(filled, 1, SpeakerChoice(words="an aide"))
    assert about(filled, "Vladimir Putin") == [PEACE]


def test_a_role_without_a_name_is_found_by_its_words(filled):
    done = fix(filled, 1, SpeakerChoice(words="Kremlin aide"))
    assert (done.quotation.speaker, done.quotation.speaker_label) == (None, "Kremlin aide")
    where = QuotationFilter(speaker_label="kremlin aide")
    assert [q.content for q in list_quotations(filled, where).items] == [PEACE]


@pytest.mark.parametrize("choice", [SpeakerChoice(2), SpeakerChoice(words="aide"), SpeakerChoice()])
def test_a_mended_speaker_stays_when_the_article_is_read_again(filled, choice):
    fixed = fix(filled, 1, choice).quotation
    ingest.recommit(filled, 1, reading(), by=None, now=NOW)
    assert get_quotation(filled, 1) == fixed
    state = partition_of(filled)
    ingest.remove_article(filled, 1, by=1, now=NOW)
    ingest.restore_article(filled, 1, by=1, now=NOW)
    assert partition_of(filled) == state


def test_a_mended_quotation_stays_when_it_is_read_a_little_longer(filled):
    fix(filled, 2, SpeakerChoice(words="aide"))
    said = {PEACE: "Xi", "We trust China,” Putin": "Putin"}
    ingest.recommit(filled, 1, reading(said=said), by=None, now=NOW)
    found = get_quotation(filled, 2)
    assert (found.content, found.speaker_label) == ("We trust China,” Putin", "aide")


def test_a_mended_quotation_that_is_no_longer_found_stays(filled):
    fix(filled, 2, SpeakerChoice(words="aide"))
    ingest.recommit(filled, 1, reading(said={}), by=None, now=NOW)
    assert get_quotation(filled, 2).speaker_label == "aide"
    with pytest.raises(QuotationNotFoundError):
        get_quotation(filled, 1)


@pytest.mark.parametrize("choice", [SpeakerChoice(2), SpeakerChoice(words="aide"), SpeakerChoice()])
def test_taking_back_gives_everything_as_it_was(filled, choice):
    state, quotation = partition_of(filled), get_quotation(filled, 1)
    back(filled, fix(filled, 1, choice).change_id)
    assert partition_of(filled) == state
    assert get_quotation(filled, 1) == quotation
    assert said_by(filled, "Xi Jinping", "peace") == [PEACE]


def test_taking_back_after_a_new_reading_links_to_the_names_of_that(filled):
    state = partition_of(filled)
    change = fix(filled, 1, SpeakerChoice(words="aide")).change_id
    ingest.recommit(filled, 1, reading(), by=None, now=NOW)
    back(filled, change)
    assert partition_of(filled) == state
    ingest.recommit(filled, 1, reading(), by=None, now=NOW)
    assert partition_of(filled) == state


def test_what_was_taken_back_can_be_done_again(filled):
    change = fix(filled, 1, SpeakerChoice(words="aide")).change_id
    state = partition_of(filled)
    again = back(filled, back(filled, change).entry.id)
    assert partition_of(filled) == state
    assert (again.entry.action, again.entry.by_user) == ("quotation.fix", 8)
    assert again.entry.after["speaker"] == "aide"


def test_a_change_that_was_followed_by_another_is_not_taken_back(filled):
    first = fix(filled, 1, SpeakerChoice(words="aide")).change_id
    second = fix(filled, 1, SpeakerChoice(2)).change_id
    with pytest.raises(ChangeOverlaidError) as told:
        back(filled, first)
    assert told.value.later_id == second
    assert get_quotation(filled, 1).speaker.id == 2


@pytest.mark.parametrize("number", [0, 99, -1, 2**63 - 1])
def test_a_quotation_that_is_not_there_is_refused(filled, number):
    with pytest.raises(QuotationNotFoundError):
        fix(filled, number, SpeakerChoice())
    with pytest.raises(QuotationNotFoundError):
        hide(filled, number)


def test_a_quotation_of_a_removed_article_is_refused(filled):
    change = fix(filled, 1, SpeakerChoice()).change_id
    ingest.remove_article(filled, 1, by=1, now=NOW)
    for write in (lambda: hide(filled, 1), lambda: back(filled, change)):
        with pytest.raises(QuotationNotFoundError):
            write()


def test_a_speaker_that_is_not_there_is_refused(filled):
    with pytest.raises(EntityNotFoundError):
        fix(filled, 1, SpeakerChoice(99))


# ------------------------------------------------------------------ not a quotation


def test_a_hidden_quotation_is_in_no_answer(filled):
    hide(filled, 1)
    assert list_quotations(filled, QuotationFilter(article=1)).total == 1
    assert search(filled, "peace").n_quotations == 1
    assert about(filled, "China") == [TRUST]
    assert n_spoken(filled, "Xi Jinping") == 0
    with pytest.raises(QuotationNotFoundError):
        get_quotation(filled, 1)
    assert quotation_of_any_state(filled, 1).content == PEACE


def test_a_hidden_quotation_stays_so_after_a_new_reading_and_after_a_removal(filled):
    hide(filled, 1)
    state = partition_of(filled)
    ingest.recommit(filled, 1, reading(), by=None, now=NOW)
    assert partition_of(filled) == state
    ingest.remove_article(filled, 1, by=1, now=NOW)
    ingest.restore_article(filled, 1, by=1, now=NOW)
    assert partition_of(filled) == state


def test_hiding_twice_changes_nothing_and_gives_the_same_change(filled):
    first = hide(filled, 1)
    again = hide(filled, 1)
    assert (again.change_id, again.is_new) == (first.change_id, False)
    assert list_changes(filled, kind="quotation").total == 1


def test_showing_again_gives_everything_as_it_was(filled):
    state = partition_of(filled)
    shown = back(filled, hide(filled, 1).change_id)
    assert partition_of(filled) == state
    assert shown.entry.action == "quotation.show"
    back(filled, shown.entry.id)
    assert quotation_of_any_state(filled, 1).content == PEACE
    assert list_quotations(filled, QuotationFilter(article=1)).total == 1


def test_a_hidden_quotation_can_be_mended_and_stays_hidden(filled):
    hide(filled, 1)
    fix(filled, 1, SpeakerChoice(words="aide"))
    assert list_quotations(filled, QuotationFilter(article=1)).total == 1


# ------------------------------------------------------------------ an article's facts


def edit(db, number=1, **changed):
    facts = {"title": "Xi spoke to Putin", "byline": None, "publisher": None}
    facts |= {"published_on": date(2026, 1, 5), **changed}
    return mend.edit_article(db, number, ArticleFacts(**facts), by=7, now=NOW)


def test_an_edited_article_is_found_by_its_new_title_only(filled):
    edit(filled, title="Friends meet", byline="Ann Lee", publisher="Gazette")
    row = get_article(filled, 1).row
    assert (row.ref.title, row.byline, row.ref.publisher) == ("Friends meet", "Ann Lee", "Gazette")
    assert [ref.id for ref in complete_articles(filled, "friends")] == [1]
    assert complete_articles(filled, "xi spoke") == []
    assert search(filled, "friends").n_articles == 1


def test_a_new_date_is_the_curators_and_moves_what_is_counted_by_day(filled):
    edit(filled, published_on=date(2025, 5, 5))
    ref = get_article(filled, 1).row.ref
    assert (ref.published_on, ref.date_origin) == (date(2025, 5, 5), DateOrigin.CURATOR)
    day = QuotationFilter(since=date(2025, 5, 5), until=date(2025, 5, 5))
    assert {q.content for q in list_quotations(filled, day).items} == {PEACE, TRUST}
    assert {r["day"] for r in select(filled, "SELECT day FROM quotation_about")} == {"2025-05-05"}
    xi = select(
        filled, "SELECT day FROM entity_days WHERE entity_id = :id", id=entity(filled, "Xi")
    )
    assert [row["day"] for row in xi] == ["2025-05-05"]
    query = "SELECT first_day, last_day FROM entities WHERE id = :id"
    row = select(filled, query, id=entity(filled, "Xi"))[0]
    assert tuple(row) == ("2025-05-05", "2025-05-05")


def test_a_date_taken_away_is_unknown_and_the_day_is_that_of_adding(filled):
    edit(filled, published_on=None)
    ref = get_article(filled, 1).row.ref
    assert (ref.published_on, ref.date_origin) == (None, DateOrigin.UNKNOWN)
    assert select(filled, "SELECT day FROM articles WHERE id = 1")[0]["day"] == "2026-03-02"
    query = "SELECT day FROM entity_days WHERE entity_id = :id"
    assert select(filled, query, id=entity(filled, "Xi")) == []


def test_a_note_on_the_date_goes_with_the_date_it_was_about(filled):
    with transaction(filled):
        filled.conn.execute("UPDATE articles SET date_note = 'odd'")
    edit(filled, title="Other")
    assert get_article(filled, 1).date_note == "odd"
    edit(filled, published_on=date(2025, 5, 5))
    assert get_article(filled, 1).date_note is None


def test_an_edit_stays_when_the_article_is_read_again(filled):
    edit(filled, title="Friends meet", published_on=date(2025, 5, 5))
    state = partition_of(filled)
    ingest.recommit(filled, 1, reading(), by=None, now=NOW)
    assert partition_of(filled) == state
    assert clean_article(filled, 1).title == "Friends meet"


def test_taking_an_edit_back_gives_everything_as_it_was(filled):
    state = partition_of(filled)
    done = edit(filled, title="Friends meet", published_on=None)
    taken = back(filled, done.change_id)
    assert partition_of(filled) == state
    assert get_article(filled, 1).row.ref.date_origin is DateOrigin.METADATA
    assert taken.entry.before["title"] == "Friends meet"


def test_an_edit_that_changes_nothing_is_no_change(filled):
    assert edit(filled).change_id is None
    assert list_changes(filled, kind="article").total == 2


def test_an_article_that_is_not_there_cannot_be_edited(filled):
    change = edit(filled, title="Other").change_id
    ingest.remove_article(filled, 1, by=1, now=NOW)
    for write in (lambda: edit(filled, 99), lambda: edit(filled), lambda: back(filled, change)):
        with pytest.raises(ArticleNotFoundError):
            write()


# ------------------------------------------------------------------ the rest


def test_a_setting_is_taken_back(db):
    for zone in ("Asia/Tokyo", "Europe/Kyiv"):
        set_setting(db, "timezone", zone, by=1, now=NOW)
    taken = back(db, 2)
    assert get_settings(db).timezone == "Asia/Tokyo"
    back(db, taken.entry.id)
    assert get_settings(db).timezone == "Europe/Kyiv"


@pytest.mark.parametrize("number", [1, 99])
def test_what_is_not_undone_here_is_refused(filled, number):
    with pytest.raises(ChangeNotFoundError):
        back(filled, number)


def test_the_audit_log_tells_who_and_what(filled):
    number = fix(filled, 1, SpeakerChoice(words="aide"), who=42).change_id
    entry = get_change(filled, number)
    assert (entry.by_user, entry.action, entry.subject) == (42, "quotation.fix", "quotation:1")
    assert (entry.before["speaker"], entry.after["speaker"]) == ("Xi Jinping", "aide")


STEPS = st.one_of(
    st.tuples(st.just(fix), st.sampled_from([1, 2, 3]), st.sampled_from([
        SpeakerChoice(1), SpeakerChoice(2), SpeakerChoice(words="aide"), SpeakerChoice(),
    ])),
    st.tuples(st.just(hide), st.sampled_from([1, 2, 3])),
    st.tuples(
        st.just(lambda db, n, day: edit(db, n, published_on=day)),
        st.sampled_from([1, 2]),
        st.sampled_from([None, date(2020, 2, 2), date(2026, 1, 5)]),
    ),
)  # fmt: skip


@given(st.lists(STEPS, max_size=6))
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_was_mended_is_counted_rightly_and_taken_back_in_reverse(tmp_path_factory, steps):
    db = open_corpus(tmp_path_factory.mktemp("mend") / "corpus.db")
    ingest.commit(db, reading(), added_by=1, now=NOW)
    ingest.commit(
        db,
        article("Putin left. “No peace,” an aide said.", said={"No peace,": "an aide"}),
        added_by=1,
        now=NOW,
    )
    states, changes = [partition_of(db)], []
    for write, *args in steps:
        done = write(db, *args)
        if done.change_id is not None and getattr(done, "is_new", True):
            changes.append(done.change_id)
            states.append(partition_of(db))
    for number in (1, 2):
        ingest.remove_article(db, number, by=1, now=NOW)
        ingest.restore_article(db, number, by=1, now=NOW)
    assert partition_of(db) == states[-1]
    for change, state in zip(reversed(changes), reversed(states[:-1]), strict=True):
        back(db, change)
        assert partition_of(db) == state
    db.close()
