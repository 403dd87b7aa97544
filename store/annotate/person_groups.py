"""Mentions of persons within one article → who is who.

One job: a full name founds a person, a part of it means the only person it fits. A part that
fits two people goes to the one with the right form of address, else to the one the article is
about, else stays alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.extents import PARTICLES
from store.annotate.gender import usual_gender
from store.annotate.titles import is_title
from store.names import words
from store.person_names import PersonName, same_person

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from store.annotate.mentions import Name

_MAIN = 2  # the person an article is about is named in full this many times as often as another
_JUST = 40  # tokens: a sentence or two
_USUAL = 3  # mentions by the family name alone after which it is what the article calls somebody
FULL = "full name"
PART = "part of a full name"
_LONGEST = 8  # words of a name whose parts are looked for
_TOO_MANY = 20  # bearers of one name in a text: no text of one piece has so many


@dataclass(slots=True)
class Person:
    """One person of the article: the forms of the full name, and the mentions."""

    forms: Counter[str] = field(default_factory=Counter)
    names: list[tuple[Name, str]] = field(default_factory=list)  # mention, rule
    gender: str = ""
    is_told: bool = False  # its gender, by a title or a noun beside a mention
    offices: set[str] = field(default_factory=set)  # told beside the full name
    fulls: list[int] = field(default_factory=list)  # first tokens of full names, ascending
    n_parts: int = 0  # mentions by a part of the name

    def add(self, name: Name, rule: str) -> None:
        """Take a mention; full names come in reading order."""
        self.names.append((name, rule))
        self.is_told = self.is_told or bool(name.gender)
        if rule == FULL:
            self.fulls.append(name.span.start)
        self.n_parts += rule == PART

    @property
    def name(self) -> str:
        """The fullest common form of the name."""
        most = max(len(form.split()) for form in self.forms)
        return max(self.forms, key=lambda form: _rank(form, self.forms[form], most))


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    n_articles: int


def group_persons(names: Sequence[Name]) -> list[Person]:
    """Group the mentions of persons; each is in exactly one group."""
    shorter = _shorter_forms(names)
    full = [name for name in names if not _is_partial(name, shorter)]
    persons = _found(full)
    for person in persons:
        person.gender = _gender(person)
    by_word = _index(persons)
    alone: dict[tuple[str, str], Person] = {}
    called = _forms_of_address(names)
    for name in names:
        if not _is_partial(name, shorter):
            continue
        form = shown(name.span.text)
        bearer = _bearer(name, by_word, shorter)
        key = form.casefold(), name.gender if len(called[form.casefold()]) > 1 else ""
        stranger = alone.get(key)
        if bearer is not None and not (stranger and len(stranger.names) > len(bearer.names)):
            bearer.add(name, PART)
            bearer.gender = name.gender or bearer.gender
            continue
        person = alone.setdefault(key, Person())
        person.forms[form] += 1
        person.add(name, "same form")
        person.gender = person.gender or _gender(person)
    return persons + list(alone.values())


def _shorter_forms(names: Sequence[Name]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Names of several words that one longer name begins or ends with → the longer one.

    "Gutiérrez Ibáñez" is José Luis of that name, "Abu Bakr" Abdullah, "Nurul Huda" binti Ismail.
    """
    forms = {words(shown(name.span.text)) for name in names}
    longer: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for form in forms:
        for n in range(2, min(len(form), _LONGEST)):
            head, tail = form[:n], form[-n:]
            if head in forms and form[n] in PARTICLES:
                longer[head].add(form)
            is_given = tail[0] not in PARTICLES and gazetteer.given_name(tail[0].title())
            if tail in forms and not is_given:
                longer[tail].add(form)
    return {part: min(whole) for part, whole in longer.items() if len(whole) == 1}


def _forms_of_address(names: Sequence[Name]) -> dict[str, set[str]]:
    """The genders that titles tell before each part of a name: "Mr Khan" is not "Ms Khan"."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.gender and _is_partial(name):
            found[shown(name.span.text).casefold()].add(name.gender)
    return found


def shown(text: str) -> str:
    """A name as we write it: white space folded, a headline's capitals made ordinary."""
    text = " ".join(text.split())
    if not text.isupper() or len(text) <= 3:  # noqa: PLR2004 — "XI", "JFK" stay
        return text
    return text.title()


def _rank(form: str, count: int, most: int) -> tuple[bool, int, int]:
    n_words = len(form.split())
    return n_words >= min(most, 2), count, n_words


def _is_partial(name: Name, shorter: Container[tuple[str, ...]] = ()) -> bool:
    return PersonName.of(name.span.text).is_partial or words(name.span.text) in shorter


def _found(full: Sequence[Name]) -> list[Person]:
    """Full names → persons, by the rules that also link articles."""
    blocks: dict[str, Counter[str]] = defaultdict(Counter)
    for name in full:
        form = shown(name.span.text)
        blocks[PersonName.of(form).block][form] += 1
    of_form: dict[str, Person] = {}
    persons = []
    for forms in blocks.values():
        for same in same_person([_Form(form, count) for form, count in forms.items()]):
            person = Person(Counter({form.name: form.n_articles for form in same}))
            persons.append(person)
            of_form.update((form.name, person) for form in same)
    for name in full:
        person = of_form[shown(name.span.text)]
        person.add(name, FULL)
        person.offices.update(_offices(name))
    return persons


def _gender(person: Person) -> str:
    told = Counter(name.gender for name, _ in person.names if name.gender)
    if told:
        return told.most_common(1)[0][0]
    return usual_gender(person.name)


def _index(persons: Iterable[Person]) -> dict[str, list[Person]]:
    """Each word of a full name → the persons who bear it."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        for word in {word for form in person.forms for word in words(form)}:
            found[word].append(person)
    return found


def _bearer(
    name: Name,
    by_word: dict[str, list[Person]],
    shorter: Mapping[tuple[str, ...], tuple[str, ...]],
) -> Person | None:
    """The person that a part of a name means, None when nobody or several fit."""
    parts = words(name.span.text)
    if parts in shorter:
        whole = shorter[parts]
        found = (one for one in by_word[whole[-1]] if any(words(f) == whole for f in one.forms))
        return next(found, None)
    last = parts[-1] if parts else ""
    bearers = by_word.get(last, ())
    if len(bearers) > _TOO_MANY:
        return None
    fitting = [person for person in bearers if _fits(name, person)]
    family = [person for person in fitting if _is_family_name(last, person)]
    fitting = family or fitting
    if len(fitting) > 1:
        fitting = _main(fitting, name)
    return fitting[0] if len(fitting) == 1 else None


def _fits(name: Name, person: Person) -> bool:
    is_other = bool(name.gender and person.gender) and name.gender != person.gender
    if is_other and (person.is_told or not _is_given_name(name, person)):
        return False
    return _agrees_on_office(name, person)


def _is_given_name(name: Name, person: Person) -> bool:
    """Whether a part is the given name, whose own usual gender proves nothing ("Terry")."""
    part = words(name.span.text)
    return any(words(form)[: len(part)] == part for form in person.forms)


def _agrees_on_office(name: Name, person: Person) -> bool:
    """Whether a title may be the person's: a first lady is not the president of her name."""
    told = set(_offices(name))
    return not (told and person.offices == {"lady"} and "lady" not in told)


def _offices(name: Name) -> Iterator[str]:
    return (noun for role in name.roles if (noun := _office(role)))


def _office(role: str) -> str:
    """The noun of a title as a plain word ("US President" → "president")."""
    nouns = [word for word in role.split() if is_title(word)]
    last = nouns[-1] if nouns else ""
    return gazetteer.same_role((gazetteer.office(last) or last).lower())


def _is_family_name(word: str, person: Person) -> bool:
    return any(words(form)[-1] == word for form in person.forms)


def _main(persons: Sequence[Person], name: Name) -> list[Person]:
    """The one named clearly most often in full, else the one the article named first.

    News writers call the person an article is about by the family name alone, and relatives by
    their given names. Several are left when nothing decides: "Mr Khan" where no Khan is known
    for a man, or another one has just been named.
    """
    ranked = sorted(persons, key=lambda person: -person.forms.total())
    if ranked[0].forms.total() >= _MAIN * ranked[1].forms.total():
        return [ranked[0]]
    if name.gender:
        known = [person for person in persons if person.gender == name.gender]
        if len(known) < 2:  # noqa: PLR2004 — one, or none
            return known or list(persons)
    start = name.span.start
    first = min(persons, key=lambda person: person.names[0][0].span.start)
    if first.names[0][0].span.start >= start:
        return list(persons)
    others = (person for person in persons if person is not first)
    is_open = first.n_parts < _USUAL and any(_n_back(one, start) < _JUST for one in others)
    return list(persons) if is_open else [first]


def _n_back(person: Person, start: int) -> int:
    """How many tokens before `start` a person was last named in full."""
    i = bisect_left(person.fulls, start)
    return start - person.fulls[i - 1] if i else start + _JUST
