"""Bytes or pasted text → RawArticle.

One job: plain text in any encoding a news text comes in. Says what a binary file is instead
of reading it. Cleaning is store/clean.py's work.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from charset_normalizer import from_bytes

from store.errors import UnsupportedFileError
from store.records import DateOrigin, RawArticle

if TYPE_CHECKING:
    from datetime import date

LARGEST: Final = 20 * 1024 * 1024  # bytes; a novel is 1 MB

_MARKS: Final = (  # the longest first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a media file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_SAMPLE: Final = 64 * 1024
_MOST_CONTROLS: Final = 0.02  # share of control bytes above which no text is meant
_CONTROL_BYTES: Final = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))
# Encodings an English text is in when it is not UTF-8. Left to choose among all it knows,
# charset-normalizer reads short texts with a few curly marks as Turkish or Baltic.
_LIKELY: Final = ["cp1252", "mac_roman", "cp1251", "koi8_r", "gb18030", "shift_jis", "euc_kr"]


def from_paste(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    byline: str | None = None,
    published_on: date | None = None,
) -> RawArticle:
    """Take a text that a curator pasted, with what they said of it."""
    return RawArticle(
        text=text,
        source="pasted text",
        url=_filled(url),
        title=_filled(title),
        byline=_filled(byline),
        published_on=published_on,
        date_origin=DateOrigin.CURATOR if published_on else DateOrigin.UNKNOWN,
    )


def _filled(field: str | None) -> str | None:
    """Take an empty field of a form for one that was not filled in."""
    return field.strip() or None if field else None


def from_bytes_of_text(data: bytes, name: str, *, charset: str | None = None) -> RawArticle:
    """Read a text file.

    Raises:
        UnsupportedFileError: it is too large, or no text.
    """
    return RawArticle(text=decode(data, name, charset=charset), source=name)


def decode(data: bytes, name: str, *, charset: str | None = None) -> str:
    """Decode bytes that should be text; `charset` is what their sender said.

    Raises:
        UnsupportedFileError: too large, or binary; the reason says what it seems to be.
    """
    if len(data) > LARGEST:
        raise UnsupportedFileError(name, f"it is larger than {LARGEST // 1024**2} MB")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), None)
    if kind:
        raise UnsupportedFileError(name, f"it is {kind}, not text")
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, errors="replace")
    if _is_binary(data):
        raise UnsupportedFileError(name, "it is not text")
    return _decode_narrow(data, charset)


def _wide_encoding(data: bytes) -> str | None:
    """Name UTF-16 without its mark: English in it has a null in every second byte."""
    sample = data[:_SAMPLE]
    n_most = 0.7 * (len(sample) // 2)
    for encoding, nulls, letters in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if sample[nulls::2].count(0) > n_most > 4 * sample[letters::2].count(0):
            return encoding
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return controls > _MOST_CONTROLS * len(sample)


def _decode_narrow(data: bytes, charset: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _is_mostly_utf8(data):
        return re.sub("[\udc80-\udcff]", _as_cp1252, data.decode("utf-8", "surrogateescape"))
    for encoding in filter(None, (charset, _detected(data))):
        try:
            return data.decode(encoding, errors="replace")
        except LookupError:  # a name no codec has: a server may send anything
            continue
    return data.decode("cp1252", errors="replace")


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell whether a few bytes of another encoding got into UTF-8."""
    text = data[:_SAMPLE].decode("utf-8", "surrogateescape")
    broken = len(re.findall("[\udc80-\udcff]", text))
    whole = sum(1 for char in text if char > "\x7f") - broken
    return whole > broken


def _as_cp1252(broken: re.Match[str]) -> str:
    return bytes([ord(broken[0]) - 0xDC00]).decode("cp1252", "replace")


def _detected(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY).best()
    return best.encoding if best else None
