"""The head word of who speaks → who that is: an entity, a role without a name, or nobody.

One job: from one token to a `Speaker`. Which token it is was decided before (subjects.py,
phrases.py, carrying.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.clusters import Reference
from store.annotate.layout import is_questioner
from store.annotate.lexicon import entries
from store.annotate.subjects import own_subject, possessor
from store.records import EntityType, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from store.annotate.clusters import Clusters
    from store.annotate.layout import Layout
    from store.annotate.pronouns import Pronouns

_BEFORE_HEAD = frozenset(
    ("det", "compound", "amod", "poss", "nummod", "nmod", "case", "quantmod", "predet")
)
_NEVER = frozenset(("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"))
_PARTS = frozenset(("one", "some", "many", "most", "several", "both", "none"))
_NAMING = frozenset(("named", "called", "calling", "known", "identified"))
_NAME_WITHIN = 6  # tokens after "named" in which the name stands
_INITIALS = (2, 3)  # letters
_LONGEST = 25  # tokens of a speaker's words; more is a parser error
_LONGEST_ROLE = 10  # tokens after a role's noun that are shown with it
_BELONGING = frozenset(("of", "for", "at", "from", "with", "in", "to"))


@dataclass(slots=True)
class Speaker:
    """Who says: the words in the text (tokens, half-open), the cluster, and what to show."""

    start: int
    end: int
    cluster: int | None
    label: str | None
    rule: str


def is_possible(token: Token) -> bool:
    """Whether a word can be who speaks: no date, no amount, no mark."""
    if is_questioner(token):
        return False
    return token.ent_type_ not in _NEVER and token.text[:1].isalnum() and token.tag_ != "EX"


def name_speaker(head: Token, clusters: Clusters, pronouns: Pronouns) -> Speaker | None:
    """Tell who the noun phrase with this head is, or None where it can be nobody."""
    if head.tag_ in ("WP", "WDT") and head.i:
        head = _before_relative(head)
        if head.tag_ in ("WP", "WDT"):
            return None
    if head.tag_ in ("PRP", "PRP$"):
        return _by_pronoun(head, clusters, pronouns)
    if not is_possible(head):
        return None
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lower_ in _PARTS:
        head = head.head.head  # one of the men
    if gazetteer.honorific(head.text) is not None:
        head = _titled(head, clusters)
    start = _left(head)
    person = _person_at(head.i, clusters)
    if person is not None:
        return Speaker(start, head.i + 1, person, clusters[person].name, "name")
    return (
        _by_apposition(head, start, clusters)
        or _by_name(head, start, clusters)
        or _by_document(head, clusters, pronouns)
        or Speaker(start, head.i + 1, None, _described(head, start), "description")
    )


def name_label(layout: Layout, start: int, end: int, clusters: Clusters, rule: str) -> Speaker:
    """Tell who stands before a colon or after a dash: whom the last of these tokens names."""
    named = (clusters.at(i) for i in range(end - 1, start - 1, -1))
    index = next((one for one in named if one is not None), None)
    first, last = layout.chars(start, end)
    label = layout.text[first:last]
    if index is None or clusters[index].name == label:
        initialled = _by_initials(label, clusters)
        index = index if initialled is None else initialled
    if index is not None:
        label = clusters[index].name
    return Speaker(start, end, index, label, rule)


def _by_initials(label: str, clusters: Clusters) -> int | None:
    """The one person of an interview whose initials stand before a colon ("EW: …")."""
    if not (label.isupper() and label.isalpha() and len(label) in _INITIALS):
        return None
    found = [
        number
        for number, cluster in enumerate(clusters)
        if cluster.type is EntityType.PERSON
        and "".join(word[0] for word in cluster.name.split()) == label
    ]
    return found[0] if len(found) == 1 else None


def _titled(title: Token, clusters: Clusters) -> Token:
    """The last word of the name that the parse cut off its title: "according to Sgt." + "Lee"."""
    end = title.i + 1
    while end < len(title.doc) and title.doc[end].text == ".":
        end += 1
    index = _person_at(end, clusters) if end < len(title.doc) else None
    if index is None or clusters.at(title.i) is not None:
        return title
    while end + 1 < len(title.doc) and clusters.at(end + 1) == index:
        end += 1
    return title.doc[end]


def _before_relative(relative: Token) -> Token:
    """The noun before "who" or "which", also before a second clause ("… and who said")."""
    before = relative.nbor(-1)
    if before.text == "," and before.i:
        before = before.nbor(-1)
    if before.tag_[:2] in ("NN", "PR"):
        return before
    verb = relative.head
    while verb.dep_ == "conj" and verb.head.i < verb.i:
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" and verb.head.tag_[:2] == "NN" else relative


def _by_name(head: Token, start: int, clusters: Clusters) -> Speaker | None:
    """A body, a place or a people by name; a people is shown as it is written."""
    index = clusters.at(head.i)
    if index is None:
        return None
    label: str | None = clusters[index].name
    if clusters[index].type is EntityType.NORP:
        label = _label(head.doc, start, head.i + 1) or label
    return Speaker(start, head.i + 1, index, label, "name")


def _by_document(head: Token, clusters: Clusters, pronouns: Pronouns) -> Speaker | None:
    """Whoever speaks through a report or a statement."""
    issuer = _issuer(head, clusters) if head.lower_ in _documents() else None
    if issuer is None or issuer == head or issuer.lower_ in _documents():
        return None
    speaker = name_speaker(issuer, clusters, pronouns)
    if speaker is None or speaker.cluster is None:
        return None
    return replace(speaker, rule="document")


def _by_pronoun(token: Token, clusters: Clusters, pronouns: Pronouns) -> Speaker:
    person = pronouns.person(token)
    if person is not None:
        if clusters.at(token.i) is None:
            span = token.doc[token.i : token.i + 1]
            clusters.refer(person, Reference(span, MentionKind.PRONOUN, "pronoun"))
        return Speaker(token.i, token.i + 1, person, clusters[person].name, "pronoun")
    noun = pronouns.thing(token)
    if noun is not None:
        index = clusters.at(noun.i)
        label = clusters[index].name if index is not None else None
        label = label or _label(noun.doc, _left(noun), noun.i + 1)
        return Speaker(token.i, token.i + 1, index, label, "pronoun")
    return Speaker(token.i, token.i + 1, None, None, "pronoun")


def _by_apposition(head: Token, start: int, clusters: Clusters) -> Speaker | None:
    """Whom a role stands beside: "his lawyer, Ann Lee," "Lee, his lawyer," "a man named Lee"."""
    if head.lower_ in _PARTS:
        whole = _after_of(head)
        found = _by_apposition(whole, start, clusters) if whole is not None else None
        return found or (_part_of(head, whole, start) if whole is not None else None)
    if head.tag_[:2] != "NN":
        return None
    for child in head.rights:
        index = clusters.at(child.i) if child.dep_ == "appos" else None
        if index is None or child.i - head.i > _LONGEST:
            continue
        beside = child.left_edge.i == head.i + 1
        if clusters[index].type is EntityType.PERSON or beside:
            return Speaker(start, child.i + 1, index, clusters[index].name, "apposition")
    named = _named(head, clusters) or _between_commas(head, clusters)
    if named is not None:
        return Speaker(start, named[1], named[0], clusters[named[0]].name, "apposition")
    if start > 1 and head.doc[start - 1].text == "," and head.tag_ in ("NN", "NNP"):
        index = _person_at(start - 2, clusters)
        if index is not None:
            return Speaker(start - 2, head.i + 1, index, clusters[index].name, "apposition")
    return None


def _after_of(head: Token) -> Token | None:
    """The noun of "one of the officials"."""
    for child in head.rights:
        if child.lower_ == "of":
            return next((inner for inner in child.rights if inner.dep_ == "pobj"), None)
    return None


def _part_of(head: Token, whole: Token, start: int) -> Speaker | None:
    if whole.i - head.i > _LONGEST:
        return None
    label = head.doc[start : whole.i + 1].text.replace("\n", " ")
    return Speaker(start, whole.i + 1, None, label, "description")


def _between_commas(head: Token, clusters: Clusters) -> tuple[int, int] | None:
    """Whom a name between commas tells: "her supervisor at Durham, Aldous Finch, said"."""
    doc, i = head.doc, _end_of_role(head)
    if i >= len(doc) or doc[i].text != ",":
        return None
    first = next(
        (n for n in range(i + 1, min(i + 4, len(doc))) if clusters.at(n) is not None), None
    )
    index = clusters.at(first) if first is not None else None
    if first is None or index is None or not all(t.is_title for t in doc[i + 1 : first]):
        return None
    end = first
    while end < len(doc) and clusters.at(end) == index:
        end += 1
    is_closed = end < len(doc) and doc[end].text == ","
    kinds = (EntityType.PERSON, EntityType.ORG)
    return (index, end) if is_closed and clusters[index].type in kinds else None


def _named(head: Token, clusters: Clusters) -> tuple[int, int] | None:
    """The person of "a man named Lee", and where the name ends."""
    for child in head.rights:
        if child.dep_ == "acl" and child.lower_ in _NAMING:
            for i in range(child.i + 1, min(child.i + _NAME_WITHIN, len(head.doc))):
                index = _person_at(i, clusters)
                if index is not None:
                    return index, i + 1
    return None


def _person_at(token_i: int, clusters: Clusters) -> int | None:
    index = clusters.at(token_i)
    if index is not None and clusters[index].type is EntityType.PERSON:
        return index
    return None


@cache
def _documents() -> frozenset[str]:
    return frozenset(entries("nouns_of_documents"))


def _issuer(document: Token, clusters: Clusters) -> Token | None:
    """Who speaks through a document: "the IMF report", "an email sent by the council"."""
    for child in document.lefts:
        if child.dep_ == "poss" or (child.dep_ == "compound" and clusters.at(child.i) is not None):
            return child
    for child in document.rights:
        if child.dep_ == "acl" and (agent := own_subject(child)) is not None:
            return agent
    return possessor(document)


def _left(head: Token) -> int:
    start = head.i
    for child in head.lefts:
        if child.dep_ in _BEFORE_HEAD:
            start = min(start, child.left_edge.i)
    return max(start, head.i - _LONGEST)


def _described(head: Token, start: int) -> str | None:
    """A role with what it belongs to: "spokesman for the council", "wife of one prisoner"."""
    return _label(head.doc, start, _end_of_role(head))


def _end_of_role(head: Token) -> int:
    doc, end = head.doc, head.i + 1
    while end < len(doc) and (noun := _belongs_to(head, end)) is not None:
        end = noun.i + 1
        if noun.i - head.i > _LONGEST_ROLE:
            return head.i + 1
    return end


def _belongs_to(head: Token, i: int) -> Token | None:
    """The noun of the phrase that goes on at a token, where it tells who somebody is."""
    link = head.doc[i]
    if link.dep_ != "prep" or link.lower_ not in _BELONGING or not head.i <= link.head.i < i:
        return None
    noun = next((child for child in link.rights if child.dep_ == "pobj"), None)
    if noun is None or noun.tag_[:2] != "NN" or not is_possible(noun):
        return None
    if link.lower_ == "to":  # an adviser to the emir; but "a letter to the council"
        return noun if gazetteer.role_noun(head.text) is not None else None
    is_of_place = noun.tag_ != "NN" and noun.lower_ not in _documents()
    return noun if is_of_place or link.lower_ in ("of", "for", "at") else None


def _label(doc: Doc, start: int, end: int) -> str | None:
    """The words of a role without determiner and marks; None when nothing is left."""
    while start < end - 1 and (
        doc[start].tag_ in ("DT", "PDT", "PRP$", "CC") or not doc[start].text[:1].isalnum()
    ):
        start += 1
    text = doc[start:end].text.replace("\n", " ").replace('"', "")
    return text.strip() or None
