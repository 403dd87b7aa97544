"""Names met once → found wherever they stand again in the article.

One job: the places the model overlooked. "Ham" is a mention once "Norman Ham" has been seen,
"WALLACE:" once Wallace has.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.candidates import covered, is_listed, small_words
from store.annotate.extents import Candidate
from store.annotate.owners import is_national
from store.annotate.titles import is_title, split_title
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

_NEVER_NAMES = frozenset(("MD", "DT", "IN", "PRP", "PRP$", "CC", "WDT", "WRB", "UH", "TO", "EX"))
_MIN_SHORT = 2  # letters of a name that may be found again alone
_MIN_SHOUTED = 3

Words = tuple[str, ...]


def find_again(doc: Doc, settled: Sequence[Candidate]) -> list[Candidate]:
    """Find further mentions of the names already settled."""
    kinds = _known(doc, settled)
    lengths: dict[str, set[int]] = defaultdict(set)
    for words in kinds:
        lengths[words[0]].add(len(words))
    taken = covered(doc, settled)
    texts = [token.text for token in doc]
    found = []
    i = 0
    while i < len(doc):
        is_open = not taken[i] and texts[i] in lengths
        form = _match(doc, i, kinds, lengths=lengths) if is_open else None
        if form is not None and any(taken[i : i + len(form)]):
            form = None
        if form is None:
            i += 1
            continue
        candidate = Candidate(i, i + len(form), kinds[form])
        split_title(doc, candidate)
        found.append(candidate)
        i += len(form)
    return found


def _known(doc: Doc, settled: Sequence[Candidate]) -> dict[Words, EntityType]:
    """Every form worth looking for, with its type."""
    known: dict[Words, EntityType] = {}
    small = small_words(doc)
    for candidate in settled:
        if candidate.label is None:
            continue
        words = tuple(doc[i].text for i in range(candidate.start, candidate.end))
        for form in _forms(words, candidate.label):
            known.setdefault(form, candidate.label)
        if words[0].lower() not in small:
            for form in _short_forms(words, candidate.label):
                known.setdefault(form, candidate.label)
    return known


def _forms(words: Words, kind: EntityType) -> Iterator[Words]:
    if len(words) > 1 or len(words[0]) >= _MIN_SHORT:
        yield words
    if kind is EntityType.PERSON and "of" not in words:
        family = words[-1]
        if is_title(family) and (len(words) == 1 or gazetteer.given_name(words[0]) is None):
            return
        if len(words) > 1 and len(family) >= _MIN_SHORT and family[0].isupper():
            yield (family,)
        if len(words) > 1 and len(words[0]) >= _MIN_SHOUTED and not is_title(words[0]):
            yield (words[0],)
        if len(family) >= _MIN_SHOUTED:
            yield (family.upper(),)
            yield tuple(word.upper() for word in words)


def _short_forms(words: Words, kind: EntityType) -> Iterator[Words]:
    """A body's or building's own name without the word for what it is ("Peabody" Group)."""
    if kind not in (EntityType.ORG, EntityType.FAC):
        return
    first = words[0]
    is_own = len(first) > _MIN_SHOUTED and not is_title(first) and not is_national(first)
    is_own = is_own and not gazetteer.is_no_persons_word(first) and not is_listed(first)
    if len(words) == 2 and is_own and gazetteer.kind_of_last_word(words[1]) is kind:  # noqa: PLR2004
        yield (first,)


def _match(
    doc: Doc, i: int, kinds: dict[Words, EntityType], *, lengths: dict[str, set[int]]
) -> Words | None:
    """The longest known form that begins at a token."""
    for n_words in sorted(lengths.get(doc[i].text, ()), reverse=True):
        words = tuple(token.text for token in doc[i : i + n_words])
        if words in kinds and _is_name(doc, i, words):
            return words
    return None


def _is_name(doc: Doc, i: int, words: Words) -> bool:
    """A single word at the start of a sentence may be an ordinary one ("Will", "May")."""
    if len(words) > 1:
        return True
    return doc[i].tag_ not in _NEVER_NAMES
