"""Markdown is read for its words."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from store.intake.markdown import from_bytes_of_markdown

PAGE = b"""---
title: "Talks go on"
date: 2022-03-03T10:00:00Z
author: Ann Other
---
# Ignored heading

The *minister* said on **Monday** that [talks](https://x.example/a_(b)) go on.

> \xe2\x80\x9cWe are_ready_now,\xe2\x80\x9d she said.

- 2 * 3 * 4 stays
1. first

![a picture](x.png)
---
```
code_stays **as it is**
```
"""


def test_front_matter_tells_about_the_article():
    raw = from_bytes_of_markdown(PAGE, "a.md")
    assert (raw.title, raw.byline) == ("Talks go on", "Ann Other")
    assert raw.published_on == date(2022, 3, 3)


def test_signs_go_and_words_stay():
    lines = from_bytes_of_markdown(PAGE, "a.md").text.split("\n")
    kept = [line for line in lines if line.strip(") ")]
    assert kept == [
        "The minister said on Monday that talks) go on.",
        "“We are_ready_now,” she said.",
        "2 * 3 * 4 stays",
        "first",
        "code_stays **as it is**",
    ]


def test_the_first_heading_is_the_title_without_front_matter():
    raw = from_bytes_of_markdown(b"# Talks *go* on\n\nText.\n\n## More\n", "a.md")
    assert raw.title == "Talks go on"
    assert raw.text.split() == ["Text.", "More"]


def test_a_date_that_is_none_is_left_out():
    assert from_bytes_of_markdown(b"---\ndate: soon\n---\nText.", "a.md").published_on is None


NEWSLETTER = """# The Brief

The minister spoke.[^1] “We are ready,” she said.[^note]

| Who | Vote |
|:----|-----:|
| Ann Other | yes |

<p align="center"><b>More</b> below</p><!-- a note -->
2 <3 and <https://x.example/a> stay

[^1]: Told to the author.
[ref]: https://x.example/ref "Title"
"""


def test_footnotes_tables_and_tags_of_a_newsletter_leave_their_words():
    raw = from_bytes_of_markdown(NEWSLETTER.encode(), "a.md")
    assert [line for line in raw.text.split("\n") if line] == [
        "The minister spoke. “We are ready,” she said.",
        "Who | Vote",
        "Ann Other | yes",
        "More below",
        "2 <3 and https://x.example/a stay",
    ]
    assert [line.text for line in raw.dropped] == [
        "[^1]: Told to the author.",
        '[ref]: https://x.example/ref "Title"',
    ]


@pytest.mark.parametrize(
    "signs",
    ["--|" + " " * 200_000 + "x", "<!--" * 200_000, "[^" * 200_000, "|a" * 200_000, "<a" * 200_000],
    ids=["table", "comment", "footnote", "row", "tag"],
)
def test_signs_without_end_do_not_hold_the_reader_up(signs):
    began = process_time()
    from_bytes_of_markdown(signs.encode(), "a.md")
    assert process_time() - began < 2
