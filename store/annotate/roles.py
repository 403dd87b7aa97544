"""A title or description taken apart: the noun, the country, the body, the other words.

One job: whether a description fits a role somebody is known to have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.records import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from store.annotate.clusters import Clusters

# Words that make another office of it unless the description has them too.
_DEPUTIES = frozenset(("vice", "deputy", "assistant", "associate", "former", "ex", "acting"))
_LEADING = frozenset(("prime", "general"))  # secretaries and ministers who lead a country or party
_EMPTY = frozenset(
    (
        *("the", "a", "an", "of", "for", "to", "at", "in", "and", "'s", "'", "-", "his", "her"),
        *("their", "its", "our", "my", "new", "longtime", "current", "outgoing", "then", "own"),
    )
)

_LINKS = frozenset(("of", "for", "at", "to", "in", "on"))


@dataclass(frozen=True, slots=True)
class Role:
    """What a title says: noun, countries, clusters of bodies named in it, and its other words."""

    noun: str
    places: frozenset[str] = frozenset()
    bodies: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()


def parse_role(doc: Doc, start: int, end: int, clusters: Clusters) -> Role | None:
    """Take the tokens of a title or description apart; None when no noun tells a role."""
    noun_i = role_noun_of(doc, start, end)
    if noun_i is None:
        return None
    places: set[str] = set()
    bodies: set[int] = set()
    words: set[str] = set()
    for i in range(start, end):
        if i == noun_i:
            continue
        index = clusters.at(i)
        place = _place(doc[i], clusters, index)
        if place is not None:
            places.add(place)
        elif index is not None:
            bodies.add(index)
        elif doc[i].lower_ not in _EMPTY and doc[i].text[0].isalnum():
            words.add(doc[i].lower_)
    noun = plain_noun(doc[noun_i].text)
    return Role(noun, frozenset(places), frozenset(bodies), frozenset(words))


def plain_noun(text: str) -> str:
    """One word for the forms of an office ("spokeswoman", "Sen." → spokesperson, senator)."""
    low = (gazetteer.office(text) or text).lower()
    return gazetteer.same_role(low)


def fits(described: Role, known: Role) -> bool:
    """Tell whether a description may mean the holder of a role, countries left aside."""
    if not _is_noun_for(described.noun, known):
        return False
    if not described.words <= known.words:
        return False
    if (known.words & _DEPUTIES) - described.words:
        return False
    return described.bodies <= known.bodies


def agrees_on_place(described: Role, known: Role) -> bool:
    """Tell whether the countries agree where both are told."""
    return not described.places or not known.places or bool(described.places & known.places)


def _is_noun_for(noun: str, known: Role) -> bool:
    if noun == known.noun:
        return True
    if known.noun not in gazetteer.narrower_roles(noun):
        return False
    return known.noun not in ("minister", "secretary") or bool(known.words & _LEADING)


def role_noun_of(doc: Doc, start: int, end: int) -> int | None:
    """Give the token of a phrase's role noun: the last one before its first preposition."""
    found = None
    for i in range(start, end):
        if doc[i].lower_ in _LINKS and found is not None:
            break
        is_noun = gazetteer.is_singular_role(doc[i].text) or gazetteer.office(doc[i].text)
        if is_noun:
            found = i
    return found


def _place(token: Token, clusters: Clusters, index: int | None) -> str | None:
    """The country that a word of a title tells."""
    people = gazetteer.people(token.text)
    if people is not None:
        return gazetteer.place_of_people(people)
    if index is not None and clusters[index].type is EntityType.GPE:
        return clusters[index].name
    return gazetteer.country(token.text)
