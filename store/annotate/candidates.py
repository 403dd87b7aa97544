"""Stretches of text that may be names: what the model found, mended, and what it overlooked.

One job: boundaries. What a candidate is (a person, a body, nothing at all) is decided in
kinds.py, after all candidates of the article are known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

_KEPT = {str(kind): kind for kind in EntityType}
_PROPER = frozenset(("NNP", "NNPS"))
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTHS = (
    "January February March April May June July August September October November December "
    "Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec."
)
TIME_WORDS = frozenset(f"{_DAYS} {_MONTHS}".split())

# Lower-case words that stand inside names ("Ludwig van Beethoven", "Nouri al-Maliki").
_PARTICLES = frozenset(("al", "el", "bin", "ibn", "abu", "de", "del", "della", "di", "da", "du"))
_MORE_PARTICLES = frozenset(("la", "le", "van", "von", "der", "den", "ter", "ul", "dos", "y"))
PARTICLES = _PARTICLES | _MORE_PARTICLES

_COMPANY_ENDS = frozenset(("Inc", "Inc.", "LLC", "Ltd", "Ltd.", "LLP", "Jr.", "Jr", "Sr.", "Sr"))
_CUTS = frozenset('"()[]{};:•*/|–—…') | {"--", "...", "''", "``", ". ."}
_EDGE_POSSESSIVES = frozenset(("'s", "'", "s'"))


@dataclass(slots=True)
class Candidate:
    """A possible name: token indexes, the model's type if it saw one, what stands beside it."""

    start: int
    end: int
    label: EntityType | None = None
    roles: list[str] = field(default_factory=list)
    gender: str = ""
    is_titled: bool = False


def find_candidates(doc: Doc) -> list[Candidate]:
    """Find everything that may be a name, in order, not overlapping."""
    found = [piece for candidate in _from_model(doc) for piece in _mended(doc, candidate)]
    taken = covered(doc, found)
    found += _overlooked(doc, taken)
    found.sort(key=lambda candidate: candidate.start)
    return _joined(doc, found)


def covered(doc: Doc, candidates: Sequence[Candidate]) -> list[bool]:
    """Tell for each token whether a candidate has it."""
    taken = [False] * len(doc)
    for candidate in candidates:
        for i in range(candidate.start, candidate.end):
            taken[i] = True
    return taken


def is_capitalised(token: Token) -> bool:
    """Tell whether a word is written like a name ("Kirby", "NSC", "iTunes", "G4S")."""
    text = token.text
    return text[0].isupper() or (any(c.isupper() for c in text[1:3]) and text[0].isalpha())


def _from_model(doc: Doc) -> Iterator[Candidate]:
    for ent in doc.ents:
        kind = _KEPT.get(ent.label_)
        if kind is not None:
            yield Candidate(ent.start, ent.end, kind)


def _mended(doc: Doc, candidate: Candidate) -> Iterator[Candidate]:
    """Cut at line ends, lists and marks, and trim what is no part of a name."""
    start = candidate.start
    for i in range(candidate.start, candidate.end):
        if _is_cut(doc, i):
            yield from _trimmed(doc, Candidate(start, i, candidate.label))
            start = i + 1
    yield from _trimmed(doc, Candidate(start, candidate.end, candidate.label))


def _is_cut(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.is_space or token.text in _CUTS:
        return True
    if token.text == ",":
        return (
            i + 1 < len(doc) and doc[i + 1].text not in _COMPANY_ENDS and doc[i + 1].text != "and"
        )
    # a dash between spaces separates, a hyphen inside a word does not
    return token.text == "-" and i > 0 and bool(doc[i - 1].whitespace_) and bool(token.whitespace_)


def _trimmed(doc: Doc, candidate: Candidate) -> Iterator[Candidate]:
    start, end = candidate.start, candidate.end
    while start < end and _is_left_edge(doc[start], end - start):
        start += 1
    while end > start and _is_right_edge(doc[end - 1]):
        end -= 1
    if start < end and any(is_capitalised(doc[i]) for i in range(start, end)):
        yield Candidate(start, end, candidate.label)


def _is_left_edge(token: Token, n_left: int) -> bool:
    """Articles, marks, common words and verbs before a name are no part of it."""
    text = token.text
    if text.lower() in ("the", "a", "an") or not (text[0].isalnum() or text[0] == "'"):
        return True
    if text in _EDGE_POSSESSIVES:
        return True
    if not is_capitalised(token):
        return not text[0].isdigit() and text not in PARTICLES
    is_verb = token.tag_ in ("VBG", "VB", "VBZ", "VBP") and bool(token.is_sent_start)
    return is_verb and n_left > 1


def _is_right_edge(token: Token) -> bool:
    text = token.text
    if text in _EDGE_POSSESSIVES or not (text[0].isalnum() or text[-1] == "."):
        return True
    return not is_capitalised(token) and not text[0].isdigit()


def _overlooked(doc: Doc, taken: Sequence[bool]) -> Iterator[Candidate]:
    """Runs of proper nouns and known peoples and places that the model left out."""
    i, n = 0, len(doc)
    while i < n:
        if taken[i] or not _is_name_word(doc[i]):
            i += 1
            continue
        end = i + 1
        while end < n and not taken[end] and _is_name_word(doc[end]):
            end += 1
        yield Candidate(i, end)
        i = end


def _is_name_word(token: Token) -> bool:
    if not token.text[0].isalpha() or not is_capitalised(token) or token.text in TIME_WORDS:
        return False
    if token.tag_ in _PROPER:
        return True
    return gazetteer.people(token.text) is not None or gazetteer.is_place(token.text)


def _joined(doc: Doc, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Join a name that the model found only a part of ("Ohio" + "State", "Lockheed" + "Martin")."""
    joined: list[Candidate] = []
    for candidate in candidates:
        if joined and joined[-1].end == candidate.start and _are_one(doc, joined[-1], candidate):
            last = joined[-1]
            joined[-1] = Candidate(last.start, candidate.end, last.label or candidate.label)
        else:
            joined.append(candidate)
    return joined


def _are_one(doc: Doc, left: Candidate, right: Candidate) -> bool:
    if _stands_alone(doc, left) or _stands_alone(doc, right):
        return False
    if left.label is None or right.label is None:
        return not (left.label is None and bool(doc[left.start].is_sent_start))
    return left.end - left.start == 1 and right.end - right.start == 1


def _stands_alone(doc: Doc, candidate: Candidate) -> bool:
    """Peoples, titles and places do not run into the name beside them."""
    words = [doc[i].text for i in range(candidate.start, candidate.end)]
    if gazetteer.people(" ".join(words)) is not None:
        return True
    return any(gazetteer.honorific(word) or gazetteer.is_singular_role(word) for word in words)
