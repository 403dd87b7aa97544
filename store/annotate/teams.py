"""Places that stand for the team or university called after them: "Alabama hired a new coach".

One job: in an article about sport, give such a mention the team's type, when the article names
that team in full ("University of Alabama"). Which of them it means is thing_groups.py.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from store.annotate.extents import Candidate

_MIN_SPORT = 4  # different words of sport that make an article one about sport
_MIN_TEAM = 2  # mentions as a team after which a place without a preposition is the team as well
_LOOK_AHEAD = 4  # tokens after a name among which the team's noun or verb stands
_WHERE = frozenset(("in", "at", "to", "from", "near", "across", "around", "outside", "of", ","))
_FOLLOWERS = frozenset(("fan", "fans", "supporters"))
_PASSED_OVER = frozenset(("JJ", "NN", "NNP", "POS", "HYPH", "RB", "VBZ", "VBD", "VBP", "DT"))


def name_teams(doc: Doc, names: Sequence[Candidate], small: frozenset[str]) -> None:
    """Make bodies of the places in `names` that stand for a team; changes their labels.

    Args:
        doc: the article.
        names: its settled names.
        small: every word that the article writes in small letters.
    """
    if sum(gazetteer.sport_word(word) is not None for word in small) < _MIN_SPORT:
        return
    called = _called_after(doc, names)
    places = [
        name
        for name in names
        if name.label is EntityType.GPE and doc[name.start : name.end].text in called
    ]
    plays = {name.start for name in places if _plays(doc, name)}
    n_plays = Counter(doc[name.start : name.end].text for name in places if name.start in plays)
    for name in places:
        is_usual = n_plays[doc[name.start : name.end].text] >= _MIN_TEAM
        if name.start in plays or (is_usual and not _is_where(doc, name)):
            name.label = EntityType.ORG


def _called_after(doc: Doc, names: Sequence[Candidate]) -> set[str]:
    """The places that exactly one team or university of the article has in its name."""
    found: dict[str, set[str]] = {}
    for name in names:
        words = [doc[i].text for i in range(name.start, name.end)]
        if name.label is not EntityType.ORG or len(words) == 1:
            continue
        is_university = words[:2] == ["University", "of"]
        place = " ".join(words[2:] if is_university else words[:-1])
        if is_university or words[-1].endswith("s") or words[-1] in ("State", "City", "United"):
            found.setdefault(place, set()).add(" ".join(words))
    return {place for place, teams in found.items() if len(teams) == 1}


def _is_where(doc: Doc, name: Candidate) -> bool:
    """Whether the place itself is meant, or may be: "in Alabama", "what Alabama fans hope"."""
    if name.end < len(doc) and doc[name.end].lower_ in _FOLLOWERS:
        return True
    return name.start > 0 and doc[name.start - 1].lower_ in _WHERE


def _plays(doc: Doc, name: Candidate) -> bool:
    """Whether a team's noun or verb follows the name, or "against" stands before it."""
    if _is_where(doc, name):
        return False
    if name.start > 0 and gazetteer.sport_word(doc[name.start - 1].lower_) == "against":
        return True
    for i in range(name.end, min(name.end + _LOOK_AHEAD, len(doc))):
        if gazetteer.sport_word(doc[i].lower_) in ("player", "play"):
            return True
        if doc[i].tag_ not in _PASSED_OVER:
            return False
    return False
