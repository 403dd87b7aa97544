"""Whether a person named in an article is called he or she.

One job: read it off titles, first names and the nouns beside the name; "" where nothing tells.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.lexicon import entries
from store.person_names import first_given
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from store.annotate.clusters import Cluster, Clusters

_BESIDE = 4  # tokens before a name that may hold a title or a noun


def set_genders(clusters: Clusters) -> None:
    """Fill the gender of every person it can be told of, where it is not known yet."""
    for cluster in clusters:
        if cluster.type is EntityType.PERSON and not cluster.gender:
            cluster.gender = _gender(cluster)


def _gender(cluster: Cluster) -> str:
    votes = {"m": 0, "f": 0}
    for word, weight in _evidence(cluster):
        gender = _words().get(word)
        if gender:
            votes[gender] += weight
    if votes["m"] == votes["f"]:
        return usual_gender(cluster.name) if " " in cluster.name else ""
    return "m" if votes["m"] > votes["f"] else "f"


def usual_gender(name: str) -> str:
    """The gender most bearers of a person's given name have: "m", "f" or "" for neither."""
    told = gazetteer.given_name(first_given(name))
    return told if told in ("m", "f") else ""


def _evidence(cluster: Cluster) -> Iterator[tuple[str, int]]:
    for role in cluster.roles:
        for word in role.lower().split():
            yield word, 1
    for reference in cluster.references:
        span = reference.span
        for word in (token.lower_ for token in span):
            if word.startswith(("mr", "ms", "mrs")):
                yield word, 3
        if span.start:
            yield from _beside(span.doc[span.start - 1])


def _beside(before: Token) -> Iterator[tuple[str, int]]:
    """The title or noun right before a name: "Mr.", "spokeswoman"."""
    word = before.lower_
    if word.startswith(("mr", "ms", "mrs")):
        yield word, 3
    elif before.dep_ == "compound" or before.tag_ == "NN":
        yield word, 1


@cache
def _words() -> dict[str, str]:
    return dict.fromkeys(entries("nouns_male"), "m") | dict.fromkeys(entries("nouns_female"), "f")
