"""Pages that a browser saved: where they came from, and what it put into a folder beside them.

One job: these two. The folder holds scripts, pictures and the frames of advertisements, which are
pages too but no articles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    Path = TypeVar("Path", bound=PurePath)

PAGES: Final = frozenset({".html", ".htm", ".xhtml"})
# What browsers, in the languages they come in most, and Word put behind the page's name.
_BESIDE: Final = ("_files", ".files", "-Dateien", "-filer", "_fichiers", "_archivos", "_bestanden")
_HEAD: Final = 2048  # bytes in which the address stands
_SAVED_FROM: Final = re.compile(
    rb"<!--\s*saved from url=\(\d{1,5}\)(https?://[!-~]{1,2000}?)\s*-->"  # Chrome, Edge, Safari
    rb"|<!--\s*Page saved with SingleFile\s+url:\s*(https?://[!-~]{1,2000})"
)


def address_in(page: bytes) -> str | None:
    """Return the address that a browser noted when it saved a page, or None."""
    found = _SAVED_FROM.search(page[:_HEAD])
    return (found[1] or found[2]).decode("ascii") if found else None


def without_folders_of_pages(files: Iterable[Path]) -> list[Path]:
    """Leave out the files in a folder that belongs to a page beside it."""
    listed = list(files)
    folders = {
        page.with_name(page.stem + ending)
        for page in listed
        if page.suffix.lower() in PAGES
        for ending in _BESIDE
    }
    return [file for file in listed if folders.isdisjoint(file.parents)]
