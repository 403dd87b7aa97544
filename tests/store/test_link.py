"""Names of many articles → entities: order, pins, spelling, people of one surname."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.link import Group, NameCount, block_of, canonical_names, partition
from store.records import EntityType

PERSON, ORG, GPE = EntityType.PERSON, EntityType.ORG, EntityType.GPE
GIVEN = ["John", "J.", "Jane", "John A.", "John B.", "Joe", "Joseph", "Xi", "Kim"]
FAMILY = ["Smith", "Smyth", "Zelensky", "Zelenskiy", "al-Maliki", "Jinping", "Jong Un"]
PEOPLE = [f"{first} {last}" for first in GIVEN for last in FAMILY] + FAMILY + ["Xi", "Kim"]
BODIES = ["NSC", "National Security Council", "National Sugar Company", "The Times", "Times", "UN"]
NAMES = st.lists(
    st.tuples(st.sampled_from(PEOPLE + BODIES), st.sampled_from([PERSON, ORG, GPE])),
    unique=True,
    max_size=25,
)


def count_names(pairs, **more):
    return [NameCount(i, name, kind, 1 + i % 3, **more) for i, (name, kind) in enumerate(pairs)]


def in_blocks(names):
    blocks = {}
    for name in names:
        blocks.setdefault(block_of(name.name, name.type), []).append(name)
    return list(blocks.values())


def one_entity(*forms, kind=PERSON):
    """Whether all forms are linked, when each stands in one article."""
    found = canonical_names({(form, kind): 1 for form in forms})
    return len(set(found.values())) == 1


@given(NAMES, st.randoms(use_true_random=False))
def test_partition_does_not_depend_on_order(pairs, random):
    for block in in_blocks(count_names(pairs)):
        shuffled = list(block)
        random.shuffle(shuffled)
        assert partition(shuffled) == partition(block)


@given(NAMES)
def test_partition_puts_each_name_in_exactly_one_group(pairs):
    for block in in_blocks(count_names(pairs)):
        placed = sorted(i for group in partition(block) for i in group.name_ids)
        assert placed == sorted(name.id for name in block)


@given(NAMES, st.lists(st.one_of(st.none(), st.integers(1, 3)), min_size=25, max_size=25))
def test_pinned_names_keep_their_entity(pairs, owners):
    """Names pinned to one entity are together, names pinned to different ones apart."""
    names = [
        NameCount(i, name, kind, 1, pinned_to=owners[i]) for i, (name, kind) in enumerate(pairs)
    ]
    for block in in_blocks(names):
        group_of = {i: n for n, group in enumerate(partition(block)) for i in group.name_ids}
        pinned = [name for name in block if name.pinned_to is not None]
        for first in pinned:
            for second in pinned:
                together = group_of[first.id] == group_of[second.id]
                assert together == (first.pinned_to == second.pinned_to)


@given(
    st.sampled_from(["Smith", "Zelensky", "Ham", "O'Neill"]),
    st.lists(st.sampled_from(["John", "Mary", "Boris", "Olena"]), min_size=2, unique=True),
    st.booleans(),
)
def test_two_full_names_of_one_surname_never_merge(family, givens, has_surname_alone):
    forms = [f"{given} {family}" for given in givens] + [family] * has_surname_alone
    found = canonical_names({(form, PERSON): 3 for form in forms})
    assert len(set(found.values())) == len(forms)


@settings(max_examples=50)
@given(NAMES)
def test_a_groups_name_is_one_of_its_names(pairs):
    for block in in_blocks(count_names(pairs)):
        shown = {name.id: name.name for name in block}
        for group in partition(block):
            assert group.canonical in {shown[i] for i in group.name_ids}


@pytest.mark.parametrize(
    "forms",
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
        ("Vladimir Putin", "Putin"),
        ("Xi Jinping", "Xi"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Nouri al-Maliki", "al-Maliki", "Maliki"),
        ("Joe Biden", "Joseph Biden", "Joseph R. Biden"),
        ("John F. Kerry", "John Kerry"),
        ("J. Zelensky", "Jan Zelensky"),
        ("Beyoncé Knowles", "Beyonce Knowles"),
    ],
    ids=lambda forms: forms[0],
)
def test_written_forms_of_one_person_link(forms):
    assert one_entity(*forms)


@pytest.mark.parametrize(
    "forms",
    [
        ("Emmanuel Macron", "Emmanuel Marcon"),
        ("Qin Gang", "Qin Gong"),
        ("Donald Trump", "Donald Trump Jr."),
        ("George H. Bush", "George W. Bush"),
        ("Boris Johnson", "Johnson"),  # too many people are called Johnson
        ("Michael Jackson", "Percy Jackson"),
        ("Joe Alwyn", "Alvin"),
    ],
    ids=lambda forms: forms[0],
)
def test_names_of_different_people_stay_apart(forms):
    assert len(set(canonical_names({(form, PERSON): 1 for form in forms}).values())) == len(forms)


def test_a_common_surname_links_once_its_bearer_is_known_to_all():
    found = canonical_names({("Boris Johnson", PERSON): 9, ("Johnson", PERSON): 1})
    assert found["Johnson", PERSON] == ("Boris Johnson", PERSON)


@pytest.mark.parametrize(
    ("forms", "kind"),
    [
        (("National Security Council", "NSC", "U.S. National Security Council"), ORG),
        (("The New York Times", "New York Times"), ORG),
        (("Acme Inc.", "Acme"), ORG),
        (("World Health Organisation", "World Health Organization"), ORG),
        (("HIMARS", "Himars"), EntityType.PRODUCT),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else str(value),
)
def test_written_forms_of_one_thing_link(forms, kind):
    assert one_entity(*forms, kind=kind)


@pytest.mark.parametrize(
    ("forms", "kind"),
    [
        (("Niger", "Nigeria"), GPE),
        (("Austria", "Australia"), GPE),
        (("Associated Press", "AP"), ORG),  # two letters mean too many things
        (("British Defense Ministry", "Russian Defense Ministry"), ORG),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else str(value),
)
def test_names_of_different_things_stay_apart(forms, kind):
    assert not one_entity(*forms, kind=kind)


def test_an_acronym_of_two_bodies_stays_alone():
    forms = ["National Security Council", "National Sugar Company", "NSC"]
    assert len(set(canonical_names({(form, ORG): 1 for form in forms}).values())) == len(forms)


def test_one_name_with_two_types_is_one_entity_of_the_commoner_type():
    found = canonical_names({("Kremlin", ORG): 3, ("Kremlin", EntityType.FAC): 1})
    assert set(found.values()) == {("Kremlin", ORG)}


def test_a_person_and_a_place_of_one_name_are_two():
    found = canonical_names({("Washington", PERSON): 1, ("Washington", GPE): 9})
    assert found["Washington", PERSON] != found["Washington", GPE]


def test_the_canonical_name_is_the_fullest_common_form():
    found = canonical_names({("Putin", PERSON): 9, ("Vladimir Putin", PERSON): 2})
    assert set(found.values()) == {("Vladimir Putin", PERSON)}


SPELLINGS = ["Volodymyr Zelensky", "Volodymyr Zelenskiy", "Volodymyr Zelenskyy"]


@given(st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=200))
def test_a_settled_name_changes_only_when_a_forms_count_doubles(added):
    """Articles come one at a time, each with one form: the name does not flip back and forth."""
    counts, called, n_changes = Counter(), None, 0
    for form in added:
        counts[form, PERSON] += 1
        (now, _), *others = set(canonical_names(counts).values())
        assert not others
        if now != called:
            count = counts[form, PERSON]
            assert count & (count - 1) == 0, "the count that changed it is a power of two"
            n_changes += 1
        called = now
    assert n_changes <= sum(count.bit_length() for count in counts.values())


def test_two_forms_that_come_by_turns_do_not_take_turns():
    counts, called = Counter(), []
    for form in SPELLINGS[:2] * 100:
        counts[form, PERSON] += 1
        called.append(canonical_names(counts)[form, PERSON][0])
    assert set(called) == {"Volodymyr Zelensky"}


def test_a_far_commoner_form_is_the_name_and_accents_decide_between_equals():
    zelensky = {("Volodymyr Zelensky", PERSON): 3, ("Volodymyr Zelenskyy", PERSON): 8}
    assert set(canonical_names(zelensky).values()) == {("Volodymyr Zelenskyy", PERSON)}
    hollande = {("Francois Hollande", PERSON): 3, ("François Hollande", PERSON): 2}
    assert set(canonical_names(hollande).values()) == {("François Hollande", PERSON)}


def test_a_free_name_follows_the_only_pinned_entity_of_its_group():
    names = [
        NameCount(1, "Vladimir Putin", PERSON, 3, pinned_to=7),
        NameCount(2, "Putin", PERSON, 9),
    ]
    assert partition(names) == [Group((1, 2), "Vladimir Putin", PERSON)]


def test_a_name_split_off_by_a_curator_stays_apart_in_any_order():
    names = [
        NameCount(1, "John Smith", PERSON, 3, pinned_to=7),
        NameCount(2, "John A. Smith", PERSON, 1, pinned_to=8),
    ]
    for order in permutations(names):
        assert [group.name_ids for group in partition(order)] == [(1,), (2,)]


@given(st.text(max_size=40), st.sampled_from(list(EntityType)))
def test_any_text_has_a_block(name, kind):
    assert block_of(name, kind) == block_of(name, kind)
    assert partition([NameCount(1, name, kind, 1)])[0].name_ids == (1,)
