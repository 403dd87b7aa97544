"""A parsed Doc written as a line: "John/NNP/PERSON Kirby/NNP/PERSON said/VBD ./."."""


def parse_line(make_doc, line):
    """Make a Doc of words with tags, and entity types where the model saw a name.

    Neighbouring words of one type are one entity; "|" ends a sentence, "¶" is a line end.
    """
    words, tags, ents, starts, spaces = [], [], [], [], []
    begins = True
    for item in line.split():
        if item == "|":
            begins = True
            continue
        word, _, rest = item.rpartition("/") if item.count("/") == 1 else item.partition("/")
        tag, _, kind = rest.partition("/")
        words.append("\n" if word == "¶" else word)
        tags.append("_SP" if word == "¶" else tag)
        previous = ents[-1][2:] if ents and ents[-1] != "O" else ""
        ents.append(f"{'I' if kind and kind == previous else 'B'}-{kind}" if kind else "O")
        starts.append(begins)
        spaces.append(word != "¶")
        begins = False
    for i, word in enumerate(words[1:], 1):
        if word in {",", ".", "'s", "-", ")", "'", ":", "n't"}:
            spaces[i - 1] = False
        if word == "-" or words[i - 1] == "(":
            spaces[i] = word != "-" and spaces[i]
    return make_doc(words, tags=tags, ents=ents, sent_starts=starts, spaces=spaces)
