"""Characters are repaired once and for all, and quote marks keep their kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.characters import repair, without_surrogates


@pytest.mark.parametrize(
    ("damaged", "wanted"),
    [
        ("It\u2019s \u201cso\u201d \u2018so\u2019 \"so\" 'so'", "It’s “so” ‘so’ \"so\" 'so'"),
        ("â€œItâ€™s so,â€\x9d he said", "“It’s so,” he said"),
        ("caf\u00c3\u00a9", "café"),
        ("cafe\u0301", "café"),
        ("a\u00a0b\u2003c\td", "a b c d"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\x00b\x07c\x7f", "abc"),
        ("lone \ud83d and \udc00 halves", "lone \ufffd and \ufffd halves"),
        ("pay\u200bpal\u00ad \ufeffInc", "paypal Inc"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("Tom &amp;amp; Jerry&nbsp;said &ldquo;no&rdquo; &#8217;", "Tom & Jerry said “no” ’"),
        ("&lt;b&gt;", "&lt;b&gt;"),
        ("the ﬁrst", "the first"),
        ("👩\u200d🚀 flew", "👩\u200d🚀 flew"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 4),
        ("  indented  line  \n\n  two ", "indented line\n\ntwo"),
    ],
)
def test_repairs(damaged, wanted):
    assert repair(damaged) == wanted


@settings(max_examples=500, deadline=None)
@given(
    st.text(max_size=200)
    | st.text("&amp;quot#39; \xc3\x83\x82\xa9â€œ™\u200d\u0301\r\n", max_size=80)
)
def test_repairing_twice_is_repairing_once(text):
    assert repair(repair(text)) == repair(text)


@given(st.text(st.characters(codec=None), max_size=50))
def test_surrogates_are_replaced_one_for_one(text):
    safe = without_surrogates(text)
    assert len(safe) == len(text)
    safe.encode()
