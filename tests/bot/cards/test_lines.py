"""No line begins with what belongs to the one above."""

from bot.cards.lines import unbroken


def test_a_line_begins_neither_with_a_dot_nor_with_a_count():
    assert unbroken("Ada (9) · Boris Johnson (1,204) · 3 (of them)") == (
        "Ada\u00a0(9)\u00a0· Boris Johnson\u00a0(1,204)\u00a0· 3 (of them)"
    )
    assert unbroken("[a (1)](https://a.example/b_(1))").endswith("](https://a.example/b_(1))")
