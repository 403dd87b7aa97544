"""Mentions of bodies, places, peoples, products … within one article → what is what.

One job: equal forms, acronyms with their full names, short forms with their long ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from store.annotate import gazetteer
from store.annotate.owners import is_national, owner_of
from store.records import EntityType
from store.thing_names import ThingName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.annotate.mentions import Name

_SHORTENED = (EntityType.ORG, EntityType.EVENT, EntityType.FAC)
_COMPANY_WORDS = frozenset(
    ("bank", "company", "group", "holdings", "industries", "international", "motor", "motors")
)
_MIN_TYPO = 6  # letters; among shorter names one letter makes another place (Iran, Iraq)
_MIN_ACRONYM = 2
_LONG_ACRONYM = 4  # letters from which an acronym may also use second letters of words
_SMALL_WORD = 3
_LONGEST_NAME = 12  # words
_LONGEST_CHAIN = 4  # short form → acronym → full name, and one to see that it ends


@dataclass(slots=True)
class Thing:
    """One thing of the article: its type, the forms of its name, and the mentions."""

    type: EntityType
    forms: Counter[str] = field(default_factory=Counter)
    names: list[tuple[Name, str]] = field(default_factory=list)

    owner: str = ""

    @property
    def name(self) -> str:
        """The fullest common form of the name, with the country that owns a body."""
        form = max(self.forms, key=self._rank)
        return f"{self.owner} {form}" if self.owner and self.owner not in form else form

    def _rank(self, form: str) -> tuple[bool, bool, int, int, str]:
        """Full names before acronyms, but products by what they are mostly called."""
        is_full = self.type is EntityType.PRODUCT or not ThingName.of(form).is_acronym
        is_shouted = form.isupper() and " " in form
        n_words = len(form.split())
        if self.type is EntityType.PRODUCT:
            return is_full, not is_shouted, self.forms[form], -n_words, form
        return is_full, not is_shouted, n_words, self.forms[form], form

    def absorb(self, other: Thing, rule: str) -> None:
        """Take over the mentions of another form."""
        self.forms.update(other.forms)
        self.names += [(name, rule) for name, _ in other.names]


def group_things(names: Sequence[Name]) -> list[Thing]:
    """Group the mentions of things; each is in exactly one group."""
    things: dict[tuple[str, EntityType, str], Thing] = {}
    owners: dict[str, str] = {}  # a body's form → the country that last owned it
    for name in names:
        form = canonical(name.span.text, name.type)
        key = ThingName.of(form).form
        owner = owner_of(name.span) if is_national(form) else ""
        owner = owners[key] = owner or owners.get(key, "")
        thing = things.setdefault((key, name.type, owner), Thing(name.type, owner=owner))
        thing.forms[form] += 1
        thing.names.append((name, "same form"))
    groups = list(things.values())
    groups = _join_acronyms(groups)
    groups = _join_short_forms(groups)
    return _join_typos(groups)


def canonical(text: str, kind: EntityType) -> str:
    """The name shown for a written form: without article, countries and peoples by table."""
    form = " ".join(text.split()).removeprefix("the ").removeprefix("The ") or text
    if kind is EntityType.NORP:
        return gazetteer.people(form) or form
    form = form.replace(", and ", " and ")
    if kind is EntityType.PRODUCT:
        return _singular(form)
    known = gazetteer.country(form) or gazetteer.state(form)
    if known is not None:
        return known
    if form in ("D.C.", "DC"):
        return "Washington"
    if form.isupper() and (_is_shouted(form) or gazetteer.is_place(form)):
        return form.title()
    return (gazetteer.body(form) if kind is EntityType.ORG else None) or form


def _is_shouted(form: str) -> bool:
    """Whether capitals are a headline's: several words, none of them short like an acronym."""
    parts = form.split()
    return len(parts) > 1 and all(len(part) > _SMALL_WORD for part in parts)


def _singular(form: str) -> str:
    """One vehicle for several ("Bradley Infantry Fighting Vehicles")."""
    *_, last = form.split(" ")
    is_plural = last.endswith("s") and (gazetteer.is_equipment(last) or last == "Systems")
    return form.removesuffix("s") if is_plural and " " in form else form


def _join(groups: Sequence[Thing], find: Callable[[Thing], Thing | None], rule: str) -> list[Thing]:
    """Give each group's mentions to the group that `find` names for it, if any."""
    targets = {id(group): find(group) for group in groups}
    kept = []
    for group in groups:
        target = group
        for _ in range(_LONGEST_CHAIN):
            target = targets[id(target)] or target
        if target is group or targets[id(target)] is not None:  # the second: a circle
            kept.append(group)
        else:
            target.absorb(group, rule)
    return kept


def _only(found: Sequence[Thing], group: Thing) -> Thing | None:
    return found[0] if len(found) == 1 and found[0] is not group else None


def _join_acronyms(groups: Sequence[Thing]) -> list[Thing]:
    """Let "NSC" mean the only full name of the article with these initials."""
    by_initials: dict[str, list[Thing]] = defaultdict(list)
    by_letter: dict[str, list[Thing]] = defaultdict(list)
    by_end = {name.span.end: group for group in groups for name, _ in group.names}
    for group in groups:
        parsed = ThingName.of(group.name)
        if len(parsed.parts) > 1:
            by_initials[parsed.initials].append(group)
            by_letter[parsed.initials[:1]].append(group)

    def find(group: Thing) -> Thing | None:
        letters = _acronym(group)
        defined = _defined(group, letters, by_end)
        if defined is not None:
            return defined
        full = by_initials.get(letters, [])
        if not full and len(letters) >= _LONG_ACRONYM:
            full = [long for long in by_letter[letters[0]] if _spells(long, letters)]
        return _only(full, group)

    return _join(groups, find, "acronym")


def _defined(group: Thing, letters: str, by_end: dict[int, Thing]) -> Thing | None:
    """The thing right before an acronym in brackets, when it has its letters in order.

    "Center for Radiation Therapy of Beverly Hills (RTBH)".
    """
    for name, _ in group.names:
        span = name.span
        before = by_end.get(span.start - 1)
        if len(letters) < _MIN_ACRONYM or before is None or span.doc[span.start - 1].text != "(":
            continue
        initials = iter(ThingName.of(before.name).initials)
        if before is not group and all(letter in initials for letter in letters):
            return before
    return None


def _spells(group: Thing, letters: str) -> bool:
    """Whether an acronym takes one or two letters of each word (HIMARS: HIgh Mobility …)."""
    parts = ThingName.of(group.name).parts
    i = 0
    for k, part in enumerate(parts):
        if i < len(letters) and part.startswith(letters[i]):
            is_double = letters[i : i + 2] == part[:2] and len(letters) - i > len(parts) - k
            i += 2 if is_double else 1
        elif len(part) > _SMALL_WORD:
            return False
    return i == len(letters)


def _acronym(group: Thing) -> str:
    """The letters of a group's acronym, "" when none of its forms is one."""
    parsed = (ThingName.of(form) for form in group.forms if form.isupper())
    letters = (name.parts[0] for name in parsed if name.is_acronym)
    return next((word for word in letters if len(word) >= _MIN_ACRONYM), "")


def _join_short_forms(groups: Sequence[Thing]) -> list[Thing]:
    """Let "Lockheed" mean Lockheed Martin, "the Times" The New York Times, where only one fits."""
    by_part: dict[tuple[str, ...], list[Thing]] = defaultdict(list)
    for group in groups:
        parts = ThingName.of(group.name).parts
        if group.type in _SHORTENED and 1 < len(parts) <= _LONGEST_NAME:
            for part in _short_forms(parts, group.type):
                by_part[part].append(group)

    def find(group: Thing) -> Thing | None:
        parts = ThingName.of(group.name).parts
        is_body = group.type is EntityType.PRODUCT or group.type in _SHORTENED
        is_kind = len(parts) == 1 and gazetteer.kind_of_last_word(parts[0]) is not None
        if not is_body or (is_kind and not gazetteer.is_medium(parts[0])):
            return None
        if group.owner or any(ThingName.of(form).has_owner for form in group.forms):
            return None  # "U.S. Department of Education" is not California's
        longer = by_part.get(parts, [])
        if gazetteer.body(group.name) is not None:
            longer = [one for one in longer if _is_same_company(parts, one)]
        kind = EntityType.ORG if group.type is EntityType.PRODUCT else group.type
        return _only([one for one in longer if one.type is kind], group)

    return _join(groups, find, "short form")


def _is_same_company(parts: tuple[str, ...], longer: Thing) -> bool:
    """Whether only words for a company are left out: "Toyota Motor", but not "BBC News"."""
    return set(ThingName.of(longer.name).parts) - set(parts) <= _COMPANY_WORDS


def _short_forms(parts: tuple[str, ...], kind: EntityType) -> set[tuple[str, ...]]:
    """What it may be called for short: a body's first or last word, a name without its kind."""
    if kind is EntityType.FAC:
        return {parts[:-1]}
    if kind is EntityType.EVENT:
        return {parts[:i] for i in range(2, len(parts))}
    found = {parts[:1], parts[-1:]} | {parts[i:] for i in range(1, len(parts) - 1)}
    if gazetteer.kind_of_last_word(parts[-1]) is not None:
        found |= {parts[:i] for i in range(2, len(parts))}
    return found


def _join_typos(groups: Sequence[Thing]) -> list[Thing]:
    """Let "Ukaine" mean Ukraine when the article names Ukraine more often."""
    known: dict[str, list[Thing]] = defaultdict(list)
    for group in groups:
        if gazetteer.is_place(group.name):
            known[group.name[0]].append(group)
    typos: list[Thing] = []
    for group in groups:
        if gazetteer.is_place(group.name) or len(group.name) < _MIN_TYPO or " " in group.name:
            continue
        if group.type is EntityType.NORP:
            continue
        near = [other for other in known[group.name[0]] if _is_typo(group.name, other.name)]
        if len(near) == 1 and len(near[0].names) > len(group.names):
            for name, _ in group.names:
                near[0].names.append((name, "misspelling"))
            typos.append(group)
    gone = {id(group) for group in typos}
    return [group for group in groups if id(group) not in gone]


def _is_typo(form: str, name: str) -> bool:
    if abs(len(form) - len(name)) > 1:
        return False
    return Levenshtein.distance(form, name, score_cutoff=1) <= 1
