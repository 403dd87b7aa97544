"""The only place that creates or changes a table.

Numbered steps, run in order in one transaction; a released step is never
edited. Every column carries a comment: SQLite keeps it in the file, and docs/schema.md is
generated from a fresh corpus (`python -m store schema`; tests/test_docs.py fails when stale).

History
    1   articles, entities, quotations, roll-ups, full-text search, digests, settings, audit log
    2   the audit log can be read by person and by kind of thing
    3   follows, and the ledger of what followers were told
    4   curators' decisions: names pinned to an entity, names of two bearers told apart, aliases
    5   digests about a few names
    6   articles per entity and day, which tell who rose better than mentions do
    7   blocks of names grow less with the record
    8   what is kept about a member can be found
    9   search and lists by day stay quick on a large corpus
   10   sketches, by which near-copies are found
   11   roles per entity and day
   12   feeds, and what was seen in them
   13   all articles can be listed by number, however many there are
   14   one rule for which entity a number means now
   15   over time each story counts once, and long periods are added up beforehand
   16   what a curator removed is known by its address and text
   17   articles of before sketches are noted, so that their near-copies are looked for
   18   the reading that another took the place of is kept for a day, to be put back
   19   finer strengths of words in quotations, told by the length that full-text search counts
   20   the full-text indexes are in one piece each
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from store.migrations import feeds, first, later, search
from store.thing_names import ThingName

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS = Migrations("on_record")

# Written into every corpus file, so that another program's SQLite file is not taken for one.
# "OnRc" in ASCII.
APPLICATION_ID = 0x4F6E5263


def _run(db: Database, script: str) -> None:
    """Execute a script statement by statement, inside the caller's transaction."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if line.rstrip().endswith(";"):
            db.execute(statement)
            statement = ""


@MIGRATIONS()
def m0001_corpus(db: Database) -> None:
    """Create everything the first version keeps."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for script in (first.ARTICLES, first.ENTITIES, first.QUOTATIONS, first.SERVER):
        _run(db, script)


@MIGRATIONS()
def m0002_audit_lists(db: Database) -> None:
    """Let the audit log be listed by who made a change, and by the kind of thing changed."""
    db.execute("CREATE INDEX audit_by_user ON audit(by_user, id)")
    db.execute(
        "CREATE INDEX audit_by_kind ON audit(substr(subject, 1, instr(subject, ':') - 1), id)"
    )


@MIGRATIONS()
def m0003_follows(db: Database) -> None:
    """Let members follow somebody, and remember what they were told."""
    _run(db, later.FOLLOWS)


@MIGRATIONS()
def m0004_decisions(db: Database) -> None:
    """Let curators decide whose a name is, and keep what they decided.

    SQLite cannot change a table's UNIQUE, so `names` is put away, dropped and made anew. Its
    rows come back under their numbers before the transaction ends, which is when foreign keys are
    looked at. The words of names are put away as well: the drop would look through all of them for
    each name.
    """
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute("CREATE TEMP TABLE kept_names AS SELECT * FROM names")
    db.execute("CREATE TEMP TABLE kept_words AS SELECT * FROM name_words")
    db.execute("DELETE FROM name_words")
    db.execute("DROP TABLE names")
    _run(db, later.DECIDED_NAMES)
    db.execute(
        """
        INSERT INTO names (id, name, type, block, n_articles, entity_id, home_id, pinned_to)
        SELECT id, name, type, block, n_articles, entity_id, home_id, iif(pinned, entity_id, NULL)
        FROM kept_names ORDER BY id
        """
    )
    db.execute("INSERT INTO name_words SELECT * FROM kept_words")
    db.execute("DROP TABLE kept_names")
    db.execute("DROP TABLE kept_words")


@MIGRATIONS()
def m0005_digest_names(db: Database) -> None:
    """Let a digest be about a few names."""
    _run(db, later.DIGEST_NAMES)


@MIGRATIONS()
def m0006_articles_per_day(db: Database) -> None:
    """Count the articles that mention somebody on a day, beside the mentions in them."""
    _run(db, later.ENTITY_DAYS)


@MIGRATIONS()
def m0007_smaller_blocks(db: Database) -> None:
    """Put names of things whose initials are no acronym into blocks of their own.

    Who is whom does not change by it: such names only ever meant the same when their words did.
    """
    query = "SELECT id, name FROM names WHERE block LIKE 'thing %'"
    rows = [(f"thing {ThingName.of(name).block}", i) for i, name in db.execute(query)]
    db.conn.executemany("UPDATE names SET block = ? WHERE id = ? AND block <> ?1", rows)


@MIGRATIONS()
def m0008_about_members(db: Database) -> None:
    """Let everything be found that has a member's number in it."""
    _run(db, later.ABOUT_MEMBERS)


@MIGRATIONS()
def m0009_large_corpora(db: Database) -> None:
    """Let common words be ranked, and days be counted, without looking at everything."""
    _run(db, search.TABLES)
    _run(db, search.FILLS)
    search.fill_terms(db)


@MIGRATIONS()
def m0010_sketches(db: Database) -> None:
    """Keep what near-copies of an article are found by."""
    _run(db, later.SKETCHES)


@MIGRATIONS()
def m0011_roles_per_day(db: Database) -> None:
    """Count roles per entity and day, so that a profile need not look at all its articles."""
    _run(db, later.ENTITY_ROLES)


@MIGRATIONS()
def m0012_feeds(db: Database) -> None:
    """Let a server follow feeds."""
    _run(db, feeds.TABLES)


@MIGRATIONS()
def m0013_article_numbers(db: Database) -> None:
    """Let all articles be counted and skipped without reading their texts."""
    db.execute("CREATE INDEX articles_by_number ON articles(id)")


@MIGRATIONS()
def m0014_entities_now(db: Database) -> None:
    """Say in one place which entity a number means now."""
    _run(db, later.ENTITIES_NOW)


@MIGRATIONS()
def m0015_stories(db: Database) -> None:
    """Count near-copies apart from stories, per day and per half of a month."""
    _run(db, later.STORIES)


@MIGRATIONS()
def m0016_removed_articles(db: Database) -> None:
    """Let a removed article be told when a feed brings it again."""
    _run(db, feeds.REMOVED_ARTICLES)


@MIGRATIONS()
def m0017_unsketched(db: Database) -> None:
    """Note the articles of before sketches; what is to be done about them takes a while."""
    _run(db, later.UNSKETCHED)


@MIGRATIONS()
def m0018_former_readings(db: Database) -> None:
    """Let reading an article again be taken back."""
    _run(db, later.FORMER_READINGS)


@MIGRATIONS()
def m0019_finer_strengths(db: Database) -> None:
    """Index quotations anew under finer strengths, so that more of the best are found."""
    search.refill_quotation_terms(db)


@MIGRATIONS()
def m0020_whole_indexes(db: Database) -> None:
    """Join the pieces that full-text indexes were written in; ever since it is done in between."""
    _run(db, search.JOINS)
