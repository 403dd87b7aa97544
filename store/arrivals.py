"""New articles enter the record: names linked, quotations shown, everything counted.

These are steps of the transactions that store/ingest.py opens. One job: to do for articles that
were never there what store/relink.py does for stored ones. What is told of an article alone was
found where it was read (store/gist.py), so that nothing just written is read again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store import link, relink, versions
from store.gist import gist_of, with_gist
from store.queries.articles import days_of
from store.queries.versions import list_repeating
from store.tally import Tally, Told, add
from store.writes import articles, mentions, quotations, rollups, terms
from store.writes.names import meet_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database

    from store.records import AnnotatedArticle, Placed, Said

    Numbered = tuple[int, AnnotatedArticle]


def enter(db: Database, new: Sequence[Numbered]) -> dict[int, int]:
    """Write all that was found in new articles, and let them count.

    Returns:
        of each that is a version of another: the first one.
    """
    numbers, tally = [article_id for article_id, _ in new], Tally()
    for _, annotated in new:
        with_gist(annotated)  # once, where it was not found before
    names, arriving = meet_names(db, new, block_of=link.block_of)
    relink.link_names(db, (), tally, relink.Concerned(), arriving)
    placed = mentions.insert_entities(db, new, names)
    days = days_of(db, numbers)
    said = quotations.insert_quotations(db, new, placed, days)
    firsts = versions.place_new(db, [(article_id, one.article) for article_id, one in new])
    repeating = list_repeating(db, firsts)
    shown = [[one for one in own if one.id not in repeating] for own in said]
    _enter_lists(db, new, shown, days, tally)
    for one, own, quoted in zip(new, placed, shown, strict=True):
        add(tally, _told(one[1], own, quoted, is_first=one[0] not in firsts), sign=1)
    rollups.write_tally(db, tally)
    return firsts


def _enter_lists(
    db: Database,
    new: Sequence[Numbered],
    shown: Sequence[Sequence[Said]],
    days: Mapping[int, str],
    tally: Tally,
) -> None:
    """Let lists and search find new articles and what they quote."""
    gists = [(article_id, gist_of(annotated)) for article_id, annotated in new]
    quoted = [one for own in shown for one in own]
    about = ((one.id, who, one.day) for one in quoted for who in one.about)
    quotations.write_about(db, about)
    quotations.index_quotations(db, [article_id for article_id, _ in new])
    articles.index_text(db, [article_id for article_id, _ in new])
    terms.put(
        db,
        tally,
        [(article_id, gist.strengths, days[article_id]) for article_id, gist in gists],
        [(one.id, one.strengths, one.day) for one in quoted],
        sign=1,
    )


def _told(
    annotated: AnnotatedArticle,
    entities: Sequence[Placed],
    shown: Sequence[Said],
    *,
    is_first: bool,
) -> Told:
    """A new article as it counts."""
    article, company = annotated.article, gist_of(annotated).company
    who = [placed.entity_id for placed in entities]
    counts: Counter[int] = Counter()
    for entity_id, entity in zip(who, annotated.entities, strict=True):
        counts[entity_id] += len(entity.mentions)
    return Told(
        day=article.published_on.isoformat() if article.published_on else None,
        is_first=is_first,
        mentions=counts,
        forms=((who[i], form, n) for i, form, n in company.forms),
        paragraphs=([who[i] for i in together] for together in company.paragraphs),
        roles=(
            (entity_id, role)
            for entity_id, entity in zip(who, annotated.entities, strict=True)
            for role in dict.fromkeys(entity.roles)
        ),
        quotations=((one.speaker_id, one.day, one.kind, one.is_attributed) for one in shown),
    )
