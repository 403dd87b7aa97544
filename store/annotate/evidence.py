"""What one mention tells about its type: its form, its words, its neighbours, the model.

One job: clues. The weights were chosen on the five seed articles and the development articles of
two public sets (benchmarks/quality.py); what matters is their order: the word lists, then titles,
then a name's own words, then its neighbours, then the model.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from store.annotate import gazetteer
from store.annotate.extents import PARTICLES, is_capitalised
from store.annotate.wares import names_ware
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from store.annotate.extents import Candidate

KNOWN = 6.0  # the word lists know this very form
TITLE = 5.0  # a title stands before it
WORDS = 4.0  # its own words tell
CONTEXT = 3.0  # the words around it tell
GUESS = 2.0  # the model's, and other clues that are as often wrong
HINT = 1.0
ENOUGH = 1.5  # below this it is no name

MODEL = "model"

_PEOPLE = re.compile(r"(?:ans?|ese|ish|ists?|is?|ic|ites?|ics|ms?)$")  # -ian, -ese, -ish, -ist …
_OFFICES_OF = frozenset(("of", "for", "on"))
_OFFICES_AT = _OFFICES_OF | {"at", "with", "from"}
_BODIES_TOO = frozenset(  # nouns for persons that companies and countries are called as well
    (
        *("adversary", "advocate", "agent", "ally", "broker", "champion", "developer", "donor"),
        *("host", "investor", "leader", "model", "opponent", "organiser", "organizer", "owner"),
        *("partner", "planner", "publisher", "rival", "star", "supporter", "trader", "victim"),
    )
)
_PARTIES = frozenset(("d", "r", "i"))
_TEAM_LIKE = (EntityType.PERSON, EntityType.PRODUCT, EntityType.NORP)  # what plurals are not
_LED = frozenset(("administration", "campaign", "presidency"))  # "the Obama administration"
_COMPASS = frozenset(("West", "East", "North", "South"))
_MAX_PERSON = 5  # words
_DOUBLE = 4  # tokens of a name with a hyphen: "Daraka", "Larimore", "-", "Hall"
_ACRONYM = range(3, 6)  # letters; longer words in capitals are shouted
_OLDEST = 120
_HERE = 4  # tokens within which a place noun describes its neighbour


class Clue(NamedTuple):
    """One piece of evidence: what kind of clue, for which type, how strong."""

    source: str
    kind: EntityType
    weight: float


def clues(doc: Doc, candidate: Candidate) -> Iterator[Clue]:
    """Give everything one mention tells about its type."""
    label = _likely_label(doc, candidate)
    if label is not None:
        yield Clue(MODEL, label, GUESS)
    yield from _known_form(doc, candidate)
    yield from _own_words(doc, candidate)
    yield from _as_person(doc, candidate)
    yield from _as_place(doc, candidate)
    yield from _as_body(doc, candidate)
    if names_ware(doc, candidate):
        yield Clue("equipment", EntityType.PRODUCT, TITLE)
    if _is_during(doc, candidate):
        yield Clue("during", EntityType.EVENT, CONTEXT)


def _is_during(doc: Doc, candidate: Candidate) -> bool:
    """Whether it lasts: "during the Kumbh Mela", but not "during the Obama administration"."""
    i = candidate.start - (2 if _word(doc, candidate.start - 1) == "the" else 1)
    after = _word(doc, candidate.end)
    is_owner = after in ("'s", "'", "years", "era") or after in _LED
    return _word(doc, i) == "during" and not is_owner


def _likely_label(doc: Doc, candidate: Candidate) -> EntityType | None:
    """The model's label; peoples it knows are in our list, or look like peoples."""
    label = candidate.label
    text = doc[candidate.start : candidate.end].text
    if label is EntityType.PRODUCT and _is_of_people(text.split()):
        return EntityType.NORP  # "North Vietnamese tanks"
    if label is not EntityType.NORP:
        return label
    if gazetteer.people(text) is not None or _PEOPLE.search(text):
        return label
    return EntityType.ORG


def _word(doc: Doc, i: int) -> str:
    """The lower-case word at an index, "" outside the text."""
    return doc[i].lower_ if 0 <= i < len(doc) else ""


def _tells(doc: Doc, i: int) -> str | None:
    """What the word at an index tells of the name beside it."""
    return gazetteer.neighbour(_word(doc, i))


def _known_form(doc: Doc, candidate: Candidate) -> Iterator[Clue]:
    if candidate.is_titled:
        return
    text = doc[candidate.start : candidate.end].text
    if text in _COMPASS:
        if _word(doc, candidate.start - 1) == "the":
            yield Clue("list", EntityType.LOC, KNOWN)
    elif gazetteer.body(text) is not None:
        yield Clue("list", EntityType.ORG, KNOWN)
    elif gazetteer.is_ware(text):
        yield Clue("list", EntityType.PRODUCT, KNOWN)
    elif gazetteer.people(text) is not None:
        yield Clue("list", EntityType.NORP, KNOWN)
    elif gazetteer.is_place(text) or (
        gazetteer.state(text) is not None and _word(doc, candidate.start - 1) == ","
    ):
        yield Clue("list", EntityType.GPE, KNOWN)


def _own_words(doc: Doc, candidate: Candidate) -> Iterator[Clue]:
    words = [doc[i].text for i in range(candidate.start, candidate.end)]
    if len(words) == 1:
        is_plural = doc[candidate.start].tag_ == "NNPS" and _word(doc, candidate.start - 1) == "the"
        if is_plural and candidate.label in _TEAM_LIKE:
            yield Clue("plural", EntityType.ORG, CONTEXT)
        yield from _own_word(words[0], candidate)
        return
    kind = _kind_of_words(words)
    shape = _shape(words)
    if shape is not None:
        yield shape
    elif kind is not None and _may_be_family(words) and not _is_placed(doc, candidate.start):
        yield Clue("words", kind, HINT)
        yield Clue("given name", EntityType.PERSON, CONTEXT)
    elif kind is not None:
        yield Clue("words", kind, KNOWN if words[-1] == "State" else WORDS)
    elif gazetteer.is_no_persons_word(words[-1]):
        yield Clue("words", EntityType.PERSON, -KNOWN)
    elif doc[candidate.end - 1].tag_ == "NNPS" and _word(doc, candidate.start - 1) == "the":
        yield Clue("plural", EntityType.ORG, WORDS)
    elif _is_personal(words):
        yield Clue("given name", EntityType.PERSON, CONTEXT)


def _own_word(word: str, candidate: Candidate) -> Iterator[Clue]:
    if gazetteer.given_name(word) and candidate.label is not EntityType.NORP:
        yield Clue("given name", EntityType.PERSON, GUESS + HINT / 2)
    elif word.isupper() and len(word) in _ACRONYM:
        yield Clue("capitals", EntityType.ORG, HINT if candidate.label is None else CONTEXT)


def _shape(words: list[str]) -> Clue | None:
    """What the mere shape of several words tells, whatever the last of them means."""
    if _has_middle_initial(words):
        return Clue("initial", EntityType.PERSON, WORDS)
    if _is_double_family(words):
        return Clue("double name", EntityType.PERSON, CONTEXT)
    return Clue("list", EntityType.NORP, KNOWN) if _is_of_people(words) else None


def _may_be_family(words: list[str]) -> bool:
    """Whether a given name stands before a landscape that families are called by: "Michael Bay"."""
    is_landscape = gazetteer.kind_of_last_word(words[-1]) is EntityType.LOC
    is_given = gazetteer.given_name(words[0]) is not None and not gazetteer.is_place(words[0])
    return len(words) == 2 and is_landscape and is_given  # noqa: PLR2004 — given and family name


def _is_placed(doc: Doc, start: int) -> bool:
    """Whether the word before tells a place: "in Virginia Beach", "the Jordan River"."""
    return _word(doc, start - 1) in ("the", "in", "at", "on", "near", "of", "from", "to", "around")


def _has_middle_initial(words: list[str]) -> bool:
    """Whether it is like "Channing D. Phillips": bodies have no initial between two words."""
    is_initial = len(words) == 3 and len(words[1]) == 2 and words[1].endswith(".")  # noqa: PLR2004 — given, "D.", family
    return is_initial and words[1][0].isupper() and words[2][0].isupper()


def _is_double_family(words: list[str]) -> bool:
    """Whether a family name like "Larimore-Hall" only looks like a hall's."""
    is_double = len(words) >= _DOUBLE and words[-2] == "-" and words[-3][0].isupper()
    is_kind = gazetteer.kind_of_last_word(words[-1]) in (EntityType.FAC, EntityType.LOC)
    return is_double and is_kind and len(words) <= _MAX_PERSON


def _is_of_people(words: list[str]) -> bool:
    """Whether a people of a part of the world is named ("North Vietnamese")."""
    return words[0] in _COMPASS and gazetteer.people(" ".join(words[1:])) is not None


def _kind_of_words(words: list[str]) -> EntityType | None:
    """The type that the words for a kind of thing tell: "University", "Lake", "Office of"."""
    first = gazetteer.kind_of_last_word(words[0])
    is_center = first is EntityType.ORG and words[1] in _OFFICES_OF  # "Center for … of Boston"
    is_university = words[-1] == "State" and gazetteer.state(" ".join(words[:-1]))
    if "&" in words or is_center or is_university:
        return EntityType.ORG
    last = gazetteer.kind_of_last_word(words[-1])
    if last is not None and words[-2] != "-":  # "Larimore-Hall" is a family
        return last
    if _is_club(words):
        return EntityType.ORG
    if any(link in _OFFICES_OF and gazetteer.kind_of_last_word(it) for it, link in pairwise(words)):
        return EntityType.ORG
    is_landscape = gazetteer.kind_of_last_word(words[0]) is EntityType.LOC
    return EntityType.LOC if is_landscape else None


def _is_club(words: list[str]) -> bool:
    """Whether a place and a plural name a team ("Dallas Mavericks", "New York Jets")."""
    place, last = " ".join(words[:-1]), words[-1]
    if not gazetteer.is_place(place) or gazetteer.given_name(words[0]) is not None:
        return False
    return last.endswith("s") and not last.endswith("ss") and last[0].isupper()


def _is_personal(words: list[str]) -> bool:
    """Whether a given name or initials begin it: "Meghan Markle", "JK Rowling"."""
    if (
        len(words) > _MAX_PERSON
        or gazetteer.is_place(words[0])
        or gazetteer.is_place(" ".join(words[:2]))
        or words[1] in ("of", "and", "&", "the")
        or (words[1] == "-" and words[0].lower() in PARTICLES)
    ):
        return False
    first = words[0]
    has_initials = "." in first[:2] or (len(first) == 2 and first.isupper() and "J" in first)  # noqa: PLR2004 — two letters
    is_name = words[-1][0].isupper() and not words[-1].isupper()
    return gazetteer.given_name(first) is not None or (has_initials and is_name)


def _as_person(doc: Doc, candidate: Candidate) -> Iterator[Clue]:
    start, end = candidate.start, candidate.end
    if candidate.is_titled:
        yield Clue("title", EntityType.PERSON, TITLE)
    if _word(doc, start - 1) in ("a", "an") and candidate.label is EntityType.PERSON:
        yield Clue("article", EntityType.PERSON, -GUESS)  # "a Girl Scout"
    is_kind = gazetteer.kind_of_last_word(doc[end - 1].text) is not None
    is_described = candidate.label is not EntityType.ORG and not is_kind and _has_office(doc, end)
    if doc[end - 1].tag_ != "NNPS":  # "the Springboks, who won"
        is_described = is_described or "who" in (_word(doc, end), _word(doc, end + 1))
    if is_described or _has_age(doc, end):
        yield Clue("described", EntityType.PERSON, CONTEXT)
    if _word(doc, end) in _LED and end - start == 1 and _is_own_word(doc[start].text):
        yield Clue("led", EntityType.PERSON, CONTEXT)
    if _word(doc, end) in ("'s", "'") and _tells(doc, end + 1) == "person":
        yield Clue("kin", EntityType.PERSON, CONTEXT)
    if "speech" in (_tells(doc, start - 1), _tells(doc, end)) and not is_kind:
        is_body = candidate.label in (EntityType.ORG, None)
        yield Clue("speech", EntityType.PERSON, HINT if is_body else CONTEXT)


def _is_own_word(word: str) -> bool:
    """Whether a word is no acronym, place or kind of body, so that it may be a family name."""
    is_kind = gazetteer.is_no_persons_word(word) or gazetteer.body(word) is not None
    return word.istitle() and word.isalpha() and not is_kind and not gazetteer.is_place(word)


def _has_office(doc: Doc, end: int) -> bool:
    """Whether an office follows that one person holds: ", executive director of"."""
    if _word(doc, end) != ",":
        return False
    for i in range(end + 1, min(end + 1 + _HERE, len(doc) - 1)):
        if gazetteer.is_singular_role(doc[i].text) and doc[i + 1].lower_ in _OFFICES_AT:
            return doc[i].lower_ not in _BODIES_TOO
        if doc[i].tag_ not in ("DT", "JJ", "NN", "NNP", "HYPH"):
            return False
    return False


def _has_age(doc: Doc, end: int) -> bool:
    """Whether an age follows: ", 62," or "(71)"."""
    if end + 2 >= len(doc) or doc[end].text not in (",", "("):
        return False
    number = doc[end + 1].text
    is_number = number.isascii() and number.isdigit() and 1 < int(number[:4]) < _OLDEST
    return is_number and doc[end + 2].text in (",", ")", ";", ".")


def _as_place(doc: Doc, candidate: Candidate) -> Iterator[Clue]:
    start, end = candidate.start, candidate.end
    after = gazetteer.kind_of_last_word(_word(doc, end))
    if _word(doc, end) == "," and _is_region(doc, end + 1):
        yield Clue("region", EntityType.GPE, WORDS)
    if _word(doc, start - 1) == "-" and _word(doc, start - 2) in _PARTIES:
        yield Clue("party", EntityType.GPE, WORDS)  # "Richard Lindsey, D-Centre"
    if after is EntityType.LOC and not is_capitalised(doc[end]):
        yield Clue("beside", EntityType.LOC, CONTEXT)
    elif _beside_place_noun(doc, candidate):
        yield Clue("beside", EntityType.GPE, CONTEXT)
    elif end - start == 1 and _stands_among_places(doc, start):
        yield Clue("list", EntityType.GPE, GUESS)
    elif (
        _word(doc, start - 1) in ("in", "near")
        and end < len(doc)
        and doc[end].tag_ not in ("NN", "NNS", "POS")
    ):
        yield Clue("in", EntityType.GPE, HINT)


def _stands_among_places(doc: Doc, i: int) -> bool:
    """Whether a list joins it to a place everybody knows ("Walsall, Essex and Devon")."""
    if _word(doc, i - 1) in (",", "and") and i > 1 and gazetteer.is_place(doc[i - 2].text):
        return True
    follows = _word(doc, i + 1) in (",", "and") and i + 2 < len(doc)
    return follows and gazetteer.is_place(doc[i + 2].text)


def _is_region(doc: Doc, start: int) -> bool:
    """Whether a state or country begins at a token: "Mandan, N.D."."""
    for end in (start + 1, start + 2):
        text = doc[start:end].text if end <= len(doc) else ""
        if gazetteer.state(text) or gazetteer.country(text):
            return True
    return False


def _beside_place_noun(doc: Doc, candidate: Candidate) -> bool:
    """Whether "the city of", "another major city," "and other towns" stands beside it."""
    start, end = candidate.start, candidate.end
    if _tells(doc, end) == "place":
        return candidate.label is not EntityType.ORG
    before = [_word(doc, i) for i in range(start - 3, start)]
    if _tells(doc, start - 2) == "place" and before[2] in ("of", ",", "like", "including"):
        return True
    if _tells(doc, start - 3) == "place" and " ".join(before[1:]) == "such as":
        return True
    if _word(doc, end) == "and" and _word(doc, end + 1) in ("other", "another"):
        return any(_tells(doc, i) == "place" for i in range(end + 2, end + 2 + _HERE))
    return _word(doc, end) == "," and _describes_place(doc, end + 1)


def _describes_place(doc: Doc, start: int) -> bool:
    """Whether words like ", a key industrial city" follow."""
    if _word(doc, start) not in ("a", "an", "the"):
        return False
    for i in range(start + 1, min(start + 1 + _HERE, len(doc))):
        if _tells(doc, i) == "place":
            return True
        if doc[i].tag_ not in ("JJ", "NN", "NNP", "JJS", "RBS"):
            return False
    return False


def _as_body(doc: Doc, candidate: Candidate) -> Iterator[Clue]:
    start, end = candidate.start, candidate.end
    if _tells(doc, end) == "body":
        yield Clue("beside", EntityType.ORG, CONTEXT)
    is_source = _word(doc, start - 1) == "to" and _word(doc, start - 2) == "according"
    if is_source and candidate.label in (EntityType.GPE, None):
        yield Clue("according to", EntityType.ORG, GUESS + HINT / 2)
