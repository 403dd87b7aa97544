"""Records of the store → the JSON that `--json` prints.

One job: these shapes. Dates are ISO 8601; what is unknown is null.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from store.records import (
        ArticleRef,
        Check,
        CorpusStats,
        EntityRow,
        SearchResult,
        StoredQuotation,
    )


def print_json(value: object) -> None:
    """Print one JSON value in UTF-8, whatever the locale."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2).encode())


def print_json_list(values: Iterable[object]) -> None:
    """Print a JSON array, one item a line, without holding all of it."""
    click.echo(b"[", nl=False)
    for number, value in enumerate(values):
        click.echo(
            (b",\n" if number else b"\n") + json.dumps(value, ensure_ascii=False).encode(), nl=False
        )
    click.echo(b"\n]")


def quotation(found: StoredQuotation) -> dict[str, Any]:
    """Return a stored quotation; offsets refer to `context`."""
    return {
        "id": found.id,
        "kind": found.kind,
        "text": found.content,
        "quoted": [found.context[span.start : span.end] for span in found.quoted],
        "speaker": found.speaker.name if found.speaker else found.speaker_label,
        "speaker_id": found.speaker.id if found.speaker else None,
        "cue": found.context[found.cue.start : found.cue.end] if found.cue else None,
        "context": found.context,
        "rule": found.rule,
        "copies": found.copies,
        "article": article(found.article),
    }


def article(ref: ArticleRef) -> dict[str, Any]:
    """Return what cites an article."""
    return {
        "id": ref.id,
        "title": ref.title,
        "url": ref.url,
        "publisher": ref.publisher,
        "published_on": _day(ref.published_on),
        "date_origin": ref.date_origin,
    }


def entity(row: EntityRow) -> dict[str, Any]:
    """Return an entity of the list."""
    return {
        "id": row.ref.id,
        "name": row.ref.name,
        "type": row.ref.type,
        "mentions": row.n_mentions,
        "articles": row.n_articles,
        "quotations": row.n_quotations,
        "first_on": _day(row.first_on),
        "last_on": _day(row.last_on),
    }


def search_result(found: SearchResult) -> dict[str, Any]:
    """Return what a search found; `matches` are the words that matched."""
    return {
        "query": found.query,
        "n_articles": found.n_articles,
        "articles": [
            {
                **article(hit.article),
                "snippet": hit.snippet,
                "matches": [hit.snippet[mark.start : mark.end] for mark in hit.marks],
            }
            for hit in found.articles
        ],
        "n_quotations": found.n_quotations,
        "quotations": [
            {
                **quotation(hit.quotation),
                "matches": [hit.quotation.content[mark.start : mark.end] for mark in hit.marks],
            }
            for hit in found.quotations
        ],
    }


def check(claimed: str, found: Check) -> dict[str, Any]:
    """Return a verdict and what it rests on."""
    return {
        "claimed": claimed,
        "verdict": found.verdict,
        "share": round(found.share, 3),
        "note": found.note,
        "changes": [
            {"claimed": change.claimed, "recorded": change.recorded, "same": change.is_same}
            for change in found.changes
        ],
        "nearest": quotation(found.nearest) if found.nearest else None,
    }


def stats(counted: CorpusStats) -> dict[str, Any]:
    """Return the counts of a corpus."""
    return {
        "articles": counted.n_articles,
        "quotations": counted.n_quotations,
        "direct": counted.n_direct,
        "mixed": counted.n_mixed,
        "indirect": counted.n_indirect,
        "with_speaker": counted.n_attributed,
        "entities": counted.n_entities,
        "people": counted.n_people,
        "first_on": _day(counted.first_on),
        "last_on": _day(counted.last_on),
        "last_change": counted.last_change.isoformat() if counted.last_change else None,
        "size_bytes": counted.size_bytes,
        "newest": [article(row.ref) for row in counted.newest],
        "top_speakers": [
            {"id": one.item.id, "name": one.item.name, "quotations": one.count}
            for one in counted.top_speakers
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
