"""Rows of `articles` → how an article is cited and listed; pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from store.records import ArticleRef, ArticleRow, DateOrigin

if TYPE_CHECKING:
    import sqlite3


def article_ref(row: sqlite3.Row, *, prefix: str = "") -> ArticleRef:
    """A row's columns of `articles`, whose names may carry a prefix, as a citation."""
    return ArticleRef(
        id=row[f"{prefix}id"],
        title=row[f"{prefix}title"],
        url=row[f"{prefix}url"],
        publisher=row[f"{prefix}publisher"],
        published_on=day_or_none(row[f"{prefix}published_on"]),
        date_origin=DateOrigin(row[f"{prefix}date_origin"]),
        added_at=datetime.fromisoformat(row[f"{prefix}added_at"]),
    )


def article_row(row: sqlite3.Row) -> ArticleRow:
    """A row of `articles` with `n_quotations`, as lists show it."""
    return ArticleRow(
        ref=article_ref(row),
        byline=row["byline"],
        n_words=row["n_words"],
        n_quotations=row["n_quotations"],
        added_by=row["added_by"],
        removed_at=datetime.fromisoformat(row["removed_at"]) if row["removed_at"] else None,
    )


def day_or_none(text: str | None) -> date | None:
    """An ISO date, or None where none is known."""
    return date.fromisoformat(text) if text else None
