"""Base forms of verbs → every form they take in a text.

spaCy's lemmatizer is left out of the pipeline for speed; the few hundred verbs we look for
are inflected here once instead.
"""

from __future__ import annotations

from functools import cache

from store.annotate.lexicon import entries

_VOWELS = "aeiou"


@cache
def forms_of(name: str) -> dict[str, str]:
    """Map each lower-case form of the verbs of a list to its base form.

    Args:
        name: a list whose lines hold a base form, then the forms not built regularly, and
            after a colon what the list itself explains.
    """
    forms: dict[str, str] = {}
    for line in entries(name):
        base, *irregular = line.partition(":")[0].split()
        for form in (*_regular(base), *irregular):
            forms.setdefault(form, base)
    return forms


def _regular(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    plural = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return base, plural, base + "ed", base + "ing"


@cache
def prepositions_of(name: str) -> dict[str, frozenset[str]]:
    """Map each base form of a list of verbs to the prepositions after the line's colon."""
    parts = (line.partition(":") for line in entries(name))
    return {head.split()[0]: frozenset(tail.split()) for head, _, tail in parts}
