"""Word vectors of spaCy's small models, computed in a third of spaCy's time.

One job: what a `Tok2Vec.v2` of `MultiHashEmbed.v2` and `MaxoutWindowEncoder.v2` predicts, to the
sixth decimal. Three things make it faster than the layers of thinc: the first half depends on the
word form alone, so it is computed once for each form and kept; the second half goes through the
text in slices that the processor's cache holds; and the pieces of a maxout lie side by side, so
that numpy compares them a row at a time. A model built otherwise is left to spaCy (`can_read`).

Source:
    Miranda et al. 2022, "Multi hash embeddings in spaCy", arXiv:2212.09255.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc
    from thinc.api import Model

    Layers = Model[Any, Any]

Floats = NDArray[np.float32]

OPS: Final = NumpyOps(use_blis=False)  # numpy's own BLAS beats BLIS here by 1.2 to 1.5

# What depends on a token's form, its norm and the space after it, and on nothing else.
_OF_FORM: Final = {"ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"}
_LAYERS: Final = {"extract_features", "hashembed", "maxout", "layernorm", "expand_window"}
_BETWEEN: Final = {"list2ragged", "ragged2list", "ints-getitem", "dropout"}
_WINDOW: Final = 3  # a word and its two neighbours
_SLICE: Final = 512  # words; their windows and what is made of them take a megabyte

_KEPT: Final = 50_000  # word forms, 19 MB
_NORM_FACTOR, _SPACE_FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)
_EPSILON: Final = 1e-8  # as in thinc's layernorm


@dataclass(frozen=True, slots=True)
class _Maxout:
    """A maxout layer and the normalization after it; its pieces one after the other."""

    weights: Floats  # (n_in, n_pieces * n_out)
    bias: Floats
    scale: Floats
    shift: Floats

    @classmethod
    def of(cls, maxout: Layers, norm: Layers) -> _Maxout:
        """Arrange the parameters of thinc's two layers."""
        weights, bias = parameter(maxout, "W"), parameter(maxout, "b")
        n_out, n_pieces, n_in = weights.shape
        return cls(
            np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(n_in, n_pieces * n_out)),
            np.ascontiguousarray(bias.reshape(n_out, n_pieces).T.reshape(-1)),
            parameter(norm, "G"),
            parameter(norm, "b"),
        )

    @property
    def n_out(self) -> int:
        """Width of what comes out."""
        return len(self.scale)

    def __call__(self, rows: Floats) -> Floats:
        """(n, n_in) → (n, n_out)."""
        pieces = rows @ self.weights
        pieces += self.bias
        n = self.n_out
        best = pieces[:, :n].copy()
        for start in range(n, pieces.shape[1], n):
            np.maximum(best, pieces[:, start : start + n], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best)
        spread /= n
        spread += _EPSILON
        np.sqrt(spread, out=spread)
        best /= spread[:, np.newaxis]
        best *= self.scale
        best += self.shift
        return best


def parameter(layer: Layers, name: str) -> Floats:
    """A layer's parameter, as what it is for numpy's operations."""
    return np.asarray(layer.get_param(name))


def can_read(model: Layers) -> bool:
    """Whether a model is built as this file expects it."""
    if len(model.layers) != 2:  # noqa: PLR2004 — what embeds words, and what reads their neighbours
        return False
    embed, encode = model.layers
    own = {part.name for part in model.walk() if not part.layers}
    features = _named(embed, "extract_features")
    windows = _named(encode, "expand_window")
    return (
        own <= _LAYERS | _BETWEEN
        and len(features) == 1
        and set(features[0].attrs["columns"]) <= _OF_FORM
        and len(_named(embed, "maxout")) == len(_named(embed, "layernorm")) == 1
        and len(_named(encode, "maxout")) == len(_named(encode, "layernorm")) == len(windows) > 0
        and all(window.attrs["window_size"] * 2 + 1 == _WINDOW for window in windows)
    )


def _named(model: Layers, name: str) -> list[Layers]:
    return [part for part in model.walk() if part.name == name]


class Network:
    """The word vectors of one model, and the word forms it has seen."""

    def __init__(self, model: Layers) -> None:
        embed, encode = model.layers
        self._columns = _named(embed, "extract_features")[0].attrs["columns"]
        self._tables = [
            (parameter(part, "E"), part.attrs["seed"], part.attrs["column"])
            for part in _named(embed, "hashembed")
        ]
        (self._mix,) = _maxouts(embed)
        self._encode = _maxouts(encode)
        self._known: dict[int, int] = {}
        self._rows = np.empty((0, self._mix.n_out), np.float32)
        self._lock = Lock()

    @property
    def width(self) -> int:
        """Numbers a word vector has."""
        return self._mix.n_out

    def vectors(self, docs: Sequence[Doc]) -> list[Floats]:
        """The vectors of each document's tokens: (n_tokens, width)."""
        depth = len(self._encode)  # neighbours reach so far: so many empty rows part two texts
        starts, at = [], depth
        for doc in docs:
            starts.append(at)
            at += len(doc) + depth
        rows = np.zeros((at, self.width), np.float32)
        embedded, first = self._embed(docs), 0
        for doc, start in zip(docs, starts, strict=True):
            rows[start : start + len(doc)] = embedded[first : first + len(doc)]
            first += len(doc)
        for layer in self._encode:
            rows = _with_neighbours(rows, layer)
        return [rows[start : start + len(doc)] for doc, start in zip(docs, starts, strict=True)]

    def _embed(self, docs: Sequence[Doc]) -> Floats:
        """The first half, for all tokens of all documents: each word form is computed once."""
        forms, first, where = np.unique(_forms(docs), return_index=True, return_inverse=True)
        with self._lock:
            numbers = np.array([self._known.get(form, -1) for form in forms.tolist()], np.int64)
            is_new = numbers < 0
            if is_new.any():
                if len(self._known) + int(is_new.sum()) > len(self._rows):
                    self._known = {}  # the system gives room only where it is written to
                    self._rows = np.empty((max(_KEPT, len(forms)), self.width), np.float32)
                    is_new[:] = True
                numbers[is_new] = len(self._known) + np.arange(int(is_new.sum()))
                attributes = np.concatenate([_attributes(doc, self._columns) for doc in docs])
                self._rows[numbers[is_new]] = self._embed_forms(attributes[first[is_new]])
                self._known.update(
                    zip(forms[is_new].tolist(), numbers[is_new].tolist(), strict=True)
                )
            return self._rows[numbers[where]]

    def _embed_forms(self, attributes: NDArray[np.uint64]) -> Floats:
        columns = []
        for table, seed, column in self._tables:
            keys = OPS.hash(np.ascontiguousarray(attributes[:, column]), seed) % len(table)
            columns.append(OPS.gather_add(table, keys))
        return self._mix(np.concatenate(columns, axis=1))


def _maxouts(model: Layers) -> list[_Maxout]:
    return [
        _Maxout.of(maxout, norm)
        for maxout, norm in zip(_named(model, "maxout"), _named(model, "layernorm"), strict=True)
    ]


def _attributes(doc: Doc, columns: Sequence[str]) -> NDArray[np.uint64]:
    return cast("NDArray[np.uint64]", doc.to_array(list(columns)).reshape(len(doc), len(columns)))


def _forms(docs: Sequence[Doc]) -> NDArray[np.uint64]:
    """One number for everything of a token that the first half looks at."""
    found = np.concatenate([_attributes(doc, ("ORTH", "NORM", "SPACY")) for doc in docs])
    mixed = found[:, 0] ^ (found[:, 1] * _NORM_FACTOR)
    return cast("NDArray[np.uint64]", mixed + found[:, 2] * _SPACE_FACTOR)


def _with_neighbours(rows: Floats, layer: _Maxout) -> Floats:
    """Add to each row what a layer makes of it and its two neighbours."""
    n, width = rows.shape
    padded = np.zeros((n + 2, width), np.float32)
    padded[1:-1] = rows
    for start in range(0, n, _SLICE):
        end = min(n, start + _SLICE)
        # Three rows lie one after the other in memory already: they only need to be seen so.
        windows = as_strided(
            padded[start:], (end - start, _WINDOW * width), padded.strides, writeable=False
        )
        rows[start:end] += layer(windows)
    return rows
