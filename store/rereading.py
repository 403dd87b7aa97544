"""One reading of an article in place of another, and the former one kept to be put back.

Steps of the transactions that store/ingest.py and store/mend.py open.
"""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from store import link, relink, versions
from store.queries.articles import clean_article, count_found, days_of
from store.queries.readings import get_reading
from store.queries.versions import list_family
from store.records import (
    AnnotatedArticle,
    ArticleEntity,
    EntityType,
    Mention,
    MentionKind,
    Quotation,
    QuotationKind,
    Reading,
    Span,
)
from store.sketches import sketch_of
from store.tally import Tally
from store.writes import audit, mentions, quotations
from store.writes.names import meet_names
from store.writes.readings import forget_readings, keep_reading
from store.writes.versions import insert_sketch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import CleanArticle, Found

ACTION: Final = "article.reannotate"
# A curator sees within minutes that a new reading is worse; 20 kB an article are not kept for long.
KEPT: Final = timedelta(days=1)


class Replaced(NamedTuple):
    """The number of the change in the audit log, and how much was found before and after."""

    change_id: int
    before: Found
    after: Found


def replace_reading(  # noqa: PLR0913 — the facts of a change
    db: Database,
    article_id: int,
    annotated: AnnotatedArticle,
    *,
    numbers: Sequence[int | None],
    undoes: int | None = None,
    by: int | None,
    now: datetime,
) -> Replaced:
    """Put a reading in place of the one that is stored.

    The former one is kept for a while when a curator asked. `numbers` tells for each quotation
    which number it has, or None for a new one; `undoes` is the change that is taken back.
    """
    former = get_reading(db, article_id) if by is not None else None
    before = count_found(db, article_id)
    _replace(db, article_id, annotated, numbers)
    after = count_found(db, article_id)
    told: dict[str, object] = {"quotations": after.n_quotations, "entities": after.n_entities}
    if undoes is not None:
        told["undoes"] = undoes
    change_id = audit.record(
        db,
        ACTION,
        f"article:{article_id}",
        by=by,
        before={"quotations": before.n_quotations, "entities": before.n_entities},
        after=told,
        now=now,
    )
    forget_readings(db, article_id, now=now)
    if former is not None:
        keep_reading(db, article_id, change_id, _packed(former), until=now + KEPT)
    return Replaced(change_id, before, after)


def unpacked(db: Database, article_id: int, packed: bytes) -> Reading:
    """A kept reading of an article.

    Raises:
        ArticleNotFoundError: the article was removed.
    """
    kept = json.loads(zlib.decompress(packed))
    article = clean_article(db, article_id)
    return Reading(
        AnnotatedArticle(
            article,
            tuple(_entity(one, article) for one in kept["entities"]),
            tuple(_quotation(one) for one in kept["quotations"]),
        ),
        tuple(kept["numbers"]),
        frozenset(kept["fixed"]),
    )


def _replace(
    db: Database, article_id: int, annotated: AnnotatedArticle, numbers: Sequence[int | None]
) -> None:
    tally, family = Tally(), list_family(db, article_id)
    later = versions.later_than(db, article_id, family)
    changed = [article_id, *later]
    concerned = relink.take_out(db, changed, tally)
    quotations.delete_quotations(db, article_id, keep=numbers)
    mentions.delete_entities(db, article_id)
    anew = [(article_id, annotated)]
    names, arriving = meet_names(db, anew, block_of=link.block_of)
    relink.link_names(db, later, tally, concerned, arriving)
    placed, days = mentions.insert_entities(db, anew, names), days_of(db, [article_id])
    quotations.insert_quotations(db, anew, placed, days, numbers=numbers)
    insert_sketch(db, article_id, sketch_of(annotated.article.text))
    versions.arrange(db, family, changed)
    relink.enter_lists(db, changed, tally)


def _packed(reading: Reading) -> bytes:
    kept = {
        "entities": [
            [
                entity.name,
                entity.type,
                [[m.start, m.end, m.kind, m.rule] for m in entity.mentions],
                entity.roles,
            ]
            for entity in reading.annotated.entities
        ],
        "quotations": [
            {
                "kind": quotation.kind,
                "start": quotation.start,
                "end": quotation.end,
                "quoted": [_bounds(span) for span in quotation.quoted],
                "cue": _bounds(quotation.cue),
                "speaker_mention": _bounds(quotation.speaker_mention),
                "speaker": quotation.speaker,
                "speaker_label": quotation.speaker_label,
                "sentence": _bounds(quotation.sentence),
                "rule": quotation.rule,
            }
            for quotation in reading.annotated.quotations
        ],
        "numbers": reading.numbers,
        "fixed": sorted(reading.fixed),
    }
    return zlib.compress(json.dumps(kept).encode())


def _entity(kept: list[Any], article: CleanArticle) -> ArticleEntity:
    name, kind, mentions, roles = kept
    return ArticleEntity(
        name,
        EntityType(kind),
        tuple(
            Mention(start, end, article.text[start:end], MentionKind(how), rule)
            for start, end, how, rule in mentions
        ),
        tuple(roles),
    )


def _quotation(kept: Mapping[str, Any]) -> Quotation:
    spans = {name: _span(kept[name]) for name in ("cue", "speaker_mention")}
    return Quotation(
        kind=QuotationKind(kept["kind"]),
        start=kept["start"],
        end=kept["end"],
        quoted=tuple(Span(*bounds) for bounds in kept["quoted"]),
        cue=spans["cue"],
        speaker_mention=spans["speaker_mention"],
        speaker=kept["speaker"],
        speaker_label=kept["speaker_label"],
        sentence=Span(*kept["sentence"]),
        rule=kept["rule"],
    )


def _bounds(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span(bounds: list[int] | None) -> Span | None:
    return None if bounds is None else Span(*bounds)
