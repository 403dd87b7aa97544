"""A Markdown file → RawArticle: its words without its signs.

One job: front matter, headings, emphasis, links and lists. What it cannot tell it leaves as
it is; nothing is rendered.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from store.intake.text import decode
from store.records import DateOrigin, Dropped, DropReason, RawArticle

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.{0,4000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(
    r"^(title|date|author|byline|url|published_on|publisher)\s*:\s*(.+)$", re.MULTILINE
)
_HEADING: Final = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_FENCE: Final = re.compile(r"^(?:```|~~~)")
_RULE: Final = re.compile(r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+|-+)$")
_LEADING: Final = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?")
# Where a footnote or a link stands that the text refers to, and what parts a table's head.
_DEFINITION: Final = re.compile(r"^ {0,3}\[\^?[^\]\n]{1,200}\]:[ \t]+\S")
_TABLE_RULE: Final = re.compile(
    r"^[ \t]{0,40}\|?[ \t]{0,40}:?-{2,}:?[ \t]{0,40}(?:\|[ \t]{0,40}(?::?-+:?[ \t]{0,40})?)+$"
)
_ROW: Final = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$")
_INLINE: Final = (
    (re.compile(r"\[\^[^\[\]\s]{1,100}\]"), ""),  # a footnote's number
    (re.compile(r"!\[[^\[\]\n]{0,300}\]\([^)\n]{0,500}\)"), ""),  # a picture
    (re.compile(r"\[([^\[\]\n]{1,300})\]\([^)\n]{0,500}\)"), r"\1"),  # a link: keep its words
    (re.compile(r"\[([^\[\]\n]{1,300})\]\[[^\]\n]{0,100}\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]{1,500})>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,500}>|<!--[^<\n]{0,500}?-->"), ""),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]{1,1000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_\n]{1,1000}?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>-])"), r"\1"),
)


def from_bytes_of_markdown(data: bytes, name: str) -> RawArticle:
    """Read a Markdown file; its first top heading is the title.

    Raises:
        UnsupportedFileError: too large, or no text.
    """
    text = decode(data, name).replace("\r\n", "\n")
    front = _FRONT.match(text)
    fields = {key.lower(): value.strip().strip("\"'") for key, value in _fields(front)}
    body = text[front.end() :] if front else text
    heading, plain, left_out = _plain(body)
    published_on = _date(fields.get("published_on") or fields.get("date"))
    return RawArticle(
        text=plain,
        source=name,
        url=fields.get("url"),
        title=fields.get("title") or heading,
        byline=fields.get("author") or fields.get("byline"),
        publisher=fields.get("publisher"),
        published_on=published_on,
        date_origin=DateOrigin.METADATA if published_on else DateOrigin.UNKNOWN,
        dropped=tuple(Dropped(line, DropReason.FURNITURE) for line in left_out),
    )


def _fields(front: re.Match[str] | None) -> list[tuple[str, str]]:
    return _FIELD.findall(front[1]) if front else []


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _plain(body: str) -> tuple[str | None, str, list[str]]:
    """Return the first top heading, the text without it and without signs, and its footnotes."""
    title: str | None = None
    kept: list[str] = []
    left_out: list[str] = []
    is_code = False
    for line in body.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
            continue
        heading = _HEADING.match(line)
        if heading and heading[1] == "#" and title is None and not is_code:
            title = _without_signs(heading[2])
            continue
        if _DEFINITION.match(line) and not is_code:
            left_out.append(line)
            continue
        words = heading[2] if heading else line
        kept.append(line if is_code else "" if _is_sign(line) else _without_signs(words))
    return title, "\n".join(kept), left_out


def _is_sign(line: str) -> bool:
    return bool(_RULE.match(line) or _TABLE_RULE.match(line))


def _without_signs(line: str) -> str:
    row = _ROW.match(line)
    if row:
        line = " | ".join(filter(None, map(str.strip, row[1].split("|"))))
    line = _LEADING.sub("", line, count=1)
    for signs, words in _INLINE:
        line = signs.sub(words, line)
    return line
