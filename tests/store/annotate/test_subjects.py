"""A cue → the head word of who says it, step by step, on parses made by hand."""

import pytest

from store.annotate.subjects import possessor, subject_of
from tests.store.annotate.sketched import sketch, word

LEE_ASKED = "Lee/NNP/nsubj/+1 {}/VBD Ray/NNP/dobj/-1 to/TO/aux/+1 say/VB/xcomp/-3"
MET = "Lee/NNP/nsubjpass/+2 was/VBD/auxpass/+1 met/VBN by/IN/agent/-1 Ray/NNP/pobj/-1"
AT_RAY = "Lee/NNP/nsubj/+1 smiled/VBD at/IN/prep/-1 Ray/NNP/pobj/-1"
ADDING = ",/,/punct/-1 adding/VBG/advcl/-2"


@pytest.mark.parametrize(
    ("line", "verb", "subject"),
    [
        pytest.param("Lee/NNP/nsubj/+1 said/VBD", "said", "Lee", id="its own"),
        pytest.param(MET, "met", "Ray", id="agent"),
        pytest.param(
            "Lee/NNP/nsubj/+1 said/VBD it/PRP/nsubjpass/+2 was/VBD/auxpass/+1 told/VBN/ccomp/-3",
            "told",
            None,
            id="passive without agent",
        ),
        pytest.param(
            f"{MET} and/CC/cc/-3 said/VBD/conj/-4", "said", "Lee", id="who was met and said"
        ),
        pytest.param(
            "Lee/NNP, Ray/NNP/conj/-2, who/WP/nsubj/+1 said/VBD/relcl/-5",
            "said",
            "Ray",
            id="who: the last of the names",
        ),
        pytest.param(
            "aide/NN of/IN/prep/-1 Lee/NNP/pobj/-1, who/WP/nsubj/+1 said/VBD/relcl/-5",
            "said",
            "aide",
            id="who: the noun",
        ),
        pytest.param(LEE_ASKED.format("asked"), "say", "Ray", id="object of asking"),
        pytest.param(LEE_ASKED.format("promised"), "say", "Lee", id="subject of promising"),
        pytest.param(
            f"{AT_RAY} ,/,/punct/-3 adding/VBG/acl/-2", "adding", "Lee", id="after a comma"
        ),
        pytest.param(f"{AT_RAY} adding/VBG/acl/-1", "adding", "Ray", id="without a comma"),
        pytest.param(
            "he/PRP/nsubj/+1 said/VBD the/DT/det/+1 plan/NN/nsubj/+1 failed/VBD/ccomp/-3 " + ADDING,
            "adding",
            "he",
            id="a thing adds nothing",
        ),
        pytest.param(
            "he/PRP/nsubj/+1 said/VBD Ray/NNP/nsubj/+1 failed/VBD/ccomp/-2 " + ADDING,
            "adding",
            "Ray",
            id="a person may add",
        ),
        pytest.param(
            "footage/NN of/IN/prep/-1 Lee/NNP/pobj/-1 saying/VBG/acl/-3",
            "saying",
            "Lee",
            id="the name beside a participle",
        ),
        pytest.param(
            "man/NN in/IN/prep/-1 town/NN/pobj/-1 saying/VBG/acl/-3",
            "saying",
            "man",
            id="the noun of a participle",
        ),
        pytest.param("Lee/NNP then/RB said/VBD", "said", None, id="nobody"),
    ],
)
def test_who_says_is_climbed_to(make_doc, line, verb, subject):
    found = subject_of(word(sketch(make_doc, line), verb))
    assert (found and found.text) == subject


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        pytest.param("his/PRP$/poss/+1 warning/NN", "his", id="possessive"),
        pytest.param("warning/NN by/IN/prep/-1 Lee/NNP/pobj/-1", "Lee", id="by"),
        pytest.param("warning/NN in/IN/prep/-1 Rome/NNP/pobj/-1", None, id="in"),
        pytest.param("Lee/NNP/nsubj/+1 gave/VBD warning/NN/dobj/-1", "Lee", id="who gives it"),
        pytest.param(
            "Lee/NNP/nsubj/+1 spoke/VBD of/IN/prep/-1 warning/NN/pobj/-1",
            "Lee",
            id="who speaks of it",
        ),
        pytest.param("fear/NN of/IN/prep/-1 warning/NN/pobj/-1", None, id="under a noun"),
    ],
)
def test_a_noun_of_saying_belongs_to_somebody(make_doc, line, owner):
    found = possessor(word(sketch(make_doc, line), "warning"))
    assert (found and found.text) == owner
