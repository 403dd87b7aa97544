"""Curators' decisions about entities: merge, split, rename, alias, and undo each of them.

A decision is kept on names (store/writes/decisions.py), so that it holds for articles to come and
survives reading anew. Each change is one transaction: what was decided is read, set otherwise,
the names concerned are linked anew, and the audit log gets both states, which is all that undoing
needs (changes.py).
"""

from store.curate.changes import undo
from store.curate.merging import merge
from store.curate.naming import NAME_AT_MOST, add_alias, rename
from store.curate.splitting import split

__all__ = ["NAME_AT_MOST", "add_alias", "merge", "rename", "split", "undo"]
