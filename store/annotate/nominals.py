"""Descriptions of persons ("the Chinese President") → the person they mean.

One job: appositions give a person a role, later descriptions find the person by it. A
description that fits two people, or nobody, is left open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.clusters import Reference
from store.annotate.roles import Role, agrees_on_place, fits, parse_role
from store.annotate.titles import apposition, end_of_phrase, title_start
from store.records import EntityType, MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from store.annotate.clusters import Clusters

_MODIFIERS = frozenset(("NNP", "NNPS", "NN", "JJ", "HYPH", "POS", "VBN"))
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "HYPH"))
_MAX_MODIFIERS = 6  # tokens between "the" and the noun
_NEAR = 120  # tokens: about two paragraphs back


@dataclass(slots=True)
class _Known:
    """What the article has told of one person so far."""

    index: int
    mentions: list[int]  # first tokens, ascending
    roles: list[Role] = field(default_factory=list)
    countries: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Description:
    """A description in the text, and its parts."""

    start: int
    end: int
    role: Role


def resolve_nominals(doc: Doc, clusters: Clusters) -> None:
    """Add descriptions ("the Chinese President") to the clusters they mean."""
    taken = [clusters.at(i) is not None for i in range(len(doc))]
    known = [_known(doc, clusters, index) for index in _persons(clusters)]
    if not known:
        return
    used = taken.copy()
    for person in known:
        _read_appositions(doc, clusters, person, taken=taken, used=used)
    for description in _descriptions(doc, clusters, used):
        person_meant = _meant(doc, clusters, description, known)
        if person_meant is not None:
            _refer(doc, clusters, person_meant, description, "description")


def _persons(clusters: Clusters) -> list[int]:
    return [i for i in range(len(clusters)) if clusters[i].type is EntityType.PERSON]


def _known(doc: Doc, clusters: Clusters, index: int) -> _Known:
    """A person with the roles that titles before the name tell."""
    person = _Known(index, [reference.span.start for reference in clusters[index].references])
    person.mentions.sort()
    for start in person.mentions:
        first = title_start(doc, start)
        if first < start:
            _learn(person, parse_role(doc, first, start, clusters))
    for reference in clusters[index].references:
        end = reference.span.end
        if end < len(doc) and doc[end].lower_ == "administration":
            _learn(person, Role("president"))  # a president's name, whoever runs the rest
    return person


def _learn(person: _Known, role: Role | None) -> None:
    if role is not None and role not in person.roles:
        person.roles.append(role)
        person.countries |= role.places


def _read_appositions(
    doc: Doc, clusters: Clusters, person: _Known, *, taken: list[bool], used: list[bool]
) -> None:
    for start in list(person.mentions):
        end = _end_of_name(doc, clusters, start, person.index)
        for first, last in _beside(doc, start, end, taken):
            if any(used[i] and not taken[i] for i in range(first, last)):
                continue
            role = parse_role(doc, first, last, clusters)
            if role is None:
                continue
            _refer(doc, clusters, person, _Description(first, last, role), "apposition")
            _tell_role(doc, clusters, person.index, first, last)
            used[first:last] = [True] * (last - first)


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
        first = _start_of_description(doc, start - 2)
        is_in_list = first is None or (first > 0 and doc[first - 1].text == ",")
        if first is not None and not is_in_list:
            yield first, start - 1


def _start_of_description(doc: Doc, noun: int) -> int | None:
    """The determiner that begins the phrase of a noun; None when it has none."""
    for i in range(noun - 1, max(noun - _MAX_MODIFIERS, 0) - 1, -1):
        if doc[i].tag_ in ("DT", "PRP$"):
            return i
        if doc[i].tag_ not in _MODIFIERS or doc[i].is_space:
            return None
    return None


def _tell_role(doc: Doc, clusters: Clusters, index: int, first: int, last: int) -> None:
    """Keep an apposition as a role, its determiner left out, and the gender its noun tells."""
    while first < last and doc[first].tag_ in ("DT", "PRP$"):
        first += 1
    cluster = clusters[index]
    nouns = [doc[i].text for i in range(first, last) if gazetteer.is_singular_role(doc[i].text)]
    if nouns and not cluster.gender:
        cluster.gender = (gazetteer.role_noun(nouns[0]) or "").strip("-")
    text = " ".join(doc[first:last].text.split())
    if nouns and not gazetteer.is_personal_role(nouns[0].lower()) and text not in cluster.roles:
        cluster.roles.append(text)


def _descriptions(doc: Doc, clusters: Clusters, used: list[bool]) -> Iterator[_Description]:
    """Definite descriptions of one person that stand for a name, in reading order."""
    for i in range(1, len(doc)):
        token = doc[i]
        if used[i] or not gazetteer.is_singular_role(token.text) or not _stands_for_name(doc, i):
            continue
        start = _start_of_description(doc, i)
        if start is None or doc[start].lower_ != "the":
            continue
        end = _end_with_owner(doc, i + 1, used)
        role = parse_role(doc, start, end, clusters)
        if role is not None and not gazetteer.is_personal_role(token.lower_):
            yield _Description(start, end, role)


def _stands_for_name(doc: Doc, i: int) -> bool:
    """Neither part of a longer noun or a title, nor said of somebody ("is the president")."""
    following = doc[i + 1] if i + 1 < len(doc) else None
    if following is not None and (following.tag_ in _NOUNS or following.text == "-"):
        return False
    return doc[i].dep_ not in ("attr", "oprd", "appos") and doc[i].head.lower_ != "as"


def _end_with_owner(doc: Doc, end: int, taken: list[bool]) -> int:
    """Include "of Ukraine", "for the council" where a name follows."""
    if end + 1 < len(doc) and doc[end].lower_ in ("of", "for"):
        after = end + 2 if doc[end + 1].tag_ == "DT" else end + 1
        if after < len(doc) and taken[after]:
            return end_of_phrase(doc, end, taken)
    return end


def _meant(
    doc: Doc, clusters: Clusters, description: _Description, known: list[_Known]
) -> _Known | None:
    """The only person a description fits: by a role, else by country and elimination."""
    before = [person for person in known if person.mentions[0] < description.start]
    role = description.role
    strong = [person for person in before if _has_role(person, role)]
    if not strong and role.places and not role.bodies:
        strong = [
            person
            for person in before
            if _may_have_role(person, role) and not _is_beside(doc, person, description)
        ]
        holders = [person for person in strong if person.roles]
        strong = holders or [person for person in strong if _goes_with(doc, clusters, person, role)]
    if len(strong) > 1:
        strong = [person for person in strong if _last_before(person, description) > -_NEAR]
    return strong[0] if len(strong) == 1 else None


def _has_role(person: _Known, described: Role) -> bool:
    return any(
        fits(described, role)
        and (not described.places or bool(described.places & (role.places | person.countries)))
        for role in person.roles
    )


def _may_have_role(person: _Known, described: Role) -> bool:
    """Nothing speaks against it: no other country, and the office or none is known."""
    if person.countries and not person.countries & described.places:
        return False
    if not person.roles:
        return described.noun in ("president", "leader", "premier") or "prime" in described.words
    return any(fits(described, role) and agrees_on_place(described, role) for role in person.roles)


def _goes_with(doc: Doc, clusters: Clusters, person: _Known, described: Role) -> bool:
    """Whether a person named more than once stands in one sentence with the country."""
    if len(person.mentions) < 2:  # noqa: PLR2004 — a name dropped once has no country
        return False
    for start in person.mentions:
        for i in range(doc[start].sent.start, doc[start].sent.end):
            people = gazetteer.people(doc[i].text)
            place = gazetteer.place_of_people(people) if people else gazetteer.country(doc[i].text)
            if place in described.places:
                return True
    del clusters
    return False


def _is_beside(doc: Doc, person: _Known, description: _Description) -> bool:
    """Whether the person is named in the same clause: a description there means somebody else."""
    first = max(doc[description.start].sent.start, description.start - 12)
    return any(first <= start < description.start for start in person.mentions)


def _last_before(person: _Known, description: _Description) -> int:
    """How far back the person was last mentioned, as a negative number of tokens."""
    return max(start for start in person.mentions if start < description.start) - description.start


def _refer(
    doc: Doc, clusters: Clusters, person: _Known, description: _Description, rule: str
) -> None:
    span = doc[description.start : description.end]
    clusters.refer(person.index, Reference(span, MentionKind.NOMINAL, rule))
    _learn(person, description.role)
    person.mentions.append(description.start)
    person.mentions.sort()
