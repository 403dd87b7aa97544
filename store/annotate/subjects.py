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
    for step in range(_MAX_STEPS):
        found = own_subject(verb, climbing=step > 0)
        if found is not None:
            return found
        if is_passive(verb) and not step:
            return None
        if not step and _is_after_comma(verb) and (governor := _verb_above(verb)) is not None:
            verb = _of_sayer(governor)
            continue
        if verb.dep_ in ("acl", "relcl"):
            return _nearest(verb, verb.head)
        if verb.dep_ not in _GOVERNED or verb.head == verb:
            return None
        controller = _controller(verb)
        if controller is not None:
            return controller
        verb = verb.head
    return None


def own_subject(verb: Token, *, climbing: bool = False) -> Token | None:
    """The verb's own subject or agent; for "who said" the noun before "who".

    Args:
        verb: any verb.
        climbing: another verb is asked for whose subject is this one's: "was met by her and
            said" is said by who was met.
    """
    for child in verb.children:
        if child.dep_ == "agent" and not climbing:
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    for child in verb.children:
        if child.dep_ == "nsubj" or (child.dep_ == "nsubjpass" and climbing):
            if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
                return _antecedent(child, verb.head)
            return child
    return None


def _antecedent(relative: Token, governor: Token) -> Token:
    """The noun before "who": of names in a row the last, "A, B and C, who said"."""
    before = relative.nbor(-1) if relative.i else governor
    if before.text == "," and before.i:
        before = before.nbor(-1)
    return before if before.tag_ == governor.tag_ == "NNP" else governor


def possessor(noun: Token) -> Token | None:
    """Whose word it is: "his warning", "a warning by X", or who makes, gives, denies it."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    for child in noun.rights:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from", "of"):
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    if noun.dep_ in ("dobj", "pobj"):
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


def is_unsigned(verb: Token) -> bool:
    """Whether a passive tells nobody who does it: "residents were told that …"."""
    has_auxiliary = any(child.dep_ == "auxpass" for child in verb.children)
    return has_auxiliary and all(child.dep_ != "agent" for child in verb.children)


def _controller(verb: Token) -> Token | None:
    """The object that does the verb of "asked him to say"; the subject where it promises."""
    if verb.dep_ != "xcomp" or verb.head.lower_.startswith("promis"):
        return None
    for child in verb.head.children:
        if child.dep_ in ("dobj", "dative") and verb.head.i < child.i < verb.i:
            return _nearest(verb, child)
    return None


def _is_after_comma(verb: Token) -> bool:
    """Whether a participle follows a comma: then the sentence's subject does it."""
    return (
        verb.tag_ == "VBG" and verb.left_edge.i > 0 and verb.doc[verb.left_edge.i - 1].text == ","
    )


def _verb_above(verb: Token) -> Token | None:
    """The nearest verb above that stands in no clause of a noun."""
    token = verb
    for _ in range(_MAX_STEPS):
        if token.dep_ in ("acl", "relcl") or token.tag_[:2] != "VB" or token == verb:
            if token.head == token:
                return None
            token = token.head
        elif token.dep_ == "ccomp" and token.head.tag_[:2] == "NN":
            token = token.head
        else:
            return token
    return None


def _of_sayer(verb: Token) -> Token:
    """The verb above a reported clause whose own subject is a thing.

    In "he said the process could be messy, adding that …" it is he who adds.
    """
    subject = own_subject(verb, climbing=True)
    if verb.dep_ == "ccomp" and subject is not None and subject.tag_ in ("NN", "NNS"):
        return verb.head if verb.head.tag_[:2] == "VB" else verb
    return verb


def _nearest(verb: Token, governor: Token) -> Token:
    """The name right before a participle, else the noun that the parse hangs it on.

    In "footage of Lee saying" the parse hangs "saying" on the footage.
    """
    before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i else governor
    if verb.tag_ == "VBG" and before.tag_ in ("NNP", "NNPS", "PRP"):
        return before
    return governor
