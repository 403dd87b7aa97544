"""A file of an earlier version → one of this version: its tables, and what its articles lack.

One job: what an operator waits for after an update, in pieces. It may be ended at any instant, and
goes on from there.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from store import relink, versions
from store.database import open_corpus, select, transaction
from store.queries.versions import count_unsketched, get_text, list_unsketched
from store.sketches import sketch_of
from store.tally import Tally
from store.writes.versions import insert_sketch, set_sketched

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

_AT_ONCE: Final = 25  # articles a transaction: some 0.1 s, which others wait for


def upgrade(path: Path) -> None:
    """Bring a file's tables to this version.

    Raises:
        DatabaseError: the file cannot be used or written.
    """
    open_corpus(path).close()


def count_to_relate(path: Path) -> int:
    """How many articles there are whose near-copies were never looked for.

    Raises:
        DatabaseError: the file cannot be used.
    """
    with closing(open_corpus(path, read_only=True)) as db:
        return count_unsketched(db)


def relate_some(path: Path) -> int:
    """Look for the near-copies of a few such articles; how many are left is returned.

    Raises:
        DatabaseError: the file cannot be written.
    """
    with closing(open_corpus(path)) as db:
        with transaction(db):
            for article_id in list_unsketched(db, limit=_AT_ONCE):
                _relate(db, article_id)
        return count_unsketched(db)


def _relate(db: Database, article_id: int) -> None:
    """Give an article its sketch, and its place among its versions."""
    sketch = sketch_of(get_text(db, article_id))
    insert_sketch(db, article_id, sketch)
    set_sketched(db, article_id)
    query = "SELECT 1 FROM articles WHERE id = :id AND removed_at IS NULL"
    family = (
        versions.find_family(db, article_id, sketch) if select(db, query, id=article_id) else []
    )
    if len(family) < 2:  # noqa: PLR2004 — it stands alone
        return
    changed, tally = [article_id, *versions.later_than(db, article_id, family)], Tally()
    concerned = relink.take_out(db, changed, tally)
    versions.arrange(db, family, changed)
    relink.put_in(db, changed, tally, concerned)
