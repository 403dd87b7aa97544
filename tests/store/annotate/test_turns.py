"""Turns of transcripts, answers of interviews, and lines that only look like them."""

import pytest

from store.annotate import pipeline
from store.annotate.clusters import Cluster, Clusters, Reference
from store.annotate.layout import Layout
from store.annotate.turns import find_turns
from store.records import CleanArticle, EntityType, MentionKind
from tests.store.annotate.sketched import sketch


@pytest.mark.parametrize(
    ("line", "label"),
    [
        pytest.param("DOE: Go/VB home.", "DOE", id="capitals"),
        pytest.param("DOE (D): Go/VB home.", "DOE", id="party"),
        pytest.param("Lee: Go/VB home.", "Lee", id="known name"),
        pytest.param("Note: Go/VB home.", None, id="unknown name"),
        pytest.param("lee: Go/VB home.", None, id="no name"),
        pytest.param("A: Go/VB home.", None, id="one letter"),
        pytest.param("He saw Lee: Go/VB home.", None, id="inside a sentence"),
        pytest.param("Lee: home/NN.", None, id="nothing is said"),
        pytest.param("DOE: 1,769.", None, id="only a number"),
    ],
)
def test_a_name_and_a_colon_open_a_turn(make_doc, line, label):
    doc, clusters = sketch(make_doc, line), Clusters()
    references = [
        Reference(doc[token.i : token.i + 1], MentionKind.NAME, "")
        for token in doc
        if token.text == "Lee"
    ]
    clusters.add(Cluster("Bruce Lee", EntityType.PERSON, references))
    found = [
        (turn.speaker.text, doc[slice(*turn.content)].text)
        for turn in find_turns(Layout(doc, doc.text), clusters, set())
    ]
    assert found == ([(label, "Go home")] if label else [])


@pytest.fixture
def said(nlp):
    """Who said what without marks, by the rule of turns, in a text."""

    def find(text):
        (article,) = pipeline.annotate(nlp, [CleanArticle(text=text, title="")])
        return [
            (quotation.speaker_label, text[quotation.start : quotation.end])
            for quotation in article.quotations
            if quotation.rule.startswith("turn")
        ]

    return find


INTERVIEW = """Grief and law, by Ada Verne

Ada Verne, the mayor of Geneva, lost her brother in March. She talked to Noel Ito about it.

Q: What did you find?

A: I came home and everybody was gone.

It was as if I had never been there.

Q: Did anybody help?

A: No, nobody did. My neighbor told me that they had left.

Q: Thank you.
"""


@pytest.mark.model
def test_the_answers_of_an_interview_are_those_of_whom_it_is_with(said):
    """Over paragraphs, up to the next question, and with what is reported in them."""
    assert said(INTERVIEW) == [
        (
            "Ada Verne",
            "I came home and everybody was gone.\n\nIt was as if I had never been there",
        ),
        ("Ada Verne", "No, nobody did. My neighbor told me that they had left"),
    ]


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            INTERVIEW.replace("Ada Verne", "Somebody").replace("Noel Ito", "us"), id="who"
        ),
        pytest.param(
            "Ada Verne voted.\n\nA: a plan that works.\n\nB: a plan that fails.", id="list"
        ),
    ],
)
def test_answers_of_nobody_known_are_nobodys(said, text):
    assert said(text) == []


@pytest.mark.model
def test_a_turn_of_a_transcript_goes_on_to_the_next(said):
    text = (
        "TAPPER: You support the senator.\n\nMany people are afraid of him.\n\n"
        "VERNE: They need not be.\n\nTAPPER: Thank you.\n\nCopyright by the station."
    )
    assert said(text) == [
        ("TAPPER", "You support the senator.\n\nMany people are afraid of him"),
        ("VERNE", "They need not be"),
        ("TAPPER", "Thank you"),
    ]


@pytest.mark.model
def test_the_numbers_of_a_table_are_no_quotations(said):
    """Names with a colon and a count after them: delegates, medals, shares."""
    text = "Ada Verne met Noel Ito in Bern.\n\nAda Verne: 1,769.\n\nNoel Ito: 12 percent.\n"
    assert said(text) == []


BRIEFING = """MS. OCASIO-CORTEZ: Good afternoon. I want to start with the bridge.

It is closed now.

Q Karine, has the mayor called?

MS. OCASIO-CORTEZ: He has. He called this morning.

Q Thank you. And the cost?

MS. OCASIO-CORTEZ: I do not have a number for you.
"""


@pytest.mark.model
def test_a_question_without_a_colon_ends_a_turn(nlp, said):
    """As the White House prints its briefings; nobody is called Q."""
    assert said(BRIEFING) == [
        (
            "Ocasio-Cortez",
            "Good afternoon. I want to start with the bridge.\n\nIt is closed now",
        ),
        ("Ocasio-Cortez", "He has. He called this morning"),
        ("Ocasio-Cortez", "I do not have a number for you"),
    ]
    (article,) = pipeline.annotate(nlp, [CleanArticle(text=BRIEFING, title="")])
    assert {"Q", "Q Karine"}.isdisjoint(entity.name for entity in article.entities)
    assert "Q" not in {quotation.speaker_label for quotation in article.quotations}


HEARING = """The CHAIRMAN: The committee will come to order. We hear from three witnesses.

We begin with the doctor.

DR. FAUCI: We will go there soon.

Mr. GRASSLEY: I have asked for it.

And I was told no.

SEN. WARREN (D): They said so.
"""


@pytest.mark.model
def test_the_labels_of_a_hearing_are_titles_and_names(nlp, said):
    """A title in capitals is a word of its own to the tokenizer, and was taken for a place."""
    names = [name.title() for name, _ in said(HEARING)]
    assert names == ["The Chairman", "Fauci", "Grassley", "Warren"]
    texts = [text for _, text in said(HEARING)]
    assert texts[0].endswith("We begin with the doctor")
    assert texts[2].endswith("And I was told no")
    (article,) = pipeline.annotate(nlp, [CleanArticle(text=HEARING, title="")])
    people = [entity.name for entity in article.entities if entity.type is EntityType.PERSON]
    assert sorted(map(str.title, people)) == ["Fauci", "Grassley", "Warren"]
    assert {"DR", "SEN"}.isdisjoint(entity.name for entity in article.entities)


INITIALS = """Ellen Ward has been mayor since 2020. She spoke with Tom Hale about the bridge.

Tom Hale: Why did you close the bridge?

Ellen Ward: We had no choice. It could fall at any moment.

TH: When will it reopen?

EW: I hope in the spring. Nobody can promise that.

BBC: We have asked them.
"""


@pytest.mark.model
def test_initials_in_an_interview_are_those_of_who_is_named_in_it(said):
    assert [name for name, _ in said(INITIALS)] == [
        "Tom Hale", "Ellen Ward", "Tom Hale", "Ellen Ward", "BBC",
    ]  # fmt: skip


@pytest.mark.model
def test_initials_that_two_people_share_are_left_as_they_are(said):
    text = INITIALS.replace("about the bridge.", "and Eric Wood about the bridge.")
    assert [name for name, _ in said(text)][3] == "EW"
