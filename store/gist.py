"""An annotated article → its gist: what is indexed and counted of it, whoever its names mean; pure.

One job: all that storing needs and that can be told from the article alone. It is found where the
article is read, in a process that is one of many; what is left to the one that stores is who is
who, and sums.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from store.names import without_possessive
from store.records import Company, Gist, MentionKind
from store.terms import ARTICLE, QUOTATION, strengths_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.records import AnnotatedArticle, EntityType, Quotation

_KEPT: Final = 65_536  # forms remembered


def with_gist(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """The same article with its gist; a changed copy of it has none again."""
    object.__setattr__(annotated, "gist", gist_of(annotated))
    return annotated


def gist_of(annotated: AnnotatedArticle) -> Gist:
    """What is indexed and counted of an article, unless it was found already."""
    if annotated.gist is not None:
        return annotated.gist
    article, text = annotated.article, annotated.article.text
    mentions = [
        (mention.start, mention.end, i, mention.kind is MentionKind.NAME)
        for i, entity in enumerate(annotated.entities)
        for mention in entity.mentions
    ]
    mentions.sort(key=itemgetter(0))  # as the corpus orders them: those that begin together by row
    about = _about(annotated, mentions)
    places: dict[tuple[str, EntityType], int] = {}
    place_of = [
        places.setdefault((one.name, one.type), i) for i, one in enumerate(annotated.entities)
    ]
    return Gist(
        strengths=strengths_of(ARTICLE, (article.title, text)),
        company=company_of(text, mentions),
        about=about,
        quotation_strengths=tuple(
            strengths_of(QUOTATION, _columns(quotation, text, within, place_of))
            for quotation, within in zip(annotated.quotations, about, strict=True)
        ),
    )


def _columns(
    quotation: Quotation, text: str, within: Iterable[int], place_of: Sequence[int]
) -> tuple[str, str | None, str]:
    """What a quotation is indexed by, its keys with other numbers, since only their count tells."""
    others = {place_of[i] for i in within if i != quotation.speaker}
    keys = keys_of(quotation.speaker, others)
    return text[quotation.start : quotation.end], quotation.speaker_label, keys


def keys_of(speaker: int | None, others: Iterable[int]) -> str:
    """What a quotation is found by besides its words: who speaks, and whom it mentions."""
    spoken = [] if speaker is None else [f"s{speaker}"]
    return " ".join([*spoken, *(f"a{other}" for other in others)])


def company_of(text: str, mentions: Iterable[tuple[int, int, int, bool]]) -> Company:
    """How an article writes names, and who stands in a paragraph together.

    Args:
        text: the article's.
        mentions: start, end, who is meant, and whether by name; by start.
    """
    forms: Counter[tuple[int, str]] = Counter()
    paragraphs: list[tuple[int, ...]] = []
    together: dict[int, None] = {}
    last = 0
    for start, end, who, is_name in mentions:
        if start >= last:
            if len(together) > 1:
                paragraphs.append(tuple(together))
            together = {}
            last = text.find("\n", start + 1)
            last = len(text) if last < 0 else last
        together[who] = None
        if is_name and (form := _form(text[start:end])):
            forms[who, form] += 1
    if len(together) > 1:
        paragraphs.append(tuple(together))
    return Company(tuple((*key, n) for key, n in forms.items()), tuple(paragraphs))


@lru_cache(maxsize=_KEPT)
def _form(written: str) -> str:
    """A mention as people would type it: on one line, without the genitive."""
    form = " ".join(written.split())
    return form[: len(form) - len(_genitive(form))]


def _genitive(form: str) -> str:
    straight = form.replace("’", "'")
    return straight[len(without_possessive(straight)) :]


def _about(
    annotated: AnnotatedArticle, mentions: Sequence[tuple[int, int, int, bool]]
) -> tuple[tuple[int, ...], ...]:
    """For each quotation the entities mentioned inside its words."""
    starts = [start for start, *_ in mentions]
    found = []
    for quotation in annotated.quotations:
        first = bisect_left(starts, quotation.start)
        last = bisect_right(starts, quotation.end - 1)
        within = {i for _, end, i, _ in mentions[first:last] if end <= quotation.end}
        found.append(tuple(sorted(within)))
    return tuple(found)
