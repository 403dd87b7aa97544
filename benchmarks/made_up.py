"""Articles made up for measuring digests: many quotations that a digest would show."""

from __future__ import annotations

import hashlib

from store.records import AnnotatedArticle, CleanArticle, Quotation, QuotationKind, Span

_RULE = "cue after; description"


def made_up_article(number: int, n_quotations: int) -> AnnotatedArticle:
    """Return an article in which a spokesperson says as many different things."""
    text, said = "", []
    for n in range(n_quotations):
        words = f"Harbour {number} keeps {_word(n)} and {_word(n + 7)} open to every {_word(n * 3)}"
        said.append((len(text) + 1, len(text) + 1 + len(words)))
        text += f"“{words},” a spokesperson of pier {n} said.\n"
    hashed = hashlib.sha256(text.encode()).hexdigest()
    clean = CleanArticle(text, f"Article {number}", content_hash=hashed)
    return AnnotatedArticle(clean, (), tuple(_quotation(n, *span) for n, span in enumerate(said)))


def _word(number: int) -> str:
    """Return a word of its own for each number."""
    return "berth" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _quotation(number: int, start: int, end: int) -> Quotation:
    return Quotation(
        kind=QuotationKind.DIRECT,
        start=start,
        end=end,
        quoted=(Span(start, end),),
        cue=None,
        speaker_mention=None,
        speaker=None,
        speaker_label=f"a spokesperson of pier {number}",
        sentence=Span(start, end),
        rule=_RULE,
    )
