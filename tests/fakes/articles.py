"""Annotated articles made by hand, for tests that need no model.

    article("“We agree,” Xi said.", names={"Xi": XI}, said={"We agree,": "Xi"})

Every place where a form stands in the text is a mention of its name.
"""

import hashlib
import re

from store.records import (
    AnnotatedArticle,
    ArticleEntity,
    CleanArticle,
    DateOrigin,
    EntityType,
    Mention,
    MentionKind,
    Quotation,
    QuotationKind,
    Span,
)


def article(text, *, names=None, said=None, roles=None, kind="direct", **metadata):
    """An annotated article.

    `names` maps a form to its (fullest name, type); `said` maps quoted words to a form, to the
    words of a role, or to None; `roles` maps a fullest name to its roles.
    """
    names, said, roles = names or {}, said or {}, roles or {}
    fullest = list(dict.fromkeys(names.values()))
    mentions = _mentions(text, names)
    entities = tuple(
        ArticleEntity(
            name,
            EntityType(kind_),
            tuple(mentions.get((name, kind_), ())),
            tuple(roles.get(name, ())),
        )
        for name, kind_ in fullest
    )
    quotations = [
        _quotation(text, words, speaker, names=names, kind=kind) for words, speaker in said.items()
    ]
    quotations.sort(key=lambda quotation: quotation.start)
    return AnnotatedArticle(_clean(text, metadata), entities, tuple(quotations))


def _clean(text, metadata):
    published_on = metadata.get("published_on")
    fields = {
        "title": text.split(".")[0][:80] or "Untitled",
        "source": "pasted text",
        "date_origin": DateOrigin.METADATA if published_on else DateOrigin.UNKNOWN,
        "content_hash": hashlib.sha256(text.encode()).hexdigest(),
    }
    return CleanArticle(text, **(fields | metadata))


def _mentions(text, names):
    found = {}
    forms = sorted(names, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in forms)
    for hit in re.finditer(pattern, text) if forms else ():
        mention = Mention(hit.start(), hit.end(), hit[0], MentionKind.NAME, "by hand")
        found.setdefault(names[hit[0]], []).append(mention)
    return found


def _quotation(text, words, speaker, *, names, kind):
    fullest = list(dict.fromkeys(names.values()))
    start = text.index(words)
    end = start + len(words)
    is_name = speaker in names
    place = text.find(speaker) if speaker else -1
    return Quotation(
        kind=QuotationKind(kind),
        start=start,
        end=end,
        quoted=() if kind == "indirect" else (Span(start, end),),
        cue=None,
        speaker_mention=Span(place, place + len(speaker)) if place >= 0 else None,
        speaker=fullest.index(names[speaker]) if is_name else None,
        speaker_label=names[speaker][0] if is_name else speaker,
        sentence=Span(start, end),
        rule="by hand",
    )
