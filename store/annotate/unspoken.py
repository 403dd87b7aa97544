"""Words in marks that nobody is on record for: titles, nicknames, words held at arm's length.

One job: tell such marks from a quotation where no cue does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate.cues import STRONG, WEAK
from store.annotate.lexicon import entries
from store.annotate.lexicon.inflection import forms_of

if TYPE_CHECKING:
    from store.annotate.cues import Cue
    from store.annotate.layout import Layout

_FEW_WORDS = 2  # under a weak cue: no more than a name or a scare quote
_SHORT = 12  # tokens of a sentence that can only tell who spoke
_FEWEST_WORDS = 4  # in marks without a cue: fewer are a name or a word held at arm's length
_DETERMINERS = ("DT", "PRP$", "POS")
_SMALL = frozenset(entries("small_words"))
_WORKS = frozenset(entries("nouns_of_works"))


def is_title(layout: Layout, number: int) -> bool:
    """Whether every word but the small ones begins with a capital: "Face the Nation"."""
    words = _words(layout, number)
    return bool(words) and all(not word[0].islower() or word.lower() in _SMALL for word in words)


def _is_named_work(layout: Layout, number: int) -> bool:
    """Whether a title stands where the sentence names a thing: "on CNN's …", "the song …"."""
    start, end = layout.gap_before(number)
    if start == end or not is_title(layout, number):
        return False
    doc, i = layout.doc, end - 1
    while i > start and not doc[i].text[0].isalnum() and doc[i].tag_ != "POS":
        i -= 1
    if doc[i].lower_ in _WORKS or doc[i].lower_.removesuffix("s") in _WORKS:
        return True
    return i == end - 1 and doc[i].tag_ in ("IN", "POS", "PRP$", "DT")


def _is_nickname(layout: Layout, number: int) -> bool:
    """Whether a word or two stand inside a name: Robert “Bobby” Scott."""
    start, end = layout.gap_before(number)
    after, last = layout.gap_after(number)
    if start == end or after == last or len(_words(layout, number)) > _FEW_WORDS:
        return False
    i = end - 2 if layout.doc[end - 1].is_punct else end - 1
    before, following = layout.doc[max(start, i)], layout.doc[after]
    is_inside = before.tag_ == following.tag_ == "NNP" and following.ent_type_ != "DATE"
    return is_inside and is_title(layout, number)


def is_only_named(layout: Layout, number: int, cue: Cue) -> bool:
    """Whether a sentence with a cue only names the words in marks: a title, a scare quote.

    A word or two under a weak verb, or inside the thing that is praised or attacked, are held
    at arm's length; as what something is called they are a quotation.
    """
    if _is_named_work(layout, number) or _is_nickname(layout, number):
        return True
    if cue.head.dep_ == "acl" and cue.head.tag_ == "VBN" and is_title(layout, number):
        return True  # an outlet called “The Local”
    if layout.stretches[number].single and not layout.uses_single_marks:
        return cue.grade != STRONG
    if cue.grade == STRONG:
        return False
    if len(_words(layout, number)) > _FEW_WORDS and (
        cue.grade == WEAK or not is_title(layout, number)
    ):
        return False
    return cue.grade == WEAK or cue.content is None or not _is_complement(layout, number, cue)


def _is_complement(layout: Layout, number: int, cue: Cue) -> bool:
    """Whether the stretch is what the cue says something is: "called it", "praised as"."""
    start, end = layout.gap_before(number)
    words = [token.lower_ for token in layout.doc[max(start, end - 3) : end]]
    if "as" in words:
        return True
    if cue.head.lower_ in forms_of("verbs_of_naming") and end > start and cue.head.i < end - 1:
        beside = layout.doc[end - 1]
        if beside.head == cue.head and beside.dep_ in ("dobj", "nsubj"):
            return True  # calls the city "a mistake", which the parse takes for an apposition
    first, last = layout.tokens_of[number]
    return any(
        child.dep_ in ("oprd", "ccomp", "attr", "acomp") and first <= child.i < last
        for child in cue.head.children
    )


def is_spoken_without_cue(layout: Layout, number: int) -> bool:
    """Whether words in marks are a quotation although no cue shows it.

    A sentence of its own is, from one word up when it goes on from marks before it; the part of
    a sentence only when it is long, and no title.
    """
    stretch = layout.stretches[number]
    foreign = stretch.single and not layout.uses_single_marks
    in_page_source = layout.before(number) == "="
    if foreign or in_page_source or _is_named_work(layout, number):
        return False
    if is_attribute(layout, number):
        return False
    words = _words(layout, number)
    fewest = _fewest_words(layout, number)
    if fewest:
        return len(words) >= fewest
    titled = sum(word[0].isupper() for word in words)
    return len(words) >= _FEWEST_WORDS and titled * 2 < len(words) + 1


def is_attribute(layout: Layout, number: int) -> bool:
    """Tell whether the words describe the noun after them: a “once in a generation” reform."""
    start, end = layout.gap_before(number)
    after, last = layout.gap_after(number)
    if start == end or after == last or not layout.last_of(number).isalnum():
        return False
    marks = 1 if layout.doc[end - 1].is_punct else 0
    before, noun = layout.doc[max(start, end - 1 - marks)], layout.doc[after]
    return before.tag_ in _DETERMINERS and noun.tag_ in ("NN", "NNS") and noun.is_lower


def _fewest_words(layout: Layout, number: int) -> int:
    """How many words a sentence of its own needs; 0 when the stretch is none."""
    stretch = layout.stretches[number]
    start, end = layout.lead_in(number)
    first, last = layout.text[stretch.start], layout.last_of(number)
    if not first.isupper() or (start != end and layout.doc[end - 1].text != ":"):
        return 0
    if last in ",?!" and _has_verb_after(layout, number):
        return _FEW_WORDS
    if last not in ".?!" or not stretch.closed:
        return 0
    goes_on = number > 0 and layout.stretches[number - 1].paragraph == stretch.paragraph
    return 1 if goes_on else _FEW_WORDS


def _has_verb_after(layout: Layout, number: int) -> bool:
    """Whether a short sentence with a verb goes on after the marks: "…," she began."""
    start, end = layout.lead_out(number)
    return end - start <= _SHORT and any(
        token.tag_ in ("VBD", "VBZ") for token in layout.doc[start + 1 : end]
    )


def _words(layout: Layout, number: int) -> list[str]:
    start, end = layout.tokens_of[number]
    return [token.text for token in layout.doc[start:end] if token.text[0].isalnum()]
