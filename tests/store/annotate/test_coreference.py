"""Names of one article → clusters; descriptions → the person they mean."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotate.acquaintance import CLASSIFYING
from store.annotate.coreference import cluster_names, resolve_nominals
from store.annotate.mentions import find_names
from store.records import MentionKind
from tests.store.annotate.tagged import parse_line

XI = "Chinese/JJ/NORP President/NNP Xi/NNP/PERSON Jinping/NNP/PERSON spoke/VBD ./. | "
BIDEN = "US/NNP/GPE President/NNP Joe/NNP/PERSON Biden/NNP/PERSON left/VBD ./. | "
KIRBY = "Council/NNP/ORG spokesman/NN John/NNP/PERSON Kirby/NNP/PERSON spoke/VBD ./. | "
DOE = "John/NNP/PERSON Doe/NNP/PERSON ,/, a/DT spokeswoman/NN for/IN Acme/NNP/ORG ,/, left/VBD | "
OBAMA = "President/NNP Obama/NNP/PERSON left/VBD ./. | "
MAHA_ZUMBH = (
    "the/DT Maha/NNP/EVENT Zumbh/NNP/EVENT Festival/NNP/EVENT ./. | "
    "Maha/NNP/PERSON Zumbh/NNP/PERSON began/VBD"
)
OWNERS = ["U.S.", "Texas"]
BOBBY_AND_JANE = "Bobby/NNP/PERSON Zed/NNP/PERSON and/CC Jane/NNP/PERSON Zed/NNP/PERSON | "
TWO_MINISTRIES = (
    "Russia/NNP/GPE 's/POS Defense/NNP/ORG Ministry/NNP/ORG fell/VBD | "
    "Poland/NNP/GPE 's/POS Defense/NNP/ORG Ministry/NNP/ORG rose/VBD"
)


@pytest.fixture(scope="session")
def clusters_of(make_doc):
    """The clusters of a tagged line."""

    def cluster(line):
        doc = parse_line(make_doc, line)
        clusters = cluster_names(doc, find_names(doc))
        resolve_nominals(doc, clusters)
        return clusters

    return cluster


@pytest.fixture(scope="session")
def forms_of(clusters_of):
    """Each cluster's name → the texts of its mentions."""

    def forms(line):
        return {
            cluster.name: [reference.span.text for reference in cluster.references]
            for cluster in clusters_of(line)
        }

    return forms


@pytest.fixture(scope="session")
def meant_by(clusters_of):
    """Each description of a line → the name of the cluster it was put to."""

    def meant(line):
        return {
            reference.span.text: cluster.name
            for cluster in clusters_of(line)
            for reference in cluster.references
            if reference.kind is MentionKind.NOMINAL
        }

    return meant


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        (
            "Vladimir/NNP/PERSON Putin/NNP/PERSON met/VBD | Mr/NNP Putin/NNP/PERSON left/VBD",
            {"Vladimir Putin": ["Vladimir Putin", "Putin"]},
        ),
        (
            "Nouri/NNP/PERSON al-Maliki/NNP/PERSON met/VBD | Maliki/NNP/PERSON left/VBD",
            {"Nouri al-Maliki": ["Nouri al-Maliki", "Maliki"]},
        ),
        (
            "BBC/NNP/ORG News/NNP/ORG said/VBD | the/DT BBC/NNP/ORG said/VBD",
            {"BBC News": ["BBC News"], "BBC": ["BBC"]},
        ),
        (
            "Toyota/NNP/ORG Motor/NNP/ORG grew/VBD | Toyota/NNP/ORG said/VBD",
            {"Toyota Motor": ["Toyota Motor", "Toyota"]},
        ),
        (
            "the/DT Zed/NNP/ORG Radio/NNP/ORG Arts/NNP/ORG Board/NNP/ORG (/-LRB- RAB/NNP/ORG )/)",
            {"Zed Radio Arts Board": ["Zed Radio Arts Board", "RAB"]},
        ),
        (
            "the/DT Zed/NNP/ORG Radio/NNP/ORG Board/NNP/ORG (/-LRB- BAR/NNP/ORG )/-RRB- met/VBD",
            {"Zed Radio Board": ["Zed Radio Board"], "BAR": ["BAR"]},
        ),
        (
            MAHA_ZUMBH,
            {"Maha Zumbh Festival": ["Maha Zumbh Festival", "Maha Zumbh"]},
        ),
        (
            "the/DT National/NNP/ORG Security/NNP/ORG Council/NNP/ORG ./. | NSC/NNP/ORG",
            {"National Security Council": ["National Security Council", "NSC"]},
        ),
        (
            "the/DT U.S./NNP/GPE said/VBD | the/DT United/NNP/GPE States/NNP/GPE knew/VBD",
            {"United States": ["U.S.", "United States"]},
        ),
        (
            "Russians/NNPS/NORP fled/VBD | a/DT Russian/JJ/NORP",
            {"Russian": ["Russians", "Russian"]},
        ),
        ("Britons/NNPS/NORP and/CC British/JJ/NORP", {"British": ["Britons", "British"]}),
        (
            "Lockheed/NNP/ORG Martin/NNP/ORG grew/VBD | Lockheed/NNP/ORG said/VBD",
            {"Lockheed Martin": ["Lockheed Martin", "Lockheed"]},
        ),
        (
            "in/IN Ukraine/NNP/GPE and/CC Ukraine/NNP/GPE | visiting/VBG Ukaine/NNP/ORG to/TO",
            {"Ukraine": ["Ukraine", "Ukraine", "Ukaine"]},
        ),
        (
            BOBBY_AND_JANE + "Mrs/NNP Zed/NNP/PERSON",
            {"Bobby Zed": ["Bobby Zed"], "Jane Zed": ["Jane Zed", "Zed"]},
        ),
        (
            TWO_MINISTRIES,
            {
                "Russia": ["Russia"],
                "Russian Defense Ministry": ["Defense Ministry"],
                "Poland": ["Poland"],
                "Polish Defense Ministry": ["Defense Ministry"],
            },
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_forms_of_one_entity_are_one_cluster(forms_of, line, forms):
    assert forms_of(line) == forms


@pytest.mark.parametrize(
    ("line", "description", "name"),
    [
        (XI + "The/DT Chinese/JJ/NORP leader/NN smiled/VBD", "The Chinese leader", "Xi Jinping"),
        (XI + "The/DT president/NN smiled/VBD", "The president", "Xi Jinping"),
        (
            XI + BIDEN + "The/DT Chinese/JJ/NORP President/NNP smiled/VBD",
            "The Chinese President",
            "Xi Jinping",
        ),
        (KIRBY + "The/DT spokesman/NN left/VBD", "The spokesman", "John Kirby"),
        (
            DOE + "the/DT spokesperson/NN said/VBD",
            "the spokesperson",
            "John Doe",
        ),
        (
            "the/DT Biden/NNP/PERSON administration/NN fell/VBD | The/DT president/NN left/VBD",
            "The president",
            "Biden",
        ),
    ],
    ids=["leader", "bare noun", "by country", "by title", "by apposition", "administration"],
)
def test_a_description_finds_the_only_person_it_fits(meant_by, line, description, name):
    assert meant_by(line)[description] == name


@pytest.mark.parametrize(
    "line",
    [
        XI + BIDEN + "The/DT president/NN smiled/VBD",
        KIRBY + "The/DT president/NN smiled/VBD",
        XI + "The/DT vice/NN president/NN smiled/VBD",
        XI + "A/DT Chinese/JJ/NORP president/NN smiled/VBD",
        XI + "The/DT Russian/JJ/NORP president/NN smiled/VBD",
        "The/DT Chinese/JJ/NORP leader/NN smiled/VBD | " + XI,
        "Vice/NNP President/NNP Mike/NNP/PERSON Pence/NNP/PERSON | the/DT president/NN smiled/VBD",
    ],
    ids=["two fit", "other office", "other rank", "indefinite", "abroad", "before", "deputy"],
)
def test_a_description_that_fits_nobody_or_two_is_left_open(meant_by, line):
    assert meant_by(line) == {}


def test_a_first_lady_is_not_the_president_of_her_name(forms_of):
    line = OBAMA + "first/JJ lady/NN Michelle/NNP/PERSON Obama/NNP/PERSON"
    assert forms_of(line) == {"Obama": ["Obama"], "Michelle Obama": ["Michelle Obama"]}


def test_a_body_of_another_owner_is_no_short_form(forms_of):
    line = " | ".join(f"{owner}/NNP/ORG School/NNP/ORG Board/NNP/ORG ./." for owner in OWNERS)
    assert len(forms_of(line)) == len(OWNERS)


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        (
            "Liu/NNP/PERSON Pengyu/NNP/PERSON ,/, spokesperson/NN for/IN the/DT embassy/NN ,/,",
            ["spokesperson for the embassy"],
        ),
        (
            "John/NNP/PERSON Doe/NNP/PERSON ,/, 44/CD ,/, the/DT mayor/NN of/IN Kyiv/NNP/GPE ,/,",
            ["mayor of Kyiv"],
        ),
        ("John/NNP/PERSON Doe/NNP/PERSON ,/, now/RB the/DT mayor/NN ,/,", ["mayor"]),
        ("met/VBD his/PRP$ counterpart/NN ,/, Yang/NNP/PERSON Jiechi/NNP/PERSON ,/,", []),
        ("Doe/NNP/PERSON ,/, another/DT lawyer/NN ,/, said/VBD", []),
    ],
    ids=["after", "after an age", "now", "personal", "somebody else"],
)
def test_appositions_become_roles(clusters_of, line, roles):
    assert next(iter(clusters_of(line))).roles == roles


GHAZALA = "his/PRP$ wife/NN ,/, Ghazala/NNP/PERSON Zhan/NNP/PERSON ,/, left/VBD ./. | "
KHIZR = "Khizr/NNP/PERSON Zhan/NNP/PERSON left/VBD ./. | "
TERRY = (
    "his/PRP$ wife/NN ,/, Terry/NNP/PERSON ,/, left/VBD ./. | "
    "Terry/NNP/PERSON Zhan/NNP/PERSON spoke/VBD"
)
FAR = "so/RB " * 60 + "| "
MR_ZHAN = "Mr./NNP Zhan/NNP/PERSON spoke/VBD ./. | "
ZHAN = "Zhan/NNP/PERSON spoke/VBD ./. | "


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        (
            GHAZALA + KHIZR + MR_ZHAN + MR_ZHAN.replace("Mr.", "Ms."),
            {"Ghazala Zhan": ["Ghazala Zhan", "Zhan"], "Khizr Zhan": ["Khizr Zhan", "Zhan"]},
        ),
        (
            KHIZR + KHIZR.replace("Khizr", "Zavema") + FAR + ZHAN,
            {"Khizr Zhan": ["Khizr Zhan", "Zhan"]},
        ),
        (KHIZR + KHIZR.replace("Khizr", "Zavema") + ZHAN, {"Zhan": ["Zhan"]}),
        (
            KHIZR + KHIZR.replace("Khizr", "Zavema") + FAR + MR_ZHAN,
            {"Zhan": ["Zhan"], "Khizr Zhan": ["Khizr Zhan"]},
        ),
        (
            KHIZR + ZHAN * 3 + KHIZR.replace("Khizr", "Zavema") + ZHAN,
            {"Khizr Zhan": ["Khizr Zhan", "Zhan", "Zhan", "Zhan", "Zhan"]},
        ),
        (
            MR_ZHAN + MR_ZHAN.replace("Mr.", "Ms."),
            {"Zhan": ["Zhan"]},
        ),
        (
            TERRY,
            {"Terry Zhan": ["Terry", "Terry Zhan"]},
        ),
    ],
    ids=[
        *("told by kinship", "first named", "another just named", "title of nobody known"),
        *("called so before", "two titles are two", "told gender beats a given name's"),
    ],
)
def test_a_family_name_of_two_people_is_given_to_one_or_left_open(clusters_of, line, forms):
    found = [
        (cluster.name, [r.span.text for r in cluster.references if r.kind is MentionKind.NAME])
        for cluster in clusters_of(line)
    ]
    assert all(pair in found for pair in forms.items())


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (DOE, CLASSIFYING),
        (DOE.replace("a/DT", "the/DT"), "apposition"),
        (DOE.replace("a/DT ", ""), "apposition"),
    ],
    ids=["a", "the", "bare"],
)
def test_an_indefinite_apposition_is_told_from_a_name_for_the_person(clusters_of, line, rule):
    (person,) = (cluster for cluster in clusters_of(line) if cluster.name == "John Doe")
    assert [r.rule for r in person.references if r.kind is MentionKind.NOMINAL] == [rule]
    assert person.roles == ["spokeswoman for Acme"]


def test_an_apposition_before_the_name_is_a_mention(meant_by):
    line = "met/VBD his/PRP$ counterpart/NN ,/, Yang/NNP/PERSON Jiechi/NNP/PERSON ,/,"
    assert meant_by(line) == {"his counterpart": "Yang Jiechi"}


@pytest.mark.parametrize(
    ("line", "gender"),
    [
        ("Mrs/NNP Xi/NNP/PERSON left/VBD", "f"),
        ("Vladimir/NNP/PERSON Putin/NNP/PERSON left/VBD", "m"),
        ("Zed/NNP/PERSON Zod/NNP/PERSON ,/, a/DT spokeswoman/NN ,/, left/VBD", "f"),
        ("Zed/NNP/PERSON Zod/NNP/PERSON left/VBD", ""),
    ],
    ids=["address", "given name", "role", "unknown"],
)
def test_the_gender_of_a_person_is_told(clusters_of, line, gender):
    assert next(iter(clusters_of(line))).gender == gender


ITEMS = [XI, BIDEN, KIRBY, "The/DT president/NN left/VBD ./. | ", "Xi/NNP/PERSON ,/, ", "Mrs/NNP "]


@given(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=12))
def test_each_mention_is_in_one_cluster_and_found_by_its_tokens(clusters_of, items):
    clusters = clusters_of("".join(items) + " ./.")
    seen = set()
    for i, cluster in enumerate(clusters):
        for reference in cluster.references:
            assert (reference.span.start, reference.span.end) not in seen
            seen.add((reference.span.start, reference.span.end))
            if reference.kind is MentionKind.NAME:
                assert clusters.at(reference.span.start) == i


def test_a_family_name_of_two_people_in_a_long_text_takes_linear_time(make_doc):
    """8,000 mentions; looking back through all of them for each would take minutes."""
    doc = parse_line(make_doc, (KHIZR + KHIZR.replace("Khizr", "Zavema") + ZHAN * 2) * 2_000)
    names = find_names(doc)
    before = process_time()
    clusters = cluster_names(doc, names)
    assert process_time() - before < 10
    assert sum(len(cluster.references) for cluster in clusters) == len(names) == 8_000
