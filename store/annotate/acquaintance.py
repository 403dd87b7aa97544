"""What the article tells of each person beside the name: titles before it, appositions to it.

One job: to get to know the persons. Which later description means whom is nominals.py.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.clusters import Reference
from store.annotate.roles import Role, parse_role, role_noun_of
from store.annotate.titles import apposition, title_start
from store.records import EntityType, MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from store.annotate.clusters import Clusters

# The rule of a description that is a role of the person and no mention: ", a lawyer from Ohio,".
CLASSIFYING = "indefinite apposition"

_MODIFIERS = frozenset(("NNP", "NNPS", "NN", "JJ", "HYPH", "POS", "VBN"))
_NOW = frozenset(("now", "currently"))
_MAX_MODIFIERS = 6  # tokens between "the" and the noun


@dataclass(slots=True)
class Known:
    """What the article has told of one person so far."""

    index: int  # of the person's cluster
    mentions: list[int]  # first tokens, ascending
    roles: list[Role] = field(default_factory=list)
    countries: set[str] = field(default_factory=set)

    def learn(self, role: Role | None) -> None:
        """Add a role, and its countries as the person's."""
        if role is not None and role not in self.roles:
            self.roles.append(role)
            self.countries |= role.places


@dataclass(frozen=True, slots=True)
class Description:
    """A description in the text, and its parts."""

    start: int
    end: int
    role: Role


def meet(doc: Doc, clusters: Clusters, used: list[bool]) -> list[Known]:
    """Learn what titles and appositions tell; appositions become mentions and roles.

    `used` tells for each token whether a mention has it; appositions are marked in it.
    """
    taken = used.copy()
    persons = [i for i in range(len(clusters)) if clusters[i].type is EntityType.PERSON]
    known = [_with_titles(doc, clusters, index) for index in persons]
    for person in known:
        _read_appositions(doc, clusters, person, taken=taken, used=used)
    return known


def refer(
    doc: Doc, clusters: Clusters, person: Known, description: Description, *, rule: str
) -> None:
    """Make a description a mention of a person."""
    span = doc[description.start : description.end]
    clusters.refer(person.index, Reference(span, MentionKind.NOMINAL, rule))
    person.learn(description.role)
    insort(person.mentions, description.start)


def start_of_description(doc: Doc, noun: int) -> int | None:
    """Give the determiner that begins the phrase of a noun; None when it has none."""
    for i in range(noun - 1, max(noun - _MAX_MODIFIERS, 0) - 1, -1):
        if doc[i].tag_ in ("DT", "PRP$"):
            return i
        if doc[i].tag_ not in _MODIFIERS or doc[i].is_space:
            return None
    return None


def _with_titles(doc: Doc, clusters: Clusters, index: int) -> Known:
    """A person with the roles that titles before the name tell."""
    references = clusters[index].references
    person = Known(index, sorted(reference.span.start for reference in references))
    for reference in references:
        start, end = reference.span.start, reference.span.end
        first = title_start(doc, start)
        if first < start:
            person.learn(parse_role(doc, first, start, clusters))
        if end < len(doc) and doc[end].lower_ == "administration":
            person.learn(Role("president"))  # whose name stands for all who work there
    return person


def _read_appositions(
    doc: Doc, clusters: Clusters, person: Known, *, taken: list[bool], used: list[bool]
) -> None:
    for start in list(person.mentions):
        end = _end_of_name(doc, clusters, start, person.index)
        for first, last in _beside(doc, start, end, taken):
            if any(used[i] and not taken[i] for i in range(first, last)):
                continue
            role = parse_role(doc, first, last, clusters)
            if role is None:
                continue
            rule = CLASSIFYING if _is_indefinite(doc, first) else "apposition"
            refer(doc, clusters, person, Description(first, last, role), rule=rule)
            _tell_role(doc, clusters, person.index, first, last)
            used[first:last] = [True] * (last - first)


def _is_indefinite(doc: Doc, first: int) -> bool:
    """Whether "a" stands before a description: it says what somebody is, and refers to nobody."""
    return first > 0 and doc[first - 1].lower_ in ("a", "an")


def _end_of_name(doc: Doc, clusters: Clusters, start: int, index: int) -> int:
    end = start
    while end < len(doc) and clusters.at(end) == index:
        end += 1
    return end


def _beside(doc: Doc, start: int, end: int, taken: list[bool]) -> Iterator[tuple[int, int]]:
    """The descriptions in apposition to a name: after it, or before it."""
    after = apposition(doc, end, taken)
    if after is not None:
        yield after
    if start > 1 and doc[start - 1].text == "," and gazetteer.is_singular_role(doc[start - 2].text):
        first = start_of_description(doc, start - 2)
        is_in_list = first is None or (first > 0 and doc[first - 1].text == ",")
        if first is not None and not is_in_list:
            yield first, start - 1


def _tell_role(doc: Doc, clusters: Clusters, index: int, first: int, last: int) -> None:
    """Keep an apposition as a role, its determiner left out, and the gender its noun tells."""
    while first < last and (doc[first].tag_ in ("DT", "PRP$") or doc[first].lower_ in _NOW):
        first += 1
    cluster = clusters[index]
    noun = role_noun_of(doc, first, last)
    if noun is None:
        return
    if not cluster.gender:
        cluster.gender = (gazetteer.role_noun(doc[noun].text) or "").strip("-")
    text = " ".join(doc[first:last].text.split())
    if not gazetteer.is_personal_role(doc[noun].lower_) and text not in cluster.roles:
        cluster.roles.append(text)
