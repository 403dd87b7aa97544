"""What a candidate names: a person, a body, a place …, settled over the whole article.

One job: types. Each mention gives evidence (the word lists, the name's own words, the words
around it, the model), the evidence of equal forms is added up, and all of them get one type.
The weights were chosen on the five seed articles and the development articles of two public
sets (benchmarks/quality.py); only their order matters.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.candidates import is_capitalised
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from store.annotate.candidates import Candidate

Evidence = tuple[EntityType, float]
Score = dict[EntityType, float]

_KNOWN = 6.0  # the word lists know this very form
_TITLE = 5.0  # a title stands before it, or it is another person's family name
_WORDS = 4.0  # its own words tell
_CONTEXT = 3.0  # the words around it tell
_MODEL = 2.0
_HINT = 1.0
_ENOUGH = 1.5  # below this it is no name

_PLACE_NOUNS = frozenset(
    ("city", "town", "village", "region", "province", "district", "capital", "suburb", "state")
)
_SAID = frozenset(("said", "says", "told", "added", "stated", "explained", "argued", "tweeted"))
_MORE_SAID = frozenset(("asked", "replied", "insisted", "noted", "wrote", "recalled", "admitted"))
_SPEECH = _SAID | _MORE_SAID
_MAX_PERSON = 5  # words
_LOOK_AHEAD = 6  # tokens after a name among which a product's kind is named
_ACRONYM = range(3, 7)  # letters
_OLDEST = 120


def settle(doc: Doc, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give each candidate its type and leave out what is no name."""
    scores: dict[str, Score] = defaultdict(lambda: defaultdict(float))
    for candidate in candidates:
        for kind, weight in _evidence(doc, candidate):
            scores[form_of(doc, candidate)][kind] += weight
    _relate_names(scores)
    kept = []
    for candidate in candidates:
        best = _best(scores[form_of(doc, candidate)])
        if best is not None:
            candidate.label = best
            kept.append(candidate)
    return kept


def form_of(doc: Doc, candidate: Candidate) -> str:
    """The form under which mentions of an article are compared."""
    return doc[candidate.start : candidate.end].text.casefold()


def _best(score: Score) -> EntityType | None:
    if not score:
        return None
    kind = max(score, key=lambda kind: (score[kind], kind))
    return kind if score[kind] >= _ENOUGH else None


def _relate_names(scores: dict[str, Score]) -> None:
    """A single word that is part of a person's full name in this article is that person."""
    full = [form.split() for form, score in scores.items() if _best(score) is EntityType.PERSON]
    family = {words[-1] for words in full if len(words) > 1}
    given = {words[0] for words in full if len(words) > 1}
    for form, score in scores.items():
        if " " in form:
            continue
        if form in family:
            score[EntityType.PERSON] += _TITLE * 2
        elif form in given and score[EntityType.GPE] < _KNOWN:
            score[EntityType.PERSON] += _TITLE


def _evidence(doc: Doc, candidate: Candidate) -> Iterator[Evidence]:
    if candidate.label is not None:
        yield candidate.label, _MODEL
    yield from _known_form(doc, candidate)
    yield from _own_words(doc, candidate)
    yield from _as_person(doc, candidate)
    yield from _as_place(doc, candidate)
    if _names_equipment(doc, candidate):
        yield EntityType.PRODUCT, _TITLE


def _known_form(doc: Doc, candidate: Candidate) -> Iterator[Evidence]:
    text = doc[candidate.start : candidate.end].text
    if candidate.is_titled:
        return
    if gazetteer.people(text) is not None:
        yield EntityType.NORP, _KNOWN
    elif gazetteer.is_place(text):
        yield EntityType.GPE, _KNOWN


def _own_words(doc: Doc, candidate: Candidate) -> Iterator[Evidence]:
    words = [doc[i].text for i in range(candidate.start, candidate.end)]
    last = gazetteer.kind_of_last_word(words[-1]) if len(words) > 1 else None
    first = gazetteer.kind_of_last_word(words[0]) if len(words) > 1 else None
    if last is not None:
        yield last, _WORDS
    elif first is not None and (words[1] in ("of", "for", "on") or first is EntityType.LOC):
        yield first, _WORDS
    elif 1 < len(words) <= _MAX_PERSON and gazetteer.given_name(words[0]) is not None:
        if words[1] not in ("of", "and", "&", "the"):
            yield EntityType.PERSON, _CONTEXT
    elif len(words) == 1 and words[0].isupper() and len(words[0]) in _ACRONYM:
        yield EntityType.ORG, _HINT


def _as_person(doc: Doc, candidate: Candidate) -> Iterator[Evidence]:
    if candidate.is_titled:
        yield EntityType.PERSON, _TITLE
    end = candidate.end
    if _has_age(doc, end) or (end + 1 < len(doc) and doc[end + 1].text in ("who", "whose")):
        yield EntityType.PERSON, _CONTEXT
    neighbours = (doc[i].lower_ for i in (candidate.start - 1, end) if 0 <= i < len(doc))
    if any(word in _SPEECH for word in neighbours):
        yield EntityType.PERSON, _HINT


def _has_age(doc: Doc, end: int) -> bool:
    """Whether an age follows: ", 62," or "(71)"."""
    if end + 2 >= len(doc) or doc[end].text not in (",", "("):
        return False
    number = doc[end + 1].text
    is_number = number.isascii() and number.isdigit() and 1 < int(number[:4]) < _OLDEST
    return is_number and doc[end + 2].text in (",", ")", ";", ".")


def _as_place(doc: Doc, candidate: Candidate) -> Iterator[Evidence]:
    start, end = candidate.start, candidate.end
    if _beside_place_noun(doc, candidate):
        yield EntityType.GPE, _CONTEXT
    elif (
        start
        and doc[start - 1].lower_ in ("in", "near")
        and end < len(doc)
        and doc[end].tag_ not in ("NN", "NNS", "POS")
    ):
        yield EntityType.GPE, _HINT


def _beside_place_noun(doc: Doc, candidate: Candidate) -> bool:
    """Whether "the city of", "another major city," or "region" stands beside it."""
    start, end = candidate.start, candidate.end
    after = doc[end].lower_ if end < len(doc) else ""
    if after in _PLACE_NOUNS:
        return candidate.label is not EntityType.ORG
    before = [doc[i].lower_ for i in range(max(start - 3, 0), start)]
    if before[-2:-1] and before[-2] in _PLACE_NOUNS and before[-1] in ("of", ","):
        return True
    return after == "," and _describes_place(doc, end + 1)


def _describes_place(doc: Doc, start: int) -> bool:
    """Whether words like ", a key industrial city" follow."""
    if start >= len(doc) or doc[start].lower_ not in ("a", "an", "the"):
        return False
    for i in range(start + 1, min(start + 5, len(doc))):
        if doc[i].lower_ in _PLACE_NOUNS:
            return True
        if doc[i].tag_ not in ("JJ", "NN", "NNP", "JJS", "RBS"):
            return False
    return False


def _names_equipment(doc: Doc, candidate: Candidate) -> bool:
    """Whether the noun after the name is a weapon's, vehicle's or device's."""
    if candidate.label is EntityType.GPE or candidate.is_titled:
        return False
    if gazetteer.is_equipment(doc[candidate.end - 1].text) and candidate.end - candidate.start > 1:
        return True
    for i in range(candidate.end, min(candidate.end + _LOOK_AHEAD, len(doc))):
        token = doc[i]
        if gazetteer.is_equipment(token.text) and not is_capitalised(token):
            return True
        if token.tag_ not in ("NN", "NNS", "JJ", "HYPH", "CC", "NNP") or token.is_space:
            return False
    return False
