"""store/pairing.py: which quotations of two speakers are on the same topic."""

from hypothesis import given
from hypothesis import strategies as st

from store.pairing import Statement, match

UKRAINE, GRAIN = 7, 8
FILLER = [
    "The library will open on Sunday mornings in spring.",
    "Our swimmers won three medals at the summer games.",
    "The bakery on Main Street sells rye bread again.",
    "Traffic lights near the station are being repaired.",
]


def said(number, content, *about, names=()):
    return Statement(number, content, frozenset(about), frozenset(names))


def pairs(first, second, **how):
    return [(one.first, one.second) for one in match(first, second, **how)]


def filler(start):
    return [said(start + n, words) for n, words in enumerate(FILLER)]


def test_a_shared_name_makes_a_pair():
    first = [said(1, "We will help Ukraine with everything that we have.", UKRAINE), *filler(10)]
    second = [said(2, "Nobody asked what Ukraine itself thinks of it.", UKRAINE), *filler(20)[:1]]
    assert (1, 2) in pairs(first, second)


def test_two_shared_words_make_a_pair_and_one_does_not():
    bridge = said(1, "The harbour bridge must be repaired before winter comes.")
    both = said(2, "No bridge over the harbour was ever closed for winter.")
    one = said(3, "A bridge between people is what music builds.")
    assert pairs([bridge, *filler(10)], [both, one]) == [(1, 2)]


def test_the_words_of_a_shared_name_count_once():
    """Bernie and Sanders are no two words beside the entity of that name."""
    names = ("bernie", "sanders")
    first = [said(1, "Bernie Sanders asked for an extension of the deadline.", 9, names=names)]
    second = [said(2, "Bernie Sanders would end every kind of health plan.", 9, names=names)]
    (found,) = match([*first, *filler(10)], second)
    assert found.shared == (9,)


def test_the_nearest_go_first_and_nobody_stands_twice():
    first = [
        said(1, "The grain harvest in the north failed after the flood.", GRAIN),
        said(2, "The grain must reach the harbour before the autumn storms.", GRAIN),
        *filler(10),
    ]
    second = [
        said(3, "After the flood the grain harvest in the north was lost.", GRAIN),
        said(4, "Ships wait in the harbour for grain until the storms.", GRAIN),
    ]
    assert pairs(first, second) == [(1, 3), (2, 4)]


def test_what_everybody_speaks_of_tells_nothing():
    first = [said(n, f"Ukraine is topic number {n} of this long evening.", UKRAINE) for n in (1, 2)]
    second = [said(n, f"Ukraine again, for case {n} in our lengthy file.", UKRAINE) for n in (3, 4)]
    assert pairs(first, second, without=[UKRAINE]) == []


def test_plurals_and_accents_do_not_matter():
    first = [said(1, "The cafés and the bridges will open in June."), *filler(10)]
    second = [said(2, "One cafe beside one bridge is closed for good.")]
    assert pairs(first, second) == [(1, 2)]


def test_scraps_and_repeated_wordings_stay_out():
    words = "The grain harvest in the north failed again."
    first = [said(1, words, GRAIN), said(2, words, GRAIN), said(3, "grain", GRAIN), *filler(10)]
    second = [
        said(4, "We lost the grain harvest of the north.", GRAIN),
        said(5, "In the north no harvest of grain is safe.", GRAIN),
    ]
    assert pairs(first, second) in ([(1, 4)], [(1, 5)])


def test_without_anything_shared_there_is_no_pair():
    assert pairs(filler(10)[:2], filler(20)[2:]) == []
    assert pairs([], filler(20)) == []


@given(st.lists(st.sampled_from(FILLER), max_size=8), st.lists(st.sampled_from(FILLER), max_size=8))
def test_every_statement_stands_in_one_pair_at_most(first, second):
    one = [said(n, words, n % 3) for n, words in enumerate(first)]
    other = [said(100 + n, words, n % 3) for n, words in enumerate(second)]
    found = match(one, other)
    assert len({m.first for m in found}) == len({m.second for m in found}) == len(found)
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert all(0 < m.score <= 1 for m in found)
