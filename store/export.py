"""A corpus, or a part of it, as a file to hand out: CSV, JSON or SQLite.

One job: rows in, a file out, one row at a time. What belongs to members (whom they follow, what
they looked up) is in none of them.

Source: OWASP's page "CSV Injection" for the characters that spreadsheets take for a formula.
"""

from __future__ import annotations

import csv
import json
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from store.database import copy_corpus, open_corpus, translating_errors
from store.queries.export import columns_of, export_rows
from store.records import ExportKind
from store.writes.strip import strip_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from store.records import ExportPlan

FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # noqa: RUF001 — the wide ones too


def export(path: Path, plan: ExportPlan, folder: Path, *, most_bytes: int) -> tuple[Path, int]:
    """Write a corpus, or a part of it, to a file in a folder; packed when it is larger than that.

    Returns:
        The file, which may still be too large, and how many rows it holds (0 for SQLite).

    Raises:
        DatabaseError: the corpus cannot be read, or there is no room.
    """
    target = folder / plan.file_name
    with translating_errors(target):
        if plan.kind is ExportKind.SQLITE:
            copy_corpus(path, target)
            with closing(open_corpus(target)) as db:
                strip_private(db)
                db.conn.execute("PRAGMA journal_mode = DELETE")  # one file, not three
            n_rows = 0
        else:
            with closing(open_corpus(path, read_only=True)) as db:
                rows = _Counted(export_rows(db, plan.what, since=plan.since, until=plan.until))
                write = write_csv if plan.kind is ExportKind.CSV else write_json
                _written(target, write, columns_of(db, plan.what), rows)
            n_rows = rows.n
        if target.stat().st_size > most_bytes:
            target = _packed(target)
    return target, n_rows


class _Counted:
    """Counts the rows that go by."""

    def __init__(self, rows: Iterator[dict[str, Any]]) -> None:
        self._rows = rows
        self.n = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.n += 1
            yield row


def write_csv(file: TextIO, columns: list[str], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows as CSV; what a spreadsheet would take for a formula gets a mark before it."""
    writer = csv.DictWriter(file, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})


def write_json(file: TextIO, columns: list[str], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows as one JSON list, an object a line."""
    del columns
    separator = "[\n"
    for row in rows:
        file.write(separator + json.dumps(row, ensure_ascii=False))
        separator = ",\n"
    file.write("[]\n" if separator == "[\n" else "\n]\n")


def _written(
    target: Path,
    write: Callable[[TextIO, list[str], Iterator[dict[str, Any]]], None],
    columns: list[str],
    rows: _Counted,
) -> None:
    # With a mark at the start: Excel takes a file without one for another encoding.
    encoding = "utf-8-sig" if target.suffix == ".csv" else "utf-8"
    with target.open("w", encoding=encoding, newline="") as file:
        write(file, columns, iter(rows))


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _packed(target: Path) -> Path:
    packed = target.with_name(f"{target.name}.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.write(target, target.name)
    target.unlink()
    return packed
