"""The writes of the store, and processes that are killed in the middle of them."""

import os
import signal
from contextlib import closing
from datetime import UTC, date, datetime

from store import curate, ingest, mend
from store.database import open_corpus
from store.records import (
    ArticleFacts,
    FollowNews,
    PostState,
    SavedList,
    SpeakerChoice,
    StopReason,
)
from store.writes import follows, guild
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
XI = ("Xi Jinping", "PERSON")
XINHUA = ("Xinhua", "ORG")


def speech(n):
    return article(
        f"Xi spoke for the time number {n}. Xinhua agreed.\n"
        "“We are friends of Xi Jinping,” Xi said.",
        names={"Xi": XI, "Xi Jinping": XI, "Xinhua": XINHUA},
        said={"We are friends of Xi Jinping,": "Xi"},
        published_on=date(2026, 1, n),
    )


WRITES = {
    "add": lambda db: ingest.commit(db, speech(3), added_by=1, now=NOW),
    "add many": lambda db: ingest.commit_many(
        db, [speech(n) for n in (3, 4, 5)], added_by=1, now=NOW
    ),
    "remove": lambda db: ingest.remove_article(db, 1, by=1, now=NOW),
    "restore": lambda db: ingest.restore_article(db, 2, by=1, now=NOW),
    "annotate again": lambda db: ingest.recommit(
        db, 1, article(speech(1).article.text), by=1, now=NOW
    ),
    "merge": lambda db: curate.merge(db, 1, 2, by=1, now=NOW),
    "rename": lambda db: curate.rename(db, 1, "Chairman Xi", by=1, now=NOW),
    "alias": lambda db: curate.add_alias(db, 2, "The news agency", by=1, now=NOW),
    "mend a speaker": lambda db: mend.fix_speaker(
        db, 1, SpeakerChoice(words="aide"), by=1, now=NOW
    ),
    "hide a quotation": lambda db: mend.hide_quotation(db, 1, by=1, now=NOW),
    "edit an article": lambda db: mend.edit_article(
        db, 1, ArticleFacts("Talks", None, None, date(2025, 5, 5)), by=1, now=NOW
    ),
    "change a setting": lambda db: guild.set_setting(db, "timezone", "Asia/Tokyo", by=1, now=NOW),
    "follow": lambda db: follows.follow(db, 1, user_id=8, most=25, now=NOW),
    "unfollow": lambda db: follows.unfollow(db, 1, user_id=7),
    "claim a letter": lambda db: follows.claim_letter(
        db, FollowNews(7, 1, 1, NOW), 99, nonce="n", now=NOW
    ),
    "close a letter": lambda db: follows.close_letter(db, 1, PostState.SILENT, note=None),
    "stop a follower": lambda db: follows.stop_follower(
        db, 7, StopReason.CLOSED, letter_id=1, now=NOW
    ),
    "save a list": lambda db: guild.save_list(db, SavedList("t", "quotes", {"a": "b"}), now=NOW),
}


def stop_at(db, table, change, stop):
    """Let `stop` run when a write makes this kind of change to this table."""
    db.conn.create_function("stop", 0, stop)
    db.conn.execute(f"CREATE TEMP TRIGGER t AFTER {change} ON {table} BEGIN SELECT stop(); END")


def killed_at(path, name, table, change):
    """In a process of its own: write, and be killed at a step of it."""
    with closing(open_corpus(path)) as db:
        stop_at(db, table, change, lambda: os.kill(os.getpid(), signal.SIGKILL))
        WRITES[name](db)


def killed_after(path, name):
    """In a process of its own: write, and be killed at once afterwards."""
    WRITES[name](open_corpus(path))
    os.kill(os.getpid(), signal.SIGKILL)
