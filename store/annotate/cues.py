"""Cues from the parse: the verbs, nouns and phrases that introduce reported words.

One job: find each cue with the head word of who speaks and the words that are reported, where
the parse tells. Marks play no part here; quotations.py joins the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from store.annotate import contents
from store.annotate.lexicon import entries
from store.annotate.lexicon.inflection import forms_of, prepositions_of
from store.annotate.subjects import possessor, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

STRONG, WEAK, STANCE, NOMINAL = "strong", "weak", "stance", "nominal"
_WIDEST = 400  # tokens under a cue; no sentence is wider, and the time stays linear
_BESIDE_VERB = ("aux", "auxpass", "neg", "advmod")


@dataclass(slots=True)
class Cue:
    """A cue: its head token, who speaks, and what the parse says is reported.

    `start`, `end` and `content` are token indexes, half-open; `content` is None where the
    reported words can only be those in marks nearby. `grade` tells how much the cue proves:
    a strong one reports any words in marks beside it, a weak one only its own clause.
    """

    head: Token
    start: int
    end: int
    subject: Token | None
    content: contents.Range | None
    grade: str
    rule: str


def find_cues(doc: Doc) -> list[Cue]:
    """Find the cues of an article, in reading order."""
    found: list[Cue] = []
    for token in doc:
        kind = token.tag_[:2]
        if kind == "VB":
            found.extend(_verb(token))
        elif kind == "NN":
            found.extend(_noun(token))
        elif kind == "JJ":
            found.extend(_adjective(token))
        elif kind == "IN" and token.lower_ == "per":
            found.extend(_preposition(token, token))
    return found


def _verb(verb: Token) -> Iterator[Cue]:
    if verb.lower_ == "according":
        to = next((child for child in verb.rights if child.lower_ == "to"), None)
        if to is not None:
            yield from _preposition(verb, to)
        return
    base, lists = _verbs().get(verb.lower_, ("", frozenset()))
    if _has_particle(verb) and not _is_too_wide(verb):
        yield Cue(verb, verb.i, verb.i + 2, subject_of(verb), contents.clause(verb), STRONG, "verb")
        return
    if not base or verb.dep_ in ("aux", "auxpass") or _is_too_wide(verb):
        return
    content, rule = _reported(verb, base, lists)
    if "verbs_strong" in lists:
        grade = STRONG
    elif "verbs_weak" in lists:
        grade = WEAK
    else:
        grade = STANCE
        if _is_purpose(verb):
            return
    start = verb.i
    while start and (left := verb.doc[start - 1]).dep_ in _BESIDE_VERB and left.head == verb:
        start -= 1
    yield Cue(verb, start, verb.i + 1, subject_of(verb), content, grade, rule)


def _is_purpose(verb: Token) -> bool:
    """Whether "a plan to support it" tells what a noun is for, not what somebody said."""
    return verb.dep_ == "acl" and any(c.tag_ == "TO" for c in verb.lefts)


def _is_too_wide(head: Token) -> bool:
    return head.right_edge.i - head.left_edge.i > _WIDEST


def _has_particle(verb: Token) -> bool:
    """Whether the verb and the word after it say: "shot back", "went on", "put it"."""
    base = forms_of("verbs_phrasal").get(verb.lower_)
    if base is None or verb.i + 1 >= len(verb.doc):
        return False
    return verb.nbor().lower_ in prepositions_of("verbs_phrasal")[base]


def _reported(verb: Token, base: str, lists: frozenset[str]) -> tuple[contents.Range | None, str]:
    """What the verb reports by the first pattern that fits, and the pattern's name."""
    for name, needed, pattern in _PATTERNS:
        if lists & needed and (found := pattern(verb)):
            return found, name
    if "verbs_topic" in lists:
        found = contents.topic(verb, prepositions_of("verbs_topic")[base])
        if found:
            return found, "topic"
    return None, "verb"


_PATTERNS = (
    ("clause", {"verbs_strong", "verbs_weak"}, contents.clause),
    ("clause around", {"verbs_strong"}, contents.around),
    ("clause", {"verbs_strong"}, contents.through_noun),
    ("infinitive", {"verbs_infinitive"}, contents.infinitive),
    ("object", {"verbs_object"}, contents.thing),
    ("gerund", {"verbs_strong"}, contents.gerund),
)


@cache
def _verbs() -> dict[str, tuple[str, frozenset[str]]]:
    """Form → base form and the lists that hold it."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for name in ("verbs_strong", "verbs_weak", "verbs_object", "verbs_infinitive", "verbs_topic"):
        for form, base in forms_of(name).items():
            _, lists = found.get(form, (base, frozenset[str]()))
            found[form] = (base, lists | {name})
    return found


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(entries(name))


def _noun(noun: Token) -> Iterator[Cue]:
    """Find the clause of a noun: "his warning that …", "made the case that …"."""
    form = noun.lower_
    if form not in _words("nouns_of_saying") or _is_too_wide(noun):
        return
    if contents.is_through(noun, forms_of("verbs_strong")):
        return  # the verb's own cue
    content = contents.complement(noun)
    if content is None:
        return
    yield Cue(noun, noun.i, noun.i + 1, possessor(noun), content, NOMINAL, "noun")


def _adjective(adjective: Token) -> Iterator[Cue]:
    """Find the clause of an adjective: "is confident that …"."""
    if adjective.lower_ not in _words("adjectives_of_stance") or adjective.dep_ != "acomp":
        return
    content = contents.complement(adjective)
    if content is not None:
        start, subject = adjective.i, subject_of(adjective.head)
        yield Cue(adjective, start, start + 1, subject, content, WEAK, "adjective")


def _preposition(first: Token, last: Token) -> Iterator[Cue]:
    """Find what "according to X" or "per X" reports."""
    source = next((child for child in last.rights if child.dep_ == "pobj"), None)
    if source is None or _is_too_wide(first):
        return
    phrase = (first.i, source.right_edge.i + 1)
    content = contents.by_preposition(first.doc, phrase)
    yield Cue(first, first.i, last.i + 1, source, content, STRONG, "according to")
