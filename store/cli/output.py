"""Records → what somebody reads on a terminal.

One job: print. On a terminal tables and colours; in a pipe plain text, cells parted by tabs.
Text from articles is never markup, and no control character of it reaches the terminal.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.records import ArticleRef, Check, Span, StoredQuotation

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def console() -> Console:
    """Return the console of standard output, as it is now."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def console_of_errors() -> Console:
    """Return the console of standard error, as it is now: for how far something is."""
    return Console(file=sys.stderr, highlight=False, markup=False, emoji=False)


def plain(text: object) -> str:
    """Return text without control characters."""
    return _CONTROLS.sub("", str(text))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 article", "5 articles"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def say(text: Text | str = "") -> None:
    """Print one paragraph: wrapped on a terminal, on one line in a pipe."""
    out = console()
    if out.is_terminal:
        out.print(text)
    else:
        click.echo(str(text))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows: a table on a terminal, else cells parted by tabs under a line of names.

    A column whose name starts with "#" holds numbers.
    """
    out = console()
    cells = ([plain(cell) if cell is not None else "" for cell in row] for row in rows)
    if not out.is_terminal:
        for line in (columns, *cells):
            click.echo("\t".join(cell.replace("\t", " ") for cell in line))
        return
    table = Table(header_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column.startswith("#") else "left")
    for row in cells:
        table.add_row(*map(Text, row))
    out.print(table)


def print_quotation(found: StoredQuotation, marks: Sequence[Span] = ()) -> None:
    """Print one quotation with its speaker and its source."""
    head = Text()
    head.append(plain(speaker_of(found)), style="bold")
    head.append(f"  #{found.id} · {found.kind}", style="dim")
    say(head)
    say(marked(found.content, marks))
    say(Text(f"— {cite(found.article)}", style="dim"))
    say()


def speaker_of(found: StoredQuotation) -> str:
    """Return who said it, as the record has it."""
    return (found.speaker.name if found.speaker else found.speaker_label) or "speaker unknown"


def marked(text: str, marks: Sequence[Span]) -> Text:
    """Return text with the given spans set off."""
    shown = Text(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text))  # one for one: spans hold
    for mark in marks:
        shown.stylize("bold yellow", mark.start, mark.end)
    return shown


def cite(ref: ArticleRef) -> str:
    """Return an article's title, publisher, date and address in one line."""
    dated = ref.published_on.isoformat() if ref.published_on else "no date"
    parts = [ref.title, ref.publisher, dated, ref.url, f"article {ref.id}"]
    return plain(" · ".join(part for part in parts if part))


def print_check(found: Check) -> None:
    """Print a verdict, the differences and the nearest record."""
    say(Text(found.verdict.upper(), style="bold"))
    if found.note:
        say(plain(found.note))
    if any(not change.is_same for change in found.changes):
        say(_differences(found))
    if found.nearest:
        say()
        say("on record:" if found.verdict == "exact" else "nearest on record:")
        print_quotation(found.nearest)


def _differences(found: Check) -> Text:
    """Return the claim with what it has too many in [-…-] and what it lacks in {+…+}."""
    shown = Text()
    for change in found.changes:
        if change.is_same:
            shown.append(plain(change.claimed))
        if not change.is_same and change.claimed:
            shown.append(f"[-{plain(change.claimed)}-]", style="red")
        if not change.is_same and change.recorded:
            shown.append(f"{{+{plain(change.recorded)}+}}", style="green")
        shown.append(" ")
    return shown
