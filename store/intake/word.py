"""Bytes of a Word document (.docx) → RawArticle.

One job: the words of the document as they are read: inserted ones are there, deleted ones are
not, a row of a table is a line. Nothing is run, and no link of the file is followed. Headers,
footers, comments and footnotes are not the article.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from store.errors import UnsupportedFileError
from store.intake.packed import refuse_bomb
from store.intake.text import LARGEST
from store.records import RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_OLE: Final = b"\xd0\xcf\x11\xe0"  # what an old or a protected document begins with
_DEEPEST: Final = 20  # tables within tables; Word itself allows 20
# lxml's error for what is no XML is a SyntaxError; python-docx checks little of what it reads;
# zipfile asks for a password by a RuntimeError.
_DAMAGE: Final = (
    OpcError, BadZipFile, SyntaxError, AttributeError, EOFError, LookupError, MemoryError,
    OSError, RuntimeError, TypeError, ValueError, zlib.error,
)  # fmt: skip

_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc"))
_TEXT, _STYLE = qn("w:t"), qn("w:pStyle")
_BREAKS: Final = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " "}
_HYPHENS: Final = {qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): ""}
# What was deleted or moved away, what stands twice for older programs, and what is no text.
_SKIPPED: Final = frozenset(
    qn(f"w:{tag}") for tag in ("del", "moveFrom", "pPr", "rPr", "sectPr", "instrText", "delText")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def from_bytes_of_word(data: bytes, name: str) -> RawArticle:
    """Read a Word document.

    Raises:
        UnsupportedFileError: not such a document, protected, with macros, damaged, too large.
    """
    if len(data) > LARGEST:
        raise UnsupportedFileError(name, f"it is larger than {LARGEST // 1024**2} MB")
    if data.startswith(_OLE):
        raise UnsupportedFileError(name, "it is protected by a password, or older than .docx")
    try:
        _refuse_unsafe(data, name)
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document.element.body, 0))
        title = _title(document)
    except _DAMAGE as error:
        raise UnsupportedFileError(name, "it is not a Word document, or damaged") from error
    return RawArticle(text="\n".join(lines), source=name, title=title)


def _refuse_unsafe(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        refuse_bomb(package, len(data), name)
        if any("vbaproject" in info.filename.casefold() for info in package.infolist()):
            raise UnsupportedFileError(name, "it holds macros")


def _title(document: Document) -> str | None:
    """Take the paragraph set as the title, else the document's own name for itself."""
    for paragraph in document.paragraphs[:10]:
        if paragraph.style is not None and paragraph.style.name == "Title":
            return " ".join(paragraph.text.split()) or None
    title = " ".join((document.core_properties.title or "").split())
    return title if title.count(" ") > 1 else None


def _lines(block: BaseOxmlElement, depth: int) -> Iterator[str]:
    """Yield paragraphs and rows in reading order; whatever else holds some is gone through."""
    if depth > _DEEPEST:
        return
    for child in block:
        if child.tag == _PARAGRAPH:
            yield from "".join(_pieces(child)).split("\n")
        elif child.tag == _ROW:
            cells = (" ".join(_lines(cell, depth + 1)) for cell in child.iter(_CELL))
            yield " | ".join(filter(None, (" ".join(cell.split()) for cell in cells)))
        elif child.tag not in _SKIPPED:
            yield from _lines(child, depth + 1)


def _pieces(element: BaseOxmlElement) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _BREAKS or child.tag in _HYPHENS:
            yield _BREAKS.get(child.tag) or _HYPHENS.get(child.tag, "")
        elif child.tag not in _SKIPPED:
            yield from _pieces(child)
