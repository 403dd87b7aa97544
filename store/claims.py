"""What somebody wrote → the quotations it claims, and whom it names for them; pure.

One job: telling the claimed words from the words around them. A name is taken for the speaker
only where the text says so ("Name: …", "… — Name", "…," Name said); whether the record knows
that name is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MIN_WORDS: Final = 3  # fewer stand in too many quotations to tell anything
_LONGEST: Final = 6_000  # the longest option Discord lets anybody type
_MIN_SENTENCE: Final = 4

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Marks of English, German, French, Chinese and Japanese; those that point inwards are German too.
_MARKED: Final = re.compile(
    r'„([^„“”]+)[“”]|“([^“”]+)(?:”|$)|"([^"]+)"|«([^«»]+)»|»([^«»]+)«|‹([^‹›]+)›'
    r"|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》|``((?:(?!'').)+)''|''((?:(?!'').)+)''"
)
# Marks that are something else as well; they count where there are no others. A single one closes
# only before a stop, a dash or the end of its line, or after a comma: "the leaders' plan" goes on.
_CLOSES: Final = r"(?:(?<=[.,!?…])|(?=.\s*(?:[.,;:!?)—–-]|$)))"
_DOUBTFUL: Final = re.compile(
    rf"”([^“”„]+)”|[‚‘]([^‚‘\n]+?){_CLOSES}[’‘](?!\w)|(?<!\w)'([^\n]+?){_CLOSES}'(?!\w)",
    re.MULTILINE,
)
_WIDE: Final = str.maketrans("，。：！？＂、", ',.:!?",')  # of East Asian texts
# What Discord writes for links, mentions, emoji and times; and the "> " of a block quotation.
_FURNITURE: Final = re.compile(r"https?://[^\s)>\]]+|<(?:a?:\w+:|[@#t][!&:]?|id:)[^<>\s]*>")
_BLOCK: Final = re.compile(r"^\s*(?:>>>|>)\s?", re.MULTILINE)
_EMPHASIS: Final = re.compile(r"[*~|]+|`(?!`)(?<!``)|\b_+|_+\b")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[”’\"')]*\s+|\n+")

_UPPER: Final = r"[^\W\d_a-zß-öø-ÿ]"
_CAPITALISED: Final = rf"(?:{_UPPER}\w{{0,2}}\.|{_UPPER}[\w'’-]*)"  # Mr., J. or a whole name
_NAME: Final = (
    rf"(?P<name>{_CAPITALISED}(?:[ ](?:(?:of|the|de|van|von|bin|al)[ ])?{_CAPITALISED}){{0,5}})"
)
_CUE: Final = (
    r"(?:said|says|told|tells|wrote|writes|tweeted|posted|warned|added|claimed|claims|asked"
    r"|announced|declared|stated|replied|insisted|argued|explained|noted|promised)"
)
_DASH: Final = r"(?:[—–~]|--?)"
_AFTER: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^[\s,.]*{_DASH}\s*{_NAME}",
        rf"^[\s,.]*{_NAME}[ ]{_CUE}\b",
        rf"^[\s,.]*{_CUE}[ ]{_NAME}",
        rf"^[\s,.]*[Aa]ccording[ ]to[ ]{_NAME}",
    )
)
_BEFORE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME}[ ]{_CUE}\b[^.!?\n]{{0,60}}[.:,]?\s*$",
        rf"\b[Aa]ccording[ ]to[ ]{_NAME}[:,]?\s*$",
    )
)
_LABEL: Final = re.compile(rf"(?:^|\n|[.!?]\s)\s*{_NAME}\s*:\s*$")
_LABELLED: Final = re.compile(rf"^\s*{_NAME}\s*:\s+(?P<rest>\S.*)$", re.DOTALL)
_SIGNED: Final = re.compile(
    rf"^(?P<rest>.*\S)\s*(?:\n\s*{_DASH}?|\s{_DASH})\s*{_NAME}\s*$", re.DOTALL
)
# Begin sentences, and are nobody's name.
_NO_NAMES: Final = frozenset(
    {"he", "she", "they", "i", "we", "it", "you", "who", "the", "a", "an", "this", "that"}
    | {"these", "those", "and", "but", "as", "then", "here", "there", "one", "everyone"}
    | {"somebody", "nobody"}
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Words somebody is said to have said, and who, if the text tells."""

    words: str
    speaker: str | None = None
    is_label: bool = False  # the name is only what stands before a colon: "BREAKING: …"
    is_marked: bool = False


def claims_in(text: str) -> tuple[Claim, ...]:
    """The quotations a text claims, in reading order; empty when there are too few words.

    Where it has quotation marks, they are what stands between them; else the whole text is.
    """
    cleaned = _cleaned(text)
    for marks in (_MARKED, _DOUBTFUL):
        marked = [found for found in marks.finditer(cleaned) if _is_enough(_inside(found))]
        if marked:
            return tuple(_marked_claims(cleaned, marked))
    claim = _whole(cleaned.strip())
    return (claim,) if _is_enough(claim.words) else ()


def sentences_of(claim: Claim) -> tuple[Claim, ...]:
    """The sentences of a claim that are long enough to be looked up, if it has several."""
    parts = [part.strip() for part in _SENTENCE_END.split(claim.words)]
    telling = [part for part in parts if count_words(part) >= _MIN_SENTENCE]
    if len(telling) < 2:  # noqa: PLR2004  # one sentence is what was checked already
        return ()
    return tuple(Claim(part, claim.speaker, claim.is_label) for part in telling)


def count_words(text: str) -> int:
    """How many words a text has, as they are compared."""
    return sum(1 for _ in _WORD.finditer(text))


def _cleaned(text: str) -> str:
    unlinked = _FURNITURE.sub(" ", _BLOCK.sub("", text[:_LONGEST].translate(_WIDE)))
    return _EMPHASIS.sub("", unlinked)


def _is_enough(text: str) -> bool:
    return count_words(text) >= MIN_WORDS


def _inside(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)


def _marked_claims(text: str, marked: list[re.Match[str]]) -> list[Claim]:
    claims = []
    for number, found in enumerate(marked):
        start = marked[number - 1].end() if number else 0
        stop = marked[number + 1].start() if number + 1 < len(marked) else len(text)
        before, after = text[start : found.start()], text[found.end() : stop]
        name = _named(_AFTER, after) or _named(_BEFORE, before)
        label = None if name else _named((_LABEL,), before)
        claims.append(Claim(_inside(found), name or label, name is None, is_marked=True))
    return claims


def _whole(text: str) -> Claim:
    signed = _SIGNED.match(text)
    if signed and _is_name(signed["name"]) and _is_enough(signed["rest"]):
        return Claim(signed["rest"], signed["name"])
    labelled = _LABELLED.match(text)
    if labelled and _is_name(labelled["name"]):
        return Claim(labelled["rest"], labelled["name"], is_label=True)
    return Claim(text)


def _named(patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
    for pattern in patterns:
        found = pattern.search(text)
        if found and _is_name(found["name"]):
            return found["name"].rstrip(".,'’-")
    return None


def _is_name(name: str) -> bool:
    return name.split(maxsplit=1)[0].casefold() not in _NO_NAMES
