"""A Doc sketched as a text: only the words that matter carry their parse.

'"We must go," said/VBD Lee/NNP/nsubj/-1.' — a word, its tag, its dependency, and how far away
its head stands. A word without a tag is an "X", and one without a head is its own.
"""

import re

_ITEM = re.compile(
    r"(?P<word>\w+|\n|[^\w\s])(?:/(?P<tag>[^\s/]+?)(?:/(?P<dep>[a-zA-Z]+)/(?P<away>[+-]\d+))?"
    r"(?=[\s\"'.,:;?!-]|$))?"
)


def sketch(make_doc, line):
    """Make a Doc of a text whose words may be followed by /tag or /tag/dependency/distance."""
    items = list(_ITEM.finditer(line))
    return make_doc(
        [item["word"] for item in items],
        tags=[item["tag"] or _tag(item["word"]) for item in items],
        deps=[item["dep"] or "ROOT" for item in items],
        heads=[i + int(item["away"] or 0) for i, item in enumerate(items)],
        spaces=[line[item.end() : item.end() + 1] == " " for item in items],
    )


def word(doc, text):
    """The first token that reads so."""
    return next(token for token in doc if token.text == text)


def _tag(text):
    if text == "\n":
        return "_SP"
    return "X" if text[0].isalnum() else text
