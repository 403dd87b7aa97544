"""Bytes of a PDF file → RawArticle: its words, line by line, put together to paragraphs.

One job: PDF. Nothing of it is run or drawn. Lines come in the order in which the file draws
them, which is column by column in what newspapers and browsers make; where it is row by row, they
are put in order. What stands on every page
(heads, page numbers) is left out, words broken at a line's end are joined. The date of the file
is not the article's date and is not taken for it.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from store.errors import NotAnArticleError, UnsupportedFileError
from store.intake.pdf_columns import NARROWEST, Row, lines_of
from store.intake.pdf_lines import Line, paragraphs_of
from store.intake.text import LARGEST
from store.records import Dropped, DropReason, RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject, PdfReader

MOST_PAGES: Final = 100  # a newspaper has 60; what is longer is a book
_MOST_CHARS: Final = 2_000_000
_LONGEST_S: Final = 30.0  # a page of a newspaper takes about 0.1 s; looked at between pages
_MARK_WITHIN: Final = 1024  # bytes: readers allow that much before "%PDF-" (ISO 32000, annex H)
_EDGE_LINES: Final = 3  # heads and feet of a page are among so many lines from its edge
_FURNITURE_WORDS: Final = 12  # the name of a paper, a date, a section: no head has more
_SAME_HEIGHT: Final = 4.0  # points
_SAME_ROW: Final = 1.0  # points
_UNREADABLE: Final = 0.3  # share of letters without a meaning from which fonts lack their tables

# A damaged file makes pypdf stumble in any of these: it checks little of what it reads.
_DAMAGE: Final = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_FILE_TITLE: Final = re.compile(
    r"^microsoft word\b|^untitled|^document\d*$|\.(?:docx?|pdf|indd|qxd|html?|pages|odt|rtf|txt)$",
    re.IGNORECASE,
)
_PAGE_NUMBER: Final = re.compile(
    r"^[\W_]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?[\W_]*$", re.IGNORECASE
)
_MEANINGLESS: Final = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|/g\\d+|\\(cid:\\d+\\)")


def from_bytes_of_pdf(data: bytes, name: str) -> RawArticle:
    """Read the text of a PDF file.

    Raises:
        UnsupportedFileError: no PDF, damaged, protected, too large, too long or too slow.
        NotAnArticleError: its pages are pictures, or its letters cannot be told.
    """
    if len(data) > LARGEST:
        raise UnsupportedFileError(name, f"it is larger than {LARGEST // 1024**2} MB")
    if b"%PDF-" not in data[:_MARK_WITHIN]:
        raise UnsupportedFileError(name, "it is not a PDF file, whatever its name says")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity on stderr
    try:
        return _read(data, name)
    except FileNotDecryptedError as error:
        raise UnsupportedFileError(name, "it is protected by a password") from error
    except LimitReachedError as error:
        raise UnsupportedFileError(name, "it unpacks to more than can be read") from error
    except _DAMAGE as error:
        raise UnsupportedFileError(name, "the PDF file is damaged") from error


def _read(data: bytes, name: str) -> RawArticle:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        _unlock(reader, name)
    n_pages = len(reader.pages)
    if n_pages > MOST_PAGES:
        raise UnsupportedFileError(name, f"it has {n_pages} pages, at most {MOST_PAGES} are read")
    pages, furniture = _without_furniture(list(_lines_of_pages(reader, name)))
    text = paragraphs_of(pages)
    _refuse_unreadable(text, name)
    dropped = tuple(Dropped(line, DropReason.FURNITURE) for line in furniture)
    return RawArticle(text=text, source=name, title=_title(reader), dropped=dropped)


def _unlock(reader: PdfReader, name: str) -> None:
    """Open a file that anybody may read but not change: its password is empty."""
    try:
        is_open = bool(reader.decrypt(""))
    except DependencyError:  # newer ciphers need a library of their own
        is_open = False
    if not is_open:
        raise UnsupportedFileError(name, "it is protected by a password")


def _refuse_unreadable(text: str, name: str) -> None:
    n_letters = sum(map(str.isalpha, text))
    n_meaningless = len(_MEANINGLESS.findall(text))
    if n_meaningless > _UNREADABLE * (n_letters + n_meaningless):
        raise NotAnArticleError(name, "its fonts do not say which letters they show")
    if not n_letters:
        raise NotAnArticleError(
            name, "there is no text in it: its pages are pictures, as a scanner makes them"
        )


def _title(reader: PdfReader) -> str | None:
    """Take the title that the file names itself by, unless it is only a file's name."""
    found = reader.metadata.title if reader.metadata else None
    title = " ".join(str(found or "").split())
    is_meant = title.count(" ") > 1 and not _FILE_TITLE.search(title)
    return title if is_meant and not _MEANINGLESS.search(title) else None


# ------------------------------------------------------------------ the lines of a page


def _lines_of_pages(reader: PdfReader, name: str) -> Iterator[list[Line]]:
    started, n_chars = monotonic(), 0
    for page in reader.pages:
        if monotonic() - started > _LONGEST_S:
            raise UnsupportedFileError(name, "it takes too long to read")
        lines = _lines_of(page)
        n_chars += sum(len(line.text) for line in lines)
        if n_chars > _MOST_CHARS:
            raise UnsupportedFileError(name, f"it holds more than {_MOST_CHARS:,} letters")
        yield lines


@dataclass(slots=True)
class _Pen:
    """Where the page's drawing has got to: collects pieces of text into rows."""

    rows: list[Row]
    pieces: list[tuple[float, str]] = field(default_factory=list)
    y: float = 0.0
    size: float = 0.0

    def draw(
        self, text: str, cm: Sequence[float], tm: Sequence[float], _: object, size: float
    ) -> None:
        """Take a piece of text, as pypdf tells it: two matrices and the font's size."""
        first, *more = text.split("\n")
        self._add(first, cm, tm, size)
        for piece in more:
            self.end()
            self._add(piece, cm, tm, size)

    def _add(self, piece: str, cm: Sequence[float], tm: Sequence[float], size: float) -> None:
        if not piece.strip() and not self.pieces:
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if self.pieces and piece.strip() and self._is_other_column(x, y):
            self.end()
        if not self.pieces:
            self.y = y
            self.size = abs(size * tm[3] * cm[3]) or abs(size)
        self.pieces.append((x, piece))

    def _is_other_column(self, x: float, y: float) -> bool:
        """Whether it goes far back to the left, to another height but not a whole line down."""
        is_back = x < self.pieces[-1][0] - NARROWEST * self.size
        return is_back and abs(y - self.y) > _SAME_ROW

    def end(self) -> None:
        """Close the row that is being written."""
        if self.pieces:
            self.rows.append(Row(tuple(self.pieces), self.y, self.size))
        self.pieces = []


def _lines_of(page: PageObject) -> list[Line]:
    pen = _Pen([])
    page.extract_text(visitor_text=pen.draw)
    pen.end()
    return lines_of(pen.rows)


# ------------------------------------------------------------------ heads and feet


def _without_furniture(pages: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Leave out page numbers, and the heads and feet that pages share.

    Returns:
        The pages without them, and what was left out: each head or foot as it first stands.
    """
    edges = [_edge_of(lines) for lines in pages]
    seen = Counter(form for edge in edges for form in {_form(line) for line in edge})
    n_shared = max(2, len(pages) // 2)
    furniture = {
        line
        for edge in edges
        for line in edge
        if _is_number(line) or (seen[_form(line)] >= n_shared and not _is_text(line))
    }
    kept: list[list[Line]] = []
    left_out: dict[tuple[str, int], str] = {}
    for lines, edge in zip(pages, edges, strict=True):
        kept.append([line for line in lines if line not in furniture or line not in edge])
        for line in lines:
            if line in furniture and line in edge:
                left_out.setdefault(_form(line), line.text)
    return kept, list(left_out.values())


def _is_text(line: Line) -> bool:
    """Tell a whole line of prose, and a sentence's last words, which two columns may share."""
    if line.text.count(" ") > _FURNITURE_WORDS:
        return True
    return line.text[0].islower() and line.text[-1] in '.!?”"'


def _edge_of(lines: list[Line]) -> set[Line]:
    """The lines nearest to the page's upper and lower edge, wherever they were drawn."""
    by_height = sorted(lines, key=lambda line: line.y)
    return {*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]}


def _form(line: Line) -> tuple[str, int]:
    """What lines of the same furniture have in common: all but their numbers, and the height."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.y / _SAME_HEIGHT)


def _is_number(line: Line) -> bool:
    return bool(_PAGE_NUMBER.match(line.text))
