"""`quotes`, `entities`, `search`, `check`, `stats`: commands that only read.

One job: these five. None needs spaCy, so that they answer at once.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, TypedDict, Unpack

import click
from rich.text import Text

from store.check import check_quotation
from store.cli import as_json, output
from store.cli.corpus import corpus_options, corpus_path, not_empty
from store.database import open_corpus, translating_errors
from store.queries.candidates import find_candidates
from store.queries.counts import get_stats
from store.queries.entities import find_entity, find_speaker, list_entities
from store.queries.quotations import list_quotations
from store.queries.search import search as search_corpus
from store.records import EntityType, QuotationFilter, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from sqlite_utils import Database

    from store.records import CorpusStats, EntityRef, SearchResult, StoredQuotation


class _Quotes(TypedDict):
    """The options of `quotes` that say which."""

    speaker: str | None
    about: str | None
    containing: str | None
    since: datetime | None
    until: datetime | None
    kind: str | None
    limit: int | None


class _Search(TypedDict):
    """What `search` is asked."""

    query: str
    since: datetime | None
    until: datetime | None
    limit: int
    page: int


_BATCH = 200  # quotations read at a time, however many are printed

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_json = click.option("--json", "as_data", is_flag=True, help="Print JSON.")
_since = click.option("--since", type=_DAY, metavar="DATE", help="From this day on (YYYY-MM-DD).")
_until = click.option("--until", type=_DAY, metavar="DATE", help="Up to and with this day.")


@contextmanager
def _open(ctx: click.Context, corpus: Path | None, guild: int | None) -> Iterator[Database]:
    path = corpus_path(ctx.obj, corpus, guild)
    with closing(open_corpus(path, read_only=True)) as db:
        try:
            yield db
        except sqlite3.Error:  # damage is met where it lies; a pipe that closes is not SQLite's
            with translating_errors(path):
                raise


@click.command()
@click.option(
    "--speaker", metavar="NAME", callback=not_empty, help="Said by this person, body or role."
)
@click.option("--about", metavar="NAME", callback=not_empty, help="Whose words mention this.")
@click.option(
    "--containing",
    metavar="TEXT",
    callback=not_empty,
    help="With all these words; “in marks” together.",
)
@_since
@_until
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in QuotationKind], case_sensitive=False),
    help="Only words in marks, partly in marks, or reported.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N; default: all.")
@_json
@corpus_options
@click.pass_context
def quotes(
    ctx: click.Context,
    /,
    corpus: Path | None,
    guild: int | None,
    *,
    as_data: bool,
    **asked: Unpack[_Quotes],
) -> None:
    """List quotations, newest first."""
    with _open(ctx, corpus, guild) as db:
        found = _quotations(db, _filter(db, asked), asked["limit"])
        if as_data:
            as_json.print_json_list(map(as_json.quotation, found))
            return
        is_empty = True
        for quotation in found:
            output.print_quotation(quotation)
            is_empty = False
    if is_empty:
        click.echo("no quotations", err=True)


def _filter(db: Database, asked: _Quotes) -> QuotationFilter:
    since, until = _period(asked["since"], asked["until"])
    speaker = find_speaker(db, asked["speaker"]) if asked["speaker"] else None
    about = find_entity(db, asked["about"]) if asked["about"] else None
    return QuotationFilter(
        speaker=_id(speaker),
        speaker_label=speaker if isinstance(speaker, str) else None,
        about=_id(about),
        containing=asked["containing"],
        since=since,
        until=until,
        kind=QuotationKind(asked["kind"]) if asked["kind"] else None,
    )


def _id(found: EntityRef | str | None) -> int | None:
    return None if found is None or isinstance(found, str) else found.id


def _period(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    """The days that are asked for.

    Raises:
        click.UsageError: they are the wrong way round.
    """
    if since and until and since > until:
        raise click.UsageError("--since is later than --until")
    return since.date() if since else None, until.date() if until else None


def _quotations(
    db: Database, where: QuotationFilter, limit: int | None
) -> Iterator[StoredQuotation]:
    """Yield quotations page by page, so that the first is printed at once."""
    left, after = limit, None
    while left is None or left > 0:
        page = list_quotations(db, where, after=after, limit=min(left or _BATCH, _BATCH))
        yield from page.items
        if page.next is None:
            return
        after = page.next
        left = None if left is None else left - len(page.items)


@click.command()
@click.option(
    "--type",
    "kind",
    type=click.Choice([kind.value for kind in EntityType], case_sensitive=False),
    help="Only of this type; GPE is a country, state or city, NORP a nationality or group.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N; default: all.")
@_json
@corpus_options
@click.pass_context
def entities(  # noqa: PLR0913 — one argument per option
    ctx: click.Context,
    corpus: Path | None,
    guild: int | None,
    *,
    kind: str | None,
    limit: int | None,
    as_data: bool,
) -> None:
    """List people, organisations, places and products by mentions."""
    with _open(ctx, corpus, guild) as db:
        rows = list_entities(db, kind=EntityType(kind) if kind else None, limit=limit)
    if as_data:
        as_json.print_json_list(map(as_json.entity, rows))
        return
    output.print_table(
        ("#id", "name", "type", "#mentions", "#articles", "#quotations", "first", "last"),
        (
            (
                row.ref.id,
                row.ref.name,
                row.ref.type,
                row.n_mentions,
                row.n_articles,
                row.n_quotations,
                row.first_on,
                row.last_on,
            )
            for row in rows
        ),
    )


@click.command()
@click.argument("query")
@_since
@_until
@click.option(
    "--limit",
    type=click.IntRange(min=1, max=1000),
    default=10,
    show_default=True,
    help="Articles, and as many quotations, on a page.",
)
@click.option(
    "--page", type=click.IntRange(min=1), default=1, show_default=True, help="Which page."
)
@_json
@corpus_options
@click.pass_context
def search(
    ctx: click.Context,
    /,
    corpus: Path | None,
    guild: int | None,
    *,
    as_data: bool,
    **asked: Unpack[_Search],
) -> None:
    """Search articles and quotations for QUERY, best first."""
    since, until = _period(asked["since"], asked["until"])
    with _open(ctx, corpus, guild) as db:
        found = search_corpus(
            db, asked["query"], since=since, until=until, limit=asked["limit"], page=asked["page"]
        )
    if as_data:
        as_json.print_json(as_json.search_result(found))
    else:
        _print_search(found)


def _print_search(found: SearchResult) -> None:
    for hit in found.articles:
        output.say(Text(output.cite(hit.article), style="bold"))
        output.say(output.marked(hit.snippet, hit.marks))
        output.say()
    for quoted in found.quotations:
        output.print_quotation(quoted.quotation, quoted.marks)
    articles = output.counted(found.n_articles, "article")
    click.echo(f"{articles}, {output.counted(found.n_quotations, 'quotation')}", err=True)


@click.command()
@click.argument("text")
@_json
@corpus_options
@click.pass_context
def check(
    ctx: click.Context, text: str, corpus: Path | None, guild: int | None, *, as_data: bool
) -> None:
    """Compare the quotation TEXT with the record (“-” reads it from standard input)."""
    claimed = sys.stdin.read() if text == "-" else text
    with _open(ctx, corpus, guild) as db:
        found = check_quotation(claimed, find_candidates(db, claimed))
    if as_data:
        as_json.print_json(as_json.check(claimed, found))
    else:
        output.print_check(found)


@click.command()
@_json
@corpus_options
@click.pass_context
def stats(ctx: click.Context, corpus: Path | None, guild: int | None, *, as_data: bool) -> None:
    """Count what the corpus holds."""
    with _open(ctx, corpus, guild) as db:
        counted = get_stats(db)
    if as_data:
        as_json.print_json(as_json.stats(counted))
    else:
        _print_stats(counted)


def _print_stats(counted: CorpusStats) -> None:
    changed = counted.last_change
    kinds = f"{counted.n_direct} direct, {counted.n_mixed} mixed, {counted.n_indirect} indirect"
    rows: list[tuple[str, object]] = [
        ("articles", counted.n_articles),
        ("quotations", f"{counted.n_quotations} ({kinds})"),
        ("with a speaker", counted.n_attributed),
        ("entities", f"{counted.n_entities} ({counted.n_people} people)"),
        ("dated", f"{counted.first_on or '–'} to {counted.last_on or '–'}"),
        ("last change", f"{changed:%Y-%m-%d %H:%M} UTC" if changed else "never"),
        ("size", f"{counted.size_bytes / 1024:,.0f} KiB"),
    ]
    rows += (("newest", output.cite(row.ref)) for row in counted.newest)
    rows += (("most quoted", f"{one.item.name} ({one.count})") for one in counted.top_speakers)
    output.print_table(("what", "value"), rows)
