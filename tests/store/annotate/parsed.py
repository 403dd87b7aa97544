"""A Doc with its parse, written as a line: "Lee/NNP/nsubj/1 said/VBD/ROOT/1 ./././1"."""


def parse_tree(make_doc, line):
    """Make a Doc of word/tag/dependency/head items; the head is a token number.

    A word glued to the one before it begins with "~"; "¶" is a line end.
    """
    words, tags, deps, heads, spaces = [], [], [], [], []
    for item in line.split():
        word, tag, dep, head = item.rsplit("/", 3)
        if word.startswith("~") and len(word) > 1:
            word = word[1:]
            if spaces:
                spaces[-1] = False
        words.append("\n" if word == "¶" else word)
        tags.append(tag)
        deps.append(dep)
        heads.append(int(head))
        spaces.append(word != "¶")
    spaces[-1] = False
    return make_doc(words, tags=tags, deps=deps, heads=heads, spaces=spaces)
