"""An article comes to count or counts no more, and names are linked anew; steps of transactions.

One job: keep names, entities, quotations and roll-ups in step. Whatever changes who somebody is,
an article or a curator, goes through here, inside its own transaction.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store import link
from store.writes import articles, entities, quotations, rollups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlite_utils import Database


@dataclass(slots=True)
class Concerned:
    """What linking has to look at: blocks to divide anew, entities whose name may have changed."""

    blocks: set[str] = field(default_factory=set)
    entities: set[int] = field(default_factory=set)


def take_out(db: Database, article_ids: Iterable[int], tally: rollups.Tally) -> Concerned:
    """Let articles count no more; what is to be linked anew is returned."""
    concerned = Concerned()
    for article_id in article_ids:
        _leave_lists(db, article_id, tally)
        _count_names(db, article_id, concerned, sign=-1)
    return concerned


def put_in(
    db: Database,
    article_ids: Sequence[int],
    tally: rollups.Tally,
    concerned: Concerned | None = None,
) -> list[int]:
    """Let articles count: their names are linked, quotations shown, mentions added up.

    Returns:
        the other articles in which somebody is told otherwise now.
    """
    concerned = concerned or Concerned()
    for article_id in article_ids:
        _count_names(db, article_id, concerned, sign=1)
    others = relink(db, tally, concerned, but=article_ids)
    for article_id in article_ids:
        _enter_lists(db, article_id, tally)
    rollups.write_tally(db, tally)
    return others


@contextmanager
def counted_anew(db: Database, article_id: int) -> Iterator[None]:
    """Take an article out of lists, search and roll-ups, and put it back as it is then.

    For changes that leave alone which names it uses; else `take_out` and `put_in`.
    """
    tally = rollups.Tally()
    _leave_lists(db, article_id, tally)
    yield
    _enter_lists(db, article_id, tally)
    rollups.write_tally(db, tally)


def relink(
    db: Database, tally: rollups.Tally, concerned: Concerned, *, but: Collection[int]
) -> list[int]:
    """Divide blocks of names anew, and count the articles that use moved names again.

    The articles `but` are not counted at this moment; those that were are returned.
    """
    moves: list[tuple[int, int]] = []
    called = set(concerned.entities)
    for block in sorted(concerned.blocks):
        names = entities.names_of_block(db, block)
        moves += entities.moves_for(db, block, names, link.partition(names))
        called.update(name.pinned_to for name in names if name.pinned_to is not None)
    using = entities.articles_using(db, [name_id for name_id, _ in moves])
    others = [article_id for article_id in using if article_id not in but]
    rollups.count_articles(db, tally, others, sign=-1)
    entities.apply_moves(db, moves)
    quotations.relink_about(db, others)
    rollups.count_articles(db, tally, others, sign=1)
    for entity_id in sorted(called):  # its names may be of several blocks
        if names := entities.names_of(db, entity_id):
            entities.call_entity(db, entity_id, link.lead(names))
    return others


def _leave_lists(db: Database, article_id: int, tally: rollups.Tally) -> None:
    rollups.count_articles(db, tally, [article_id], sign=-1)
    quotations.unshow_quotations(db, article_id)
    articles.unindex_text(db, article_id)


def _enter_lists(db: Database, article_id: int, tally: rollups.Tally) -> None:
    quotations.show_quotations(db, article_id)
    articles.index_text(db, article_id)
    rollups.count_articles(db, tally, [article_id], sign=1)


def _count_names(db: Database, article_id: int, concerned: Concerned, *, sign: int) -> None:
    """Count an article in or out of its names, and note what that may change in linking.

    Most names of an article are known already, and stay with whom they mean: then dividing
    their blocks, which grow with the record, would find what is there.
    """
    entities.count_names(db, article_id, sign=sign)
    for name, block in entities.names_of_article(db, article_id):
        before = name.n_articles - sign
        if name.entity_id is None or link.may_regroup(name, before):
            concerned.blocks.add(block)
        else:
            concerned.entities.add(name.entity_id)
