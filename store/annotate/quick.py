"""Put quicker parts of our own in the places of spaCy's trained ones.

One job: the exchange. A part is exchanged only where ours gives the same result, that is where
the model is built as the small English one; of any other model spaCy's own parts are used.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from store.annotate import network, recognizer
from store.annotate.network import OPS, Network
from store.annotate.recognizer import Recognizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.pipeline import EntityRecognizer, Tok2Vec
    from spacy.tokens import Doc


class _Part:
    """Something done to documents, as spaCy calls the parts of a pipeline."""

    def __init__(self, work: Callable[[Sequence[Doc]], object]) -> None:
        self._work = work

    def __call__(self, doc: Doc) -> Doc:
        """Do it to one document."""
        self._work([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Do it to many, some at a time, in order."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            self._work(docs)
            yield from docs


def hasten(nlp: Language) -> None:
    """Exchange the parts that can be, and give the others numpy's own matrix product."""
    part: Any
    for name, part in nlp.pipeline:
        if _is_known(name, part):
            nlp.add_pipe(f"quick_{name}", before=name, config={"source": name})
            nlp.disable_pipe(name)
        elif hasattr(part, "model"):
            part.model._to_ops(OPS)  # noqa: SLF001 — thinc offers no public switch


def _is_known(name: str, part: Any) -> bool:  # noqa: ANN401 — any part of a pipeline
    if name == "tok2vec":
        return network.can_read(part.model)
    return name == "ner" and recognizer.can_read(part)


@Language.factory("quick_tok2vec")
def _quick_tok2vec(nlp: Language, name: str, source: str) -> _Part:  # noqa: ARG001 — spaCy gives it
    original: Tok2Vec = nlp.get_pipe(source)  # type: ignore[assignment]  # what `hasten` looked at
    vectors = Network(original.model).vectors

    def work(docs: Sequence[Doc]) -> None:
        for doc, found in zip(docs, vectors(docs), strict=True):
            # Where spaCy's tagger and parser look for it; its stub knows of float64 only.
            doc.tensor = found  # type: ignore[assignment]

    return _Part(work)


@Language.factory("quick_ner")
def _quick_ner(nlp: Language, name: str, source: str) -> _Part:  # noqa: ARG001 — spaCy gives it
    original: EntityRecognizer = nlp.get_pipe(source)
    return _Part(Recognizer(original))
