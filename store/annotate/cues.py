"""Cues from the parse: the verbs, nouns and phrases that introduce reported words.

One job: find each cue with the head word of who speaks and the clause that is reported, where
the parse tells. Marks play no part here; quotations.py joins the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.annotate.lexicon.inflection import forms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

STRONG, WEAK, OBJECT, INFINITIVE = "strong", "weak", "object", "infinitive"
_CLAUSE_DEPS = ("ccomp",)


@dataclass(slots=True)
class Cue:
    """A cue: its head token, who speaks, and what the parse says is reported.

    `start`, `end` and `content` are token indexes, half-open; `content` is None where the
    reported words can only be those in marks nearby.
    """

    head: Token
    start: int
    end: int
    subject: Token | None
    content: tuple[int, int] | None
    grade: str
    rule: str


def grade_of(token: Token) -> str:
    """Which list of verbs the token is a form of: "strong", "weak", or "" for none."""
    if token.tag_[:2] != "VB":
        return ""
    form = token.lower_
    if form in forms_of("verbs_strong"):
        return STRONG
    if form in forms_of("verbs_weak"):
        return WEAK
    return ""


def find_cues(doc: Doc) -> list[Cue]:
    """Find the cues of an article, in reading order."""
    found: list[Cue] = []
    for token in doc:
        tag = token.tag_
        if tag[:2] == "VB":
            found.extend(_verb_cues(token))
        elif token.lower_ == "according":
            found.extend(_according_to(token))
    return found


def _verb_cues(verb: Token) -> Iterator[Cue]:
    grade = grade_of(verb)
    if not grade:
        return
    subject = subject_of(verb)
    start, end = verb_group(verb)
    content = _clause(verb)
    yield Cue(verb, start, end, subject, content, grade, "clause" if content else "verb")


def verb_group(verb: Token) -> tuple[int, int]:
    """The tokens of a verb with its auxiliaries beside it."""
    start = verb.i
    while start and (left := verb.doc[start - 1]).dep_ in _HELPERS and left.head == verb:
        start -= 1
    return start, verb.i + 1


_HELPERS = ("aux", "auxpass", "neg", "advmod")


def _clause(verb: Token) -> tuple[int, int] | None:
    """The tokens of the clause that a verb reports, or None."""
    for child in verb.children:
        if child.dep_ in _CLAUSE_DEPS:
            return _trimmed(verb, child.left_edge.i, child.right_edge.i + 1)
    return None


def _trimmed(verb: Token, start: int, end: int) -> tuple[int, int] | None:
    doc = verb.doc
    while start < end and (doc[start].is_punct or doc[start].is_space) and not doc[start].is_quote:
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return (start, end) if start < end else None


def _according_to(token: Token) -> Iterator[Cue]:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    if to is None:
        return
    source = next((child for child in to.children if child.dep_ == "pobj"), None)
    if source is None:
        return
    head = token.head
    content: tuple[int, int] | None = None
    if head != token:
        left, right = head.left_edge.i, head.right_edge.i + 1
        if token.i <= left + 1:
            content = _trimmed(token, source.right_edge.i + 1, right)
        else:
            content = _trimmed(token, left, token.i)
    yield Cue(token, token.i, to.i + 1, source, content, STRONG, "according to")


def subject_of(verb: Token) -> Token | None:
    """The head word of who says: subject, agent, or what governs the verb."""
    seen = 0
    while seen < _MAX_STEPS:
        seen += 1
        found = _own_subject(verb)
        if found is not None:
            return found
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ in _GOVERNED and verb.head != verb:
            if verb.dep_ == "xcomp":
                for child in verb.head.children:
                    if child.dep_ in ("dobj", "dative") and verb.head.i < child.i < verb.i:
                        return child
            verb = verb.head
            continue
        return None
    return None


_MAX_STEPS = 5
_GOVERNED = ("conj", "xcomp", "advcl", "ccomp", "dep")


def _own_subject(verb: Token) -> Token | None:
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    for child in verb.children:
        if child.dep_ == "nsubj" or (child.dep_ == "nsubjpass" and not passive):
            if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
                return verb.head
            return child
    return None
