"""An article comes to count or counts no more, and names are linked anew; steps of transactions.

One job: keep names, entities, quotations and roll-ups in step. Whatever changes who somebody is,
an article or a curator, goes through here, inside its own transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import link
from store.writes import articles, entities, quotations, rollups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlite_utils import Database


def take_out(db: Database, article_ids: Iterable[int], tally: rollups.Tally) -> set[str]:
    """Let articles count no more; the blocks of names that are to be linked anew are returned."""
    blocks: set[str] = set()
    for article_id in article_ids:
        rollups.count_articles(db, tally, [article_id], sign=-1)
        quotations.unshow_quotations(db, article_id)
        articles.unindex_text(db, article_id)
        entities.count_names(db, article_id, sign=-1)
        blocks.update(entities.blocks_of(db, article_id))
    return blocks


def put_in(
    db: Database, article_ids: Sequence[int], tally: rollups.Tally, blocks: Iterable[str] = ()
) -> list[int]:
    """Let articles count: their names are linked, quotations shown, mentions added up.

    Returns:
        the other articles in which somebody is told otherwise now.
    """
    touched = set(blocks)
    for article_id in article_ids:
        entities.count_names(db, article_id, sign=1)
        touched.update(entities.blocks_of(db, article_id))
    others = relink(db, tally, touched, but=article_ids)
    for article_id in article_ids:
        quotations.show_quotations(db, article_id)
        articles.index_text(db, article_id)
    rollups.count_articles(db, tally, article_ids, sign=1)
    rollups.write_tally(db, tally)
    return others


def relink(
    db: Database, tally: rollups.Tally, blocks: Iterable[str], *, but: Collection[int]
) -> list[int]:
    """Divide blocks of names anew, and count the articles that use moved names again.

    The articles `but` are not counted at this moment; those that were are returned.
    """
    moves: list[tuple[int, int]] = []
    joined: set[int] = set()
    for block in sorted(blocks):
        names = entities.names_of_block(db, block)
        moves += entities.moves_for(db, block, names, link.partition(names))
        joined.update(name.pinned_to for name in names if name.pinned_to is not None)
    using = entities.articles_using(db, [name_id for name_id, _ in moves])
    others = [article_id for article_id in using if article_id not in but]
    rollups.count_articles(db, tally, others, sign=-1)
    entities.apply_moves(db, moves)
    quotations.relink_about(db, others)
    rollups.count_articles(db, tally, others, sign=1)
    for entity_id in sorted(joined):  # their names may be of several blocks
        if names := entities.names_of(db, entity_id):
            entities.call_entity(db, entity_id, link.lead(names))
    return others
