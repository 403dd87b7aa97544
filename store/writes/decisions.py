"""What curators decided about names: read as it is, and set as it shall be.

A decision is kept on names, never on articles or mentions, so that linking anew and reading
anew respect it. `Decisions` is the whole of it for some entities; a change is one set instead of
another, and undoing it sets the first again. These are steps of the transactions that
store/curate/ opens.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple, Self

from store.database import select
from store.names import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database


class Pin(NamedTuple):
    """What is decided about one name, and where it is linked and at home."""

    entity_id: int | None
    home_id: int | None
    pinned_to: int | None
    is_alias: int


def given_to(pin: Pin, entity_id: int) -> Pin:
    """The same name, decided to mean an entity."""
    return pin._replace(entity_id=entity_id, pinned_to=entity_id)


class Called(NamedTuple):
    """What an entity is called, and who chose it: 'link' or 'curator'."""

    name: str
    named_by: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything decided about some entities; each field maps a number to what holds for it."""

    pins: dict[int, Pin]  # by name
    called: dict[int, Called]  # by entity
    fixed: dict[int, int]  # quotation whose speaker a curator set → entity
    bearers: dict[tuple[int, int], int]  # (article, name as written) → name of who bears it there

    def as_json(self) -> dict[str, list[list[object]]]:
        """Rows of plain values, for the audit log."""
        return {
            "pins": [[key, *pin] for key, pin in self.pins.items()],
            "called": [[key, *called] for key, called in self.called.items()],
            "fixed": [[key, entity_id] for key, entity_id in self.fixed.items()],
            "bearers": [[*key, name_id] for key, name_id in self.bearers.items()],
        }

    @classmethod
    def from_json(cls, rows: Mapping[str, list[list[object]]]) -> Self:
        """What `as_json` made."""
        return cls(
            pins={row[0]: Pin(*row[1:]) for row in rows["pins"]},  # type: ignore[arg-type, misc]
            called={row[0]: Called(*row[1:]) for row in rows["called"]},  # type: ignore[arg-type, misc]
            fixed=dict(rows["fixed"]),  # type: ignore[arg-type]
            bearers={(a, b): name_id for a, b, name_id in rows["bearers"]},  # type: ignore[misc]
        )

    def differing(self, other: Decisions) -> set[tuple[str, object]]:
        """What the two say differently, as (field, key)."""
        return {
            (field.name, key)
            for field in fields(self)
            for key, value in getattr(self, field.name).items()
            if getattr(other, field.name).get(key, value) != value
        }


def read_decisions(db: Database, entity_ids: Iterable[int]) -> Decisions:
    """What holds for entities now: their names, what they are called, what was fixed on them."""
    found = Decisions({}, {}, {}, {})
    for entity_id in entity_ids:
        names = select(
            db,
            """
            SELECT id, entity_id, home_id, pinned_to, is_alias FROM names
            WHERE entity_id = :id OR home_id = :id OR pinned_to = :id
            """,
            id=entity_id,
        )
        found.pins.update({row["id"]: Pin(*tuple(row)[1:]) for row in names})
        for row in select(db, "SELECT name, named_by FROM entities WHERE id = :id", id=entity_id):
            found.called[entity_id] = Called(row["name"], row["named_by"])
        fixed = select(
            db,
            "SELECT id FROM quotations WHERE speaker_id = :id AND is_fixed = 1",
            id=entity_id,
        )
        found.fixed.update({row["id"]: entity_id for row in fixed})
    return found


def read_pins(db: Database, name_ids: Iterable[int]) -> dict[int, Pin]:
    """What holds for names now."""
    query = "SELECT entity_id, home_id, pinned_to, is_alias FROM names WHERE id = :id"
    return {i: Pin(*row) for i in sorted(name_ids) for row in select(db, query, id=i)}


def base_of(db: Database, name_id: int) -> int:
    """The name as it is written: the one that all who bear it share."""
    found = select(
        db,
        """
        SELECT base.id FROM names n
        JOIN names base ON base.name = n.name AND base.type = n.type AND base.namesake = 0
        WHERE n.id = :name
        """,
        name=name_id,
    )
    return int(found[0]["id"])


def next_namesake(db: Database, name_id: int) -> int:
    """A number that no other bearer of the name has."""
    found = select(
        db,
        """
        SELECT max(other.namesake) + 1 AS number FROM names n
        JOIN names other ON other.name = n.name AND other.type = n.type WHERE n.id = :name
        """,
        name=name_id,
    )
    return int(found[0]["number"])


def articles_bearing(db: Database, name_id: int, article_ids: Iterable[int]) -> list[int]:
    """Those of the articles, removed ones too, that use a name."""
    query = "SELECT DISTINCT article_id FROM article_entities WHERE name_id = :name"
    using = {row["article_id"] for row in select(db, query, name=name_id)}
    return sorted(using & set(article_ids))


def articles_of_quotations(db: Database, quotation_ids: Iterable[int]) -> set[int]:
    """The articles that hold quotations."""
    query = "SELECT article_id FROM quotations WHERE id = :id"
    return {row["article_id"] for i in quotation_ids for row in select(db, query, id=i)}


def only_counting(db: Database, article_ids: Iterable[int]) -> list[int]:
    """Those of the articles that count, in order."""
    query = "SELECT id FROM articles WHERE id = :id AND removed_at IS NULL"
    return sorted(row["id"] for i in article_ids for row in select(db, query, id=i))


def set_bearer(db: Database, article_id: int, base_id: int, name_id: int) -> None:
    """Say whose a name is in one article: its entity there, and in its quotations' keys."""
    before = select(
        db,
        "SELECT name_id FROM namesakes WHERE article_id = :article AND base_id = :base",
        article=article_id,
        base=base_id,
    )
    facts = {
        "article": article_id,
        "base": base_id,
        "old": before[0]["name_id"] if before else base_id,
        "new": name_id,
    }
    for statement in (
        "DELETE FROM namesakes WHERE article_id = :article AND base_id = :base",
        """
        INSERT INTO namesakes (article_id, base_id, name_id)
        SELECT :article, :base, :new WHERE :new <> :base
        """,
        """
        UPDATE article_entities SET name_id = :new
        WHERE article_id = :article AND name_id = :old
        """,
    ):
        db.conn.execute(statement, facts)
    query = "SELECT id, search_keys FROM quotations WHERE article_id = :article"
    rows = select(db, query, article=article_id)
    _change_keys(db, rows, {f"{sign}{facts['old']}": f"{sign}{name_id}" for sign in "sa"})


def set_pins(db: Database, pins: Mapping[int, Pin]) -> None:
    """Pin and free names and give them their homes; those that no article uses move at once.

    Those that articles use are moved by linking, which counts them anew.
    """
    rows = [{"name": name_id, **pin._asdict()} for name_id, pin in pins.items()]
    for statement in (
        "UPDATE names SET home_id = NULL WHERE home_id = :home_id AND id <> :name",
        """
        UPDATE names SET home_id = :home_id, pinned_to = :pinned_to, is_alias = :is_alias,
            entity_id = iif(n_articles > 0, entity_id, :entity_id)
        WHERE id = :name
        """,
    ):
        db.conn.executemany(statement, rows)


def followers_of(db: Database, before: Decisions, after: Decisions) -> dict[int, int | None]:
    """Names given to an entity only because of an alias that is its no longer.

    Returns:
        for each the entity it is to be pinned to, or None to free it.
    """
    found: dict[int, int | None] = {}
    for name_id, pin in before.pins.items():
        then = after.pins.get(name_id, pin)
        goes_to = then.pinned_to if then.is_alias else None
        if not pin.is_alias or goes_to == pin.pinned_to:
            continue
        query = "SELECT name FROM names WHERE id = :id"
        form = fold(select(db, query, id=name_id)[0]["name"])
        query = "SELECT id, name FROM names WHERE pinned_to = :entity"
        for row in select(db, query, entity=pin.pinned_to):
            if row["id"] not in before.pins and fold(row["name"]) == form:
                found[row["id"]] = goes_to
    return found


def set_pinned_to(db: Database, pins: Mapping[int, int | None]) -> None:
    """Pin names, or free them (None)."""
    rows = [(entity_id, name_id) for name_id, entity_id in pins.items()]
    db.conn.executemany("UPDATE names SET pinned_to = ? WHERE id = ?", rows)


def set_called(db: Database, called: Mapping[int, Called]) -> None:
    """Call entities; one that linking names gets its name back when it is linked."""
    db.conn.executemany(
        "UPDATE entities SET name = ?, folded = ?, named_by = ? WHERE id = ?",
        [(c.name, fold(c.name), c.named_by, entity_id) for entity_id, c in called.items()],
    )


def set_speakers(db: Database, fixed: Mapping[int, int]) -> None:
    """Give quotations whose speaker a curator set to other entities; they are not shown now."""
    for quotation_id, entity_id in fixed.items():
        query = "SELECT id, speaker_id, search_keys FROM quotations WHERE id = :id"
        rows = select(db, query, id=quotation_id)
        _change_keys(db, rows, {f"f{row['speaker_id']}": f"f{entity_id}" for row in rows})
        db.conn.execute(
            "UPDATE quotations SET speaker_id = ? WHERE id = ?", (entity_id, quotation_id)
        )


def sync_aliases(db: Database, entity_ids: Iterable[int]) -> None:
    """Let the aliases of entities be those that curators decided on and those that were read."""
    rows = [{"entity": entity_id} for entity_id in entity_ids]
    for statement in (
        "UPDATE aliases SET source = 'text' WHERE entity_id = :entity AND source = 'curator'",
        "DELETE FROM aliases WHERE entity_id = :entity AND n_mentions <= 0",
    ):
        db.conn.executemany(statement, rows)
    for row in rows:
        query = "SELECT name FROM names WHERE pinned_to = :entity AND is_alias = 1"
        forms = [found["name"] for found in select(db, query, **row)]
        db.conn.executemany(
            """
            INSERT INTO aliases (entity_id, form, folded, n_mentions, source)
            VALUES (:entity, :form, :folded, 0, 'curator')
            ON CONFLICT DO UPDATE SET source = 'curator'
            """,
            [row | {"form": form, "folded": fold(form)} for form in forms],
        )


def _change_keys(db: Database, rows: Iterable[sqlite3.Row], keys: Mapping[str, str]) -> None:
    """Change the search keys of quotations, which are not in the index now."""
    for row in rows:
        changed = " ".join(keys.get(key, key) for key in row["search_keys"].split(" "))
        if changed != row["search_keys"]:
            db.conn.execute(
                "UPDATE quotations SET search_keys = ? WHERE id = ?", (changed, row["id"])
            )
