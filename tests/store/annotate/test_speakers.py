"""Quotations → speakers, on Docs and clusters made by hand."""

import pytest

from store.annotate.clusters import Cluster, Clusters, Reference
from store.annotate.quotations import find_quotations
from store.annotate.speakers import attribute
from store.records import EntityType, MentionKind, QuotationKind
from tests.store.annotate.parsed import parse_tree

AFTER = (
    "\"/``/punct/4 ~Go/VB/ccomp/4 ~,/,/punct/4 ~\"/''/punct/4 said/VBD/ROOT/4 "
    "Lee/NNP/nsubj/4 ~././punct/4"
)
BEFORE = (
    'Lee/NNP/nsubj/1 said/VBD/ROOT/1 ~,/,/punct/1 "/``/punct/4 ~Go/VB/ccomp/1 '
    "~././punct/1 ~\"/''/punct/1"
)
INDIRECT = "Lee/NNP/nsubj/1 said/VBD/ROOT/1 it/PRP/nsubj/3 rained/VBD/ccomp/1 ~././punct/1"
# The parse hangs "said" on a word inside the marks; its place beside the verb decides.
MISREAD = (
    "\"/``/punct/5 ~Acts/NNS/nsubj/5 ~,/,/punct/5 ~\"/''/punct/5 Lee/NNP/appos/1 "
    "said/VBD/ROOT/5 ~././punct/5"
)
MIXED = (
    'Lee/NNP/nsubj/1 called/VBD/ROOT/1 it/PRP/dobj/1 "/``/punct/1 ~a/DT/det/6 sad/JJ/amod/6'
    " day/NN/oprd/1 ~\"/''/punct/1 ~././punct/1"
)
ROLE = (
    "\"/``/punct/4 ~Go/VB/ccomp/4 ~,/,/punct/4 ~\"/''/punct/4 said/VBD/ROOT/4 "
    "a/DT/det/7 city/NN/compound/7"
    " official/NN/nsubj/4 ~././punct/4"
)
PRONOUN = (
    'Lee/NNP/nsubj/1 rose/VBD/ROOT/1 ~././punct/1 "/``/punct/7 ~Go/VB/ccomp/8 '
    "~,/,/punct/8 ~\"/''/punct/8"
    " he/PRP/nsubj/8 said/VBD/ROOT/8 ~././punct/8"
)
GOES_ON = AFTER + " \"/``/punct/8 ~Run/VB/ROOT/8 ~!/./punct/8 ~\"/''/punct/8"
SIGNED = (
    '"/``/punct/1 ~Never/RB/advmod/2 go/VB/ROOT/2 there/RB/advmod/2 again/RB/advmod/2 ~././punct/2'
    " ~\"/''/punct/2 —/:/punct/2 Lee/NNP/ROOT/8"
)
TURN = (
    '"/``/punct/1 ~LEE/NNP/ROOT/1 ~:/:/punct/1 Did/VBD/aux/5 you/PRP/nsubj/5 go/VB/ROOT/5'
    " ~?/./punct/5"
)
ALONE = "\"/``/punct/1 ~Go/VB/ROOT/1 now/RB/advmod/1 ~././punct/1 ~\"/''/punct/1"


@pytest.fixture
def quoted(make_doc):
    """The quotations of a line; every "Lee" is one person, a man."""

    def find(line):
        doc = parse_tree(make_doc, line)
        clusters = Clusters()
        references = [
            Reference(doc[token.i : token.i + 1], MentionKind.NAME, "same form")
            for token in doc
            if token.text in ("Lee", "LEE")
        ]
        if references:
            clusters.add(Cluster("Bruce Lee", EntityType.PERSON, references))
        drafts = find_quotations(doc, doc.text, clusters)
        return doc.text, attribute(doc, doc.text, drafts, clusters)

    return find


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (AFTER, "Bruce Lee"),
        (BEFORE, "Bruce Lee"),
        (MISREAD, "Bruce Lee"),
        (MIXED, "Bruce Lee"),
        (INDIRECT, "Bruce Lee"),
        (ROLE, "city official"),
        (PRONOUN, "Bruce Lee"),
        (SIGNED, "Bruce Lee"),
        (TURN, "Bruce Lee"),
        (ALONE, None),
    ],
    ids=[
        "after",
        "before",
        "misread",
        "mixed",
        "indirect",
        "role",
        "pronoun",
        "signed",
        "turn",
        "alone",
    ],
)
def test_the_speaker_is_named(quoted, line, label):
    _, (quotation,) = quoted(line)
    assert quotation.speaker_label == label
    assert (quotation.speaker is None) == (label != "Bruce Lee")


@pytest.mark.parametrize(
    ("line", "kind", "content"),
    [
        (AFTER, QuotationKind.DIRECT, "Go,"),
        (MIXED, QuotationKind.DIRECT, 'it "a sad day"'),
        (INDIRECT, QuotationKind.INDIRECT, "it rained"),
    ],
    ids=["direct", "mostly in marks", "indirect"],
)
def test_kind_and_content_follow_the_marks(quoted, line, kind, content):
    text, (quotation,) = quoted(line)
    assert quotation.kind is kind
    assert text[quotation.start : quotation.end] == content


def test_the_speaker_goes_on_after_the_cue(quoted):
    _, (first, second) = quoted(GOES_ON)
    assert second.speaker == first.speaker == 0
    assert second.rule == "marks alone; same paragraph"


def test_every_record_says_which_rule_found_it(quoted):
    _, (quotation,) = quoted(AFTER)
    assert quotation.rule == "cue after; name"


def test_the_words_of_the_speaker_are_those_of_the_text(quoted):
    text, (quotation,) = quoted(ROLE)
    mention = quotation.speaker_mention
    assert text[mention.start : mention.end] == "a city official"


def test_an_empty_text_reports_nothing(make_doc):
    doc, clusters = make_doc([]), Clusters()
    assert attribute(doc, "", find_quotations(doc, "", clusters), clusters) == []
