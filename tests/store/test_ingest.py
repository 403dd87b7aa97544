"""Articles stored, taken out, put back and read anew, with everything that hangs on them."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from store import ingest
from store.database import select
from store.errors import (
    AnnotationError,
    ArticleNotFoundError,
    DuplicateArticleError,
    EntityNotFoundError,
    QuotationNotFoundError,
)
from store.queries.articles import clean_article, find_article, list_articles
from store.queries.counts import get_stats
from store.queries.entities import find_entity, get_profile
from store.queries.quotations import get_quotation, list_quotations
from store.queries.search import search
from store.records import Dropped, DropReason, QuotationFilter
from store.relink import put_in, take_out
from store.tally import Tally
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 12, tzinfo=UTC)

XI = ("Xi Jinping", "PERSON")
PUTIN = ("Vladimir Putin", "PERSON")

# Everything that must be as it was before, by what it means and not by row numbers.
_STATE = {
    "aliases": "SELECT entity_id, form, n_mentions FROM aliases",
    "days": "SELECT * FROM entity_days",
    "companions": "SELECT * FROM companions",
    "entities": "SELECT * FROM entities WHERE n_articles > 0",
    "names": "SELECT id, name, entity_id, n_articles FROM names WHERE n_articles > 0",
    "quotations": """
        SELECT id, start, "end", content, speaker_id, speaker_label FROM quotations
        WHERE hidden_at IS NULL
    """,
    "about": "SELECT quotation_id, entity_id, day FROM quotation_about",
    "articles": "SELECT id, title, body FROM articles WHERE removed_at IS NULL",
}


def state_of(db):
    """All that readers can see, as sets of rows."""
    return {what: sorted(map(tuple, select(db, query)), key=repr) for what, query in _STATE.items()}


def talks(n=1, **metadata):
    return article(
        f"Xi Jinping met Putin {n} times.\n“We are friends of Putin,” Xi said.\nPutin left.",
        names={"Xi Jinping": XI, "Xi": XI, "Putin": PUTIN},
        said={"We are friends of Putin,": "Xi"},
        roles={"Xi Jinping": ["President"]},
        title=f"Talks {n}",
        **metadata,
    )


def add(db, annotated, *, by=7, now=NOW):
    return ingest.commit(db, annotated, added_by=by, now=now)


def test_what_was_stored_is_read_back_the_same(db):
    given = talks(
        url="https://example.org/talks",
        byline="A. Writer",
        publisher="The Example",
        published_on=date(2026, 2, 1),
        dropped=(Dropped("CLICK HERE", DropReason.PROMOTION),),
    )
    added = add(db, given)
    read = clean_article(db, added.article.id)
    assert (read.url, read.canonical_url) == ("https://example.org/talks", None)
    assert (read.text, read.title, read.byline) == (given.article.text, "Talks 1", "A. Writer")
    assert (read.published_on, read.dropped) == (date(2026, 2, 1), given.article.dropped)
    (quotation,) = list_quotations(db, QuotationFilter()).items
    assert quotation.content == "We are friends of Putin,"
    assert quotation.context[quotation.content_start : quotation.content_end] == quotation.content
    assert quotation.speaker.name == "Xi Jinping"


def test_adding_tells_what_was_found(db):
    added = add(db, talks())
    assert (added.n_quotations, added.n_attributed, added.n_entities) == (1, 1, 2)
    assert [person.name for person in added.people] == ["Vladimir Putin", "Xi Jinping"]
    assert added.article.added_at == NOW


def test_a_name_is_one_entity_across_articles(db):
    add(db, talks(1))
    add(db, talks(2))
    xi = find_entity(db, "Xi")
    profile = get_profile(db, xi.id)
    assert (profile.n_articles, profile.n_mentions, profile.n_quotations_by) == (2, 4, 2)
    assert [(role.text, role.count) for role in profile.roles] == [("President", 2)]
    assert [(other.item.name, other.count) for other in profile.companions] == [
        ("Vladimir Putin", 4)
    ]


def test_the_speaker_is_not_counted_as_a_subject_of_the_words(db):
    add(db, talks())
    assert get_profile(db, find_entity(db, "Xi").id).n_quotations_about == 0
    assert get_profile(db, find_entity(db, "Putin").id).n_quotations_about == 1


@pytest.mark.parametrize(
    "again",
    [
        talks(),
        talks(2, url="https://example.org/talks"),
        talks(2, url="http://www.example.org/talks/?utm_source=feed#top"),
        talks(2, url="https://t.example/x", canonical_url="https://example.org/talks"),
        talks(2, url="https://example.org/talks", canonical_url="https://example.org/other"),
    ],
    ids=["the text", "the address", "another writing of it", "its page's name", "both names"],
)
def test_a_second_copy_is_refused_and_the_first_named(db, again):
    first = add(db, talks(url="https://example.org/talks"))
    before = state_of(db)
    with pytest.raises(DuplicateArticleError) as refused:
        add(db, again)
    assert (refused.value.article_id, refused.value.title) == (first.article.id, "Talks 1")
    assert state_of(db) == before


def test_articles_without_an_address_are_no_copies_of_each_other(db):
    add(db, talks(1))
    add(db, talks(2))
    assert list_articles(db).total == 2


def test_a_removed_article_vanishes_from_everything(db):
    added = add(db, talks())
    quotation = list_quotations(db, QuotationFilter()).items[0]
    ingest.remove_article(db, added.article.id, by=7, now=LATER)
    assert all(rows == [] for rows in state_of(db).values())
    assert get_stats(db).n_entities == 0
    assert search(db, "friends").n_articles == search(db, "friends").n_quotations == 0
    with pytest.raises(EntityNotFoundError):
        find_entity(db, "Xi Jinping")
    with pytest.raises(ArticleNotFoundError):
        find_article(db, "Talks 1")
    with pytest.raises(QuotationNotFoundError):
        get_quotation(db, quotation.id)


def test_removing_leaves_what_there_was_before_adding(db):
    add(db, talks(1))
    before = state_of(db)
    added = add(db, talks(2))
    ingest.remove_article(db, added.article.id, by=7, now=LATER)
    assert state_of(db) == before


def test_a_restored_article_comes_back_the_same(db):
    added = add(db, talks(1))
    add(db, talks(2))
    before = state_of(db)
    found = search(db, "friends")
    ingest.remove_article(db, added.article.id, by=7, now=LATER)
    assert state_of(db) != before
    ingest.restore_article(db, added.article.id, by=7, now=LATER)
    assert state_of(db) == before
    assert search(db, "friends") == found


@pytest.mark.parametrize("removed", [True, False])
def test_removing_and_restoring_happen_once(db, removed):
    number = add(db, talks()).article.id
    act = ingest.remove_article if removed else ingest.restore_article
    if removed:
        ingest.remove_article(db, number, by=7, now=LATER)
    with pytest.raises(ArticleNotFoundError):
        act(db, number, by=7, now=LATER)
    with pytest.raises(ArticleNotFoundError):
        act(db, 999, by=7, now=LATER)


def test_a_removed_article_can_be_added_anew_and_then_not_restored(db):
    number = add(db, talks()).article.id
    ingest.remove_article(db, number, by=7, now=LATER)
    again = add(db, talks()).article.id
    before = state_of(db)
    with pytest.raises(DuplicateArticleError) as refused:
        ingest.restore_article(db, number, by=7, now=LATER)
    assert refused.value.article_id == again
    assert state_of(db) == before


def test_a_name_that_is_linked_anew_takes_along_what_is_said_by_and_about_it(db):
    bare, pavel, oleg = ((name, "PERSON") for name in ("Zhabin", "Pavel Zhabin", "Oleg Zhabin"))
    talk = "Zhabin said ask Moscow. “Ask Zhabin,” they said."
    names = {"Zhabin": bare, "Moscow": ("Moscow", "GPE")}
    add(db, article(talk, names=names, said={"ask Moscow": "Zhabin", "Ask Zhabin,": None}))
    for n in range(3):
        add(db, article(f"Pavel Zhabin spoke, {n}.", names={"Pavel Zhabin": pavel}))
    one = find_entity(db, "Pavel Zhabin").id
    assert [list_quotations(db, where(one)).total for where in (_by, _about)] == [1, 1]
    add(db, article("Oleg Zhabin spoke.", names={"Oleg Zhabin": oleg}))
    assert find_entity(db, "Pavel Zhabin").id == one
    assert [list_quotations(db, where(one)).total for where in (_by, _about)] == [0, 0]
    (other,) = {quotation.speaker.id for quotation in list_quotations(db, _words("Moscow")).items}
    assert [list_quotations(db, where(other)).total for where in (_by, _about)] == [1, 1]


def _by(entity_id):
    return QuotationFilter(speaker=entity_id)


def _about(entity_id):
    return QuotationFilter(about=entity_id)


def _words(words):
    return QuotationFilter(containing=words)


def test_every_change_is_in_the_audit_log(db):
    number = add(db, talks(), by=7).article.id
    ingest.remove_article(db, number, by=8, now=LATER)
    ingest.restore_article(db, number, by=None, now=LATER)
    log = select(db, "SELECT at, by_user, action, subject FROM audit ORDER BY id")
    assert [(row["by_user"], row["action"]) for row in log] == [
        (7, "article.add"),
        (8, "article.remove"),
        (None, "article.restore"),
    ]
    assert {row["subject"] for row in log} == {f"article:{number}"}
    assert get_stats(db).last_change == LATER


def test_reading_the_same_again_changes_nothing(db):
    number = add(db, talks(1)).article.id
    add(db, talks(2))
    before = state_of(db)
    found = search(db, "friends")
    ingest.recommit(db, number, talks(1), by=None, now=LATER)
    assert state_of(db) == before
    assert search(db, "friends") == found


def read_better(said):
    given = talks()
    names = {"Xi Jinping": XI, "Xi": XI, "Putin": PUTIN}
    return article(given.article.text, names=names, said=said, title="Talks 1")


@pytest.mark.parametrize(
    ("said", "is_kept"),
    [
        ({"We are friends of Putin,": None}, True),
        ({"We are friends of Putin": "Xi"}, True),
        ({"We are friends of Putin,” Xi said.": "Xi"}, True),
        ({"friends": "Xi"}, False),
        ({"Putin left": None}, False),
    ],
    ids=["another speaker", "a mark less", "somewhat longer", "much shorter", "elsewhere"],
)
def test_a_quotation_found_again_keeps_its_number(db, said, is_kept):
    number = add(db, talks()).article.id
    add(db, talks(2))
    before = list_quotations(db, QuotationFilter(article=number)).items[0]
    ingest.recommit(db, number, read_better(said), by=None, now=LATER)
    (after,) = list_quotations(db, QuotationFilter(article=number)).items
    assert after.content == next(iter(said))
    assert (after.id == before.id) is is_kept


def test_the_number_of_a_quotation_that_is_gone_is_never_given_again(db):
    number = add(db, talks()).article.id
    before = list_quotations(db, QuotationFilter()).items[0]
    ingest.recommit(db, number, article(talks().article.text), by=None, now=LATER)
    ingest.recommit(db, number, talks(), by=None, now=LATER)
    assert list_quotations(db, QuotationFilter()).items[0].id != before.id


def test_a_new_reading_replaces_what_search_finds(db):
    number = add(db, talks()).article.id
    ingest.recommit(db, number, read_better({"Putin left": None}), by=None, now=LATER)
    assert search(db, "friends").n_quotations == 0
    assert search(db, "left").n_quotations == 1


def test_what_a_curator_decided_survives_a_new_reading(db):
    number = add(db, talks()).article.id
    putin = find_entity(db, "Putin")
    with db.atomic():
        db.conn.execute(
            "UPDATE quotations SET is_fixed = 1, speaker_id = ?, speaker_label = 'Vladimir Putin'",
            (putin.id,),
        )
    ingest.recommit(db, number, talks(), by=None, now=LATER)
    (quotation,) = list_quotations(db, QuotationFilter(speaker=putin.id)).items
    assert quotation.speaker == putin
    asked = QuotationFilter(speaker=putin.id, containing="friends")
    assert list_quotations(db, asked).total == 1
    ingest.recommit(db, number, read_better({"Putin left": None}), by=None, now=LATER)
    assert get_quotation(db, quotation.id).speaker == putin


def test_what_a_curator_hid_stays_hidden(db):
    number = add(db, talks()).article.id
    quotation = list_quotations(db, QuotationFilter()).items[0]
    with db.atomic():
        tally = Tally()
        blocks = take_out(db, [number], tally)
        db.conn.execute("UPDATE quotations SET hidden_at = '2026', hidden_by = 'curator'")
        put_in(db, [number], tally, blocks)
    ingest.recommit(db, number, talks(), by=None, now=LATER)
    ingest.remove_article(db, number, by=None, now=LATER)
    ingest.restore_article(db, number, by=None, now=LATER)
    assert list_quotations(db, QuotationFilter()).total == 0
    assert search(db, "friends").n_quotations == 0
    with pytest.raises(QuotationNotFoundError):
        get_quotation(db, quotation.id)


def test_a_reading_of_another_text_is_refused(db):
    number = add(db, talks(1)).article.id
    before = state_of(db)
    with pytest.raises(AnnotationError):
        ingest.recommit(db, number, talks(2), by=None, now=LATER)
    assert state_of(db) == before


def test_an_article_without_quotations_or_names_is_stored(db):
    added = add(db, article("It rained."))
    assert (added.n_quotations, added.people) == (0, ())
    assert clean_article(db, added.article.id).text == "It rained."


def test_storing_does_not_load_what_only_reading_needs():
    """The bot's own process stores articles, and must not pay for spaCy."""
    code = "import sys, store.ingest; sys.exit('spacy' in sys.modules or 'ftfy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 — our own code
    assert done.returncode == 0
