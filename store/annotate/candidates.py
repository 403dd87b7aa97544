"""Stretches of text that may be names: what the model found, mended, and what it overlooked.

One job: boundaries. What a candidate is (a person, a body, nothing at all) is decided in
kinds.py, after all candidates of the article are known.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import ORTH

from store.annotate import gazetteer
from store.annotate.extents import (
    PARTICLES,
    Candidate,
    is_capitalised,
    join_parts,
    split_people,
    with_syllables,
)
from store.annotate.layout import is_questioner
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

_KEPT = {str(kind): kind for kind in EntityType}
_PROPER = frozenset(("NNP", "NNPS"))
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTHS = (
    "January February March April May June July August September October November December "
    "Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec."
)
TIME_WORDS = frozenset(f"{_DAYS} {_MONTHS}".split())

# A single word with one of these tags is no name, whatever the model calls it.
_ORDINARY = frozenset(("VB", "VBG", "VBP", "JJ", "CD", "RB", "DT", "IN", "PRP", "UH", "MD", "WRB"))

_COMPANY_ENDS = frozenset(("Inc", "Inc.", "LLC", "Ltd", "Ltd.", "LLP", "Jr.", "Jr", "Sr.", "Sr"))
_CUTS = frozenset('"()[]{};:•*/|–—…') | {"--", "...", "''", "``", ". ."}
_CAPTIONED = frozenset(("Image", "Media", "Video", "Photo"))
_CAPTIONS = frozenset(("caption", "copyright", "credit"))
_LONGEST_ACRONYM = 4  # letters; longer words in capitals are shouted
_SMALL_WORDS = "small words"  # where a Doc keeps them
_KNOWN_ALONE = frozenset(("congress", "senate", "parliament", "navy", "army", "knesset"))
_PARTIES = frozenset(("D", "R", "I"))
_BEFORE_NAMES = frozenset(("the", "a", "an", "dear", "hello"))
_RANKS = frozenset(
    (
        *("executive", "chief", "vice", "deputy", "assistant", "managing", "general", "senior"),
        *("communications", "campaign", "press", "foreign", "prime", "finance", "research", "co"),
    )
)
_EDGE_POSSESSIVES = frozenset(("'s", "'", "s'"))


def find_candidates(doc: Doc) -> list[Candidate]:
    """Find everything that may be a name, in order, not overlapping."""
    found = [piece for candidate in _from_model(doc) for piece in _mended(doc, candidate)]
    small = small_words(doc)
    found = [candidate for candidate in found if not _is_mere_word(doc, candidate, small)]
    taken = covered(doc, found)
    found += _overlooked(doc, taken)
    found = [with_syllables(doc, candidate) for candidate in found]
    found.sort(key=lambda candidate: candidate.start)
    whole = join_parts(doc, found)
    for candidate in whole:
        if _has_shouted_title(doc, candidate):
            candidate.is_titled = True
    return [part for candidate in whole for part in split_people(doc, candidate)]


def trim_known(doc: Doc, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Cut the first word of a sentence off a name that stands without it elsewhere.

    Only there does a capital not tell whether it belongs to the name ("Capturing Severodonetsk"):
    the word must look like a verb, or stand in the article in small letters too.
    """
    small = small_words(doc)
    texts = Counter(doc[candidate.start : candidate.end].text for candidate in candidates)
    for candidate in candidates:
        first = doc[candidate.start]
        if _has_epithet(doc, candidate, texts):
            candidate.start += 1
            continue
        begins = first.is_sent_start or first.i == 0 or not doc[first.i - 1].is_alpha
        if candidate.end - candidate.start == 1 or not (begins or _is_shouted_label(first)):
            continue
        if is_listed(first.text) or gazetteer.kind_of_last_word(first.text) is not None:
            continue
        is_word = first.lower_.endswith(("ing", "ed", "ly")) or first.lower_ in small
        if not is_word and not _is_shouted_label(first):
            continue
        whole, rest = doc[candidate.start : candidate.end], doc[first.i + 1 : candidate.end]
        if rest.text in texts and texts[whole.text] == 1:
            candidate.start += 1
    return list(candidates)


def _is_shouted_label(token: Token) -> bool:
    """Whether it may be a label before a name ("SOURCE" + "American Registry")."""
    return token.is_upper and token.is_alpha and len(token.text) > _LONGEST_ACRONYM


def _has_epithet(doc: Doc, candidate: Candidate, texts: Counter[str]) -> bool:
    """Whether a word stands before a person's full name ("Universe" + "Alicia Machado")."""
    if candidate.label is not EntityType.PERSON or candidate.end - candidate.start == 1:
        return False
    first, second = doc[candidate.start].text, doc[candidate.start + 1].text
    if candidate.end - candidate.start == 2:  # noqa: PLR2004 — "VMA Taylor"
        is_acronym = first.isupper() and first.isalpha() and len(first) > 2  # noqa: PLR2004
        return is_acronym and gazetteer.given_name(second) is not None and not second.isupper()
    if gazetteer.given_name(first) or gazetteer.given_name(second) is None or "." in first:
        return False
    is_named = doc[candidate.start + 1 : candidate.end].text in texts
    is_word = gazetteer.is_no_persons_word(first) or gazetteer.people(first) is not None
    return is_named or is_word


def _is_code(text: str) -> bool:
    """Whether a word is a model's code ("IV14", "F-16")."""
    return len(text) > 2 and text[-1].isdigit() and text[0].isupper()  # noqa: PLR2004 — "G7" is a body


def small_words(doc: Doc) -> frozenset[str]:
    """Every word that the article also writes in small letters; worked out once for a `Doc`."""
    known: frozenset[str] | None = doc.user_data.get(_SMALL_WORDS)
    if known is None:
        forms = np.unique(doc.to_array([ORTH]))
        words = (doc.vocab.strings[int(form)] for form in forms)
        known = frozenset(word for word in words if word.islower())
        doc.user_data[_SMALL_WORDS] = known
    return known


def covered(doc: Doc, candidates: Sequence[Candidate]) -> list[bool]:
    """Tell for each token whether a candidate has it."""
    taken = [False] * len(doc)
    for candidate in candidates:
        for i in range(candidate.start, candidate.end):
            taken[i] = True
    return taken


def _from_model(doc: Doc) -> Iterator[Candidate]:
    for ent in doc.ents:
        kind = _KEPT.get(ent.label_)
        if kind is not None:
            yield Candidate(ent.start, ent.end, kind)


def _mended(doc: Doc, candidate: Candidate) -> Iterator[Candidate]:
    """Cut at line ends, lists and marks, and trim what is no part of a name."""
    start = candidate.start
    is_person = candidate.label is EntityType.PERSON
    for i in range(candidate.start, candidate.end):
        if i > start and _ends_sentence(doc[i - 1]):
            yield from _trimmed(doc, Candidate(start, i, candidate.label))
            start = i
        if _is_cut(doc, i) or (is_person and doc[i].text == "and") or _is_owner(doc, start, i):
            yield from _trimmed(doc, Candidate(start, i, candidate.label))
            start = i + 1
    yield from _trimmed(doc, Candidate(start, candidate.end, candidate.label))


def _is_owner(doc: Doc, start: int, i: int) -> bool:
    """Whether a genitive ends a place that owns what follows ("Llandudno" 's + "Great Orme")."""
    if doc[i].text not in ("'s", "'") or start == i or i + 1 == len(doc):
        return False
    is_contest = doc[i + 1].text == "Cup"  # the America's Cup
    return gazetteer.is_place(doc[start:i].text) and not is_contest


def _ends_sentence(token: Token) -> bool:
    """Whether a full stop ends a sentence that the parser ran on ("T1D." + "Our")."""
    text = token.text
    if len(text) < 4 or not text.endswith(".") or "." in text[:-1]:  # noqa: PLR2004 — "Mr.", "U.S."
        return False
    is_short = gazetteer.honorific(text) or gazetteer.state(text) or text in _COMPANY_ENDS
    return not is_short and not gazetteer.is_no_name(text)


def _is_cut(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.is_space or token.text in _CUTS or is_questioner(token) or _is_shouted_title(token):
        return True
    if _begins_caption(token):
        return True
    if token.text in ("on", "in") and i > 0:
        return gazetteer.kind_of_last_word(doc[i - 1].text) is not None
    if token.text == ",":
        return (
            i + 1 < len(doc) and doc[i + 1].text not in _COMPANY_ENDS and doc[i + 1].text != "and"
        )
    # a dash between spaces separates, a hyphen inside a word does not
    return token.text == "-" and i > 0 and bool(doc[i - 1].whitespace_) and bool(token.whitespace_)


def _is_shouted_title(token: Token) -> bool:
    """Whether it is a title in capitals, which the tokenizer parts from its stop ("DR" + ".")."""
    if not token.is_upper or token.i + 2 >= len(token.doc) or token.nbor().text != ".":
        return False
    is_title = gazetteer.honorific(f"{token.text.title()}.") is not None
    return is_title and is_capitalised(token.nbor(2))


def _has_shouted_title(doc: Doc, candidate: Candidate) -> bool:
    return candidate.start > 1 and _is_shouted_title(doc[candidate.start - 2])


def _begins_caption(token: Token) -> bool:
    """Whether it is page furniture ("Getty Images" + "Image caption")."""
    is_last = token.i + 1 >= len(token.doc)
    return token.text in _CAPTIONED and not is_last and token.nbor().lower_ in _CAPTIONS


def _trimmed(doc: Doc, candidate: Candidate) -> Iterator[Candidate]:
    start, end = candidate.start, candidate.end
    if end - start > 2 and doc[start].text in _PARTIES and doc[start + 1].text == "-":  # noqa: PLR2004 — "D-N.Y."
        start += 2
    while start < end and _is_left_edge(doc[start], end - start):
        start += 1
    while end > start and _is_right_edge(doc[end - 1]):
        end -= 1
    while candidate.label is EntityType.PERSON and end > start and _is_figure(doc[end - 1]):
        end -= 1  # an age without its comma, a score: Zheng Yuxin 4-6
    if gazetteer.given_name(doc[start].text if start < end else "") is None:
        end = _without_title(doc, start, end)
    if start == end or not any(is_capitalised(doc[i]) for i in range(start, end)):
        return
    if not _is_no_name(doc, start, end, candidate.label):
        yield Candidate(start, end, candidate.label)


def _is_figure(token: Token) -> bool:
    return token.text.isdigit() or not any(map(str.isalpha, token.text))


def _without_title(doc: Doc, start: int, end: int) -> int:
    """The end without a title of the name that follows ("Tulsa Police Officer" Betty Shelby)."""
    if end - start < 2 or not gazetteer.is_singular_role(doc[end - 1].text):  # noqa: PLR2004
        return end
    if end >= len(doc) or not is_capitalised(doc[end]):
        return end
    end -= 1
    while end > start and doc[end - 1].lower_ in _RANKS:
        end -= 1
    return end


def _is_no_name(doc: Doc, start: int, end: int, label: EntityType | None) -> bool:
    """Sums of money ("$US1bn"), and ordinary words that only begin a line or sentence."""
    if start > 0 and doc[start - 1].tag_ == "$":
        return True
    token = doc[start]
    if end - start == 1 and (gazetteer.is_no_name(token.text) or _is_common(token.text)):
        is_paper = gazetteer.is_medium(token.text) and start > 0 and doc[start - 1].lower_ == "the"
        return not is_paper
    if end - start == 1 and (len(token.text.rstrip(".")) == 1 or not token.text[0].isalnum()):
        return True
    if gazetteer.is_singular_role(doc[end - 1].text) and gazetteer.given_name(token.text) is None:
        return label is EntityType.PERSON  # "Managing Partner"
    return end - start == 1 and token.tag_ in _ORDINARY and not is_listed(token.text)


def _is_mere_word(doc: Doc, candidate: Candidate, small: frozenset[str]) -> bool:
    """Whether only its place in a line or its capitals make an ordinary word look like a name."""
    token = doc[candidate.start]
    if candidate.end - candidate.start > 1 or is_listed(token.text) or token.is_lower:
        return False
    begins = token.is_sent_start or token.i == 0 or not doc[token.i - 1].text[0].isalnum()
    if token.is_upper and len(token.text) > 3:  # noqa: PLR2004 — shorter ones are acronyms
        return token.lower_ in small
    return begins and (token.tag_ in ("NN", "NNS") or token.lower_ in small)


def _is_common(word: str) -> bool:
    """Whether a word alone is only a kind of thing ("Court"), no body known by it ("Congress")."""
    low = word.lower()
    if low in _KNOWN_ALONE or gazetteer.people(word) is not None:
        return False
    return gazetteer.is_no_persons_word(word)


def is_listed(text: str) -> bool:
    """Tell whether the word lists know a word as a name."""
    return (
        gazetteer.is_place(text)
        or gazetteer.people(text) is not None
        or gazetteer.given_name(text) is not None
    )


def _is_left_edge(token: Token, n_left: int) -> bool:
    """Articles, marks, common words and verbs before a name are no part of it."""
    text = token.text
    if text.lower() in _BEFORE_NAMES or not (text[0].isalnum() or text[0] == "'"):
        return True
    if text in _EDGE_POSSESSIVES:
        return True
    if not is_capitalised(token):
        return not text[0].isdigit() and text not in PARTICLES
    is_verb = token.tag_ in ("VBG", "VB", "VBZ", "VBP") and bool(token.is_sent_start)
    return is_verb and n_left > 1


def _is_right_edge(token: Token) -> bool:
    text = token.text
    if text in _EDGE_POSSESSIVES or not (text[0].isalnum() or text[-1] == "."):
        return True
    if gazetteer.neighbour(text.lower()) == "speech":
        return True  # a headline's "Obama Says"
    if text[0].isdigit() and not text.isalnum():
        return True  # a figure: "Trump 47.3"
    if gazetteer.honorific(text) is not None and token.i > 0 and not token.is_sent_start:
        if _is_initial(token.nbor(-1)):
            return False  # Peter T. King of New York
        return _runs_on(token)  # "Houston Police Capt." runs into the name it belongs to
    return not is_capitalised(token) and not text[0].isdigit()


def _is_initial(token: Token) -> bool:
    return len(token.text) == 2 and token.text[0].isupper() and token.text[1] == "."  # noqa: PLR2004


def _runs_on(token: Token) -> bool:
    """Whether the name or place that a title belongs to follows: "Capt. X", "Duchess of X"."""
    office = gazetteer.office(token.text)
    is_short = token.text.endswith(".") or (office is not None and office != token.lower_)
    if is_short or token.i + 1 >= len(token.doc):
        return is_short
    following = token.nbor()
    return is_capitalised(following) or following.text == "of"


def _overlooked(doc: Doc, taken: Sequence[bool]) -> Iterator[Candidate]:
    """Runs of proper nouns and known peoples and places that the model left out."""
    words = [token.text for token in doc]
    i, n = 0, len(doc)
    while i < n:
        if taken[i] or words[i].islower() or not _is_name_word(doc[i]):
            i += 1
            continue
        end = i + 1
        while end < n and not taken[end] and _is_name_word(doc[end]):
            end += 1
        is_name = end - i > 1 or not gazetteer.is_no_name(words[i])
        if is_name and not _is_office(words[i:end]):
            yield Candidate(i, end)
        i = end


def _is_office(words: Sequence[str]) -> bool:
    """Whether capitals only honour an office ("Chief Technology Officer")."""
    if len(words) == 1 or not gazetteer.is_singular_role(words[-1]):
        return False
    is_titled = gazetteer.is_singular_role(words[0]) or words[0].lower() in _RANKS
    return is_titled and gazetteer.kind_of_last_word(words[-1]) is None


def _is_name_word(token: Token) -> bool:
    if not token.text[0].isalpha() or not is_capitalised(token) or token.text in TIME_WORDS:
        return False
    if gazetteer.neighbour(token.lower_) == "speech" or _begins_caption(token):
        return False
    if is_questioner(token) or _is_shouted_title(token):
        return False
    if token.lower_ in _BEFORE_NAMES:
        return False
    if token.tag_ in _PROPER or _is_code(token.text):
        return True
    return gazetteer.people(token.text) is not None or gazetteer.is_place(token.text)
