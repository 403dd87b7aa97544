"""AnnotatedArticles → the JSON objects that `annotate` prints (docs/annotate.schema.json).

One job: this contract, which tools and tests use. Entities are linked across all articles
of one call, by the same rules as in a corpus.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from store.link import NameCount, block_of, partition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.records import AnnotatedArticle, ArticleEntity, EntityType, Mention, Quotation, Span

    Key = tuple[str, EntityType]


def as_objects(articles: Sequence[AnnotatedArticle]) -> Iterable[dict[str, Any]]:
    """Yield the JSON object of each article, in order."""
    linked = _link(articles)
    return (_as_object(article, linked) for article in articles)


def _link(articles: Sequence[AnnotatedArticle]) -> dict[Key, Key]:
    """Map each (name, type) used in an article to the entity's canonical name and type."""
    used = Counter(
        key
        for found in articles
        for key in {(entity.name, entity.type) for entity in found.entities}
    )
    blocks: dict[str, list[NameCount]] = defaultdict(list)
    keys = sorted(used)
    for number, key in enumerate(keys):
        blocks[block_of(*key)].append(NameCount(number, *key, n_articles=used[key]))
    return {
        keys[number]: (group.canonical, group.type)
        for block in blocks.values()
        for group in partition(block)
        for number in group.name_ids
    }


def _as_object(found: AnnotatedArticle, linked: Mapping[Key, Key]) -> dict[str, Any]:
    article, text = found.article, found.article.text
    names = [linked[entity.name, entity.type][0] for entity in found.entities]
    return {
        "id": article.source,
        "text": text,
        "title": article.title,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "byline": article.byline,
        "dropped": [{"text": line.text, "reason": line.reason} for line in article.dropped],
        "quotations": [_quotation(quotation, text, names) for quotation in found.quotations],
        "entities": _entities(found.entities, linked),
    }


def _quotation(quotation: Quotation, text: str, names: Sequence[str]) -> dict[str, Any]:
    speaker = quotation.speaker
    return {
        "kind": quotation.kind,
        "text": text[quotation.start : quotation.end],
        "start": quotation.start,
        "end": quotation.end,
        "quoted": [_span(span, text) for span in quotation.quoted],
        "cue": _span(quotation.cue, text) if quotation.cue else None,
        "speaker": quotation.speaker_label if speaker is None else names[speaker],
        "speaker_mention": (
            _span(quotation.speaker_mention, text) if quotation.speaker_mention else None
        ),
        "rule": quotation.rule,
    }


def _span(span: Span, text: str) -> dict[str, Any]:
    return {"text": text[span.start : span.end], "start": span.start, "end": span.end}


def _entities(entities: Iterable[ArticleEntity], linked: Mapping[Key, Key]) -> list[dict[str, Any]]:
    """List an article's entities; two that linking joined are one."""
    joined: dict[Key, list[ArticleEntity]] = defaultdict(list)
    for entity in entities:
        joined[linked[entity.name, entity.type]].append(entity)
    return [
        {
            "name": name,
            "type": kind,
            "mentions": [_mention(mention) for mention in _in_order(parts)],
            "roles": list(dict.fromkeys(role for part in parts for role in part.roles)),
        }
        for (name, kind), parts in joined.items()
    ]


def _in_order(parts: Iterable[ArticleEntity]) -> list[Mention]:
    mentions = (mention for part in parts for mention in part.mentions)
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
    }
