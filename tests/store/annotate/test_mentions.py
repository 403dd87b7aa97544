"""Names in an article: boundaries, types, titles, and where the model overlooked them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotate.mentions import find_names
from store.records import EntityType
from tests.store.annotate.tagged import parse_line

HILLARY = "Hillary/NNP/PERSON Clinton/NNP/PERSON"
CROOKED = f"Crooked/NNP/PERSON {HILLARY} ./. | {HILLARY}"


@pytest.fixture(scope="session")
def names_of(make_doc):
    """The names of a tagged line as (text, type) pairs."""

    def find(line):
        return [(name.span.text, str(name.type)) for name in find_names(parse_line(make_doc, line))]

    return find


@pytest.fixture(scope="session")
def only_name(make_doc):
    """The one person of a tagged line."""

    def find(line):
        names = find_names(parse_line(make_doc, line))
        (person,) = (name for name in names if name.type is EntityType.PERSON)
        return person

    return find


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Xi/NNP/PERSON 's/POS/PERSON visit/NN", [("Xi", "PERSON")]),
        ("the/DT/ORG White/NNP/ORG House/NNP/ORG said/VBD", [("White House", "ORG")]),
        (
            "Fresno/NNP/ORG ¶/_SP/ORG Police/NNP/ORG Department/NNP/ORG said/VBD",
            [("Fresno", "GPE"), ("Police Department", "ORG")],
        ),
        ("on/IN Hulu/NNP/ORG ,/,/ORG Roku/NNP/ORG ./.", [("Hulu", "ORG"), ("Roku", "ORG")]),
        ("Acme/NNP/ORG ,/,/ORG Inc./NNP/ORG grew/VBD", [("Acme, Inc.", "ORG")]),
        (
            "held/VBD Sloviansk/NNP/GPE ./. | Capturing/NNP/GPE Sloviansk/NNP/GPE is/VBZ",
            [("Sloviansk", "GPE"), ("Sloviansk", "GPE")],
        ),
        ("A/DT St/NNP James/NNP 's/POS Palace/NNP aide/NN", [("St James's Palace", "FAC")]),
        (
            "the/DT Islamic/JJ/NORP State/NNP/ORG fighters/NNS fled/VBD",
            [("Islamic State", "ORG")],
        ),
        ("near/IN Ohio/NNP/GPE State/NNP University/NNP", [("Ohio State University", "ORG")]),
        (
            "the/DT Institute/NNP/ORG for/IN/ORG Peace/NNP/ORG ,/, and/CC Law/NNP/PERSON at/IN",
            [("Institute for Peace, and Law", "ORG")],
        ),
        ("paid/VBD $/$ US1bn/NNP/PERSON for/IN", []),
        ("Secretary/NNP of/IN State/NNP/ORG said/VBD", []),
        (
            "the/DT Duchess/NNP/ORG of/IN/ORG Cambridge/NNP/ORG smiled/VBD",
            [("Duchess of Cambridge", "PERSON")],
        ),
        ("concern/NN in/IN the/DT West/NNP ./.", [("West", "LOC")]),
        (
            "Minneapolis/NNP/GPE -/HYPH Duluth/NNP/GPE ./.",
            [("Minneapolis-Duluth", "LOC")],
        ),
        ("at/IN Notre/NNP/ORG Dame/NNP/ORG on/IN", [("Notre Dame", "ORG")]),
        (
            "Kate/NNP/PERSON Duchess/NNP/PERSON of/IN Cambridge/NNP/GPE smiled/VBD",
            [("Kate", "PERSON"), ("Duchess of Cambridge", "PERSON")],
        ),
        ("Gary/NNP/PERSON Baron/NNP/PERSON won/VBD", [("Gary Baron", "PERSON")]),
        ("Felicity/NNP Jones/NNP/PERSON ,/, who/WP", [("Felicity Jones", "PERSON")]),
        ("the/DT Library/NNP of/IN Congress/NNP/ORG chose/VBD", [("Library of Congress", "ORG")]),
        ("Mexican/JJ/NORP -/HYPH American/JJ/NORP men/NNS", [("Mexican-American", "NORP")]),
        (
            "at/IN Leeds/NNP/FAC 's/POS/FAC Great/NNP/FAC Zorme/NNP/FAC",
            [("Leeds", "GPE"), ("Great Zorme", "FAC")],
        ),
        ("in/IN the/DT 1999/CD World/NNP/EVENT Cup/NNP/EVENT ./.", [("1999 World Cup", "EVENT")]),
        ("by/IN 1999/CD Zed/NNP/ORG Group/NNP/ORG grew/VBD", [("Zed Group", "ORG")]),
        (
            "China/NNP/GPE -/HYPH Russia/NNP/GPE relations/NNS",
            [("China", "GPE"), ("Russia", "GPE")],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_name_is_found_with_its_own_boundaries(names_of, line, found):
    assert names_of(line) == found


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Kyiv/NNP/PERSON has/VBZ warned/VBN", "GPE"),
        ("Russians/NNPS/ORG fled/VBD", "NORP"),
        ("Mr./NNP Blinken/NNP/GPE said/VBD", "PERSON"),
        ("Majed/NNP/ORG Shehadeh/NNP/ORG ,/, 62/CD ,/, flew/VBD", "PERSON"),
        ("Meghan/NNP/ORG Markle/NNP/ORG smiled/VBD", "PERSON"),
        ("George/NNP/PERSON Bush/NNP/PERSON Airport/NNP/PERSON closed/VBD", "FAC"),
        ("two/CD Zarpoon/NNP/ORG anti-ship/JJ missile/NN systems/NNS", "PRODUCT"),
        ("the/DT Zarpoon/NNP/ORG ,/, a/DT Lockheed/NNP weapon/NN", "PRODUCT"),
        ("in/IN the/DT Zamuna/NNP/ORG river/NN", "LOC"),
        ("the/DT city/NN of/IN Kramat/NNP/PERSON fell/VBD", "GPE"),
        ("at/IN Mandan/NNP/ORG ,/, N.D./NNP they/PRP", "GPE"),
        ("in/IN Devon/NNP ,/, Telford/NNP/ORG and/CC Essex/NNP left/VBD", "GPE"),
        ("Rowan/NNP/PERSON sang/VBD ./. | Rowan/NNP/ORG Pelling/NNP/ORG sat/VBD", "PERSON"),
        ("Bernardo/NNP/ORG Zanger/NNP/ORG won/VBD ./. | Zanger/NNP sat/VBD", "PERSON"),
        ("iTunes/NNP/NORP grew/VBD", "ORG"),
        ("Al/NNP/PERSON -/HYPH/PERSON Zazeera/NNP/PERSON television/NN", "ORG"),
        ("Reuters/NNP/PERSON said/VBD", "ORG"),
        ("Bailey/NNP/PERSON &/CC/PERSON Glasser/NNP/PERSON sued/VBD", "ORG"),
        ("Florida/NNP/PERSON State/NNP/PERSON won/VBD", "ORG"),
        ("North/NNP/PRODUCT Vietnamese/JJ/PRODUCT tanks/NNS", "NORP"),
        ("the/DT Dallas/NNP/PERSON Zavericks/NNPS/PERSON won/VBD", "ORG"),
        ("Zanning/NNP/ORG D./NNP/ORG Phillips/NNP/ORG left/VBD", "PERSON"),
        ("Daraka/NNP/FAC Zarimore/NNP/FAC -/HYPH/FAC Hall/NNP/FAC left/VBD", "PERSON"),
        ("Choon/NNP/FAC Koh/NNP/FAC ,/, executive/JJ director/NN of/IN Zeng/NNP", "PERSON"),
        ("the/DT Zamper/NNP/ORG campaign/NN said/VBD", "PERSON"),
        ("his/PRP$ Senate/NNP/ORG campaign/NN began/VBD", "ORG"),
        ("said/VBD Rapides/NNP/PERSON Parish/NNP/PERSON officer/NN Ron/NNP", "GPE"),
        ("Chaz/NNP/PERSON sang/VBD ./. | Chaz/NNP Zatum/NNP sat/VBD", "PERSON"),
        ("Rick/NNP/PERSON Zed/NNP/PERSON (/-LRB- R/NNP -/HYPH Zorg/NNP/ORG )/-RRB-", "PERSON"),
        ("(/-LRB- R/NNP -/HYPH Zorg/NNP/ORG )/-RRB- said/VBD", "GPE"),
        ("our/PRP$ Coverage2Control/NNP/ORG campaign/NN", "ORG"),
        ("the/DT Zpringboks/NNPS/PERSON ,/, who/WP won/VBD", "ORG"),
        ("Great/NNP/LOC Zorme/NNP/LOC bus/NN fire/NN", "LOC"),
        ("two/CD Zatriot/NNP/ORG missile/NN batteries/NNS", "PRODUCT"),
        ("the/DT iPhone/NNP/ORG sold/VBD", "PRODUCT"),
        ("Center/NNP/ORG for/IN/ORG Arts/NNP/ORG of/IN Beverly/NNP/GPE Hills/NNP/GPE", "ORG"),
        ("film/NN by/IN Michael/NNP Zay/NNP and/CC Michael/NNP Bay/NNP ./.", "PERSON"),
        ("Michael/NNP/LOC Bay/NNP/LOC said/VBD", "PERSON"),
        ("in/IN Jordan/NNP/PERSON River/NNP/PERSON", "LOC"),
        ("during/IN the/DT Zamper/NNP/ORG administration/NN", "PERSON"),
        ("during/IN the/DT Kumbha/NNP/PERSON bathing/NN", "EVENT"),
    ],
    ids=lambda value: value,
)
def test_context_outweighs_the_model(names_of, line, kind):
    assert next(found for _, found in names_of(line)) == kind


@pytest.mark.parametrize(
    "line",
    [
        "a/DT Girl/NNP/PERSON Scout/NNP/PERSON ./.",
        "the/DT Court/NNP/ORG ruled/VBD",
        "Federal/NNP/ORG agents/NNS",
        "Leslie/NN ,/, M.D./NNP/ORG ./.",
        "'/'' Mr./NNP President/NNP/PERSON ,/,",
        "Miss/NNP Universe/NNP/PERSON wept/VBD",
        "Ring/NN/PERSON in/IN the/DT year/NN",
        "Managing/NNP/PERSON Partner/NNP/PERSON :/:",
        "Chief/NNP Technology/NNP Officer/NNP of/IN",
    ],
    ids=lambda line: line,
)
def test_what_only_looks_like_a_name_is_passed_over(names_of, line):
    assert names_of(line) == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (CROOKED, "Hillary Clinton"),
        ("Obama/NNP/PERSON Says/NNP/PERSON he/PRP", "Obama"),
        ("Trump/NNP/PERSON 47.3/CD/PERSON percent/NN", "Trump"),
        ("begin/VB Dear/NNP/PERSON Casey/NNP/PERSON ,/,", "Casey"),
        ("Ada/NNP/PERSON Verne/NNP/PERSON 67/CD/PERSON ,/, left/VBD", "Ada Verne"),
        ("Getty/NNP/ORG Images/NNPS/ORG Image/NNP/ORG caption/NN Ada/NNP", "Getty Images"),
        ("Photo/NNP/PERSON Ada/NNP/PERSON Verne/NNP/PERSON", "Ada Verne"),
        (
            "by/IN Zed/NNP/ORG Press/NNP/ORG ./. ¶/_SP | SOURCE/NNP/ORG Zed/NNP/ORG Press/NNP/ORG",
            "Zed Press",
        ),
        ("D/NNP/PERSON -/HYPH/PERSON Newport/NNP/PERSON News/NNP/PERSON", "Newport News"),
    ],
    ids=lambda value: value[:20],
)
def test_what_stands_beside_a_name_is_trimmed(names_of, line, text):
    assert names_of(line)[0][0] == text


WORRIED = "Trump/NNP/PERSON Says/NNP/PERSON Nobody/NNP/PERSON Was/NNP Really/NNP Hurt/NNP"
POOR_POLICIES = (
    "Poor/NNP/ORG Policies/NNP/ORG Created/NNP/ORG Chaos/NNP/ORG Across/NNP/ORG Syria/NNP/ORG"
)
AFTER = "¶/_SP | Donald/NNP/PERSON Trump/NNP/PERSON spoke/VBD ./."


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        (f"{WORRIED} {AFTER}", ["Trump", "Donald Trump"]),
        (f"Donald/NNP/PERSON {WORRIED} {AFTER}", ["Donald Trump", "Donald Trump"]),
        (
            f"{POOR_POLICIES} {AFTER}",
            ["Syria", "Donald Trump"],
        ),
        (
            f"{WORRIED} ./. ¶/_SP | nobody/NN said/VBD hurt/NN | {AFTER[7:]}",
            ["Trump", "Donald Trump"],
        ),
    ],
    ids=["family name", "given name added", "places only", "full stop"],
)
def test_a_title_case_headline_adds_no_words_to_a_name(names_of, line, texts):
    assert [text for text, _ in names_of(line)] == texts


ENDORSES = "Trump/NNP/PERSON Now/NNP Finally/NNP Endorses/NNP House/NNP Speaker/NNP"


def test_a_headlines_verb_is_no_part_of_a_role(make_doc):
    line = f"{ENDORSES} Paul/NNP/PERSON Ryan/NNP/PERSON {AFTER}"
    roles = {name.span.text: name.roles for name in find_names(parse_line(make_doc, line))}
    assert roles["Paul Ryan"] == ()


def test_a_short_name_of_a_headline_stays_whole(names_of):
    headline = (
        "All/DT About/IN Education/NNP Issues/NNS U.S./NNP Department/NNP of/IN Education/NNP"
    )
    assert "U.S. Department of Education" in dict(
        names_of(f"{headline} • {AFTER}".replace("•", "•/:"))
    )


@pytest.mark.parametrize(
    "line",
    [
        "antiretroviral/JJ therapy/NN (/-LRB- ART/NNP/ORG )/-RRB- | ART/NNP/ORG works/VBZ",
        "type/NN 1/CD diabetes/NN (/-LRB- T1D/NNP/ORG )/-RRB- | T1D/NNP/ORG works/VBZ",
        "sexual/JJ assault/NN referral/NN centres/NNS (/-LRB- Sarcs/NNP/ORG )/-RRB- in/IN",
    ],
    ids=["initials inside words", "number", "plural"],
)
def test_an_abbreviation_of_common_words_is_no_name(names_of, line):
    assert names_of(line) == []


def test_an_abbreviation_of_a_name_is_one(names_of):
    line = "the/DT Zed/NNP/ORG Arms/NNP/ORG Council/NNP/ORG (/-LRB- ZAC/NNP/ORG )/-RRB- met/VBD"
    assert names_of(line)[-1] == ("ZAC", "ORG")


def test_an_abbreviation_after_other_words_is_a_name(names_of):
    assert names_of("left/VBD home/NN (/-LRB- AP/NNP/ORG )/-RRB- on/IN") == [("AP", "ORG")]


def test_a_beginning_of_an_events_name_is_short_for_it(names_of):
    line = (
        "the/DT Maha/NNP/PERSON Zumbh/NNP/PERSON Festival/NNP/PERSON ./. | "
        "Maha/NNP/PERSON Zumbh/NNP/PERSON began/VBD"
    )
    assert names_of(line) == [("Maha Zumbh Festival", "EVENT"), ("Maha Zumbh", "EVENT")]


def test_two_given_names_are_two_persons(names_of):
    line = "Rachel/NNP/ORG and/CC/ORG Maria/NNP/ORG sang/VBD"
    assert names_of(line) == [("Rachel", "PERSON"), ("Maria", "PERSON")]


def test_a_building_is_found_again_by_its_own_name(names_of):
    line = "at/IN Zago/NNP/FAC Mine/NNP/FAC ./. | Since/IN Zago/NNP ,/, little/JJ changed/VBD"
    assert names_of(line) == [("Zago Mine", "FAC"), ("Zago", "FAC")]


def test_a_body_is_found_again_by_its_own_name(names_of):
    line = "Peabody/NNP/ORG Group/NNP/ORG grew/VBD ./. | Peabody/NNP said/VBD so/RB"
    assert names_of(line) == [("Peabody Group", "ORG"), ("Peabody", "ORG")]


def test_a_show_is_not_the_person_it_is_called_after(names_of):
    assert names_of("Zed/NNP/PERSON Morning/NNP/PERSON Show/NNP/PERSON aired/VBD") == []


def test_one_form_has_one_type_in_an_article(names_of):
    line = (
        "Antony/NNP/PERSON Blinken/NNP/PERSON spoke/VBD ./. | Blinken/NNP/GPE left/VBD ./. | "
        "Then/RB Blinken/NNP/ORG slept/VBD"
    )
    assert {kind for _, kind in names_of(line)} == {"PERSON"}


def test_a_surname_is_found_where_the_model_overlooked_it(names_of):
    line = "Norman/NNP/PERSON Ham/NNP/PERSON left/VBD ./. | Ham/NN said/VBD so/RB ./."
    assert names_of(line) == [("Norman Ham", "PERSON"), ("Ham", "PERSON")]


def test_a_transcript_turn_in_capitals_is_a_mention(names_of):
    line = "Chris/NNP/PERSON Wallace/NNP/PERSON asked/VBD ./. ¶/_SP | WALLACE/NN :/: Why/WRB ?/."
    assert names_of(line)[-1] == ("WALLACE", "PERSON")


def test_a_nickname_in_marks_is_part_of_the_name(names_of):
    line = "Robert/NNP/PERSON C./NNP/PERSON \"/`` Bobby/NNP/PERSON \"/'' Scott/NNP/PERSON left/VBD"
    assert [kind for _, kind in names_of(line)] == ["PERSON"]


def test_a_word_that_is_no_noun_is_not_taken_for_a_name(names_of):
    line = "Will/NNP/PERSON Young/NNP/PERSON sang/VBD ./. | Will/MD he/PRP stay/VB ?/."
    assert names_of(line) == [("Will Young", "PERSON")]


def test_a_family_is_not_a_person(names_of):
    line = "Ricardo/NNP/PERSON Aguilar/NNP/PERSON left/VBD ./. | The/DT Aguilar/NNP brothers/NNS"
    assert names_of(line) == [("Ricardo Aguilar", "PERSON")]


@pytest.mark.parametrize(
    ("line", "text", "roles"),
    [
        ("President/NNP Joe/NNP/PERSON Biden/NNP/PERSON", "Joe Biden", ("President",)),
        (
            "U.S./NNP/GPE Secretary/NNP of/IN State/NNP Antony/NNP/PERSON Blinken/NNP/PERSON",
            "Antony Blinken",
            ("U.S. Secretary of State",),
        ),
        (
            "White/NNP/ORG House/NNP/ORG press/NN secretary/NN Jen/NNP/PERSON Psaki/NNP/PERSON",
            "Jen Psaki",
            ("White House press secretary",),
        ),
        ("Sen./NNP Tim/NNP/PERSON Kaine/NNP/PERSON said/VBD", "Tim Kaine", ("Sen.",)),
        ("Mr/NNP Xi/NNP/PERSON said/VBD", "Xi", ()),
        (
            "Republican/JJ Senators/NNPS Tim/NNP/PERSON Zed/NNP/PERSON",
            "Tim Zed",
            ("Republican Senator",),
        ),
        ("his/PRP$ wife/NN Terry/NNP/PERSON said/VBD", "Terry", ()),
        (
            "on/IN the/DT way/NN Sen./NNP Bernie/NNP/PERSON Sanders/NNP/PERSON",
            "Bernie Sanders",
            ("Sen.",),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_titles_are_kept_apart_as_roles(only_name, line, text, roles):
    person = only_name(line)
    assert (person.span.text, person.roles) == (text, roles)


@pytest.mark.parametrize(("title", "gender"), [("Mr", "m"), ("Mrs.", "f"), ("Dr.", "")])
def test_a_form_of_address_tells_the_gender(only_name, title, gender):
    assert only_name(f"{title}/NNP Xi/NNP/PERSON said/VBD").gender == gender


SOME = (
    "the The of and , . \" ' 's - ( ) Xi Jinping President Mr. Secretary State US U.S. Kyiv who é"
)
MORE = "Russian spokesman said IV14 $ WALLACE 😀 \u202e \x00 D N.Y. University 62 \n"
WORDS = st.sampled_from([*SOME.split(), *MORE.split(), "\n"])
KINDS = st.sampled_from(["O", "B-PERSON", "I-PERSON", "B-ORG", "B-GPE", "B-PRODUCT", "B-DATE"])
TAGS = st.sampled_from(["NNP", "NN", "NNS", "DT", "IN", "VBD", "JJ", "POS", "CD", ",", "$", "_SP"])


@given(st.lists(st.tuples(WORDS, TAGS, KINDS, st.booleans()), max_size=30))
def test_names_never_overlap_and_cut_out_their_own_text(make_doc, tokens):
    ents = [
        "O" if kind.startswith("I") and (i == 0 or tokens[i - 1][2][2:] != kind[2:]) else kind
        for i, (_, _, kind, _) in enumerate(tokens)
    ]
    for i, kind in enumerate(ents):
        if kind.startswith("I") and ents[i - 1] == "O":
            ents[i] = "O"
    doc = make_doc(
        [word for word, *_ in tokens],
        tags=[tag for _, tag, _, _ in tokens],
        ents=ents,
        sent_starts=[i == 0 or starts for i, (*_, starts) in enumerate(tokens)],
    )
    names = find_names(doc)
    spans = [(name.span.start, name.span.end) for name in names]
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for name in names:
        assert doc.text[name.span.start_char : name.span.end_char] == name.span.text != ""
