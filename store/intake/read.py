"""A submission → RawArticle: choose the reader that fits.

One job: dispatch by what was handed in. Fetching an address is fetch.py's work, and happens
before.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from store.errors import IntakeError, UnsupportedFileError
from store.intake import html, markdown, text
from store.intake.json_lines import read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.intake.page import FetchedPage
    from store.records import RawArticle

RECORDS: Final = frozenset({".jsonl", ".ndjson"})
_PLAIN: Final = frozenset({"", ".txt", ".text"})
_READERS: Final[dict[str, Callable[[bytes, str], RawArticle]]] = {
    **dict.fromkeys(_PLAIN, text.from_bytes_of_text),
    **dict.fromkeys((".md", ".markdown"), markdown.from_bytes_of_markdown),
    **dict.fromkeys((".html", ".htm", ".xhtml"), html.from_bytes_of_html),
}
READABLE: Final = frozenset(_READERS) | RECORDS

_NOT_YET: Final = {
    ".pdf": "PDF files",
    ".docx": "Word documents",
    ".doc": "Word documents",
    ".odt": "office documents",
    ".rtf": "rich text files",
    ".zip": "zip archives",
    ".epub": "e-books",
    ".rss": "feeds",
    ".atom": "feeds",
    ".xml": "XML files",
}


def read_upload(name: str, data: bytes) -> RawArticle:
    """Read one uploaded file.

    Raises:
        UnsupportedFileError: its type or encoding cannot be read.
        NotAnArticleError: there is no article in it.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _NOT_YET:
        raise UnsupportedFileError(name, f"{_NOT_YET[suffix]} cannot be read yet")
    if suffix in RECORDS:
        raise UnsupportedFileError(name, "a file of many articles is added on the command line")
    reader = _READERS.get(suffix)
    if reader is None:
        raise UnsupportedFileError(name, f"files ending in {suffix} cannot be read")
    return reader(data, name)


def read_page(page: FetchedPage) -> RawArticle:
    """Read the article of a fetched page.

    Raises:
        UnsupportedFileError: it is no text.
        NotAnArticleError: there is no article in it.
    """
    if page.content_type == "text/plain":
        raw = text.from_bytes_of_text(page.body, page.url, charset=page.charset)
        return replace(raw, url=page.url, canonical_url=page.final_url)
    return html.from_page(page)


def read_file(path: Path, *, is_verbatim: bool = False) -> Iterator[RawArticle | IntakeError]:
    """Yield the articles of a file, or what is wrong with each.

    Args:
        path: a file; .jsonl holds many articles, others one.
        is_verbatim: read whatever is not records or HTML as the text it is.
    """
    try:
        if path.suffix.lower() in RECORDS:
            with path.open("rb") as lines:
                yield from read_records(lines, str(path))
        else:
            yield _read_one(path, is_verbatim=is_verbatim)
    except IntakeError as error:
        yield error
    except OSError as error:
        yield IntakeError(str(path), error.strerror or "cannot be read")


def _read_one(path: Path, *, is_verbatim: bool) -> RawArticle:
    if path.stat().st_size > text.LARGEST:
        raise UnsupportedFileError(str(path), f"it is larger than {text.LARGEST // 1024**2} MB")
    data = path.read_bytes()
    is_text = is_verbatim and path.suffix.lower() not in {*_NOT_YET, ".html", ".htm", ".xhtml"}
    read = text.from_bytes_of_text if is_text else lambda data, name: read_upload(name, data)
    return replace(read(data, str(path)), source=path.name)
