"""Descriptions of persons ("the Chinese President") → the person they mean.

One job: a later description finds the person whose role it fits, by a title or an apposition
met before, else by country and elimination. One that fits two people, or nobody, is left open.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.acquaintance import Description, Known, meet, refer, start_of_description
from store.annotate.roles import Role, agrees_on_place, fits, parse_role
from store.annotate.titles import end_of_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from store.annotate.clusters import Clusters

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "HYPH"))
_NEAR = 120  # tokens: about two paragraphs back
_FAR = 2500  # tokens: about an article; nobody named longer ago is meant
_SAME_CLAUSE = 12  # tokens
_MAX_LOOKS = 20  # mentions of a person looked at for a country


def resolve_nominals(doc: Doc, clusters: Clusters) -> None:
    """Add descriptions ("the Chinese President") to the clusters they mean."""
    used = [clusters.at(i) is not None for i in range(len(doc))]
    known = meet(doc, clusters, used)
    stage = sorted((start, i) for i, person in enumerate(known) for start in person.mentions)
    for description in _descriptions(doc, clusters, used) if known else ():
        first = bisect_left(stage, (description.start - _FAR, 0))
        last = bisect_left(stage, (description.start, 0))
        before = {known[i].index: i for _, i in stage[first:last]}
        person = _meant(doc, description, [known[before[index]] for index in sorted(before)])
        if person is not None:
            refer(doc, clusters, person, description, rule="description")
            insort(stage, (description.start, before[person.index]))


def _descriptions(doc: Doc, clusters: Clusters, used: list[bool]) -> Iterator[Description]:
    """Definite descriptions of one person that stand for a name, in reading order."""
    for token in doc[1:]:
        i = token.i
        if used[i] or not gazetteer.is_singular_role(token.text) or not _stands_for_name(doc, i):
            continue
        start = start_of_description(doc, i)
        if start is None or doc[start].lower_ != "the":
            continue
        end = _end_with_owner(doc, i + 1, used)
        role = parse_role(doc, start, end, clusters)
        if role is not None and not gazetteer.is_personal_role(token.lower_):
            yield Description(start, end, role)


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


def _meant(doc: Doc, description: Description, before: Sequence[Known]) -> Known | None:
    """The only person a description fits: by a role, else by country and elimination."""
    role = description.role
    fitting = [person for person in before if _has_role(person, role)]
    if not fitting and role.places and not role.bodies:
        fitting = _by_elimination(doc, description, before)
    if len(fitting) > 1:
        fitting = [person for person in fitting if _n_back(person, description) < _NEAR]
    return fitting[0] if len(fitting) == 1 else None


def _by_elimination(doc: Doc, description: Description, before: Sequence[Known]) -> list[Known]:
    """Those of whom nothing speaks against it, the holders of such an office first."""
    role = description.role
    open_to = [
        person
        for person in before
        if _may_have_role(person, role) and not _is_beside(doc, person, description)
    ]
    holders = [person for person in open_to if person.roles]
    return holders or [person for person in open_to if _goes_with(doc, person, role)]


def _has_role(person: Known, described: Role) -> bool:
    return any(
        fits(described, role)
        and (not described.places or bool(described.places & (role.places | person.countries)))
        for role in person.roles
    )


def _may_have_role(person: Known, described: Role) -> bool:
    """Nothing speaks against it: no other country, and the office or none is known."""
    if person.countries and not person.countries & described.places:
        return False
    if not person.roles:
        return described.noun in ("president", "leader", "premier") or "prime" in described.words
    return any(fits(described, role) and agrees_on_place(described, role) for role in person.roles)


def _goes_with(doc: Doc, person: Known, described: Role) -> bool:
    """Whether a person named more than once stands in one sentence with the country."""
    if len(person.mentions) < 2:  # noqa: PLR2004 — a name dropped once has no country
        return False
    sentences = (doc[start].sent for start in person.mentions[:_MAX_LOOKS])
    words = (token.text for sentence in sentences for token in sentence)
    return any(_country_of(word) in described.places for word in words)


def _country_of(word: str) -> str | None:
    people = gazetteer.people(word)
    return gazetteer.place_of_people(people) if people else gazetteer.country(word)


def _is_beside(doc: Doc, person: Known, description: Description) -> bool:
    """Whether the person is named in the same clause: a description there means somebody else."""
    first = max(doc[description.start].sent.start, description.start - _SAME_CLAUSE)
    i = bisect_left(person.mentions, first)
    return i < len(person.mentions) and person.mentions[i] < description.start


def _n_back(person: Known, description: Description) -> int:
    """How many tokens back the person was last mentioned."""
    i = bisect_left(person.mentions, description.start)
    return description.start - person.mentions[i - 1]
