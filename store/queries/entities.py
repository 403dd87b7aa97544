"""Entities: found by what somebody typed, completed, listed; read only.

How a profile is put together is written in profiles.py.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from store.database import select
from store.errors import AmbiguousEntityError, EntityNotFoundError
from store.names import (
    fold,
    number_in,
    trigrams,
    without_address,
    without_possessive,
    words,
)
from store.queries.citations import day_or_none
from store.queries.entity_names import entity_now
from store.queries.profiles import get_profile
from store.records import EntityRef, EntityRow, EntityType

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

__all__ = [
    "complete_names",
    "find_entity",
    "find_speaker",
    "get_profile",
    "list_entities",
    "near_names",
    "people_of",
]

_CHOICES = 25  # what Discord shows of a list
_SUGGESTIONS = 5

# A name is by far the commonest reading of what was typed when it is read so this many times as
# often as all others together.
_BY_FAR = 5

# Names that share letters with a mistyped one, of which the nearest are chosen; each is compared.
_NEAR_AT_MOST = 1200
_TRIGRAMS_AT_MOST = 40
_LOOKED_AT = 100  # of the nearest, for those who spoke

# Of 100: "zelenksy" to "zelensky" is 88, "putin" to "poutine" 83, chance meetings below 60.
_NEAR_FROM = 65.0

# A beginning of one letter fits very many names: the foremost entities are looked through, and so
# many forms and words that begin so.
_FOREMOST_LOOKED_AT = 300
_BEGINNING_AT_MOST = 200


class _Reading(NamedTuple):
    """An entity that may be meant, and how often the record means it by these words."""

    ref: EntityRef
    is_name: bool
    times: int


def find_entity(db: Database, asked: str) -> EntityRef:
    """The entity meant by a name: any written form of it, a last name, or "Name (#12)".

    Case, accents, the genitive and forms of address ("Mr", "President") do not matter.

    Raises:
        EntityNotFoundError: nobody goes by that name; names the nearest.
        AmbiguousEntityError: several do; names them, most mentioned first.
    """
    found = _by_number(db, asked) or _by_form(db, asked) or _by_words(db, asked)
    if found is None:
        raise EntityNotFoundError(asked, tuple(ref.name for ref in near_names(db, asked)))
    return found


def find_speaker(db: Database, asked: str) -> EntityRef | str:
    """The speaker meant by a name: an entity, or a role without a name as the record has it.

    Raises:
        EntityNotFoundError: nobody goes by that name; names the nearest.
        AmbiguousEntityError: several do; names them, most mentioned first.
    """
    return (
        _by_number(db, asked)
        or _by_form(db, asked)
        or _role_label(db, asked)
        or find_entity(db, asked)
    )


def complete_names(
    db: Database, prefix: str, *, limit: int = _CHOICES, speakers_only: bool = False
) -> list[EntityRef]:
    """Entities a word of whose names begins with what was typed; else those that resemble it.

    Most mentioned (speakers: most quoted) first; with nothing typed, the foremost of all.
    """
    folded = fold(prefix)
    if not folded:
        return _foremost(db, limit=limit, speakers_only=speakers_only)
    found = _beginning(db, folded, limit=limit, speakers_only=speakers_only)
    return found or near_names(db, prefix, limit=limit, speakers_only=speakers_only)


def near_names(
    db: Database, asked: str, *, limit: int = _SUGGESTIONS, speakers_only: bool = False
) -> list[EntityRef]:
    """Entities whose names look like what was typed, nearest first."""
    plain = without_address(without_possessive(fold(asked)))
    letters = trigrams(plain)[:_TRIGRAMS_AT_MOST]
    if not letters:
        return _beginning(db, plain, limit=limit, speakers_only=speakers_only) if plain else []
    alike = select(
        db,
        """
        SELECT n.name, n.entity_id FROM (
            SELECT rowid FROM names_fts WHERE names_fts MATCH :match LIMIT :many
        ) f CROSS JOIN names n ON n.id = f.rowid WHERE n.n_articles > 0 OR n.is_alias
        """,
        match=" OR ".join(map(_quoted, _rarest(db, letters))),
        many=_NEAR_AT_MOST,
    )
    scored: dict[int, float] = {}
    for row in alike:
        score = _likeness(plain, fold(row["name"]))
        if score >= _NEAR_FROM:
            scored[row["entity_id"]] = max(score, scored.get(row["entity_id"], 0.0))
    found = select(
        db,
        """
        SELECT e.* FROM json_each(:ids) f CROSS JOIN entities e ON e.id = f.value
        WHERE e.n_articles > 0 AND e.n_quotations >= :spoken
        """,
        ids=json.dumps(sorted(scored, key=lambda i: -scored[i])[:_LOOKED_AT]),
        spoken=int(speakers_only),
    )
    nearest = sorted(found, key=lambda row: (-scored[row["id"]], -row["n_mentions"], row["id"]))
    return _refs(nearest[:limit])


def _rarest(db: Database, letters: Sequence[str]) -> list[str]:
    """The trigrams that fewest names have, as many as may be looked at."""
    counted = []
    for part in letters:
        found = select(
            db,
            """
            SELECT count(*) AS n FROM (
                SELECT 1 FROM names_fts WHERE names_fts MATCH :match LIMIT :many
            ) f
            """,
            match=_quoted(part),
            many=_NEAR_AT_MOST,
        )
        counted.append((found[0]["n"], part))
    chosen: list[str] = []
    n_names = 0
    for n, part in sorted(one for one in counted if one[0]):
        n_names += n
        if chosen and n_names > _NEAR_AT_MOST:
            break
        chosen.append(part)
    return chosen or list(letters[:1])


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"'


def list_entities(
    db: Database, *, kind: EntityType | None = None, limit: int | None = _CHOICES
) -> list[EntityRow]:
    """The entities of the record, most mentioned first; all of them when `limit` is None."""
    found = select(
        db,
        """
        SELECT * FROM entities WHERE n_articles > 0 AND (:kind IS NULL OR type = :kind)
        ORDER BY n_mentions DESC, id LIMIT :limit
        """,
        kind=kind,
        limit=-1 if limit is None else limit,
    )
    return [
        EntityRow(
            ref=_ref(row),
            n_mentions=row["n_mentions"],
            n_articles=row["n_articles"],
            n_quotations=row["n_quotations"],
            first_on=day_or_none(row["first_day"]),
            last_on=day_or_none(row["last_day"]),
        )
        for row in found
    ]


def people_of(db: Database, article_id: int) -> tuple[EntityRef, ...]:
    """The persons of an article, most mentioned there first."""
    found = select(
        db,
        """
        SELECT e.* FROM article_entities ae
        JOIN names n ON n.id = ae.name_id
        JOIN entities e ON e.id = n.entity_id
        WHERE ae.article_id = :article AND e.type = 'PERSON'
        GROUP BY e.id ORDER BY sum(ae.n_mentions) DESC, min(ae.id)
        """,
        article=article_id,
    )
    return tuple(_ref(row) for row in found)


def _by_number(db: Database, asked: str) -> EntityRef | None:
    number = number_in(asked)
    if number is None:
        return None
    try:
        return entity_now(db, number)
    except EntityNotFoundError:
        raise EntityNotFoundError(asked) from None


def _forms(asked: str) -> list[str]:
    """What was typed, and what is left of it without genitive, article and address."""
    folded = fold(asked)
    plain = without_possessive(folded)
    forms = [folded, plain, plain.removeprefix("the "), without_address(plain)]
    return [form for form in dict.fromkeys(forms) if form]


def _by_form(db: Database, asked: str) -> EntityRef | None:
    """The entity that is written so somewhere in the record."""
    for form in _forms(asked):
        found = select(
            db,
            """
            SELECT e.*, e.folded = :form AS is_name, sum(f.times) AS times
            FROM (
                SELECT entity_id, n_mentions AS times FROM aliases WHERE folded = :form
                UNION ALL
                SELECT id, 0 FROM entities WHERE folded = :form
            ) f
            JOIN entities e ON e.id = f.entity_id
            WHERE e.n_articles > 0
            GROUP BY e.id ORDER BY e.n_mentions DESC, e.id LIMIT :limit
            """,
            form=form,
            limit=_CHOICES,
        )
        if found:
            readings = [_Reading(_ref(row), bool(row["is_name"]), row["times"]) for row in found]
            return _only(asked, readings)
    return None


def _by_words(db: Database, asked: str) -> EntityRef | None:
    """The entity whose name holds all the words typed, family names before others."""
    for form in _forms(asked):
        typed = sorted(words(form), key=len, reverse=True)
        if not typed:
            continue
        found = select(
            db,
            """
            SELECT e.*, max(w.is_last AND e.type = 'PERSON') AS is_family
            FROM name_words w
            JOIN names n ON n.id = w.name_id AND (n.n_articles > 0 OR n.is_alias)
            JOIN entities e ON e.id = n.entity_id
            WHERE w.word = :longest AND NOT EXISTS (
                SELECT 1 FROM json_each(:others) o WHERE NOT EXISTS (
                    SELECT 1 FROM name_words x WHERE x.word = o.value AND x.name_id = n.id
                )
            )
            GROUP BY e.id ORDER BY is_family DESC, e.n_mentions DESC, e.id LIMIT :limit
            """,
            longest=typed[0],
            others=json.dumps(typed[1:]),
            limit=_CHOICES,
        )
        families = [_ref(row) for row in found if row["is_family"]]
        refs = families or [_ref(row) for row in found]
        if len(refs) > 1:
            raise AmbiguousEntityError(asked, tuple(refs))
        if refs:
            return refs[0]
    return None


def _only(asked: str, readings: Sequence[_Reading]) -> EntityRef:
    """The one entity that is meant.

    Raises:
        AmbiguousEntityError: several persons go by the name, or nothing tells which is meant.
    """
    persons = [reading for reading in readings if reading.ref.type is EntityType.PERSON]
    if len(persons) <= 1:
        named = [reading for reading in readings if reading.is_name]
        if len(named) == 1:
            return named[0].ref
        commonest = max(readings, key=lambda reading: reading.times)
        rest = sum(reading.times for reading in readings) - commonest.times
        if len(readings) == 1 or commonest.times >= _BY_FAR * max(rest, 1):
            return commonest.ref
    raise AmbiguousEntityError(asked, tuple(reading.ref for reading in readings))


def _role_label(db: Database, asked: str) -> str | None:
    for form in _forms(asked):
        found = select(
            db,
            """
            SELECT speaker_label FROM quotations
            WHERE speaker_folded = :form AND speaker_id IS NULL
            AND hidden_at IS NULL AND repeats IS NULL LIMIT 1
            """,
            form=form,
        )
        if found:
            return str(found[0]["speaker_label"])
    return None


_FOREMOST = {
    "n_mentions": """
        SELECT * FROM entities WHERE n_mentions > 0 ORDER BY n_mentions DESC, id LIMIT :limit
    """,
    "n_quotations": """
        SELECT * FROM entities WHERE n_quotations > 0 ORDER BY n_quotations DESC, id LIMIT :limit
    """,
}


def _foremost(db: Database, *, limit: int, speakers_only: bool) -> list[EntityRef]:
    rank = "n_quotations" if speakers_only else "n_mentions"
    return _refs(select(db, _FOREMOST[rank], limit=limit))


def _beginning(db: Database, folded: str, *, limit: int, speakers_only: bool) -> list[EntityRef]:
    """Entities with a form, or a word of a name, that begins so."""
    rank = "n_quotations" if speakers_only else "n_mentions"
    foremost = select(db, _FOREMOST[rank], limit=_FOREMOST_LOOKED_AT)
    known = [row for row in foremost if f" {folded}" in f" {row['folded']}"]
    if len(known) >= limit:
        return _refs(known[:limit])
    found = select(
        db,
        """
        SELECT * FROM entities WHERE n_articles > 0 AND n_quotations >= :spoken AND id IN (
            SELECT entity_id FROM (
                SELECT entity_id FROM aliases WHERE folded >= :low AND folded < :high LIMIT :many
            )
            UNION ALL
            SELECT n.entity_id FROM (
                SELECT name_id FROM name_words WHERE word >= :low AND word < :high LIMIT :many
            ) f JOIN names n ON n.id = f.name_id
        )
        """,
        low=folded,
        high=folded + "\U0010ffff",
        many=_BEGINNING_AT_MOST,
        spoken=int(speakers_only),
    )
    rows = {row["id"]: row for row in (*known, *found)}.values()
    first = sorted(rows, key=lambda row: (-row[rank], -row["n_mentions"], row["id"]))
    return _refs(first[:limit])


def _likeness(asked: str, name: str) -> float:
    """How much a name looks like what was typed, of 100; one of its words may be all of it."""
    parts = name.split()
    return max(fuzz.ratio(asked, name), *(0.95 * fuzz.ratio(asked, part) for part in parts), 0.0)


def _refs(rows: Iterable[sqlite3.Row]) -> list[EntityRef]:
    return [_ref(row) for row in rows]


def _ref(row: sqlite3.Row) -> EntityRef:
    return EntityRef(row["id"], row["name"], EntityType(row["type"]))
