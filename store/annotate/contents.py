"""What a cue reports, from the parse: a clause, an infinitive, an object with its complement.

One job: given a cue word, the tokens of the reported words, half-open, outer punctuation left
out; None where the parse shows nothing reported. Marks play no part here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from spacy.tokens import Doc, Token

Range = tuple[int, int]

_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_SPLIT_OFF = ("advcl", "ccomp", "mark", "csubj", "expl", "nsubj", "nsubjpass", "dep")
_CONTRASTS = frozenset(("while", "whereas", "which", "whom", "whose"))
_RELATIVES = frozenset(("which", "who", "whom", "whose", "where"))
_AFTER_OBJECT = ("oprd", "xcomp", "acomp", "attr")
_COMPLEMENT_PREPOSITIONS = frozenset(("as", "of", "for", "with", "to", "against", "over", "about"))


def clause(verb: Token) -> Range | None:
    """The clause that a verb governs: "said that …", "…, he said", "asked whether …"."""
    found = [c for c in verb.children if c.dep_ == "ccomp" and not _is_small(c, verb)]
    if not found:
        return None
    best = max(found, key=lambda child: _likeness(child, verb))
    start, end = best.left_edge.i, best.right_edge.i + 1
    if best.i > verb.i:
        start = _with_adjuncts(verb, start)
        end = _before_contrast(verb, best, end)
        if verb.doc[start].dep_ == "advmod" and verb.doc[start + 1].lower_ in ("that", "whether"):
            start += 1  # said only that …
    return trimmed(verb.doc, start, end)


def _likeness(child: Token, verb: Token) -> tuple[bool, bool, int]:
    """How much a clause looks like what the verb reports: whole, after it, and near."""
    return _has(child, _SUBJECTS), child.i > verb.i, -abs(child.i - verb.i)


def _with_adjuncts(verb: Token, start: int) -> int:
    """Where a clause after its verb begins when what the parse split off is taken in."""
    for child in sorted(verb.rights, key=lambda child: -child.i):
        beside = verb.i < child.left_edge.i < start <= child.right_edge.i + 2
        if child.dep_ in _SPLIT_OFF and beside:
            start = child.left_edge.i
    return start


def _before_contrast(verb: Token, clause_head: Token, end: int) -> int:
    """Where a clause ends when a contrast with another's words is left out (", while …")."""
    doc = verb.doc
    for i in range(clause_head.i + 1, end - 1):
        if doc[i].text == "," and doc[i + 1].lower_ in _CONTRASTS:
            return i
    return end


def _is_small(child: Token, verb: Token) -> bool:
    """Whether the "clause" is an object with its complement ("called him a liar")."""
    return child.tag_[:2] in ("JJ", "NN") and child.i > verb.i and not _has(child, ("cop", "mark"))


def around(verb: Token) -> Range | None:
    """The clause that a cue stands in the middle of: "The plan, he said, will fail"."""
    head = verb.head
    if verb.dep_ not in ("parataxis", "advcl") or head == verb:
        return None
    if verb.dep_ == "advcl" and not _is_as_said(verb):
        return None
    start, end = head.left_edge.i, head.right_edge.i + 1
    left, right = verb.left_edge.i, verb.right_edge.i + 1
    if end <= right:
        end = left
    if left <= start:
        start = right
    return trimmed(verb.doc, start, end)


def _is_as_said(verb: Token) -> bool:
    """Whether the verb is that of "as he said", with no clause of its own."""
    return any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children) and not _has(
        verb, ("ccomp", "dobj")
    )


def infinitive(verb: Token) -> Range | None:
    """What was promised, refused or asked for: "vowed to fight", "urged them to go"."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and child.i > verb.i:
            to = next((c for c in child.lefts if c.tag_ == "TO"), None)
            if to is None or (child.dep_ == "advcl" and not _has(verb, ("dobj",))):
                continue
            start = min([to.i, *(c.left_edge.i for c in child.lefts if c.dep_ == "nsubj")])
            return trimmed(verb.doc, start, child.right_edge.i + 1)
    return None


def gerund(verb: Token) -> Range | None:
    """What was admitted or suggested as "doing something"."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "pcomp") and child.tag_ == "VBG" and child.i > verb.i:
            return trimmed(verb.doc, child.left_edge.i, child.right_edge.i + 1)
    return None


def thing(verb: Token) -> Range | None:
    """What was called, praised or attacked, with its complement: "called it a lie"."""
    target = _object(verb)
    if target is None:
        return None
    start, end = target.left_edge.i, target.right_edge.i + 1
    for child in verb.rights:
        if child.i <= target.i:
            continue
        complement = child.dep_ in _AFTER_OBJECT or (
            child.dep_ in ("prep", "dative") and child.lower_ in _COMPLEMENT_PREPOSITIONS
        )
        if complement:
            end = max(end, child.right_edge.i + 1)
    return trimmed(verb.doc, start, _before_aside(target, end))


def _before_aside(target: Token, end: int) -> int:
    """Where the object ends when an aside after a comma is left out (", which …")."""
    doc = target.doc
    for i in range(target.i + 1, end - 1):
        if doc[i].text == "," and (
            doc[i + 1].lower_ in _RELATIVES
            or any(c.dep_ == "appos" and c.left_edge.i == i + 1 for c in doc[i].head.children)
        ):
            return i
    return end


def _object(verb: Token) -> Token | None:
    for child in verb.rights:
        if child.dep_ in ("dobj", "oprd"):
            return child
        if child.dep_ == "ccomp" and _is_small(child, verb):
            return child
    return None


def topic(verb: Token, prepositions: Iterable[str]) -> Range | None:
    """What was talked about: the object of one of the verb's own prepositions."""
    for child in verb.rights:
        if child.dep_ in ("prep", "agent") and child.lower_ in prepositions:
            for inner in child.rights:
                if inner.dep_ in ("pobj", "pcomp"):
                    end = _before_aside(inner, _end_of_topic(verb, inner))
                    return trimmed(verb.doc, inner.left_edge.i, end)
    return None


def _end_of_topic(verb: Token, inner: Token) -> int:
    end = inner.right_edge.i + 1
    for child in verb.rights:
        if child.dep_ in ("xcomp", "prep") and child.i > inner.i and child.left_edge.i <= end:
            end = max(end, child.right_edge.i + 1) if child.dep_ == "xcomp" else end
    return end


def complement(noun: Token) -> Range | None:
    """The clause of a noun or an adjective: "his warning that …", "sure that …"."""
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl", "xcomp"):
            that = child.left_edge
            marked = that.lower_ in ("that", "whether") and that.dep_ == "mark"
            if marked or (child.dep_ == "ccomp" and noun.tag_[:2] == "JJ"):
                return trimmed(noun.doc, that.i, child.right_edge.i + 1)
    return None


def through_noun(verb: Token) -> Range | None:
    """What is said "in a statement that …", by the parse the clause of that noun."""
    for noun in _nouns_beside(verb):
        found = complement(noun)
        if found is not None:
            return found
    return None


def is_through(noun: Token, verbs: Container[str]) -> bool:
    """Whether a noun with a clause is what a verb of saying says it in ("said in a statement")."""
    governor = noun.head.head if noun.dep_ == "pobj" else noun
    return governor.lower_ in verbs and noun in _nouns_beside(governor)


def _nouns_beside(verb: Token) -> list[Token]:
    links = (child for child in verb.rights if child.dep_ == "prep")
    return [noun for link in links for noun in link.rights if noun.dep_ == "pobj"]


def by_preposition(doc: Doc, phrase: Range) -> Range | None:
    """The words that "according to X" stands before, after or in the middle of.

    Args:
        doc: the article.
        phrase: the tokens of "according to X".
    """
    sentence = doc[phrase[0]].sent
    start, end = sentence.start, sentence.end
    if trimmed(doc, start, phrase[0]) is None:
        start = phrase[1]
    elif phrase[1] < len(doc) and doc[phrase[1]].text != ",":
        end = phrase[0]
    return trimmed(doc, start, end)


def trimmed(doc: Doc, start: int, end: int) -> Range | None:
    """A token range without punctuation, blanks and conjunctions at its ends."""
    while start < end and _is_edge(doc[start], leading=True):
        start += 1
    while end > start and _is_edge(doc[end - 1], leading=False):
        end -= 1
    return (start, end) if start < end else None


def _is_edge(token: Token, *, leading: bool) -> bool:
    if token.is_space or (token.is_punct and token.text not in "()[]$%"):
        return True
    return leading and token.lower_ in ("but", "and", "so", "yet") and token.dep_ == "cc"


def _has(token: Token, deps: tuple[str, ...]) -> bool:
    return any(child.dep_ in deps for child in token.children)
