"""What a candidate names: a person, a body, a place …, settled over the whole article.

One job: to weigh. Each mention gives evidence (evidence.py), the evidence of equal forms is
added up, forms that are parts of each other lend each other theirs, and all mentions of a form
get one type. A form without enough evidence is no name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.evidence import (
    CONTEXT,
    ENOUGH,
    GUESS,
    HINT,
    KNOWN,
    MODEL,
    TITLE,
    WORDS,
    Clue,
    clues,
)
from store.records import EntityType
from store.thing_names import ThingName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from store.annotate.extents import Candidate

Score = dict[EntityType, float]

_REPEATED = 0.25  # what each further clue of one kind adds, as a share of the first …
_AT_MOST = 2.0  # … and all of them together
_LEAST = 0.75  # of the model's weight, however few of the mentions it saw
_FULL_NAME = 2  # words
_LONGEST_NAME = 12  # words; longer ones are lists or shouted sentences
_MAX_NAME = 3  # words of a person's name that a family name alone can explain


def settle(doc: Doc, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give each candidate its type and leave out what is no name."""
    found: dict[str, list[list[Clue]]] = defaultdict(list)
    shown: dict[str, str] = {}
    for candidate in candidates:
        form = form_of(doc, candidate)
        found[form].append(list(clues(doc, candidate)))
        shown.setdefault(form, doc[candidate.start : candidate.end].text)
    scores = {form: _score(mentions) for form, mentions in found.items()}
    _relate_endings(scores)
    _relate_beginnings(scores)
    _relate_persons(scores)
    _relate_acronyms(scores, shown)
    kept = []
    for candidate in candidates:
        best = _best(scores[form_of(doc, candidate)])
        if best is not None:
            candidate.label = best
            kept.append(candidate)
    return kept


def form_of(doc: Doc, candidate: Candidate) -> str:
    """Give the form under which mentions of an article are compared."""
    return doc[candidate.start : candidate.end].text.casefold()


def _score(mentions: Sequence[Sequence[Clue]]) -> Score:
    """Add up the clues; clues of one source are not independent, the model's least of all."""
    by_source: dict[tuple[str, EntityType], list[float]] = defaultdict(list)
    for mention in mentions:
        for clue in mention:
            by_source[clue.source, clue.kind].append(clue.weight)
    score: Score = defaultdict(float)
    for (source, kind), weights in by_source.items():
        many = min(1 + _REPEATED * (len(weights) - 1), _AT_MOST)
        share = max(len(weights) / len(mentions), _LEAST) if source == MODEL else 1.0
        score[kind] += max(weights) * many * share
    return score


def _best(score: Score) -> EntityType | None:
    if not score:
        return None
    kind = max(score, key=lambda kind: (score[kind], kind))
    return kind if score[kind] >= ENOUGH else None


def _relate_endings(scores: dict[str, Score]) -> None:
    """A name that ends in another one is mostly of its kind ("Maha" + "Kumbh Mela")."""
    for form, score in scores.items():
        words = form.split()
        for i in range(1, len(words) - 1):
            shorter = scores.get(" ".join(words[i:]))
            kind = _best(shorter) if shorter else None
            if shorter and kind not in (None, EntityType.PERSON) and shorter[kind] > GUESS:
                score[kind] += WORDS


def _relate_beginnings(scores: dict[str, Score]) -> None:
    """Several words with which only one name begins are short for it ("Maha Kumbh" Mela)."""
    longer: dict[str, list[EntityType | None]] = defaultdict(list)
    for form, score in scores.items():
        words = form.split()
        for i in range(2, min(len(words), _LONGEST_NAME)):
            longer[" ".join(words[:i])].append(_best(score))
    for form, (kind, *others) in longer.items():
        score = scores.get(form, {})
        if not score or others or kind not in (EntityType.EVENT, EntityType.ORG):
            continue
        if _best(score) in (EntityType.PERSON, EntityType.PRODUCT) and _is_weak(score):
            score[kind] += KNOWN


def _is_weak(score: Score) -> bool:
    """Whether little more than the model's guess speaks for a type."""
    return max(score.values()) <= CONTEXT


def _relate_persons(scores: dict[str, Score]) -> None:
    """A word of a person's full name is that person, and a longer name with it his kin."""
    persons = [form for form, score in scores.items() if _best(score) is EntityType.PERSON]
    full = [form.split() for form in persons if " of " not in form]
    family = {words[-1] for words in full if len(words) > 1}
    given = {words[0] for words in full if len(words) > 1}
    alone = {words[0] for words in full if len(words) == 1}
    words_alone = {form for form in scores if " " not in form}
    for form, score in scores.items():
        words = form.split()
        if len(words) > 1:
            if words[-1] in alone and len(words) <= _MAX_NAME:
                score[EntityType.PERSON] += WORDS
            elif _looks_personal(words, score, alone=alone, words_alone=words_alone):
                score[EntityType.PERSON] += GUESS + HINT / 2
        elif form in family or form.removesuffix("s") in family:
            score[EntityType.PERSON] += 2 * TITLE
        elif form in given and score[EntityType.GPE] < KNOWN:
            score[EntityType.PERSON] += TITLE


def _looks_personal(
    words: list[str], score: Score, *, alone: set[str], words_alone: set[str]
) -> bool:
    """Whether a supposed body is called by its last word, or by a given name, as persons are."""
    best = _best(score)
    if len(words) != _FULL_NAME or best not in (EntityType.ORG, None):
        return False
    if gazetteer.is_no_persons_word(words[-1]) or gazetteer.is_place(words[-1].title()):
        return False
    if words[0] in alone or best is None:
        return words[0] in alone
    return words[-1] in words_alone and words[0] not in words_alone


def _relate_acronyms(scores: dict[str, Score], shown: dict[str, str]) -> None:
    """Initials have the type of the full name they stand for."""
    by_initials: dict[str, EntityType] = {}
    for form, score in scores.items():
        kind = _best(score)
        if kind is not None and " " in form:
            by_initials.setdefault(ThingName.of(shown[form]).initials, kind)
    for form, score in scores.items():
        parsed = ThingName.of(shown[form])
        if parsed.is_acronym and parsed.form in by_initials and len(parsed.form) > 1:
            score[by_initials[parsed.form]] += WORDS
