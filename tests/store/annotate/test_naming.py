"""The head word of who speaks → who that is, on Docs and clusters made by hand."""

import pytest

from store.annotate.clusters import Cluster, Clusters, Reference
from store.annotate.layout import Layout
from store.annotate.naming import name_speaker
from store.annotate.pronouns import Pronouns
from store.records import EntityType, MentionKind
from tests.store.annotate.sketched import sketch, word

NAMED = {
    "Lee": ("Bruce Lee", EntityType.PERSON),
    "Acme": ("Acme Inc.", EntityType.ORG),
    "Swiss": ("Switzerland", EntityType.NORP),
}


@pytest.fixture
def named(make_doc):
    """How the speaker with a head word is shown, the rule, and the speaker's own words."""

    def name(line, head):
        doc, clusters = sketch(make_doc, line), Clusters()
        for form, (full, kind) in NAMED.items():
            references = [
                Reference(doc[token.i : token.i + 1], MentionKind.NAME, "")
                for token in doc
                if token.text == form
            ]
            clusters.add(Cluster(full, kind, references))
        pronouns = Pronouns(Layout(doc, doc.text), clusters)
        found = name_speaker(word(doc, head), clusters, pronouns)
        return found and (found.label, found.rule, doc[found.start : found.end].text)

    return name


@pytest.mark.parametrize(
    ("line", "head", "shown"),
    [
        pytest.param("Lee/NNP said", "Lee", ("Bruce Lee", "name", "Lee"), id="person"),
        pytest.param("Acme/NNP said", "Acme", ("Acme Inc.", "name", "Acme"), id="body"),
        pytest.param(
            "many/JJ/amod/+1 Swiss/NNPS", "Swiss", ("many Swiss", "name", "many Swiss"), id="people"
        ),
        pytest.param("Lee/NNP, who/WP said", "who", ("Bruce Lee", "name", "Lee"), id="relative"),
        pytest.param(
            "Lee/NNP left. He/PRP/nsubj/+1 said/VBD",
            "He",
            ("Bruce Lee", "pronoun", "He"),
            id="pronoun",
        ),
        pytest.param(
            "a/DT/det/+2 city/NN/compound/+1 official/NN",
            "official",
            ("city official", "description", "a city official"),
            id="role",
        ),
        pytest.param(
            "his/PRP$/poss/+1 lawyer/NN, Lee/NNP/appos/-2, said",
            "lawyer",
            ("Bruce Lee", "apposition", "his lawyer, Lee"),
            id="name after a role",
        ),
        pytest.param(
            "Lee/NNP, his/PRP$/poss/+1 lawyer/NN, said",
            "lawyer",
            ("Bruce Lee", "apposition", "Lee, his lawyer"),
            id="name before a role",
        ),
        pytest.param(
            "a/DT/det/+1 man/NN named/VBN/acl/-1 Lee/NNP/oprd/-1",
            "man",
            ("Bruce Lee", "apposition", "a man named Lee"),
            id="a man named",
        ),
        pytest.param(
            "a/DT/det/+1 man/NN seen/VBN/acl/-1 Lee/NNP/oprd/-1",
            "man",
            ("man", "description", "a man"),
            id="not named",
        ),
        pytest.param(
            "one/CD of/IN/prep/-1 the/DT/det/+1 nurses/NNS/pobj/-2",
            "one",
            ("one of the nurses", "description", "one of the nurses"),
            id="one of",
        ),
        pytest.param(
            "Acme/NNP/poss/+1 report/NN", "report", ("Acme Inc.", "document", "Acme"), id="document"
        ),
        pytest.param(
            "an/DT/det/+1 email/NN sent/VBN/acl/-1 by/IN/agent/-1 Lee/NNP/pobj/-1",
            "email",
            ("Bruce Lee", "document", "Lee"),
            id="document sent by",
        ),
        pytest.param(
            "Acme/NNP/poss/+1 nurse/NN",
            "nurse",
            ("Acme nurse", "description", "Acme nurse"),
            id="no document",
        ),
    ],
)
def test_a_head_word_is_somebody(named, line, head, shown):
    assert named(line, head) == shown


@pytest.mark.parametrize("line", ["There/EX is", "$/$ is"], ids=["existential", "sign"])
def test_what_can_speak_for_nobody_is_nobody(named, line):
    assert named(line, line[: line.index("/")]) is None


def test_a_date_is_nobody(make_doc):
    doc = make_doc(["Monday"], tags=["NNP"], ents=["B-DATE"])
    clusters = Clusters()
    assert name_speaker(doc[0], clusters, Pronouns(Layout(doc, doc.text), clusters)) is None
