"""Load spaCy, run it over clean articles, and turn what our rules found into records.

One job: the order of the rooms. How names, quotations and speakers are found is written in
the files of those names.
"""

from __future__ import annotations

import re
from itertools import groupby, tee
from typing import TYPE_CHECKING, Any

import numpy as np
import spacy
from spacy.attrs import POS, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc

from store.annotate import DEFAULT_MODEL
from store.annotate.acquaintance import CLASSIFYING
from store.annotate.coreference import cluster_names, resolve_nominals
from store.annotate.mentions import find_names
from store.annotate.quick import hasten
from store.annotate.quotations import find_quotations
from store.annotate.speakers import attribute
from store.records import AnnotatedArticle, ArticleEntity, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.annotate.clusters import Cluster
    from store.records import CleanArticle

# Parts nothing of ours reads: a third of the model's time (benchmarks/speed.py).
_LEFT_OUT = ["attribute_ruler", "lemmatizer", "senter"]

# Texts parsed together: 16 cost the same time as spaCy's 64 at half the memory (150 articles:
# 11.4 and 11.0 s, 570 and 1,070 MB).
BATCH = 16

# A text longer than this is parsed in pieces cut between paragraphs: the parser's memory
# grows with its longest Doc, and nlp.max_length refuses a million characters.
_PIECE_CHARS = 40_000

# How much of a word's start and end is searched for what is split off: marks, brackets, units.
# None is half as long; only of more than 64 dots in a row no more than 64 are taken at once.
_AFFIX_CHARS = 64

PARTER = "part_headings"  # lets sentences begin below headings; a part of ours
# No heading inside an article is longer; lines broken to a fixed width are.
_HEADING_TOKENS = 12

# Where and when a report was sent from, before its first sentence: "LAGOS, Nigeria (AP) —".
_DATELINE = re.compile(
    r"^(?:(?=[A-Z]{3})(?:[A-Z(\d][\w.,'’/)-]*\s+){1,8}"
    r"|(?:[A-Z][\w.'’-]*,?\s+){1,5}\([A-Z][\w/. ]{1,30}\)\s*)(?:[—–]|--?)\s*(?=\S)"
    r"|^[A-Z]{3,}(?: [A-Z]{3,})?: (?=\S)",
    re.MULTILINE,
)

# The model was trained on straight marks and errs on curly ones. One character for one, so
# that offsets stay those of the article.
_FOR_MODEL = str.maketrans("‘’‚‛“”„‟`´«»", "''''\"\"\"\"''\"\"")

# Half of a surrogate pair cannot be written as UTF-8, which is how spaCy keeps its strings.
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")

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

    Those below headings alone differ: a sentence begins there.

    Source:
        benchmarks/speed.py measures the gain and checks heads and entities.
    """
    nlp = spacy.load(model, exclude=_LEFT_OUT)
    hasten(nlp)
    _split_in_linear_time(nlp)
    nlp.add_pipe(PARTER, before="parser" if nlp.has_pipe("parser") else None)
    return nlp


@Language.component(PARTER)
def _part_headings(doc: Doc) -> Doc:
    """Let a sentence begin below a heading and after a dateline, as the parser would not.

    Lines within a paragraph, as some files break them, are longer or go on in small letters.
    """
    begins = {match.end() for match in _DATELINE.finditer(doc.text)}
    started = 0
    for token in doc:
        if token.idx in begins:
            token.is_sent_start = True
        if not token.is_space or "\n" not in token.text:
            continue
        if token.i + 1 < len(doc) and 1 < token.i - started <= _HEADING_TOKENS:
            above, below = doc[token.i - 1], doc[token.i + 1]
            if (above.is_alpha or above.is_digit) and not below.text[0].islower():
                below.is_sent_start = True
        started = token.i + 1
    return doc


def _split_in_linear_time(nlp: Language) -> None:
    """Show the tokenizer's searches only the end of the word that they look at.

    They search the whole word, again for each mark that is taken off: 16,000 quotation marks
    without a space took 28 seconds. The tokens are the same.
    """
    tokenizer: Any = nlp.tokenizer  # spaCy has no types for it
    find_prefix, find_suffix = tokenizer.prefix_search, tokenizer.suffix_search
    if find_prefix and find_suffix:
        tokenizer.prefix_search = lambda word: find_prefix(word[:_AFFIX_CHARS])
        tokenizer.suffix_search = lambda word: find_suffix(word[-_AFFIX_CHARS:])


def parse(nlp: Language, texts: Iterable[str], *, batch_size: int = BATCH) -> Iterator[Doc]:
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


def annotate(
    nlp: Language, articles: Iterable[CleanArticle], *, batch_size: int = BATCH
) -> Iterator[AnnotatedArticle]:
    """Find the entities and quotations of each article, in order."""
    for_texts, for_records = tee(articles)
    docs = parse(nlp, (article.text for article in for_texts), batch_size=batch_size)
    for article, doc in zip(for_records, docs, strict=True):
        yield annotate_doc(doc, article)


def annotate_doc(doc: Doc, article: CleanArticle) -> AnnotatedArticle:
    """Annotate one parsed article; the order of the rooms stands here."""
    clusters = cluster_names(doc, find_names(doc))
    resolve_nominals(doc, clusters)
    drafts = find_quotations(doc, article.text, clusters)
    quotations = attribute(doc, article.text, drafts, clusters)
    entities = tuple(_as_record(cluster, article.text) for cluster in clusters)
    return AnnotatedArticle(article, entities, tuple(quotations))


def _as_record(cluster: Cluster, text: str) -> ArticleEntity:
    mentions = (
        Mention(
            start=reference.span.start_char,
            end=reference.span.end_char,
            text=text[reference.span.start_char : reference.span.end_char],
            kind=reference.kind,
            rule=reference.rule,
        )
        for reference in cluster.references
        if reference.rule != CLASSIFYING
    )
    in_order = tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))
    return ArticleEntity(cluster.name, cluster.type, in_order, tuple(cluster.roles))


def _pieces(text: str) -> Iterator[str]:
    """Cut a text between paragraphs (else anywhere) into pieces short enough to parse."""
    text = _LONE_SURROGATES.sub("\ufffd", text.translate(_FOR_MODEL))
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
    column = np.asarray(pos, dtype="uint64")[inverse].reshape(-1, 1)
    doc.from_array([POS], column)  # type: ignore[arg-type]  # spaCy's stub names a private type
