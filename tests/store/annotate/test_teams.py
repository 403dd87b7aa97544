"""Places that stand for the team or university called after them."""

import pytest

from store.annotate.mentions import find_names
from tests.store.annotate.tagged import parse_line

SPORT = "the/DT football/NN season/NN and/CC the/DT league/NN title/NN and/CC fans/NNS | "
UNIVERSITY = "the/DT University/NNP/ORG of/IN/ORG Alabama/NNP/ORG ./. | "
WON = "Alabama/NNP/GPE won/VBD again/RB ./. | "
COACH = "Alabama/NNP/GPE 's/POS new/JJ coach/NN ./. | "
SPOKE = "Alabama/NNP/GPE spoke/VBD ./."


@pytest.fixture(scope="session")
def alabamas(make_doc):
    """The types of the mentions "Alabama" alone."""

    def kinds(line):
        names = find_names(parse_line(make_doc, line))
        return [str(name.type) for name in names if name.span.text == "Alabama"]

    return kinds


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        (SPORT + UNIVERSITY + WON, ["ORG"]),
        (SPORT + UNIVERSITY + COACH, ["ORG"]),
        (SPORT + UNIVERSITY + "against/IN Alabama/NNP/GPE ./.", ["ORG"]),
        (SPORT + UNIVERSITY + WON + COACH + SPOKE, ["ORG", "ORG", "ORG"]),
        (SPORT + UNIVERSITY + WON + SPOKE, ["ORG", "GPE"]),
        (SPORT + UNIVERSITY + WON + COACH + "in/IN Alabama/NNP/GPE ./.", ["ORG", "ORG", "GPE"]),
        (SPORT + UNIVERSITY + "Alabama/NNP/GPE fans/NNS ./.", ["GPE"]),
        (UNIVERSITY + WON + COACH, ["GPE", "GPE"]),
        (SPORT + WON + COACH, ["GPE", "GPE"]),
        (SPORT + UNIVERSITY + "Alabama/NNP/ORG State/NNP/ORG left/VBD ./. | " + WON, ["GPE"]),
    ],
    ids=[
        *("verb", "noun", "against", "usual", "once", "where", "fans"),
        *("no sport", "no team", "two teams"),
    ],
)
def test_a_place_is_a_team_only_where_an_article_on_sport_names_one(alabamas, line, kinds):
    assert alabamas(line) == kinds
