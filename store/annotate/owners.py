"""Bodies that every country has, and the country whose body is meant.

One job: "the United Kingdom's Defense Ministry" and "Russia's Defense Ministry" are two.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.lexicon import entries

if TYPE_CHECKING:
    from spacy.tokens import Span


def is_national(form: str) -> bool:
    """Tell whether a name is made of common words only, as many countries' bodies are."""
    words = form.lower().split()
    return bool(words) and _kinds().issuperset(words)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(entries("national_bodies"))


def owner_of(span: Span) -> str:
    """Give the people's adjective for the country named right before a body, else "".

    A country of several words gives its own name, as it is written before most of its bodies
    ("the United Kingdom's Defense Ministry"); its adjective before a body means the same one.
    """
    people = _people_before(span)
    place = gazetteer.place_of_people(people) or ""
    return place if " " in place else people


def _people_before(span: Span) -> str:
    doc, i = span.doc, span.start - 1
    if i < 0:
        return ""
    people = gazetteer.people(doc[i].text)
    if people is not None:
        return people if gazetteer.place_of_people(people) else ""
    if doc[i].text in ("'s", "'") and i > 0:
        i -= 1
    country = _country_ending_at(span, i)
    return gazetteer.people_of_place(country) if country else ""


def _country_ending_at(span: Span, i: int) -> str | None:
    for n_words in (3, 2, 1):
        start = max(i + 1 - n_words, 0)
        country = gazetteer.country(span.doc[start : i + 1].text)
        if country is not None:
            return country
    return None
