"""Near-copies: which articles may be one, which belong together, and what they quote."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.database import select, select_many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

# A hash that more articles than this share is a stock phrase, or a story of a whole week: the
# latest of them are enough, and looking costs the same however large the record is.
_LATEST = 20
_CANDIDATES = 5


def list_candidates(db: Database, sketch: Iterable[int], *, but: int) -> list[int]:
    """Articles that share hashes of a sketch, those that share most first; at most 5."""
    shared: Counter[int] = Counter()
    for shingle in sketch:
        rows = select(
            db,
            """
            SELECT s.article_id FROM sketches s JOIN articles a ON a.id = s.article_id
            WHERE s.shingle = :shingle AND a.removed_at IS NULL AND a.id <> :but
            ORDER BY s.article_id DESC LIMIT :latest
            """,
            shingle=shingle,
            but=but,
            latest=_LATEST,
        )
        shared += Counter(row["article_id"] for row in rows)
    best = sorted(shared.items(), key=lambda found: (-found[1], found[0]))
    return [article_id for article_id, _ in best[:_CANDIDATES]]


def list_unsketched(db: Database, *, limit: int) -> list[int]:
    """Articles of before sketches, lowest number first; removed ones too."""
    query = "SELECT article_id FROM unsketched ORDER BY article_id LIMIT :limit"
    return [row["article_id"] for row in select(db, query, limit=limit)]


def count_unsketched(db: Database) -> int:
    """How many there are."""
    return int(select(db, "SELECT count(*) AS n FROM unsketched")[0]["n"])


def stored_hashes(db: Database, sketch: Iterable[int]) -> set[int]:
    """Those hashes that a sketch of the record has."""
    rows = select_many(
        db,
        """
        SELECT DISTINCT shingle FROM sketches
        WHERE shingle IN (SELECT value FROM json_each(:numbers))
        """,
        sketch,
    )
    return {shingle for (shingle,) in rows}


def get_text(db: Database, article_id: int) -> str:
    """The text of an article that is there."""
    return str(select(db, "SELECT body FROM articles WHERE id = :id", id=article_id)[0]["body"])


def get_first(db: Database, article_id: int) -> int | None:
    """The article that one is a version of, or None."""
    row = select(db, "SELECT copy_of FROM articles WHERE id = :id", id=article_id)[0]
    return None if row["copy_of"] is None else int(row["copy_of"])


def list_family(db: Database, article_id: int) -> list[int]:
    """An article's first version and all versions that count, itself among them if it does."""
    rows = select(
        db,
        """
        SELECT id FROM articles
        WHERE id = (SELECT coalesce(copy_of, id) FROM articles WHERE id = :id)
        AND removed_at IS NULL
        UNION
        SELECT id FROM articles
        WHERE copy_of = (SELECT coalesce(copy_of, id) FROM articles WHERE id = :id)
        AND removed_at IS NULL
        ORDER BY id
        """,
        id=article_id,
    )
    return [row["id"] for row in rows]


def list_first_quotations(db: Database, article_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Number and words of what articles quote that no earlier version quotes, in order."""
    return [
        (row["id"], row["content"])
        for article_id in article_ids
        for row in select(
            db,
            """
            SELECT id, content FROM quotations
            WHERE article_id = :article AND repeats IS NULL ORDER BY start, id
            """,
            article=article_id,
        )
    ]


def list_quotations_of(db: Database, article_id: int) -> list[tuple[int, str]]:
    """Number and words of all that an article quotes, in order."""
    rows = select(
        db,
        "SELECT id, content FROM quotations WHERE article_id = :article ORDER BY start, id",
        article=article_id,
    )
    return [(row["id"], row["content"]) for row in rows]


def list_repeating(db: Database, article_ids: Iterable[int]) -> set[int]:
    """Those quotations of articles that repeat another version's."""
    rows = select_many(
        db,
        """
        SELECT id FROM quotations
        WHERE article_id IN (SELECT value FROM json_each(:numbers)) AND repeats IS NOT NULL
        """,
        article_ids,
    )
    return {number for (number,) in rows}
