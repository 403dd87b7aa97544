"""Entity spans: found, mended, typed, and found again where the model overlooked them.

One job: the order of these steps, and the records they end in. Each step is in the file of its
name: candidates.py, headlines.py, defined.py, titles.py, kinds.py, teams.py, propagation.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.candidates import find_candidates, small_words, trim_known
from store.annotate.defined import common_abbreviations
from store.annotate.headlines import headline_tokens, trim_headlines
from store.annotate.kinds import settle
from store.annotate.propagation import find_again
from store.annotate.teams import name_teams
from store.annotate.titles import gender_beside, split_title
from store.records import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from store.annotate.extents import Candidate


_YEAR = 4  # digits
_TITLE = 4  # words of a title in a headline: "U.S. Secretary of State"


@dataclass(frozen=True, slots=True)
class Name:
    """A named mention: its span without titles, its type, and the titles beside it.

    `gender` is what a title tells: "m", "f" or "".
    """

    span: Span
    type: EntityType
    roles: tuple[str, ...] = ()
    gender: str = ""
    rule: str = ""


def find_names(doc: Doc) -> list[Name]:
    """Find the named mentions of a text, in order, not overlapping."""
    headlines = headline_tokens(doc)
    candidates = trim_headlines(doc, trim_known(doc, find_candidates(doc)), headlines)
    common = common_abbreviations(doc)
    candidates = [
        one for one in candidates if doc[one.start : one.end].text.rstrip(".") not in common
    ]
    candidates = [candidate for candidate in candidates if split_title(doc, candidate)]
    for candidate in candidates:
        if candidate.start in headlines:
            # capitals do not tell there where a title begins
            candidate.roles = [role for role in candidate.roles if len(role.split()) <= _TITLE]
    settled = settle(doc, candidates)
    for candidate in settled:
        _add_year(doc, candidate)
    name_teams(doc, settled, small_words(doc))
    found = settled + find_again(doc, settled)
    found = [candidate for candidate in found if not _is_family(doc, candidate)]
    found.sort(key=lambda candidate: candidate.start)
    return [_as_name(doc, candidate) for candidate in found if candidate.label is not None]


def _add_year(doc: Doc, candidate: Candidate) -> None:
    """Let the year before a contest's name be part of it ("1999 World Cup")."""
    kind = gazetteer.kind_of_last_word(doc[candidate.end - 1].text)
    if candidate.label is not EntityType.EVENT or kind is not EntityType.EVENT:
        return
    before = doc[candidate.start - 1].text if candidate.start else ""
    if len(before) == _YEAR and before.isdecimal() and before[:2] in ("19", "20"):
        candidate.start -= 1


def _is_family(doc: Doc, candidate: Candidate) -> bool:
    """Whether a family name stands for several people ("the Aguilar brothers")."""
    is_person = candidate.label is EntityType.PERSON
    after = doc[candidate.end].lower_ if candidate.end < len(doc) else ""
    return is_person and after in ("brothers", "sisters", "twins", "siblings")


def _as_name(doc: Doc, candidate: Candidate) -> Name:
    kind = candidate.label or EntityType.ORG
    is_person = kind is EntityType.PERSON
    return Name(
        span=doc[candidate.start : candidate.end],
        type=kind,
        roles=tuple(candidate.roles) if is_person else (),
        gender=candidate.gender or gender_beside(doc, candidate) if is_person else "",
    )
