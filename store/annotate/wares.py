"""Whether a name is that of a weapon, vehicle, device or other ware.

One job: the words that tell so, in the name or beside it. How much they weigh is kinds.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.extents import is_capitalised
from store.records import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from store.annotate.extents import Candidate

_LOOK_AHEAD = 6  # tokens after a name among which a product's kind is named
_HERE = 4  # tokens of a description within which it is named
_MODIFIERS = frozenset(("NN", "NNS", "JJ", "HYPH", "CC", "NNP"))
_NOUNS = frozenset(("NN", "NNS"))
_SYSTEMS = frozenset(("system", "systems"))


def names_ware(doc: Doc, candidate: Candidate) -> bool:
    """Tell whether a ware is named: by the noun after it, or its own words."""
    if candidate.label is EntityType.GPE or candidate.is_titled:
        return False
    words = [doc[i] for i in range(candidate.start, candidate.end)]
    if len(words) > 1 and gazetteer.is_equipment(words[-1].text):
        return True
    is_system = words[-1].lower_ in _SYSTEMS
    if is_system and any(gazetteer.is_equipment(word.text) for word in words):
        return True
    return _before_equipment(doc, candidate.end) or _is_described(doc, candidate.end)


def _before_equipment(doc: Doc, end: int) -> bool:
    for i in range(end, min(end + _LOOK_AHEAD, len(doc))):
        token = doc[i]
        if gazetteer.is_equipment(token.text) and not is_capitalised(token):
            return _is_head(doc, i)
        if token.tag_ not in _MODIFIERS or token.is_space:
            return False
    return False


def _is_head(doc: Doc, i: int) -> bool:
    """Whether the phrase ends with the ware: a "bus fire" is none, a "missile system" is one."""
    if i + 1 >= len(doc) or doc[i + 1].tag_ not in _NOUNS:
        return True
    following = doc[i + 1]
    return following.lower_ in _SYSTEMS or gazetteer.is_equipment(following.text)


def _is_described(doc: Doc, end: int) -> bool:
    """Whether words like ", a Lockheed Martin product," follow."""
    if end + 1 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in ("a", "an"):
        return False
    for i in range(end + 2, min(end + 2 + _HERE, len(doc))):
        is_ware = gazetteer.neighbour(doc[i].lower_) == "ware"
        if is_ware or gazetteer.is_equipment(doc[i].text):
            return True
        if doc[i].tag_ not in ("NN", "NNP", "JJ"):
            return False
    return False
