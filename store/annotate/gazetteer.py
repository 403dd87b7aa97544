"""What the word lists say about a written form: a country, a people, a place, a given name.

One job: answer such questions by table, once loaded, in constant time. Decisions that need
the text around a name are made in kinds.py.
"""

from __future__ import annotations

from functools import cache

from store.annotate.lexicon import entries
from store.names import fold
from store.records import EntityType

_SHOUTED = 3  # a form in capitals longer than this may be a headline's, not an abbreviation


def country(form: str) -> str | None:
    """Give the name we show for a country's written form ("U.S." → "United States")."""
    return _aliases("countries").get(_calm(form))


def state(form: str) -> str | None:
    """Give the name of a US state for its name or abbreviation ("Ala." → "Alabama")."""
    found = _aliases("states")
    return found.get(_calm(form)) or found.get(f"{form}.")


def is_place(form: str) -> bool:
    """Tell whether a form is a country, a US state or a city everybody knows."""
    calm = _calm(form)
    if len(form) == 2 and form.isalpha() and form not in _aliases("countries"):  # noqa: PLR2004 — a postal code
        return False  # "VA" and "MD" are places only after a town
    return calm in _places() or calm in _aliases("countries") or calm in _aliases("states")


def body(form: str) -> str | None:
    """Give the name we show for a body known all over the world ("UN" → "United Nations")."""
    return _aliases("bodies").get(form)


def people(form: str) -> str | None:
    """Give the adjective for people of a place, belief or party ("Britons" → "British")."""
    found = _peoples()
    calm = _calm(form)
    return found.get(calm) or (found.get(calm[:-1]) if calm.endswith("s") else None)


def place_of_people(singular: str) -> str | None:
    """Give the place a people belongs to ("Russian" → "Russia"), None for beliefs and parties."""
    return _places_of_peoples().get(singular)


def people_of_place(place: str) -> str:
    """Give the adjective for a country ("Russia" → "Russian"), its own name when it has none."""
    if place == "United States":
        return "US"  # "American" is a continent's too, and no body calls itself so
    return _peoples_of_places().get(place, place)


def given_name(form: str) -> str | None:
    """Give the usual gender of a given name: "m", "f", "?" for both; None for no given name."""
    low = form.lower() if form.isascii() else fold(form)  # the lists have no accents
    return _given_names().get(low) if form[:1].isupper() else None


def honorific(form: str) -> str | None:
    """Give the gender a form of address tells ("m", "f", "-"), None for other words."""
    found = _pairs("honorifics").get(form)
    if found is None and form.isupper() and len(form) > 2:  # noqa: PLR2004 — "RT" is no "Rt"
        found = _pairs("honorifics").get(form.title())
    return found[:1] if found else None


def office(form: str) -> str | None:
    """Give the noun for the office a form of address stands for ("Sen." → "senator")."""
    found = _pairs("honorifics").get(form, "")
    return found.partition(" | ")[2] or None


def role_noun(form: str) -> str | None:
    """Give the gender a noun for a person's role tells ("m", "f", "-"), None for other words."""
    found = _pairs("role_nouns")
    low = form.lower()
    return found.get(low) or (found.get(low[:-1]) if low.endswith("s") else None)


def is_singular_role(form: str) -> bool:
    """Tell whether a word names the role of one person ("spokesman", not "spokesmen")."""
    return form.lower() in _pairs("role_nouns")


def kind_of_last_word(word: str) -> EntityType | None:
    """Give the type that a name's last word tells ("University" → ORG)."""
    found = _pairs("name_words").get(word.lower(), "-")
    return EntityType(found) if found != "-" else None


def is_no_persons_word(word: str) -> bool:
    """Tell whether a name that ends in this word names no person ("Harvey Morning Show")."""
    return word.lower() in _pairs("name_words")


def neighbour(word: str) -> str | None:
    """Give what a lower-case word beside a name tells: place, body, speech, person or ware."""
    return _pairs("neighbours").get(word)


def is_ware(form: str) -> bool:
    """Tell whether a form is a ware known all over the world ("iPhone", "Boeing 737")."""
    return form in _words("wares")


def sport_word(word: str) -> str | None:
    """Give what a small word tells of sport: sport, player, play or against; None for nothing."""
    return _pairs("sport_words").get(word)


def same_role(noun: str) -> str:
    """Give one noun for the several of an office ("spokeswoman" → "spokesperson")."""
    kind, _, other = _pairs("role_relations").get(noun, "").partition(" | ")
    return other if kind == "same" else noun


def narrower_roles(noun: str) -> tuple[str, ...]:
    """Give the offices a wider noun can stand for ("leader" → "president", …)."""
    kind, *others = _pairs("role_relations").get(noun, "").split(" | ")
    return tuple(others) if kind == "wider" else ()


def is_personal_role(noun: str) -> bool:
    """Tell whether a noun says what somebody is to somebody else ("counterpart", "wife")."""
    return _pairs("role_relations").get(noun) == "personal"


def is_no_name(word: str) -> bool:
    """Tell whether a capitalised word or abbreviation names nothing ("M.D.", "GMT", "Jr.")."""
    return word in _words("not_names")


def is_medium(word: str) -> bool:
    """Tell whether a word for a newspaper also serves as its short name ("the Times")."""
    return word.lower() in _words("media_words")


def is_equipment(word: str) -> bool:
    """Tell whether a common noun names a weapon, vehicle or device, in either number."""
    found = _words("equipment")
    low = word.lower()
    if low.endswith("ies") and f"{low[:-3]}y" in found:
        return True
    return low in found or (low.endswith("s") and low[:-1] in found)


def _calm(form: str) -> str:
    """A headline's capitals made an ordinary name ("UKRAINE" → "Ukraine")."""
    if form.isupper() and len(form) > _SHOUTED and "." not in form:
        return form.title()
    return form


@cache
def _aliases(name: str) -> dict[str, str]:
    """A list of "shown = other | other" as each form → the name shown."""
    found: dict[str, str] = {}
    for entry in entries(name):
        shown, _, others = entry.partition(" = ")
        found[shown] = shown
        found.update((other, shown) for other in others.split(" | ") if other)
    return found


@cache
def _pairs(name: str) -> dict[str, str]:
    """A list of "key = value"."""
    return {key: value for key, _, value in (entry.partition(" = ") for entry in entries(name))}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(entries(name))


@cache
def _given_names() -> dict[str, str]:
    """Both lists of given names; where they differ, the hand-made one knows better."""
    found = {name.lower(): gender for name, gender in _pairs("given_names").items()}
    found.update((name.lower(), "m") for name in entries("first_names_male"))
    found.update((name.lower(), "f") for name in entries("first_names_female"))
    return found


@cache
def _places() -> frozenset[str]:
    return _words("places")


@cache
def _peoples() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries("demonyms"):
        shown, _, rest = entry.partition(" = ")
        found[shown] = shown
        found.update((other, shown) for other in rest.split(" | ")[1:])
    return found


@cache
def _peoples_of_places() -> dict[str, str]:
    found: dict[str, str] = {}
    for people, place in _places_of_peoples().items():
        found.setdefault(place, people)
    return found


@cache
def _places_of_peoples() -> dict[str, str]:
    pairs = (entry.partition(" = ") for entry in entries("demonyms"))
    return {shown: rest.split(" | ")[0] for shown, _, rest in pairs if rest and rest[0] != "-"}
