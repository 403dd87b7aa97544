"""Cues from the parse: what is reported, and who says it."""

import pytest

from store.annotate.cues import NOMINAL, STANCE, STRONG, WEAK, find_cues
from store.annotate.subjects import subject_of
from tests.store.annotate.parsed import parse_tree

SAID_THAT = (
    "Lee/NNP/nsubj/1 said/VBD/ROOT/1 that/IN/mark/5 it/PRP/nsubj/5 will/MD/aux/5 "
    "rain/VB/ccomp/1 ././punct/1"
)
BEFORE = "It/PRP/nsubj/2 will/MD/aux/2 rain/VB/ccomp/5 ,/,/punct/5 Lee/NNP/nsubj/5 said/VBD/ROOT/5"
VOWED = "Lee/NNP/nsubj/1 vowed/VBD/ROOT/1 to/TO/aux/3 fight/VB/xcomp/1 on/RP/prt/3"
CALLED = "Lee/NNP/nsubj/1 called/VBD/ROOT/1 it/PRP/nsubj/4 a/DT/det/4 lie/NN/oprd/1"
SPOKE = "Lee/NNP/nsubj/1 spoke/VBD/ROOT/1 about/IN/prep/1 the/DT/det/4 war/NN/pobj/2"
WARNING = (
    "his/PRP$/poss/1 warning/NN/nsubj/6 that/IN/mark/5 it/PRP/nsubj/5 will/MD/aux/5 "
    "rain/VB/acl/1 failed/VBD/ROOT/6"
)
SURE = "Lee/NNP/nsubj/1 is/VBZ/ROOT/1 sure/JJ/acomp/1 it/PRP/nsubj/4 rains/VBZ/ccomp/2"
ACCORDING = "According/VBG/prep/4 to/IN/prep/0 Lee/NNP/pobj/1 it/PRP/nsubj/4 rains/VBZ/ROOT/4"
TWO_VERBS = "Lee/NNP/nsubj/1 rose/VBD/ROOT/1 and/CC/cc/1 said/VBD/conj/1 yes/UH/intj/3"
SHOT_BACK = "Lee/NNP/nsubj/1 shot/VBD/ROOT/1 back/RB/advmod/1"
RELATIVE = "Lee/NNP/ROOT/0 ,/,/punct/0 who/WP/nsubj/3 said/VBD/relcl/0 yes/UH/intj/3"
AGENT = "It/PRP/nsubjpass/2 was/VBD/auxpass/2 described/VBN/ROOT/2 by/IN/agent/2 Lee/NNP/pobj/3"
ASKED_HIM = (
    "Lee/NNP/nsubj/1 asked/VBD/ROOT/1 Roy/NNP/dobj/1 to/TO/aux/4 say/VB/xcomp/1 yes/UH/intj/4"
)
NAMED = "a/DT/det/1 man/NN/ROOT/1 named/VBN/acl/1 Lee/NNP/oprd/2"


@pytest.fixture
def cue_at(make_doc):
    """The cue whose head is the word, in a Doc written as a line."""

    def find(line, word):
        doc = parse_tree(make_doc, line)
        return next(cue for cue in find_cues(doc) if cue.head.text == word)

    return find


@pytest.mark.parametrize(
    ("line", "word", "reported", "grade"),
    [
        (SAID_THAT, "said", "that it will rain", STRONG),
        (BEFORE, "said", "It will rain", STRONG),
        (VOWED, "vowed", "to fight on", STRONG),
        (SPOKE, "spoke", "the war", STANCE),
        (WARNING, "warning", "that it will rain", NOMINAL),
        (SURE, "sure", "it rains", WEAK),
        (ACCORDING, "According", "it rains", STRONG),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_reported_is_read_from_the_parse(cue_at, line, word, reported, grade):
    cue = cue_at(line, word)
    assert cue.head.doc[slice(*cue.content)].text == reported
    assert cue.grade == grade


@pytest.mark.parametrize(
    ("line", "word", "subject"),
    [
        (SAID_THAT, "said", "Lee"),
        (WARNING, "warning", "his"),
        (ACCORDING, "According", "Lee"),
        (TWO_VERBS, "said", "Lee"),
        (SHOT_BACK, "shot", "Lee"),
        (RELATIVE, "said", "Lee"),
        (AGENT, "described", "Lee"),
        (ASKED_HIM, "say", "Roy"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_who_says_it_is_read_from_the_parse(cue_at, line, word, subject):
    assert cue_at(line, word).subject.text == subject


def test_a_passive_participle_is_said_by_nobody(make_doc):
    doc = parse_tree(make_doc, NAMED)
    assert subject_of(doc[2]) is None


def test_what_something_is_called_is_reported_with_it(cue_at):
    cue = cue_at(CALLED, "called")
    assert cue.head.doc[slice(*cue.content)].text.endswith("lie")


def test_a_cycle_free_but_endless_chain_of_verbs_ends(make_doc):
    chain = " ".join(f"say/VB/xcomp/{max(i - 1, 0)}" for i in range(1, 30))
    doc = parse_tree(make_doc, "say/VB/ROOT/0 " + chain)
    assert all(cue.subject is None for cue in find_cues(doc))


def test_according_with_its_preposition_before_it_is_no_cue(make_doc):
    doc = parse_tree(make_doc, "to/IN/prep/1 according/VBG/ROOT/1 Lee/NNP/pobj/0")
    assert find_cues(doc) == []
