"""Titles and roles beside a person's name, kept apart from the name.

One job: the words before a name ("U.S. Secretary of State Antony Blinken") and in apposition
to it ("John Kirby, spokesperson for the council"). Whom a title alone means is nominals.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.candidates import TIME_WORDS
from store.annotate.extents import CABINET, is_capitalised, owns_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from store.annotate.extents import Candidate

_MAX_TITLE = 10  # tokens; longer stretches before a name are never one title
_MAX_APPOSITION = 6  # tokens from the comma to the noun that names the role
_MODIFIERS = frozenset(("NNP", "NNPS", "NN", "NNS", "JJ", "JJS", "POS", "HYPH", "VBN"))
_LINKS = frozenset(("of", "for", "to"))
_NO_PART = frozenset(("'", '"', "''", "``"))
_SMALL_RANKS = frozenset(("former", "then", "state", "acting", "deputy", "vice", "ex", "prime"))
_COURTESY = frozenset(("Mr", "Mrs", "Ms", "Madam", "Madame"))
_ADDRESSED = frozenset(
    (
        "president",
        "speaker",
        "chairman",
        "chairwoman",
        "secretary",
        "ambassador",
        "mayor",
        "minister",
    )
)
_OTHERS = frozenset(("another", "no", "any", "every", "each", "some", "these", "those"))
_DETERMINERS = frozenset(("DT", "PRP$", "PDT"))


def split_title(doc: Doc, candidate: Candidate) -> bool:
    """Move titles from the start of a candidate, and from before it, into its roles.

    Returns:
        Whether a name is left: "the Duchess" alone and "Secretary of State" name nobody.
    """
    if candidate.end - candidate.start == 1 and _title_word(doc, candidate.start) is not None:
        return gazetteer.given_name(doc[candidate.start].text) is not None
    if _is_portfolio(doc, candidate):
        return False
    start = candidate.start
    while start < candidate.end - 1 and _title_word(doc, start) is not None:
        start += 1
    if start == candidate.start or not _is_thing(doc[candidate.end - 1]):
        return _split_at(doc, candidate, start)
    return True


def _split_at(doc: Doc, candidate: Candidate, start: int) -> bool:
    """Let the name begin at a token; whether it is one."""
    if start > candidate.start and doc[start].text in _LINKS:
        candidate.is_titled = True  # "Duchess of Cambridge" is her name
        return True
    if start > candidate.start and _is_only_title(doc, start, candidate.end):
        return False
    if start > 0 and doc[start - 1].text == "Miss" and _is_pageant(doc, start):
        return False
    candidate.start = start
    first = title_start(doc, start)
    if first < start and not _is_body(doc, candidate):
        _take_title(doc, candidate, first)
    return True


def _is_only_title(doc: Doc, start: int, end: int) -> bool:
    """Whether nothing but titles is left ("Mr. President", "Attorney General")."""
    if end - start > 1 or _title_word(doc, start) is None:
        return False
    if doc[start - 1].text.rstrip(".") in _COURTESY:  # "Mr Baron" is a name, "Mr. President" none
        return doc[start].lower_ in _ADDRESSED
    return gazetteer.given_name(doc[start].text) is None


def _is_body(doc: Doc, candidate: Candidate) -> bool:
    """Whether it is no person whatever stands before it ("organizer Alliance for Our Schools")."""
    text = doc[candidate.start : candidate.end].text
    if gazetteer.people(text) is not None or gazetteer.body(text) is not None:
        return True
    if candidate.end - candidate.start == 1:
        return doc[candidate.start].tag_ == "CD"
    is_first = gazetteer.kind_of_last_word(doc[candidate.start].text) is not None
    return is_first and doc[candidate.start + 1].tag_ in ("IN", "TO")


def _is_pageant(doc: Doc, start: int) -> bool:
    """Whether it is the "Universe" or "Texas" of a beauty queen's title."""
    word = doc[start].text
    return word in ("Universe", "World", "Earth", "Teen") or gazetteer.is_place(word)


def _is_portfolio(doc: Doc, candidate: Candidate) -> bool:
    """Whether it is the "State" of "Secretary of State", or the whole of it."""
    i = candidate.start
    if candidate.end - i > 2 and doc[i + 1].text in _LINKS:  # noqa: PLR2004 — office, link, owner
        return doc[i].lower_ in CABINET
    return owns_office(doc, i) and not gazetteer.is_place(doc[i : candidate.end].text)


def title_start(doc: Doc, start: int) -> int:
    """Give the first token of the title that ends right before token `start`; else `start`."""
    i = _noun_of_title(doc, start)
    if i is None:
        return start
    first = i
    is_office = is_capitalised(doc[i])
    while first > 0 and start - first < _MAX_TITLE and _may_modify(doc[first - 1], is_office):
        first -= 1
    while first < i and (doc[first].tag_ in ("POS", "HYPH", "VBN") or doc[first].is_space):
        first += 1
    return first


def _noun_of_title(doc: Doc, start: int) -> int | None:
    """The title's own noun: right before the name, or before "of State" and the like."""
    if start == 0:
        return None
    if _title_word(doc, start - 1) is not None:
        return start - 1
    for i in range(start - 1, max(start - 6, 0), -1):
        text = doc[i].text
        if text in _LINKS and i < start - 1:
            is_title = gazetteer.is_singular_role(doc[i - 1].text) and is_capitalised(doc[i - 1])
            return i - 1 if is_title else None
        if not is_capitalised(doc[i]) and text != "and":
            return None
    return None


def is_title(word: str) -> bool:
    """Tell whether a word is a form of address or names a role."""
    return gazetteer.honorific(word) is not None or gazetteer.is_singular_role(word)


def _title_word(doc: Doc, i: int) -> str | None:
    """The gender a title word tells, "-" when it tells none; None for no title."""
    text = doc[i].text
    told = gazetteer.honorific(text)
    if told is None and (gazetteer.is_singular_role(text) or is_capitalised(doc[i])):
        told = gazetteer.role_noun(text)
    return told


def _may_modify(token: Token, is_office: bool) -> bool:  # noqa: FBT001 — a plain question
    """Whether a word can stand inside a title; before a capital noun only other capitals."""
    if token.is_space or token.text in TIME_WORDS:
        return False
    if token.text == "-":
        return not token.whitespace_ and not token.nbor(-1).whitespace_ if token.i else False
    if token.text in _NO_PART or (token.tag_ not in _MODIFIERS and token.lower_ != "vice"):
        return False
    is_small = not is_capitalised(token) and token.tag_ != "POS"
    return not (is_office and is_small and token.lower_ not in _SMALL_RANKS)


def _is_thing(token: Token) -> bool:
    return gazetteer.kind_of_last_word(token.text) is not None


def _take_title(doc: Doc, candidate: Candidate, first: int) -> None:
    text = doc[first : candidate.start].text.strip()
    noun = _noun_of_title(doc, candidate.start)
    told = _title_word(doc, noun) if noun is not None else None
    candidate.is_titled = True
    candidate.gender = (told or "").strip("-")
    is_office = gazetteer.honorific(text) is None or gazetteer.office(text) is not None
    is_personal = noun is not None and gazetteer.is_personal_role(doc[noun].lower_)
    if is_office and not is_personal:
        candidate.roles.append(_of_one(text))


def _of_one(title: str) -> str:
    """A title of several people as one of them has it ("Republican Senators")."""
    *before, noun = title.split(" ")
    is_plural = gazetteer.role_noun(noun) is not None and not gazetteer.is_singular_role(noun)
    return " ".join((*before, noun.removesuffix("s") if is_plural else noun))


def gender_beside(doc: Doc, candidate: Candidate) -> str:
    """Give the gender that a noun beside a name tells: "his wife, Terry", "Terry, his wife"."""
    start, end = candidate.start, candidate.end
    if start > 2 and doc[start - 1].text == "," and doc[start - 3].tag_ in ("PRP$", "POS"):  # noqa: PLR2004 — his, wife, comma
        return (gazetteer.role_noun(doc[start - 2].text) or "").strip("-")
    is_after = end + 2 < len(doc) and doc[end].text == "," and doc[end + 1].tag_ == "PRP$"
    return (gazetteer.role_noun(doc[end + 2].text) or "").strip("-") if is_after else ""


def apposition(doc: Doc, end: int, taken: Sequence[bool]) -> tuple[int, int] | None:
    """Give the tokens of the description after a name: ", a spokesman for the council"."""
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    start = end + 1
    if start + 2 < len(doc) and doc[start].tag_ == "CD" and doc[start + 1].text == ",":
        start += 2  # an age
    while start < len(doc) and doc[start].tag_ in _DETERMINERS:
        if doc[start].lower_ in _OTHERS:
            return None
        start += 1
    noun = _role_noun_after(doc, start, taken)
    if noun is None:
        return None
    last = end_of_phrase(doc, noun + 1, taken)
    is_subject = doc[noun].dep_ == "nsubj" and (last >= len(doc) or doc[last].text != ",")
    return None if is_subject else (start, last)


def _role_noun_after(doc: Doc, start: int, taken: Sequence[bool]) -> int | None:
    """The first noun for a role within the phrase that begins at `start`."""
    for i in range(start, min(start + _MAX_APPOSITION, len(doc))):
        token = doc[i]
        is_last = i + 1 >= len(doc) or doc[i + 1].tag_ not in ("NN", "NNS", "NNP", "POS")
        if is_last and not taken[i] and gazetteer.is_singular_role(token.text):
            return i
        if token.tag_ not in _MODIFIERS and token.tag_ not in ("CC", "RB", "DT"):
            return None
    return None


def end_of_phrase(doc: Doc, i: int, taken: Sequence[bool]) -> int:
    """Give the end of "of the Institute for X, and Y at Z": prepositions with their nouns."""
    end = i
    while i < len(doc):
        token = doc[i]
        is_inside = token.tag_ in _MODIFIERS or token.tag_ in ("IN", "DT", "TO", "PRP$")
        if token.is_space or not (is_inside or taken[i]):
            break
        i += 1
        if token.tag_ in _MODIFIERS or taken[i - 1]:
            end = i
    return end
