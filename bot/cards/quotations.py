"""Quotations as cards: the words, who said them, and where that is reported.

One job: records in, Components V2 containers out, each within the room it is given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from discord import ui

from bot.cards.limits import MAX_TEXT, share
from bot.cards.sources import MAX_TITLE, cite
from bot.cards.text import around, highlighted, label, one_line, quoted, shown
from store.records import QuotationKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.records import StoredQuotation

Card: TypeAlias = "ui.Container[ui.LayoutView]"

# One colour a kind: in their own words, partly so, reported by others.
COLOURS = {
    QuotationKind.DIRECT: 0x2A9D8F,
    QuotationKind.MIXED: 0xE9A23B,
    QuotationKind.INDIRECT: 0x8D99AE,
}
BADGES = {
    QuotationKind.DIRECT: "",
    QuotationKind.MIXED: "partly verbatim",
    QuotationKind.INDIRECT: "reported, not verbatim",
}
NOBODY = "Speaker not named"

_OPENING = "“‘\"'„«"
# The mark that closes, also behind the comma that belongs inside: colleagues,”
_CLOSING_MARK = re.compile(r"[,.;:!?…]?[”’\"'»]")
MAX_LISTED = 900  # characters of one in a list: its context, a press away, has all of it
_MAX_SPEAKER = 80
_MAX_CUE = 60
_MIN_WORDS = 60  # never fewer characters of the quotation itself
_PREFIXES = 24  # "> " before a few paragraphs


def card(quotation: StoredQuotation, room: int) -> Card:
    """One quotation in at most `room` characters."""
    head, source = speaker_line(quotation), source_line(quotation)
    words = _words(quotation, max(room - len(head) - len(source) - _PREFIXES, _MIN_WORDS))
    return _container(quotation, head, words, source)


def as_text(quotation: StoredQuotation, room: int) -> str:
    """One quotation in at most `room` characters, for a card of several."""
    head, source = speaker_line(quotation), source_line(quotation)
    words = _words(quotation, max(room - len(head) - len(source) - _PREFIXES, _MIN_WORDS))
    return f"{head}\n{quoted(words)}\n\n{source}"  # the empty line ends the block quotation


def cards(quotations: Sequence[StoredQuotation], room: int) -> list[Card]:
    """Several quotations, in at most `room` characters together, none starved by another."""
    needs = [min(needed(quotation), MAX_LISTED) for quotation in quotations]
    return [card(q, size) for q, size in zip(quotations, share(needs, room), strict=True)]


def in_context(quotation: StoredQuotation, room: int) -> Card:
    """One quotation inside the paragraphs around it, its own words in bold."""
    head, source = speaker_line(quotation), source_line(quotation)
    shown_span = _with_marks(quotation)
    size = max(room - len(head) - len(source) - _PREFIXES, _MIN_WORDS)
    words = around(quotation.context, shown_span, size)
    airy = re.sub(r"\n+", "\n\n", words)  # a line of the text is a paragraph
    return _container(quotation, head, airy if len(airy) <= size else words, source)


def speaker_line(quotation: StoredQuotation) -> str:
    """Who, and the article's own word for how: **John Kirby** *warned*."""
    name = speaker_name(quotation)
    who = f"**{shown(name, _MAX_SPEAKER)}**" if name else f"*{NOBODY}*"
    cue = _cue(quotation) if name else ""
    if not cue:
        line = who
    elif cue.casefold().startswith("according"):
        line = f"*{cue}* {who}"
    else:
        line = f"{who} *{cue}*"
    badge = BADGES[quotation.kind].replace(" ", "\u00a0")  # a badge never breaks in two
    return f"{line}  `{badge}`" if badge else line


def speaker_name(quotation: StoredQuotation) -> str | None:
    """The speaker's name, or role, or None when nobody can be told."""
    if quotation.speaker is not None:
        name = quotation.speaker.name
    else:  # a role: "a State Department spokesperson" without its article
        role = quotation.speaker_label or ""
        name = role[:1].upper() + role[1:]
    return name if one_line(name) else None


def source_line(quotation: StoredQuotation, *, limit: int = MAX_TITLE) -> str:
    """The quotation's number and its article, small; its title cut to the limit."""
    copies = ""
    if quotation.copies:
        others = (
            "another article" if quotation.copies == 1 else f"{quotation.copies} other articles"
        )
        copies = f" · also in {others}"
    return f"-# #{quotation.id} · {cite(quotation.article, limit=limit)}{copies}"


def words_with(quotation: StoredQuotation, marks: Sequence[Span], limit: int) -> str:
    """The words with spans of `content` in bold: what a search matched."""
    span = _with_marks(quotation)
    shift = quotation.content_start - span.start
    moved = [Span(mark.start + shift, mark.end + shift) for mark in marks]
    return highlighted(_text(quotation), moved, limit)


def in_brief(quotation: StoredQuotation, limit: int) -> str:
    """The words on one line, cut to the limit: for lists inside other cards."""
    return highlighted(_one_paragraph(_text(quotation)), (), limit)


def in_short(quotation: StoredQuotation, *, words: int, title: int) -> str:
    """Who and how, the words on one line, and the source: for lists inside other cards."""
    # The empty line ends the block quotation.
    return "\n".join(
        [
            speaker_line(quotation),
            f"> {in_brief(quotation, words)}",
            "",
            source_line(quotation, limit=title),
        ]
    )


def entry(quotation: StoredQuotation, limit: int) -> tuple[str, str]:
    """Label and description for a select: the number with the speaker, and the words."""
    name = speaker_name(quotation) or NOBODY
    return label(f"#{quotation.id} · {name}", limit), label(_text(quotation), limit)


def needed(quotation: StoredQuotation) -> int:
    """How many characters a quotation takes when none of it is cut."""
    fixed = len(speaker_line(quotation)) + len(source_line(quotation)) + _PREFIXES
    return fixed + len(_words(quotation, MAX_TEXT))


def _container(quotation: StoredQuotation, head: str, words: str, source: str) -> Card:
    return ui.Container(
        ui.TextDisplay(f"{head}\n{quoted(words)}"),
        ui.TextDisplay(source),
        accent_colour=COLOURS[quotation.kind],
    )


def _words(quotation: StoredQuotation, limit: int) -> str:
    span = _with_marks(quotation)
    text = _text(quotation)
    if quotation.kind is not QuotationKind.MIXED:
        return shown(text, limit)
    spans = [Span(q.start - span.start, q.end - span.start) for q in quotation.quoted]
    return highlighted(text, spans, limit)


def _text(quotation: StoredQuotation) -> str:
    span = _with_marks(quotation)
    return quotation.context[span.start : span.end]


def _with_marks(quotation: StoredQuotation) -> Span:
    """The quotation's span with the marks that stand right around it."""
    text, start, end = quotation.context, quotation.content_start, quotation.content_end
    if (
        start > 0
        and text[start - 1] in _OPENING
        and any(q.start == start for q in quotation.quoted)
    ):
        start -= 1
    if any(q.end >= end for q in quotation.quoted):
        closing = _CLOSING_MARK.match(text, end)
        end = closing.end() if closing else end
    return Span(start, end)


def _cue(quotation: StoredQuotation) -> str:
    cue = quotation.cue
    if cue is None:
        return ""
    return shown(_one_paragraph(quotation.context[cue.start : cue.end]), _MAX_CUE)


def _one_paragraph(text: str) -> str:
    return " ".join(text.split())
