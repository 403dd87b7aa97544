"""Names by spaCy's trained recognizer, decided in a quarter of spaCy's time, with the same result.

One job: what the greedy `TransitionBasedParser.v2` for names decides. It goes from word to word
and either leaves one out, or opens a name, or closes it. While no name is open, what it knows of
the past is nothing, so that decision is made for all words of all texts at once; only where a name
opens are the next words looked at one after the other, again for all such places at once. spaCy
makes each decision by itself. A model built otherwise is left to spaCy (`can_read`).

Source:
    Lample et al. 2016, "Neural architectures for named entity recognition", section 3 (the
    transitions); spaCy 3.8, pipeline/_parser_internals/ner.pyx (which of them are allowed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ENT_IOB, ENT_TYPE, IS_SPACE, SENT_START

from store.annotate import network
from store.annotate.network import Floats, Network, parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

_FEATURES: Final = 3  # the word, the first word of the open name, the last word of the open name
_NEVER: Final = np.float32(-np.inf)
_INSIDE, _OUTSIDE, _FIRST = 1, 2, 3  # spaCy's ENT_IOB


def can_read(ner: EntityRecognizer) -> bool:
    """Whether a recognizer is built as this file expects it."""
    model: Any = ner.model
    if model.name != "parser_model" or not model.attrs["has_upper"]:
        return False
    words = model.get_ref("tok2vec")
    return (
        len(words.layers) == 3  # noqa: PLR2004 — vectors, their list put together, a projection
        and words.layers[-1].name == "linear"
        and network.can_read(words.layers[0])
        and model.get_ref("lower").get_dim("nF") == _FEATURES
        and model.get_ref("lower").get_dim("nP") > 1
        and not model.attrs["unseen_classes"]
        and ner.cfg["beam_width"] == 1
    )


class Recognizer:
    """Finds names in parsed documents: sets their `ent_iob` and `ent_type`."""

    def __init__(self, ner: EntityRecognizer) -> None:
        model: Any = ner.model
        vectors, _, project = model.get_ref("tok2vec").layers
        self._network = Network(vectors)
        self._project = np.ascontiguousarray(parameter(project, "W").T), parameter(project, "b")
        self._take_layers(model.get_ref("lower"), model.get_ref("upper"))
        self._take_moves(ner)

    def _take_layers(self, lower: Any, upper: Any) -> None:  # noqa: ANN401 — thinc's layers
        weights, pad = parameter(lower, "W"), parameter(lower, "pad")[0]
        _, self._n_hidden, self._n_pieces, n_in = weights.shape
        # (n_in, n_pieces * n_hidden) for each of the three words a decision looks at
        self._lower = [
            np.ascontiguousarray(one.transpose(1, 0, 2).reshape(-1, n_in).T) for one in weights
        ]
        self._nothing = [one.T.reshape(-1) for one in pad]  # in the place of a word that is none
        self._lower_bias = parameter(lower, "b").T.reshape(-1)
        self._upper = np.ascontiguousarray(parameter(upper, "W").T), parameter(upper, "b")

    def _take_moves(self, ner: EntityRecognizer) -> None:
        moves: Any = ner.moves
        names = [moves.get_class_name(number) for number in range(moves.n_moves)]  # "B-ORG", "O"
        number_of = {name: number for number, name in enumerate(names)}
        labels = [name[2:] for name in names]
        self._opens = np.array([name.startswith("B-") for name in names])
        self._is_whole = np.array([name.startswith("U-") and name != "U-" for name in names])
        self._is_closed_move = self._opens | self._is_whole | np.array([n == "O" for n in names])
        self._going_on = np.array([number_of.get(f"I-{label}", 0) for label in labels])
        self._closing = np.array([number_of.get(f"L-{label}", 0) for label in labels])
        strings = ner.vocab.strings
        self._types = np.array([strings.add(label) if label else 0 for label in labels], np.uint64)

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Find the names of documents whose sentences are known."""
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        is_space, may_not_go_on = _bounds(docs)
        words = np.concatenate(self._network.vectors(docs)) @ self._project[0] + self._project[1]
        features = [words @ weights for weights in self._lower]
        move = self._with_none_open(features[0], is_space, may_not_go_on)
        end = self._ends(features, move, may_not_go_on)
        self._write(docs, move, end)

    def _scores(self, hidden: Floats) -> Floats:
        """Sums of three words' features → how good each move is."""
        hidden = hidden + self._lower_bias
        n = self._n_hidden
        best = hidden[:, :n]
        for start in range(n, hidden.shape[1], n):
            best = np.maximum(best, hidden[:, start : start + n])
        scores: Floats = best @ self._upper[0] + self._upper[1]
        return scores

    def _with_none_open(self, feature: Floats, is_space: Bools, may_not_go_on: Bools) -> Ints:
        """The move at each word, if no name is open there."""
        scores = self._scores(feature + (self._nothing[1] + self._nothing[2]))
        scores[:, ~self._is_closed_move] = _NEVER
        scores[np.ix_(is_space | may_not_go_on, self._opens)] = _NEVER
        scores[np.ix_(is_space, self._is_whole)] = _NEVER
        best: Ints = scores.argmax(axis=1)
        return best

    def _ends(self, features: Sequence[Floats], move: Ints, may_not_go_on: Bools) -> Ints:
        """The last word of the name that each word opens or is; elsewhere the word itself."""
        end = np.arange(len(move))
        first = np.flatnonzero(self._opens[move])
        word = first + 1
        while len(word):
            scores = self._scores(features[0][word] + features[1][first] + features[2][word - 1])
            each, opened = np.arange(len(word)), move[first]
            is_on = scores[each, self._going_on[opened]] >= scores[each, self._closing[opened]]
            is_on &= ~may_not_go_on[word]
            end[first[~is_on]] = word[~is_on]
            first, word = first[is_on], word[is_on] + 1
        return end

    def _write(self, docs: Sequence[Doc], move: Ints, end: Ints) -> None:
        """Go from name to name, and give each document's tokens theirs."""
        marks = np.zeros((len(move), 2), np.uint64)
        marks[:, 0] = _OUTSIDE
        begins, free = np.flatnonzero(self._opens[move] | self._is_whole[move]), 0
        for first, last in zip(begins.tolist(), end[begins].tolist(), strict=True):
            if first >= free:
                free = last + 1
                marks[first:free] = _INSIDE, self._types[move[first]]
                marks[first, 0] = _FIRST
        start = 0
        for doc in docs:
            doc.from_array([ENT_IOB, ENT_TYPE], marks[start : start + len(doc)])  # type: ignore[arg-type]  # spaCy's stub names a private type
            start += len(doc)


def _bounds(docs: Sequence[Doc]) -> tuple[Bools, Bools]:
    """Which tokens are white space, and which end a sentence or a text."""
    found = np.concatenate(
        [doc.to_array([IS_SPACE, SENT_START]).reshape(len(doc), 2) for doc in docs]
    )
    is_end = np.zeros(len(found), np.bool_)
    is_end[:-1] = found[1:, 1] == 1
    is_end[np.cumsum([len(doc) for doc in docs]) - 1] = True
    return found[:, 0] == 1, is_end
