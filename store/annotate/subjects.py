"""The head word of who speaks, from the parse: subject, agent, possessor, governor.

One job: climb from a cue to the noun or pronoun that says it. Who that is, is decided in
speakers.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOVERNED = ("conj", "xcomp", "advcl", "ccomp", "dep", "pcomp", "prep", "parataxis")
_MAX_STEPS = 6  # governors climbed; longer chains are parser errors


def subject_of(verb: Token) -> Token | None:
    """The head word of who does what the verb says, or None where the parse shows nobody."""
    for _ in range(_MAX_STEPS):
        found = own_subject(verb)
        if found is not None:
            return found
        if is_passive(verb):
            return None
        if verb.dep_ in ("acl", "relcl"):
            return verb.head
        if verb.dep_ not in _GOVERNED or verb.head == verb:
            return None
        controller = _controller(verb)
        if controller is not None:
            return controller
        verb = verb.head
    return None


def own_subject(verb: Token) -> Token | None:
    """The verb's own subject or agent; for "who said" the noun before "who"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    for child in verb.children:
        if child.dep_ == "nsubj":
            if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
                return verb.head
            return child
    return None


def possessor(noun: Token) -> Token | None:
    """Whose word it is: "his warning", "a warning by X", or who makes, gives, denies it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.rights:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from", "of"):
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    if noun.dep_ in ("dobj", "attr", "pobj"):
        governor = noun.head if noun.dep_ != "pobj" else noun.head.head
        if governor.tag_[:2] == "VB":
            return subject_of(governor)
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive ("was told"; "a man named …", "asked about it, he …")."""
    if any(child.dep_ == "auxpass" for child in verb.children):
        return True
    bare = verb.dep_ in ("acl", "advcl") and not any(c.dep_ == "aux" for c in verb.children)
    return verb.tag_ == "VBN" and bare


def _controller(verb: Token) -> Token | None:
    """The object that does the verb of "asked him to say"; the subject where it promises."""
    if verb.dep_ != "xcomp" or verb.head.lower_.startswith("promis"):
        return None
    for child in verb.head.children:
        if child.dep_ in ("dobj", "dative") and verb.head.i < child.i < verb.i:
            return child
    return None
