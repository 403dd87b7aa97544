"""A pronoun → whom it stands for, on Docs and clusters made by hand."""

import pytest

from store.annotate.clusters import Cluster, Clusters, Reference
from store.annotate.gender import set_genders
from store.annotate.layout import Layout
from store.annotate.pronouns import Pronouns
from store.records import EntityType, MentionKind
from tests.store.annotate.parsed import parse_tree


@pytest.fixture
def resolver(make_doc):
    """Pronouns over a line, with persons (or bodies) at the given token numbers."""

    def make(line, people, kind=EntityType.PERSON):
        doc = parse_tree(make_doc, line)
        clusters = Clusters()
        for name, places in people.items():
            references = [Reference(doc[i : i + 1], MentionKind.NAME, "") for i in places]
            clusters.add(Cluster(name, kind, references))
        return doc, clusters, Pronouns(Layout(doc, doc.text), clusters)

    return make


TWO = (
    "Ann/NNP/nsubj/1 met/VBD/ROOT/1 Bob/NNP/dobj/1 ~././punct/1 "
    "{}/PRP/nsubj/5 left/VBD/ROOT/5 ~././punct/5"
)
SUBJECT = (
    "Dan/NNP/nsubj/1 thanked/VBD/ROOT/1 Bob/NNP/dobj/1 ~././punct/1 "
    "He/PRP/nsubj/5 left/VBD/ROOT/5 ~././punct/5"
)
BODY = "Acme/NNP/nsubj/1 grew/VBD/ROOT/1 ~././punct/1 It/PRP/nsubj/4 paid/VBD/ROOT/4"
CROWD = "Nurses/NNS/nsubj/1 left/VBD/ROOT/1 ~././punct/1 They/PRP/nsubj/4 sang/VBD/ROOT/4"


@pytest.mark.parametrize(("pronoun", "name"), [("She", "Ann Lee"), ("He", "Bob Ray")])
def test_gender_decides_between_two(resolver, pronoun, name):
    doc, clusters, pronouns = resolver(TWO.format(pronoun), {"Ann Lee": [0], "Bob Ray": [2]})
    assert clusters[pronouns.person(doc[4])].name == name


def test_the_subject_comes_before_the_object(resolver):
    doc, clusters, pronouns = resolver(SUBJECT, {"Dan Poe": [0], "Bob Ray": [2]})
    assert clusters[pronouns.person(doc[4])].name == "Dan Poe"


def test_who_spoke_last_comes_first(resolver):
    doc, clusters, pronouns = resolver(SUBJECT, {"Dan Poe": [0], "Bob Ray": [2]})
    pronouns.last_speaker = 1
    assert clusters[pronouns.person(doc[4])].name == "Bob Ray"


def test_nobody_of_that_gender_is_nobody(resolver):
    doc, _, pronouns = resolver(SUBJECT.replace("He/", "She/"), {"Dan Poe": [0], "Bob Ray": [2]})
    assert pronouns.person(doc[4]) is None


def test_it_is_the_body_before(resolver):
    doc, _, pronouns = resolver(BODY, {"Acme": [0]}, EntityType.ORG)
    assert pronouns.thing(doc[3]).text == "Acme"


def test_they_are_the_plural_subject_before(resolver):
    doc, _, pronouns = resolver(CROWD, {})
    assert pronouns.thing(doc[3]).text == "Nurses"


@pytest.mark.parametrize(
    ("name", "before", "gender"),
    [
        ("Ann Lee", "the", "f"),
        ("Lee", "Mrs.", "f"),
        ("Lee", "chairman", "m"),
        ("Xyz Lee", "the", ""),
    ],
)
def test_gender_is_read_from_names_and_titles(make_doc, name, before, gender):
    doc = parse_tree(make_doc, f"{before}/NN/compound/1 Lee/NNP/ROOT/1")
    clusters = Clusters()
    clusters.add(Cluster(name, EntityType.PERSON, [Reference(doc[1:2], MentionKind.NAME, "")]))
    set_genders(clusters)
    assert clusters[0].gender == gender
