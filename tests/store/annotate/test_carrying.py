"""Words in marks without a cue → their speaker, rule by rule, on Docs made by hand."""

import pytest

from store.annotate.clusters import Cluster, Clusters, Reference
from store.annotate.quotations import find_quotations
from store.annotate.speakers import attribute
from store.records import EntityType, MentionKind
from tests.store.annotate.sketched import sketch

NAMED = {
    "LEE": ("Bruce Lee", EntityType.PERSON),
    "RAY": ("Tom Ray", EntityType.PERSON),
    "ACME": ("Acme", EntityType.ORG),
    "ROME": ("Rome", EntityType.GPE),
}
GO, STAY = '"We must go now."', '"They will stay there."'
GO_ON, STAY_ON = '"We must go now,"', '"They will stay there,"'
LEE, SAID_LEE = "Lee/NNP/nsubj/+1 rose/VBD", "said/VBD Lee/NNP/nsubj/-1."
RAY = "Ray/NNP/nsubj/+1 rose/VBD"
ROME, MAYOR = "Rome/NNP/nsubj/+1 slept/VBD", "The/DT/det/+1 mayor/NN/nsubj/+1 rose/VBD"
OPEN = GO[:-1]
WATCHED = '"watching/VBG it very closely."'
RAINED = "it/PRP/nsubj/+1 rained/VBD/ccomp/-2."


@pytest.fixture
def told(make_doc):
    """The rule that found a quotation's speaker, and who that is."""

    def tell(line, number):
        doc, clusters = sketch(make_doc, line), Clusters()
        for form, (name, kind) in NAMED.items():
            places = [token.i for token in doc if token.text.upper() == form]
            references = [Reference(doc[i : i + 1], MentionKind.NAME, "") for i in places]
            clusters.add(Cluster(name, kind, references))
        drafts = find_quotations(doc, doc.text, clusters)
        quotation = attribute(doc, doc.text, drafts, clusters)[number]
        _, _, rule = quotation.rule.partition("; ")
        return rule, quotation.speaker_label

    return tell


@pytest.mark.parametrize(
    ("line", "number", "rule", "label"),
    [
        pytest.param(f"{GO} — Lee/NNP", 0, "signature", "Bruce Lee", id="signature"),
        pytest.param(f"{GO}\n— Lee/NNP", 0, "signature", "Bruce Lee", id="signature below"),
        pytest.param(f"{GO} — Ann/NNP Doe/NNP", 0, "signature", "Ann Doe", id="unknown signature"),
        pytest.param(
            f"{GO_ON} Lee/NNP/nsubj/+1 began/VBD.", 0, "words after", "Bruce Lee", id="words after"
        ),
        pytest.param(
            f"{GO_ON} Lee/NNP began/VBD.", 0, "words after", "Bruce Lee", id="words after, misread"
        ),
        pytest.param(
            f"{OPEN}\n{STAY_ON} {SAID_LEE}", 0, "next paragraph", "Bruce Lee", id="next paragraph"
        ),
        pytest.param(f"{LEE}: {GO}", 0, "words before", "Bruce Lee", id="words before, colon"),
        pytest.param(f"{LEE}, {GO}", 0, "words before", "Bruce Lee", id="words before, comma"),
        pytest.param(f"{MAYOR}: {GO}", 0, "words before", "mayor", id="words before, role"),
        pytest.param(
            f"{GO_ON} {SAID_LEE} {STAY}", 1, "same paragraph", "Bruce Lee", id="same paragraph"
        ),
        pytest.param(
            f"Lee/NNP/nsubj/+1 said/VBD {RAINED} {GO}",
            1,
            "same paragraph",
            "Bruce Lee",
            id="same paragraph, after a clause",
        ),
        pytest.param(
            f"Rome/NNP/nsubj/+1 was/VBD {WATCHED}", 0, "predicate", "Rome", id="predicate"
        ),
        pytest.param(f"{LEE}:\n{GO}", 0, "colon", "Bruce Lee", id="colon"),
        pytest.param(
            f'{LEE}:\nOf/IN ice/NN "we must go now."', 0, "colon", "Bruce Lee", id="colon, within"
        ),
        pytest.param(
            f"Lee/NNP/nsubj/+1 said/VBD, {OPEN}\n{STAY}", 1, "goes on", "Bruce Lee", id="goes on"
        ),
        pytest.param(f"{LEE}. {GO}", 0, "sentence before", "Bruce Lee", id="sentence before"),
        pytest.param(
            f"Acme/NNP/nsubj/+1 grew/VBD. {GO}", 0, "sentence before", "Acme", id="body before"
        ),
        pytest.param(
            f"{GO} Ice/NN fell/VBD. {STAY_ON} {SAID_LEE}",
            0,
            "next words",
            "Bruce Lee",
            id="next words",
        ),
        pytest.param(f"{LEE}.\n{GO}", 0, "paragraph before", "Bruce Lee", id="paragraph before"),
        pytest.param(
            f"{GO_ON} {SAID_LEE} {RAY}.\n{STAY}",
            1,
            "paragraph before",
            "Bruce Lee",
            id="paragraph before, its speaker first",
        ),
        pytest.param(f"LEE/NNP: {GO}", 0, "turn", "Bruce Lee", id="turn"),
        pytest.param(f"DOE/NNP: {GO}", 0, "turn", "DOE", id="turn of somebody unknown"),
        pytest.param(f"LEE/NNP (D): {GO}", 0, "turn", "Bruce Lee", id="turn with a party"),
        pytest.param(f"Lee/NNP: {GO}", 0, "turn", "Bruce Lee", id="turn of somebody known"),
        pytest.param(f"Lee/NNP (D): {GO}", 0, "turn", "Bruce Lee", id="known, with a party"),
    ],
)
def test_each_rule_finds_its_speaker(told, line, number, rule, label):
    assert told(line, number) == (rule, label)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"{GO} — Lee/NNP left/VBD", id="no signature: a sentence follows the dash"),
        pytest.param(f"{GO} Lee/NNP/nsubj/+1 began/VBD.", id="words after a full stop"),
        pytest.param(f"{GO_ON} then/RB began/VBD.", id="words after without a noun"),
        pytest.param(f"{GO}\n{STAY_ON} {SAID_LEE}", id="next paragraph, but the marks closed"),
        pytest.param(f"{MAYOR}, {GO}", id="a role before a comma"),
        pytest.param(f"The/DT mayor/NN/nsubj/+1 was/VBD {WATCHED}", id="predicate of a role"),
        pytest.param(f"{MAYOR}:\n{GO}", id="a role before a colon and a line end"),
        pytest.param(f'{LEE}.\nOf/IN ice/NN "we must go now."', id="within a paragraph, no colon"),
        pytest.param(f"{ROME}. {GO}", id="a place in the sentence before"),
        pytest.param(f"{GO} Lee/NNP/nsubj/+1 said/VBD {RAINED}", id="no marks in the next words"),
        pytest.param(f"{LEE}.\nIce/NN fell/VBD.\n{GO}", id="two paragraphs before"),
        pytest.param(f"Doe/NNP: {GO}", id="no turn: nobody known, and not in capitals"),
        pytest.param(f"Lee/NNP: ice/NN {GO}", id="no turn: other words before the marks"),
    ],
)
def test_where_no_rule_fits_nobody_is_named(told, line):
    assert told(line, 0) == ("", None)


def test_an_aside_before_does_not_carry_over(told):
    aside = f"after/IN/mark/+2 Lee/NNP/nsubj/+1 said/VBD/advcl/-3 {RAINED}"
    rule, _ = told(f"{RAY} {aside} {GO}", 1)
    assert rule == "sentence before"


def test_a_paragraph_after_closed_marks_does_not_go_on(told):
    rule, _ = told(f"Lee/NNP/nsubj/+1 said/VBD, {GO}\n{STAY}", 1)
    assert rule == "paragraph before"
