"""Where reported words without marks begin and end, on Docs made by hand."""

import pytest

from store.annotate.cues import find_cues
from store.annotate.layout import Layout
from store.annotate.reported import bound
from tests.store.annotate.sketched import sketch


def text_of(doc, tokens):
    return tokens and doc[slice(*tokens)].text


@pytest.mark.parametrize(
    ("line", "reported"),
    [
        pytest.param("Lee/NNP said/VBD it/PRP rained/VBD.", "it rained", id="opener"),
        pytest.param("Lee/NNP said/VBD rain/NN fell/VBD.", None, id="no opener"),
        pytest.param("Lee/NNP said/VBD it/PRP then/RB.", None, id="no finite verb"),
        pytest.param(
            "Lee/NNP told/VBD the/DT men/NNS it/PRP rained/VBD.", "it rained", id="addressed"
        ),
        pytest.param(
            "Lee/NNP said/VBD the/DT men/NNS it/PRP rained/VBD.", None, id="not addressed"
        ),
        pytest.param(
            "The/DT plan/NN, Lee/NNP said/VBD, will/MD fail/VB.",
            "The plan, Lee said, will fail",
            id="around",
        ),
        pytest.param(
            "The/DT plan/NN, and/CC Lee/NNP said/VBD, will/MD fail/VB.", None, id="another clause"
        ),
        pytest.param('The/DT plan/NN, Lee/NNP said/VBD, "will fail."', None, id="marks follow"),
        pytest.param(
            "Lee/NNP said/VBD rain/NN/nsubj/+1 fell/VBD/ccomp/-2\nthere/RB/advmod/-2.",
            "rain fell",
            id="not beyond its paragraph",
        ),
        pytest.param(
            "Lee/NNP said/VBD rain/NN/nsubj/+1 fell/VBD/ccomp/-2" + " on/RB/advmod/-1" * 120,
            None,
            id="too long",
        ),
    ],
)
def test_a_clause_is_bounded(make_doc, line, reported):
    doc = sketch(make_doc, line)
    cue = find_cues(doc)[0]
    assert text_of(doc, bound(Layout(doc, doc.text), cue)) == reported
