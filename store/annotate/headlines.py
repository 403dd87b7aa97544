"""Names in headlines that are written in title case, where a capital tells nothing.

One job: in a line whose every word begins with a capital ("Donald Trump Tweets Wrong Figures"),
keep of a supposed name only what the rest of the article, or the word lists, know as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.candidates import small_words
from store.annotate.extents import Candidate
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc

_MIN_WORDS = 5  # words longer than a preposition; shorter lines may be one long name
_LONG_WORD = 4  # letters
_MIN_COMMON = 2  # capitalised words of a line with a full stop that the article also writes small
_MAX_TOKENS = 30  # a headline is no longer
_SHARE = 0.8  # of the long words begin with a capital
_MAX_NAME = 4  # tokens of a name that nothing else in the article confirms


def trim_headlines(doc: Doc, candidates: Sequence[Candidate], inside: set[int]) -> list[Candidate]:
    """Cut the candidates of title-case lines down to the names known from elsewhere.

    `inside` are the tokens of these lines (`headline_tokens`).
    """
    if not inside:
        return list(candidates)
    known = _known(doc, [one for one in candidates if one.start not in inside])
    kept = []
    for candidate in candidates:
        is_plain = candidate.start not in inside or candidate.end - candidate.start == 1
        kept += [candidate] if is_plain else list(_confirmed(doc, candidate, known))
    return kept


def headline_tokens(doc: Doc) -> set[int]:
    """Give the tokens of title-case lines."""
    lines = _title_lines(doc, small_words(doc))
    return {i for start, end in lines for i in range(start, end)}


def _title_lines(doc: Doc, small: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The token ranges of lines in title case."""
    start = 0
    for i in range(len(doc) + 1):
        if i < len(doc) and "\n" not in doc[i].text:
            continue
        if 0 < i - start <= _MAX_TOKENS and _is_title_case(doc, start, i, small):
            yield start, i
        start = i + 1


def _is_title_case(doc: Doc, start: int, end: int, small: frozenset[str]) -> bool:
    """Whether nearly all words begin with a capital; a sentence may only be a list of names."""
    texts = [doc[i].text for i in range(start, end)]
    long = [text for text in texts if len(text) >= _LONG_WORD and text[0].isalpha()]
    n_capital = sum(text[0].isupper() for text in long)
    if len(long) < _MIN_WORDS or n_capital < _SHARE * len(long):
        return False
    n_common = sum(text.lower() in small for text in long if text[0].isupper())
    return doc[end - 1].text != "." or n_common >= _MIN_COMMON


def _known(doc: Doc, candidates: Sequence[Candidate]) -> dict[str, EntityType | None]:
    """The names outside headlines, and the family names of the persons among them."""
    found: dict[str, EntityType | None] = {}
    for candidate in candidates:
        words = [doc[i].text for i in range(candidate.start, candidate.end)]
        found.setdefault(" ".join(words).casefold(), candidate.label)
        if candidate.label is EntityType.PERSON and len(words) > 1:
            found.setdefault(words[-1].casefold(), candidate.label)
    return found


def _confirmed(
    doc: Doc, candidate: Candidate, known: Mapping[str, EntityType | None]
) -> Iterator[Candidate]:
    """The names of the article within a candidate, else itself when it is short enough to be one.

    A longer one is cut down to the places and peoples in it.
    """
    is_name = candidate.end - candidate.start <= _MAX_NAME and _looks_named(doc, candidate)
    parts = []
    i = candidate.start
    while i < candidate.end:
        part = _longest(doc, i, candidate.end, known, is_listed_too=not is_name)
        if part is not None:
            parts.append(_with_given_name(doc, candidate.start, part))
        i = part.end if part is not None else i + 1
    if parts:
        yield from parts
    elif is_name:
        yield candidate


def _with_given_name(doc: Doc, first: int, part: Candidate) -> Candidate:
    """The part with the given name before it ("Donald" + "Trump" Tweets)."""
    if part.start > first and part.label in (EntityType.PERSON, None):
        before = doc[part.start - 1].text
        if gazetteer.given_name(before) is not None and not gazetteer.is_place(before):
            return Candidate(part.start - 1, part.end, EntityType.PERSON)
    return part


def _looks_named(doc: Doc, candidate: Candidate) -> bool:
    """Whether the model, or a word for a kind of thing in it, takes it for a name."""
    words = (doc[i].text for i in range(candidate.start, candidate.end))
    return candidate.label is not None or any(map(gazetteer.kind_of_last_word, words))


def _longest(
    doc: Doc, start: int, end: int, known: Mapping[str, EntityType | None], *, is_listed_too: bool
) -> Candidate | None:
    for stop in range(end, start, -1):
        words = [doc[i].text for i in range(start, stop)]
        text = " ".join(words)
        is_mere_place = stop - start == 1 and gazetteer.is_place(text) and not is_listed_too
        if text.casefold() in known and not is_mere_place:
            return Candidate(start, stop, known[text.casefold()])
        is_listed = gazetteer.is_place(text) or gazetteer.people(text) or gazetteer.body(text)
        if is_listed_too and is_listed:
            return Candidate(start, stop)
    return None
