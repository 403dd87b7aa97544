"""A submission → RawArticle: choose the reader that fits.

One job: dispatch by what was handed in. Fetching an address is fetch.py's work, and happens
before.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from store.errors import IntakeError, UnsupportedFileError
from store.intake import markdown, text
from store.intake.archive import read_archive
from store.intake.json_lines import read_records
from store.intake.saved import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.intake.page import FetchedPage
    from store.records import RawArticle

RECORDS: Final = frozenset({".jsonl", ".ndjson"})
ARCHIVES: Final = frozenset({".zip"})
_PLAIN: Final = frozenset({"", ".txt", ".text"})


# Their libraries are loaded when the first such file comes.


def _read_pdf(data: bytes, name: str) -> RawArticle:
    from store.intake.pdf import from_bytes_of_pdf  # noqa: PLC0415 — see above

    return from_bytes_of_pdf(data, name)


def _read_html(data: bytes, name: str) -> RawArticle:
    from store.intake.html import from_bytes_of_html  # noqa: PLC0415 — see above

    return from_bytes_of_html(data, name)


def _read_word(data: bytes, name: str) -> RawArticle:
    from store.intake.word import from_bytes_of_word  # noqa: PLC0415 — see above

    return from_bytes_of_word(data, name)


_READERS: Final[dict[str, Callable[[bytes, str], RawArticle]]] = {
    **dict.fromkeys(_PLAIN, text.from_bytes_of_text),
    **dict.fromkeys((".md", ".markdown"), markdown.from_bytes_of_markdown),
    **dict.fromkeys(PAGES, _read_html),
    ".pdf": _read_pdf,
    ".docx": _read_word,
}
READABLE: Final = frozenset(_READERS) | RECORDS | ARCHIVES

_LAID_OUT: Final = PAGES | {".pdf", ".docx"}  # no text as it is

_NOT_READ: Final = {
    ".doc": "Word documents older than .docx",
    ".docm": "Word documents with macros",
    ".odt": "office documents",
    ".rtf": "rich text files",
    ".epub": "e-books",
    ".eml": "e-mails",
    ".msg": "e-mails",
    ".mht": "web archives (save the page as HTML instead)",
    ".mhtml": "web archives (save the page as HTML instead)",
    ".webarchive": "web archives (save the page as HTML instead)",
    ".json": "JSON files, but for .jsonl with one article on each line,",
    ".rss": "feeds",
    ".atom": "feeds",
    ".xml": "XML files",
}


def read_uploads(name: str, data: bytes) -> Iterator[RawArticle | IntakeError]:
    """Yield the article of an uploaded file, or those of an archive, or what is wrong with each."""
    try:
        if _suffix(name) in ARCHIVES:
            yield from read_archive(data, name, read=read_upload)
        else:
            yield read_upload(name, data)
    except IntakeError as error:
        yield error
    except MemoryError:
        yield UnsupportedFileError(name, "reading it takes too much memory")


def read_upload(name: str, data: bytes) -> RawArticle:
    """Read one uploaded file that holds one article.

    Raises:
        UnsupportedFileError: its type or encoding cannot be read.
        NotAnArticleError: there is no article in it.
    """
    suffix = _suffix(name)
    if suffix in _NOT_READ:
        raise UnsupportedFileError(name, f"{_NOT_READ[suffix]} cannot be read")
    if suffix in RECORDS:
        raise UnsupportedFileError(name, "a file of many articles is added on the command line")
    reader = _READERS.get(suffix)
    if reader is None:
        raise UnsupportedFileError(name, f"files ending in {suffix} cannot be read")
    return reader(data, name)


def read_page(page: FetchedPage) -> RawArticle:
    """Read the article of a fetched page, or of a PDF file that is at its address.

    Raises:
        UnsupportedFileError: it is no text.
        NotAnArticleError: there is no article in it.
    """
    if page.content_type.endswith("pdf") or page.body.startswith(b"%PDF-"):
        return _from(page, _read_pdf(page.body, page.url))
    if page.content_type == "text/plain":
        return _from(page, text.from_bytes_of_text(page.body, page.url, charset=page.charset))
    from store.intake.html import from_page  # noqa: PLC0415 — see above

    return from_page(page)


def _from(page: FetchedPage, raw: RawArticle) -> RawArticle:
    """Add what a file cannot say of itself: where it is, and on whose site."""
    site = (urlsplit(page.final_url).hostname or "").removeprefix("www.")
    return replace(raw, url=page.url, canonical_url=page.final_url, publisher=site or None)


def read_page_or_error(page: FetchedPage) -> RawArticle | IntakeError:
    """Read the article of a fetched page, or return what is wrong with it."""
    try:
        return read_page(page)
    except IntakeError as error:
        return error
    except MemoryError:
        return UnsupportedFileError(page.url, "reading it takes too much memory")


def read_file(path: Path, *, is_verbatim: bool = False) -> Iterator[RawArticle | IntakeError]:
    """Yield the articles of a file, or what is wrong with each.

    Args:
        path: a file; .jsonl and .zip hold many articles, others one.
        is_verbatim: read whatever is not records or HTML as the text it is.
    """
    try:
        if path.suffix.lower() in RECORDS:
            with path.open("rb") as lines:
                yield from read_records(lines, str(path))
        elif path.suffix.lower() in ARCHIVES:
            yield from read_uploads(str(path), _bytes_of(path))
        else:
            yield _read_one(path, is_verbatim=is_verbatim)
    except IntakeError as error:
        yield error
    except MemoryError:
        yield UnsupportedFileError(str(path), "reading it takes too much memory")
    except OSError as error:
        yield IntakeError(str(path), error.strerror or "cannot be read")


def _read_one(path: Path, *, is_verbatim: bool) -> RawArticle:
    data = _bytes_of(path)
    is_text = is_verbatim and path.suffix.lower() not in {*_NOT_READ, *_LAID_OUT}
    read = text.from_bytes_of_text if is_text else lambda data, name: read_upload(name, data)
    return replace(read(data, str(path)), source=path.name)


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > text.LARGEST:
        raise UnsupportedFileError(str(path), f"it is larger than {text.LARGEST // 1024**2} MB")
    return path.read_bytes()


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()
