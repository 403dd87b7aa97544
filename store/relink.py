"""An article comes to count or counts no more, and names are linked anew; steps of transactions.

One job: keep names, entities, quotations and roll-ups in step. Whatever changes who somebody is,
an article or a curator, goes through here, inside its own transaction.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store import link
from store.tally import Tally
from store.writes import articles, entities, quotations, rollups, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlite_utils import Database

    from store.writes.names import Arriving, Fresh


@dataclass(slots=True)
class Concerned:
    """What linking has to look at: blocks to divide anew, entities whose name may have changed."""

    blocks: set[str] = field(default_factory=set)
    entities: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)  # names that nothing but these articles uses
    fresh: dict[int, Fresh] = field(default_factory=dict)  # those that are not even stored


def take_out(db: Database, article_ids: Sequence[int], tally: Tally) -> Concerned:
    """Let articles count no more; what is to be linked anew is returned."""
    _leave_lists(db, article_ids, tally)
    concerned, counts = Concerned(), entities.names_used(db, article_ids)
    _count_names(db, {name_id: -n for name_id, n in counts.items()}, concerned)
    return concerned


def put_in(
    db: Database, article_ids: Sequence[int], tally: Tally, concerned: Concerned
) -> list[int]:
    """Let articles count: their names are linked, quotations shown, mentions added up.

    Returns:
        the other articles in which somebody is told otherwise now.
    """
    others = link_names(db, article_ids, tally, concerned)
    enter_lists(db, article_ids, tally)
    return others


def link_names(
    db: Database,
    article_ids: Sequence[int],
    tally: Tally,
    concerned: Concerned,
    arriving: Arriving | None = None,
) -> list[int]:
    """Count articles in their names, and link those: the first half of `put_in`.

    Names of articles that are about to be stored come along; new ones among them are stored.

    Returns:
        the other articles in which somebody is told otherwise now.
    """
    counts = entities.names_used(db, article_ids)
    if arriving is not None:
        counts += arriving.counts
        for name_id, one in arriving.fresh.items():
            used = one.name._replace(n_articles=counts.pop(name_id))
            concerned.fresh[name_id] = one._replace(name=used)
    _count_names(db, counts, concerned)
    return _relink(db, tally, concerned, but=article_ids)


def enter_lists(db: Database, article_ids: Sequence[int], tally: Tally) -> None:
    """Show articles and count what is in them, their names being linked: the second half."""
    quotations.show_quotations(db, article_ids)
    terms.index(db, article_ids, tally, sign=1)
    articles.index_text(db, article_ids)
    rollups.count_articles(db, tally, article_ids, sign=1)
    rollups.write_tally(db, tally)


@contextmanager
def counted_anew(db: Database, article_id: int) -> Iterator[None]:
    """Take an article out of lists, search and roll-ups, and put it back as it is then.

    For changes that leave alone which names it uses; else `take_out` and `put_in`.
    """
    tally = Tally()
    _leave_lists(db, [article_id], tally)
    yield
    enter_lists(db, [article_id], tally)


def _relink(db: Database, tally: Tally, concerned: Concerned, *, but: Collection[int]) -> list[int]:
    """Divide blocks of names anew, and count the articles that use moved names again.

    The articles `but` are not counted at this moment; those that were are returned.
    """
    fresh = concerned.fresh
    blocks = entities.read_blocks(db, concerned.blocks, fresh.values())
    given = entities.give_entities(db, ((block, link.partition(block.used)) for block in blocks))
    moves = [move for move in given.moves if move.name_id not in fresh]
    moved = (move.name_id for move in moves if move.name_id not in concerned.new)
    using = {
        name_id: elsewhere
        for name_id, all_using in entities.articles_using(db, moved).items()
        if (elsewhere := all_using.difference(but))
    }
    others = sorted(set().union(*using.values()))
    rollups.count_articles(db, tally, others, sign=-1)
    entities.apply_moves(db, moves, using)
    entities.insert_fresh(db, fresh, given)
    quotations.relink_about(db, others)
    rollups.count_articles(db, tally, others, sign=1)
    names = (name for block in blocks for name in block.used)
    pinned = {name.pinned_to for name in names if name.pinned_to is not None}
    entities.call_entities(db, concerned.entities | pinned, lead=link.lead)
    return others


def _leave_lists(db: Database, article_ids: Sequence[int], tally: Tally) -> None:
    rollups.count_articles(db, tally, article_ids, sign=-1)
    terms.index(db, article_ids, tally, sign=-1)
    quotations.unshow_quotations(db, article_ids)
    articles.unindex_text(db, article_ids)


def _count_names(db: Database, counts: Mapping[int, int], concerned: Concerned) -> None:
    """Count articles in or out of names, and note what that may change in linking.

    Most names of an article are known already, and stay with whom they mean: then dividing
    their blocks, which grow with the record, would find what is there.
    """
    for name, block, n_before in entities.count_names(db, counts):
        if n_before <= 0:
            concerned.new.add(name.id)
        if name.entity_id is None or link.may_regroup(name, n_before):
            concerned.blocks.add(block)
        else:
            concerned.entities.add(name.entity_id)
