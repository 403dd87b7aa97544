"""How far a name reaches: parts joined, strangers split off.

One job: the boundaries between a name and the name beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

# Lower-case words that stand inside names ("Ludwig van Beethoven", "Nouri al-Maliki").
PARTICLES = frozenset(
    (
        *("al", "el", "bin", "ibn", "abu", "de", "del", "della", "di", "da", "du", "la", "le"),
        *("van", "von", "der", "den", "ter", "ul", "dos", "y", "das", "do", "los", "las"),
        *("binti", "bint", "e", "zu", "ben", "bar", "te", "ten", "af", "av", "dela", "vom", "zur"),
    )
)
# But for English words, and words for "and".
_LINKS = PARTICLES - frozenset(("do", "e", "ten", "te", "y", "den", "ben"))

CABINET = frozenset(("secretary", "undersecretary", "minister"))
_INSTITUTIONS = frozenset(("House", "Senate", "Commons", "Department", "Committee"))
_HOUSES = frozenset(
    (
        *("hospital", "college", "school", "university", "church", "cathedral", "library"),
        *("bank", "museum", "institute", "academy"),
    )
)
_PEERS = frozenset(  # who are called by a place; kings and queens are by their own names
    ("Duke", "Duchess", "Prince", "Princess", "Earl", "Countess", "Marquess", "Marchioness")
)
_OFFICES_OF = frozenset(("of", "for", "on"))
_BEFORE_NOUNS = frozenset(("NN", "NNS", "HYPH", "JJ"))


@dataclass(slots=True)
class Candidate:
    """A possible name: token indexes, the model's type if it saw one, what stands beside it."""

    start: int
    end: int
    label: EntityType | None = None
    roles: list[str] = field(default_factory=list)
    gender: str = ""
    is_titled: bool = False


# A syllable of a Chinese or Korean name as romanised: "mei", "hyun", "ping".
_SYLLABLE = re.compile(
    r"(?:[ckpstz]h|[ht]s|[hk]w|[b-df-hj-np-tv-z])?[aeiouyü]{1,3}(?:ng|[hklmnprt])?"
)


def with_syllables(doc: Doc, candidate: Candidate) -> Candidate:
    """A name with the small half of its given name: "Lin Mei" + "-hua", "Soo-jin" + "Park"."""
    start, end = candidate.start, candidate.end
    if end - start > 1 and _are_syllables(doc, end - 1):
        end += 2
    if _are_syllables(doc, start - 3) and doc[start - 1].whitespace_:
        start -= 3
    if (start, end) == (candidate.start, candidate.end):
        return candidate
    return replace(candidate, start=start, end=end, label=EntityType.PERSON)


def _are_syllables(doc: Doc, i: int) -> bool:
    """Whether a capitalised syllable, a hyphen and a small one begin here ("Mei-hua")."""
    if i < 0 or i + 2 >= len(doc) or doc[i + 1].text != "-" or not doc[i + 2].is_lower:
        return False
    is_joined = not doc[i].whitespace_ and not doc[i + 1].whitespace_
    return (
        is_joined
        and doc[i].is_title
        and all(_SYLLABLE.fullmatch(doc[n].lower_) is not None for n in (i, i + 2))
    )


def is_capitalised(token: Token) -> bool:
    """Tell whether a word is written like a name ("Kirby", "NSC", "iTunes", "G4S")."""
    text = token.text
    return text[0].isupper() or (text[0].isalpha() and any(c.isupper() for c in text))


def join_parts(doc: Doc, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Join a name that was found in pieces ("Ohio" + "State", "Institute for X" + "and Law")."""
    joined: list[Candidate] = []
    for found in candidates:
        candidate = _with_owner(doc, found)
        if candidate is not found:
            _cut_at(joined, candidate.start)
        last = joined[-1] if joined else None
        if _has_nickname(doc, joined, candidate):
            joined[-2:] = [Candidate(joined[-2].start, candidate.end, EntityType.PERSON)]
            continue
        if last is not None and _is_known_body(doc, last, candidate):
            joined[-1] = Candidate(last.start, candidate.end, EntityType.ORG)
        elif last is not None and _are_linked(doc, last, candidate):
            joined[-1] = Candidate(last.start, candidate.end, EntityType.PERSON)
        elif last is not None and last.end == candidate.start and _are_one(doc, last, candidate):
            joined[-1] = Candidate(last.start, candidate.end, _joint_label(doc, last, candidate))
        elif last is not None and (kind := _hyphenated(doc, last, candidate)) is not None:
            joined[-1] = Candidate(last.start, candidate.end, kind)
        elif last is not None and _is_of_saint(doc, last, candidate):
            kind = gazetteer.kind_of_last_word(doc[candidate.start].text)
            joined[-1] = Candidate(last.start, candidate.end, kind)
        elif last is not None and _continues_body(doc, last, candidate):
            joined[-1] = Candidate(last.start, candidate.end, EntityType.ORG)
        else:
            joined.append(candidate)
    return joined


def _with_owner(doc: Doc, name: Candidate) -> Candidate:
    """A name with what it is "of" before it: "Duchess of Cambridge", "Library of Congress"."""
    start = name.start - 2
    if start < 0 or doc[start + 1].text != "of" or not is_capitalised(doc[start]):
        return name
    if doc[start].text in _PEERS:
        return Candidate(start, name.end, EntityType.PERSON)
    is_house = doc[start].lower_ in _HOUSES and not doc[start].is_sent_start
    return Candidate(start, name.end, EntityType.ORG) if is_house else name


def _cut_at(joined: list[Candidate], start: int) -> None:
    """Take the tokens from `start` on away from the names found so far."""
    while joined and joined[-1].start >= start:
        joined.pop()
    if joined and joined[-1].end > start:
        joined[-1].end = start


def _has_nickname(doc: Doc, before: Sequence[Candidate], last: Candidate) -> bool:
    """Whether a nickname in marks stands inside a name (Robert C. "Bobby" Scott)."""
    if len(before) < 2 or before[-1].end - before[-1].start > 1:  # noqa: PLR2004 — two stand before
        return False
    first, nickname = before[-2], before[-1]
    if last.start - nickname.end != 1 or nickname.start - first.end != 1:
        return False
    gaps = doc[first.end : nickname.start].text, doc[nickname.end : last.start].text
    return gaps in (('"', '"'), ("'", "'")) and first.label in (EntityType.PERSON, None)


def _are_linked(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether only particles stand between two parts of a person's name (João Pedro dos Santos)."""
    between = [doc[i].text for i in range(left.end, right.start)]
    if not between and left.end == right.start and doc[right.start].text in _LINKS:
        between = [doc[right.start].text]  # Risa + dela Cruz
    if not between or not all(word in _LINKS for word in between):
        return False
    return {left.label, right.label} <= {EntityType.PERSON, None}


def _is_known_body(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether two parts are a body of the word list ("Islamic" + "State")."""
    is_beside = left.end == right.start
    return is_beside and gazetteer.body(doc[left.start : right.end].text) is not None


def _is_of_saint(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether a genitive belongs to a building's name ("St James's Palace", "King's College")."""
    if right.start - left.end != 1 or doc[left.end].text not in ("'s", "'"):
        return False
    word = doc[right.start].text
    is_kind = right.end - right.start == 1 and (
        gazetteer.kind_of_last_word(word) is EntityType.FAC or word.lower() in _HOUSES
    )
    owner = doc[left.start : left.end].text
    return is_kind and word[0].isupper() and not gazetteer.is_place(owner)


def _hyphenated(doc: Doc, left: Candidate, right: Candidate) -> EntityType | None:
    """What two parts are that only a hyphen stands between, or None where they are two."""
    if right.start - left.end != 1 or doc[left.end].text != "-" or doc[left.end].whitespace_:
        return None
    if _are_twin_cities(doc, left, right):
        return EntityType.LOC
    if gazetteer.people(doc[left.start : right.end].text) is not None:  # "African-American"
        return EntityType.NORP
    return EntityType.PERSON if _is_shouted_label(doc, left, right) else None


def _are_twin_cities(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether two towns are one place ("Minneapolis-St. Paul")."""
    if left.label is not EntityType.GPE or right.label is not EntityType.GPE:
        return False
    ends = doc[left.start : left.end].text, doc[right.start : right.end].text
    qualifies = right.end < len(doc) and doc[right.end].tag_ in ("NN", "NNS")  # "talks"
    return not qualifies and all(gazetteer.country(end) is None for end in ends)


def _is_shouted_label(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether they are the name of a transcript's speaker ("MS. OCASIO-CORTEZ: …")."""
    is_label = right.end < len(doc) and doc[right.end].text in (":", "(")
    words = doc[left.end - 1], doc[right.start]
    return is_label and all(word.is_upper and len(word) > 2 for word in words)  # noqa: PLR2004 — "US-UK: …"


def split_people(doc: Doc, candidate: Candidate) -> Iterator[Candidate]:
    """Split a people off the thing it qualifies ("French" + "Caesar" howitzers)."""
    is_long = candidate.end - candidate.start > 1
    if is_long and gazetteer.people(doc[candidate.start : candidate.end].text) is not None:
        yield candidate  # "Mexican-American"
        return
    follows_noun = candidate.end < len(doc) and doc[candidate.end].tag_ in _BEFORE_NOUNS
    is_split = candidate.label in (EntityType.PERSON, EntityType.PRODUCT, None) or follows_noun
    last = gazetteer.kind_of_last_word(doc[candidate.end - 1].text)
    if last is None and gazetteer.body(doc[candidate.start : candidate.end].text) is not None:
        last = EntityType.ORG  # "Islamic State" keeps its people
    if is_long and is_split and last is None and gazetteer.people(doc[candidate.start].text):
        yield Candidate(candidate.start, candidate.start + 1, EntityType.NORP)
        yield Candidate(candidate.start + 1, candidate.end, candidate.label)
    elif is_long and doc[candidate.start + 1].text == "and" and _are_two(doc, candidate):
        yield Candidate(candidate.start, candidate.start + 1, EntityType.PERSON)
        yield Candidate(candidate.start + 2, candidate.end, EntityType.PERSON)
    else:
        yield candidate


def _are_two(doc: Doc, candidate: Candidate) -> bool:
    """Whether "and" joins two given names ("Rachel and Blaine")."""
    if candidate.end - candidate.start != 3:  # noqa: PLR2004 — name, and, name
        return False
    first, second = doc[candidate.start].text, doc[candidate.end - 1].text
    return gazetteer.given_name(first) is not None or gazetteer.given_name(second) is not None


def _joint_label(doc: Doc, left: Candidate, right: Candidate) -> EntityType | None:
    """A place with a name's rest is a body, unless that rest says what it is."""
    last = gazetteer.kind_of_last_word(doc[right.end - 1].text)
    if last is not None:
        return last
    label = left.label or right.label
    if label is EntityType.PERSON and gazetteer.is_no_persons_word(doc[right.end - 1].text):
        return right.label
    if EntityType.GPE in (left.label, right.label) and None in (left.label, right.label):
        return EntityType.ORG
    return label


def _are_one(doc: Doc, left: Candidate, right: Candidate) -> bool:
    if _stands_alone(doc, left) or _stands_alone(doc, right):
        return False
    if right.end - right.start == 1 and gazetteer.kind_of_last_word(doc[right.start].text):
        return True
    if left.label is None and left.end - left.start == 1 and right.label is EntityType.PERSON:
        return gazetteer.given_name(doc[left.start].text) is not None or not bool(
            doc[left.start].is_sent_start
        )
    if left.label is None or right.label is None:
        return not (left.label is None and bool(doc[left.start].is_sent_start))
    return left.end - left.start == 1 and right.end - right.start == 1


def _stands_alone(doc: Doc, candidate: Candidate) -> bool:
    """Peoples, titles and places do not run into the name beside them."""
    words = [doc[i].text for i in range(candidate.start, candidate.end)]
    if gazetteer.people(" ".join(words)) is not None or owns_office(doc, candidate.start):
        return True
    return any(gazetteer.honorific(word) or gazetteer.is_singular_role(word) for word in words)


def owns_office(doc: Doc, start: int) -> bool:
    """Tell whether a token is the "State" of "Secretary of State"."""
    is_linked = start > 1 and doc[start - 1].text in ("of", "for")
    return is_linked and doc[start - 2].lower_ in CABINET


def _continues_body(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether it is like "Institute for Security Policy" + ", and" + "Law"."""
    if not 0 < right.start - left.end <= 2:  # noqa: PLR2004 — ", and"
        return False
    between = [doc[i].lower_ for i in range(left.end, right.start)]
    if not _is_body(doc, left):
        return between in (["and"], ["and", "the"]) and _is_joint_body(doc, left, right)
    if between[0] in _OFFICES_OF and between[1:] in ([], ["the"]):
        if between == ["of"] and doc[left.start + 1].lower_ in _OFFICES_OF:
            return right.label is EntityType.GPE  # "Center for Radiation Therapy of Beverly Hills"
        return gazetteer.kind_of_last_word(doc[left.end - 1].text) is EntityType.ORG
    if "and" not in between or between[0] not in (",", "and"):
        return False
    words = [doc[i].lower_ for i in range(left.start, left.end)]
    is_list = right.end < len(doc) and doc[right.end].lower_ in (",", "and")
    return any(word in _OFFICES_OF for word in words) and not is_list and _is_plain(doc, right)


def _is_joint_body(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether it is like "House Education" + "and" + "Workforce Committee"."""
    first = doc[left.start].text
    is_institution = first in _INSTITUTIONS or gazetteer.country(first) is not None
    labels = {left.label, right.label}
    is_body = left.end - left.start > 1 and labels <= {EntityType.ORG, None}
    return is_institution and is_body and right.end - right.start > 1 and _is_plain(doc, right)


def _is_body(doc: Doc, candidate: Candidate) -> bool:
    words = [doc[i].text for i in range(candidate.start, candidate.end)]
    return any(gazetteer.kind_of_last_word(word) is EntityType.ORG for word in words)


def _is_plain(doc: Doc, candidate: Candidate) -> bool:
    """No name of its own: neither a listed place nor a body of several words."""
    text = doc[candidate.start : candidate.end].text
    if gazetteer.is_place(text) or gazetteer.people(text) is not None:
        return False
    return candidate.end - candidate.start == 1 or candidate.label is not EntityType.PERSON
