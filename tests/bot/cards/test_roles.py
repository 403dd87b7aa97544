"""Which of a person's roles a profile shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.entities import telling
from store.records import Role

WORDS = ("China's", "Chinese", "President", "former", "deputy", "director", "of", "the", "senator")


def roles(*texts):
    return [Role(text, 1, date(2026, 3, 1), date(2026, 3, 2)) for text in texts]


@pytest.mark.parametrize(
    ("given_roles", "shown"),
    [
        (["Chinese President", "President"], ["Chinese President"]),
        (["President", "Chinese President"], ["Chinese President"]),
        (["China's President", "Chinese President", "China President"], ["China's President"]),
        (["president of Ukraine", "Ukrainian President"], ["president of Ukraine"]),
        (["director", "deputy director"], ["director", "deputy director"]),
        (["President", "former President"], ["President", "former President"]),
        (["Sen.", "Texas Sen."], ["Texas Sen."]),
        (["lawyer", "author"], ["lawyer", "author"]),
        (["", "President"], ["President"]),
        ([], []),
    ],
    ids=str,
)
def test_a_role_that_says_less_than_another_is_left_out(given_roles, shown):
    assert [role.text for role in telling(roles(*given_roles))] == shown


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=6))
def test_something_is_always_shown_in_the_order_given(texts):
    given_roles = roles(*texts)
    shown = telling(given_roles)
    assert bool(shown) == bool(given_roles)
    places = [next(i for i, one in enumerate(given_roles) if one is role) for role in shown]
    assert places == sorted(set(places))
    assert telling(shown) == shown
