"""What a cue reports, pattern by pattern, on parses made by hand."""

import pytest

from store.annotate import contents
from tests.store.annotate.sketched import sketch, word

RAINS = "it/PRP/nsubj/+1 rains/VBZ/ccomp/-2"
HIM_A_LIAR = "him/PRP/nsubj/+2 a/DT/det/+1 liar/NN/ccomp/-3"
CASES = {
    "clause after": (
        contents.clause,
        "Lee said/VBD that/IN/mark/+2 it/PRP/nsubj/+1 rains/VBZ/ccomp/-3.",
        "that it rains",
    ),
    "clause before": (
        contents.clause,
        "It/PRP/nsubj/+1 rains/VBZ/ccomp/+3, Lee said/VBD",
        "It rains",
    ),
    "clause with what the parse split off": (
        contents.clause,
        (
            "said/VBD when/WRB/advmod/+2 he/PRP/nsubj/+1 left/VBD/advcl/-3 "
            "it/PRP/nsubj/+1 rained/VBD/ccomp/-5"
        ),
        "when he left it rained",
    ),
    "clause without a contrast": (
        contents.clause,
        f"said/VBD {RAINS}, while/IN/mark/+2 Ray/NNP/nsubj/+1 left/VBD/advcl/-4",
        "it rains",
    ),
    "clause with a subject first": (
        contents.clause,
        "It/PRP/nsubj/+1 rains/VBZ/ccomp/+3, he/PRP/nsubj/+1 said/VBD so/RB/ccomp/-1",
        "It rains",
    ),
    "clause without its conjunction": (
        contents.clause,
        "said/VBD but/CC/cc/+2 it/PRP/nsubj/+1 rains/VBZ/ccomp/-3",
        "it rains",
    ),
    "no clause: object with complement": (contents.clause, f"called/VBD {HIM_A_LIAR}", None),
    "around": (
        contents.around,
        (
            "The/DT/det/+1 plan/NN/nsubj/+6, he/PRP/nsubj/+1 said/VBD/parataxis/+3, "
            "will/MD/aux/+1 fail/VB"
        ),
        "The plan, he said, will fail",
    ),
    "around: as he said": (
        contents.around,
        "It/PRP/nsubj/+1 failed/VBD, as/IN/mark/+2 he/PRP/nsubj/+1 said/VBD/advcl/-4",
        "It failed",
    ),
    "not around: when he said": (
        contents.around,
        "It/PRP/nsubj/+1 failed/VBD, when/IN/mark/+2 he/PRP/nsubj/+1 said/VBD/advcl/-4",
        None,
    ),
    "not around: the main verb": (contents.around, "He/PRP/nsubj/+1 said/VBD", None),
    "infinitive": (contents.infinitive, "vowed/VBD to/TO/aux/+1 fight/VB/xcomp/-2", "to fight"),
    "infinitive with its subject": (
        contents.infinitive,
        "urged/VBD them/PRP/nsubj/+2 to/TO/aux/+1 go/VB/ccomp/-3",
        "them to go",
    ),
    "infinitive after an object": (
        contents.infinitive,
        "asked/VBD Ray/NNP/dobj/-1 to/TO/aux/+1 go/VB/advcl/-3",
        "to go",
    ),
    "no infinitive: a purpose": (
        contents.infinitive,
        "left/VBD to/TO/aux/+1 fight/VB/advcl/-2",
        None,
    ),
    "gerund": (contents.gerund, "urged/VBD going/VBG/xcomp/-1 home/RB/advmod/-1", "going home"),
    "no gerund": (contents.gerund, "vowed/VBD to/TO/aux/+1 fight/VB/xcomp/-2", None),
    "object and what it is called": (
        contents.thing,
        "called/VBD it/PRP/dobj/-1 a/DT/det/+1 lie/NN/oprd/-3",
        "it a lie",
    ),
    "object as something": (
        contents.thing,
        "called/VBD him/PRP/dobj/-1 as/IN/prep/-2 a/DT/det/+1 hero/NN/pobj/-2",
        "him as a hero",
    ),
    "object without its place": (
        contents.thing,
        "called/VBD him/PRP/dobj/-1 in/IN/prep/-2 Rome/NNP/pobj/-1",
        "him",
    ),
    "object as a small clause": (contents.thing, f"called/VBD {HIM_A_LIAR}", "him a liar"),
    "object without its aside": (
        contents.thing,
        "urged/VBD the/DT/det/+1 law/NN/dobj/-2, which/WDT/nsubj/+1 failed/VBD/relcl/-3",
        "the law",
    ),
    "no object": (contents.thing, "left/VBD home/RB/advmod/-1", None),
    "complement of a noun": (
        contents.complement,
        "warning/NN that/IN/mark/+2 it/PRP/nsubj/+1 rains/VBZ/acl/-3",
        "that it rains",
    ),
    "complement of an adjective": (contents.complement, f"sure/JJ {RAINS}", "it rains"),
    "no complement: a relative": (
        contents.complement,
        "warning/NN that/WDT/nsubj/+1 failed/VBD/relcl/-2",
        None,
    ),
    "no complement: a noun without that": (contents.complement, f"warning/NN {RAINS}", None),
}
CUES = frozenset("said called vowed urged asked left warning sure".split())  # noqa: SIM905 — words


def text_of(doc, tokens):
    return tokens and doc[slice(*tokens)].text


@pytest.mark.parametrize(("pattern", "line", "reported"), CASES.values(), ids=CASES)
def test_each_pattern_reads_its_own_words(make_doc, pattern, line, reported):
    doc = sketch(make_doc, line)
    cue = next(token for token in doc if token.text in CUES)
    assert text_of(doc, pattern(cue)) == reported


@pytest.mark.parametrize(("preposition", "reported"), [("about", "the war"), ("on", None)])
def test_a_topic_follows_the_verbs_own_preposition(make_doc, preposition, reported):
    doc = sketch(make_doc, "spoke/VBD about/IN/prep/-1 the/DT/det/+1 war/NN/pobj/-2")
    assert text_of(doc, contents.topic(doc[0], [preposition])) == reported


@pytest.mark.parametrize(
    ("line", "reported"),
    [
        pytest.param(
            "According/VBG/prep/+5 to/IN/prep/-1 Lee/NNP/pobj/-1 ,/,/punct/+2 it/PRP/nsubj/+1 "
            "rains/VBZ ./punct/punct/-1",
            "it rains",
            id="before",
        ),
        pytest.param(
            "It/PRP/nsubj/+1 rains/VBZ according/VBG/prep/-1 to/IN/prep/-1 Lee/NNP/pobj/-1 "
            "./punct/punct/-4",
            "It rains",
            id="after",
        ),
        pytest.param(
            "Rain/NN/nsubj/+6 ,/,/punct/+5 according/VBG/prep/+4 to/IN/prep/-1 Lee/NNP/pobj/-1 "
            ",/,/punct/+1 fell/VBD",
            "Rain , according to Lee , fell",
            id="in the middle",
        ),
    ],
)
def test_a_source_reports_the_rest_of_its_sentence(make_doc, line, reported):
    doc = sketch(make_doc, line)
    phrase = next(token.i for token in doc if token.lower_ == "according"), word(doc, "Lee").i + 1
    assert text_of(doc, contents.by_preposition(doc, phrase)) == reported
