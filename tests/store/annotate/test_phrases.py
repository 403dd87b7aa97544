"""Who speaks by the order of words beside a cue, where the parse is of no use."""

import pytest

from store.annotate.cues import STRONG, Cue
from store.annotate.layout import Layout
from store.annotate.phrases import subject_after_marks, subject_beside
from tests.store.annotate.sketched import sketch, word

FAR = "very/RB " * 13


@pytest.fixture
def beside(make_doc):
    """The layout of a sketched line, and a cue of nobody at its verb."""

    def lay_out(line):
        doc = sketch(make_doc, line)
        head = word(doc, "said")
        cue = Cue(head, head.i, head.i + 1, None, None, STRONG, "verb")
        return Layout(doc, doc.text), cue

    return lay_out


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        pytest.param('"Go," Lee/NNP said/VBD.', "Lee", id="before the verb"),
        pytest.param('"Go," said/VBD Lee/NNP.', "Lee", id="after the verb"),
        pytest.param('"Go," said/VBD the/DT city/NN mayor/NN.', "mayor", id="head of a phrase"),
        pytest.param('"Go," the/DT aide/NN of/IN Lee/NNP said/VBD.', "aide", id="first phrase"),
        pytest.param('"Go," he/PRP said/VBD.', "he", id="pronoun"),
        pytest.param('"Go," Lee/NNP left/VBD and/CC said/VBD.', None, id="another verb between"),
        pytest.param(f'"Go," said/VBD {FAR}Lee/NNP.', None, id="too far"),
        pytest.param('"Go," said/VBD. Lee/NNP left/VBD.', None, id="another sentence"),
    ],
)
def test_the_phrase_after_marks_says(beside, line, subject):
    layout, cue = beside(line)
    found = subject_after_marks(layout, 0, cue)
    assert (found and found.text) == subject


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        pytest.param('Lee/NNP said/VBD, "Go."', "Lee", id="right before"),
        pytest.param('Then said/VBD Lee/NNP: "Go."', "Lee", id="after an inverted verb"),
        pytest.param(
            'Lee/NNP of/IN Rome/NNP/pobj/-1 said/VBD, "Go."', "Lee", id="not under a preposition"
        ),
        pytest.param('"Go," said/VBD Lee/NNP of/IN Rome/NNP.', "Lee", id="after marks"),
        pytest.param('Ray/NNP left. Lee/NNP then/RB said/VBD, "Go."', "Lee", id="own sentence"),
        pytest.param('Then/RB said/VBD: "Go Lee/NNP."', None, id="nobody outside marks"),
    ],
)
def test_the_phrase_beside_a_cue_says(beside, line, subject):
    found = subject_beside(*beside(line))
    assert (found and found.text) == subject
