"""No statement looks through a whole table: SQLite's own plans of what was really run."""

import re
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from store import curate, ingest, mend
from store.errors import StoreError
from store.queries import (
    articles,
    audit,
    comparisons,
    connections,
    counts,
    digest_material,
    digests,
    entities,
    entity_names,
    feeds,
    follows,
    guild,
    listed,
    privacy,
    quotations,
    search,
    shelves,
    trends,
    versions,
)
from store.records import (
    ArticleFacts,
    DigestPeriod,
    EntityType,
    FeedItem,
    PageKey,
    Period,
    PostState,
    QuotationFilter,
    QuotationKind,
    ReadFeed,
    SavedList,
    SpeakerChoice,
    StopReason,
)
from store.writes import feeds as feed_writes
from store.writes import follows as follow_writes
from store.writes.guild import save_list, set_setting
from store.writes.privacy import forget_member
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 1, 1)
KEY = PageKey("2026-01-01", 3)
XI = ("Xi Jinping", "PERSON")
PERIOD = DigestPeriod(NOW, NOW, earlier_id=0, after_id=2, upto_id=9)
QUIET = DigestPeriod(NOW, NOW, earlier_id=0, after_id=9, upto_id=9)

# Tables that never grow beyond a screenful or only with the days (three rows each), results of
# other steps (our statements call them f), what the planner calls a table but is none, and one
# that only shrinks: its beginning is read, and its rows are counted.
_SMALL = {"settings", "quotation_days", "f", "o", "json_each", "CONSTANT", "unsketched"}
_SMALL |= {"pragma_page_count", "pragma_page_size"}

# Walks that are meant: counting every row of an index, and reading a list in its order.
_WALKS = re.compile(r"SCAN \w+ USING (COVERING )?INDEX")


@pytest.fixture
def filled(db):
    for n in range(1, 5):
        annotated = article(
            f"Xi spoke {n} times. Xi Jinping of China said peace with China.",
            names={"Xi": XI, "Xi Jinping": XI, "China": ("China", "GPE")},
            said={"peace with China": "Xi"},
            roles={"Xi Jinping": ["President"]},
            published_on=DAY,
        )
        ingest.commit(db, annotated, added_by=None, now=NOW)
        if n == 1:
            for user_id in (7, 8):
                follow_writes.follow(db, 1, user_id=user_id, most=25, now=NOW)
    tell(db, 8)
    return db


def tell(db, user_id):
    """Claim what is new for a follower, pass over the others, and give it up again."""
    agenda = follows.read_agenda(db, NOW)
    follow_writes.pass_over(db, [99], agenda.upto_article_id)
    news = next(one for one in agenda.news if one.user_id == user_id)
    follow_writes.claim_letter(db, news, agenda.upto_article_id, nonce="n", now=NOW)
    letter = follows.get_letter(db, user_id, agenda.upto_article_id)
    follow_writes.close_letter(db, letter.id, PostState.FAILED, note=None)
    follow_writes.reclaim_letter(db, letter.id, lease=timedelta(0), now=NOW)
    follow_writes.mark_letter_sent(db, letter.id, message_id=1, now=NOW)


@contextmanager
def statements(db):
    """Collect every statement that is run, its values filled in."""
    run = []
    db.conn.set_trace_callback(run.append)
    try:
        yield run
    finally:
        db.conn.set_trace_callback(None)


def slow_steps(db, run):
    """The steps of the statements' plans that read a whole table, or sort a whole list."""
    found = []
    for statement in dict.fromkeys(run):
        if statement.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            plan = db.conn.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            found += [f"{step[3]} in {statement}" for step in plan if _is_slow(step[3])]
    return found


def _is_slow(step):
    if not step.startswith("SCAN ") or "VIRTUAL TABLE" in step or _WALKS.match(step):
        return False
    return step.split()[1] not in _SMALL and not step.startswith("SCAN (subquery")


def follow_a_feed(db):
    """Add a feed, look at it, read of it, and take it out again."""
    read = ReadFeed("Feed", (FeedItem("https://a.example/1", "One"),))
    said = {"etag": None, "last_modified": None, "next_at": NOW, "now": NOW}
    number = feed_writes.add_feed(db, "https://a.example/f", read, n_newest=1, by=None, **said)
    feed_writes.note_look(db, number, read.items, **said)
    feed_writes.put_off_item(db, 1, note="busy", next_at=NOW)
    feed_writes.close_item(db, 1, article_id=1, note=None)
    feed_writes.remove_feed(db, number, by=None, now=NOW)


READS = {
    "quotations": lambda db: quotations.list_quotations(db, QuotationFilter()),
    "quotations, next page": lambda db: quotations.list_quotations(
        db, QuotationFilter(), after=KEY
    ),
    "quotations, page before": lambda db: quotations.list_quotations(
        db, QuotationFilter(), before=PageKey("2025-01-01", 1)
    ),
    "quotations by speaker": lambda db: quotations.list_quotations(db, QuotationFilter(speaker=1)),
    "quotations by role": lambda db: quotations.list_quotations(
        db, QuotationFilter(speaker_label="spokesman")
    ),
    "quotations about": lambda db: quotations.list_quotations(db, QuotationFilter(about=2)),
    "quotations by and about": lambda db: quotations.list_quotations(
        db, QuotationFilter(speaker=1, about=2, kind=QuotationKind.DIRECT)
    ),
    "quotations by and about, of many": lambda db: listed.ByAndAbout(
        db, QuotationFilter(speaker=1, about=2), sorted_at_most=0
    ).count(newer_than=KEY),
    "quotations of an article": lambda db: quotations.list_quotations(
        db, QuotationFilter(article=2)
    ),
    "quotations of days": lambda db: quotations.list_quotations(
        db, QuotationFilter(since=DAY, until=DAY)
    ),
    "quotations with words": lambda db: quotations.list_quotations(
        db, QuotationFilter(containing="peace", speaker=1, about=2, since=DAY)
    ),
    "quotations, a page far on": lambda db: quotations.list_quotations(
        db, QuotationFilter(), number=9
    ),
    "near-copies, candidates": lambda db: versions.list_candidates(db, (1, 2), but=9),
    "near-copies, a family": lambda db: versions.list_family(db, 1),
    "near-copies, quotations": lambda db: versions.list_first_quotations(db, [1, 2]),
    "a random one": lambda db: quotations.random_quotation(db, QuotationFilter(), pick=0.5),
    "one quotation": lambda db: quotations.get_quotation(db, 1),
    "an entity": lambda db: entities.find_entity(db, "President Xi"),
    "an entity by words": lambda db: entities.find_entity(db, "jinping xi"),
    "a name nobody has": lambda db: entities.find_speaker(db, "Jimping"),
    "names": lambda db: entities.complete_names(db, "x"),
    "names of speakers": lambda db: entities.complete_names(db, "xin", speakers_only=True),
    "foremost names": lambda db: entities.complete_names(db, ""),
    "foremost speakers": lambda db: entities.complete_names(db, "", speakers_only=True),
    "names of an entity": lambda db: entity_names.names_of(db, 1),
    "an entity by a number": lambda db: entity_names.entity_now(db, 99),
    "a profile": lambda db: entities.get_profile(db, 1),
    "entities": entities.list_entities,
    "entities of a kind": lambda db: entities.list_entities(db, kind=EntityType.GPE),
    "an article": lambda db: articles.get_article(db, 1),
    "an article by title": lambda db: articles.find_article(db, "xi spoke 2"),
    "titles": lambda db: articles.complete_articles(db, "spoke"),
    "articles": articles.list_articles,
    "articles, next page": lambda db: articles.list_articles(db, after=KEY),
    "articles, page before": lambda db: articles.list_articles(db, before=PageKey("2025", 1)),
    "search": lambda db: search.search(db, "peace"),
    "search in a period": lambda db: search.search(db, "peace", since=DAY),
    "counts": counts.get_stats,
    "a timeline": lambda db: trends.get_timeline(db, [1, 2], Period(), today=DAY),
    "connections": lambda db: connections.get_connections(db, 1, page=2),
    "a comparison": lambda db: comparisons.compare(
        db, QuotationFilter(speaker=1), QuotationFilter(speaker=2)
    ),
    "a comparison on a topic": lambda db: comparisons.compare(
        db, QuotationFilter(speaker=1, about=2), QuotationFilter(speaker=2, about=2)
    ),
    "who rose": lambda db: trends.get_trending(db, 7, today=DAY),
    "settings": guild.get_settings,
    "changes": audit.list_changes,
    "changes by a person": lambda db: audit.list_changes(db, by_user=1, after=PageKey("", 9)),
    "changes to a kind": lambda db: audit.list_changes(db, kind="article", before=PageKey("", 1)),
    "changes by a person to a kind": lambda db: audit.list_changes(db, by_user=1, kind="article"),
    "whom a member follows": lambda db: follows.get_following(db, 7),
    "what followers want": lambda db: follows.read_agenda(db, NOW),
    "what a letter says": lambda db: follows.read_letter(db, follows.list_letters(db, 8)[0]),
    "a digest's material": lambda db: digest_material.read_material(
        db, PERIOD, pick=0.5, not_shown_since=NOW
    ),
    "the material of a few names": lambda db: digest_material.read_material(
        db, PERIOD, pick=0.5, not_shown_since=NOW, names=[1, 2]
    ),
    "the material of an empty day": lambda db: digest_material.read_material(
        db, QUIET, pick=0.5, not_shown_since=NOW, names=[1, 2]
    ),
    "a digest": lambda db: digests.get_digest(db, 1),
    "the ledger": lambda db: digests.list_posts(db, 1),
    "what is kept about a member": lambda db: privacy.get_kept(db, 7),
    "all articles": shelves.list_shelf,
    "removed articles": lambda db: shelves.list_shelf(db, only_removed=True, after=PageKey("", 9)),
    "feeds": feeds.list_feeds,
    "due feeds": lambda db: feeds.due_feeds(db, NOW),
    "the next look at feeds": feeds.next_look,
    "items to read": lambda db: feeds.waiting_items(db, NOW, limit=5),
    "the next item": feeds.next_item_at,
    "articles of before sketches": lambda db: versions.list_unsketched(db, limit=5),
    "how many of them": versions.count_unsketched,
    "a saved list": lambda db: guild.get_saved_list(db, "token"),
}
WRITES = {
    "add": lambda db: ingest.commit(
        db,
        article("Xi Jinping left China.", names={"Xi Jinping": XI}),
        added_by=None,
        now=NOW,
    ),
    "add what came in a feed": lambda db: ingest.commit(
        db, article("Xi Jinping left Asia."), added_by=None, is_asked_for=False, now=NOW
    ),
    "remove": lambda db: ingest.remove_article(db, 1, by=None, now=NOW),
    "remove and restore": lambda db: (
        ingest.remove_article(db, 2, by=None, now=NOW),
        ingest.restore_article(db, 2, by=None, now=NOW),
    ),
    "annotate again": lambda db: ingest.recommit(
        db, 1, article(articles.clean_article(db, 1).text), by=None, now=NOW
    ),
    "make a name ambiguous": lambda db: ingest.commit(
        db,
        article("Xi Mingze left.", names={"Xi Mingze": ("Xi Mingze", "PERSON")}),
        added_by=None,
        now=NOW,
    ),
    "merge and undo": lambda db: curate.undo(
        db, curate.merge(db, 1, 2, by=None, now=NOW).change_id, by=None, now=NOW
    ),
    "split names": lambda db: (
        curate.merge(db, 1, 2, by=None, now=NOW),
        curate.split(db, 1, ["China"], by=None, now=NOW),
    ),
    "split in an article": lambda db: curate.split(
        db, 1, ["Xi Jinping"], articles=[2], by=None, now=NOW
    ),
    "rename": lambda db: curate.rename(db, 1, "Chairman Xi", by=None, now=NOW),
    "alias": lambda db: curate.add_alias(db, 1, "The Chairman", by=None, now=NOW),
    "mend a speaker and take it back": lambda db: mend.take_back(
        db,
        mend.fix_speaker(db, 1, SpeakerChoice(2), by=None, now=NOW).change_id,
        by=None,
        now=NOW,
    ),
    "hide a quotation": lambda db: mend.hide_quotation(db, 1, by=None, now=NOW),
    "edit an article": lambda db: mend.edit_article(
        db, 1, ArticleFacts("Talks", None, None, date(2025, 5, 5)), by=None, now=NOW
    ),
    "follow a feed": follow_a_feed,
    "choose": lambda db: set_setting(db, "timezone", "UTC", by=None, now=NOW),
    "follow": lambda db: follow_writes.follow(db, 1, user_id=9, most=25, now=NOW),
    "unfollow": lambda db: follow_writes.unfollow(db, 1, user_id=7),
    "tell a follower": lambda db: tell(db, 7),
    "stop a follower": lambda db: follow_writes.stop_follower(
        db, 7, StopReason.LEFT, letter_id=1, now=NOW
    ),
    "forget who left": lambda db: follow_writes.forget_gone(db, [7, 8]),
    "forget a member": lambda db: forget_member(db, 7),
    "save a list": lambda db: save_list(db, SavedList("token", "quotes"), now=NOW),
}


@pytest.mark.parametrize("act", [*READS.values(), *WRITES.values()], ids=[*READS, *WRITES])
def test_nothing_looks_through_a_whole_table(filled, act):
    with statements(filled) as run, suppress(StoreError):
        act(filled)
    assert run != []
    assert slow_steps(filled, run) == []


@pytest.mark.parametrize(
    "where",
    [
        QuotationFilter(),
        QuotationFilter(speaker=1),
        QuotationFilter(speaker_label="x"),
        QuotationFilter(about=2),
        QuotationFilter(speaker=1, kind=QuotationKind.DIRECT, since=DAY),
    ],
    ids=["all", "speaker", "role", "about", "speaker, kind and day"],
)
def test_a_page_is_read_in_the_order_of_an_index(filled, where):
    with statements(filled) as run:
        quotations.list_quotations(filled, where, after=KEY)
    plans = [
        step[3]
        for statement in run
        for step in filled.conn.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    ]
    assert not any("TEMP B-TREE" in step for step in plans)


def test_a_look_through_a_whole_table_would_be_seen(filled):
    with statements(filled) as run:
        filled.conn.execute("SELECT * FROM quotations WHERE rule = 'x'")
    assert len(slow_steps(filled, run)) == 1
