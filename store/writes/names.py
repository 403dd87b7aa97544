"""Names that articles use: stored once each, and found again by their words.

These are steps of the transactions that store/ingest.py and store/curate/ open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import next_number
from store.names import TRIGRAM, fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlite_utils import Database

    from store.records import EntityType

    Key = tuple[str, EntityType]
    BlockOf = Callable[[str, EntityType], str]


def numbers_of_names(db: Database, keys: Iterable[Key], block_of: BlockOf) -> dict[Key, int]:
    """The number of each name and type; those that are new are stored.

    A new one is given to the one entity that curators said goes by it, if there is one.
    """
    found: dict[Key, int] = {}
    new: list[Key] = []
    for key in dict.fromkeys(keys):
        number = number_of_name(db, *key)
        if number is None:
            new.append(key)
        else:
            found[key] = number
    numbers = _insert(db, [(*key, 0, block_of(*key), fold(key[0])) for key in new])
    return found | dict(zip(new, numbers, strict=True))


def number_of_name(db: Database, name: str, kind: EntityType) -> int | None:
    """The number of a stored name, as whoever bears it in most articles has it."""
    found = db.conn.execute(
        "SELECT id FROM names WHERE name = ? AND type = ? AND namesake = 0", (name, str(kind))
    ).fetchone()
    return None if found is None else int(found[0])


def add_name(db: Database, name: str, kind: EntityType, block: str, *, namesake: int = 0) -> int:
    """Store a name that no article uses yet, whoever goes by it; its number is returned."""
    (number,) = _insert(db, [(name, kind, namesake, block, None)])
    return number


def _insert(db: Database, names: Sequence[tuple[str, EntityType, int, str, str | None]]) -> range:
    """Store names, each with what an alias that it follows is folded to."""
    first = next_number(db, "names")
    numbers = range(first, first + len(names))
    db.conn.executemany(
        """
        INSERT INTO names (id, name, type, namesake, block, pinned_to) VALUES (?, ?, ?, ?, ?, (
            SELECT iif(count(*) = 1, min(entity_id), NULL) FROM aliases
            WHERE folded = ? AND source = 'curator'
        ))
        """,
        (
            (number, name, str(kind), namesake, block, follows)
            for number, (name, kind, namesake, block, follows) in zip(numbers, names, strict=True)
        ),
    )
    _index(db, [(number, name) for number, (name, *_) in zip(numbers, names, strict=True)])
    return numbers


def _index(db: Database, names: Sequence[tuple[int, str]]) -> None:
    """Let names be found by their words, and by runs of their letters."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO name_words (word, name_id, is_last) VALUES (?, ?, ?)",
        (
            (word, number, i == 0)
            for number, name in names
            for i, word in enumerate(reversed(words(name)))
        ),
    )
    folded = ((number, fold(name)) for number, name in names)
    db.conn.executemany(
        "INSERT INTO names_fts (rowid, folded) VALUES (?, ?)",
        ((number, form) for number, form in folded if len(form) >= TRIGRAM),
    )
