"""Words in marks that are a quotation without a cue, or none although a cue is there."""

import pytest

from store.annotate.cues import STANCE, STRONG, WEAK, Cue
from store.annotate.layout import Layout
from store.annotate.unspoken import is_only_named, is_spoken_without_cue, is_title
from tests.store.annotate.sketched import sketch, word


@pytest.fixture
def laid_out(make_doc):
    """The layout of a sketched line."""

    def lay_out(line):
        doc = sketch(make_doc, line)
        return Layout(doc, doc.text)

    return lay_out


@pytest.mark.parametrize(
    ("marked", "titled"),
    [
        pytest.param("Face the Nation", True, id="title"),
        pytest.param("Face the music", False, id="sentence"),
        pytest.param("?!", False, id="no words"),
    ],
)
def test_a_title_has_capitals_but_for_its_small_words(laid_out, marked, titled):
    layout = laid_out(f'It was "{marked}" then.')
    assert is_title(layout, 0) is titled


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        pytest.param('"Go now."', True, id="sentence of its own"),
        pytest.param('"Go."', False, id="one word"),
        pytest.param('"Go now." He left. "Run."', True, id="one word that goes on"),
        pytest.param('"Go now." He left.\n"Run."', False, id="one word in a new paragraph"),
        pytest.param('Then "Go now."', False, id="two words inside a sentence"),
        pytest.param('It was "a very sad day" then.', True, id="long part of a sentence"),
        pytest.param('It was "a sad day" then.', False, id="short part of a sentence"),
        pytest.param('It was "The Very Sad Old Day" then.', False, id="title in a sentence"),
        pytest.param('The song/NN: "Go Home Now."', False, id="named work"),
        pytest.param('The crowd/NN: "Go Home Now."', True, id="no named work"),
        pytest.param('On/IN "Go Home Now."', False, id="title after a preposition"),
        pytest.param('"Go now," she began/VBD.', True, id="comma, and a verb after"),
        pytest.param('"Go now," she then.', False, id="comma, and no verb after"),
        pytest.param("'Run along now.'", True, id="single marks, the article's own"),
        pytest.param('"Go now." "Go there." \'Run along now.\'', False, id="foreign single marks"),
        pytest.param('class="Now go right away then."', False, id="page source"),
    ],
)
def test_words_in_marks_without_a_cue(laid_out, line, spoken):
    layout = laid_out(line)
    assert is_spoken_without_cue(layout, len(layout.stretches) - 1) is spoken


@pytest.mark.parametrize(
    ("line", "grade", "named"),
    [
        pytest.param('He said/VBD "go" then.', STRONG, False, id="strong cue"),
        pytest.param('He said/VBD on/IN "Face the Nation" then.', STRONG, True, id="named work"),
        pytest.param('He said/VBD a "fact" then.', WEAK, True, id="weak cue, a word"),
        pytest.param('He said/VBD a "very sad day" then.', WEAK, False, id="weak cue, a phrase"),
        pytest.param('He said/VBD the "Very Sad Day" then.', STANCE, True, id="title of a thing"),
        pytest.param(
            'He said/VBD it "fake/JJ/oprd/-3 news" then.', STANCE, False, id="what it is called"
        ),
        pytest.param(
            'He said/VBD the "fake/JJ/amod/+1 news/NN/dobj/-4" then.',
            STANCE,
            True,
            id="inside the thing",
        ),
        pytest.param('He said/VBD it as/IN "fake" then.', STANCE, False, id="as something"),
        pytest.param('"Go." "No." He said/VBD \'go\' then.', STRONG, False, id="foreign, strong"),
        pytest.param('"Go." "No." He said/VBD \'a sad day\'.', STANCE, True, id="foreign, weaker"),
    ],
)
def test_words_in_marks_that_are_only_named(laid_out, line, grade, named):
    layout = laid_out(line)
    head = word(layout.doc, "said")
    cue = Cue(head, head.i, head.i + 1, None, (head.i + 1, len(layout.doc)), grade, "verb")
    assert is_only_named(layout, len(layout.stretches) - 1, cue) is named
