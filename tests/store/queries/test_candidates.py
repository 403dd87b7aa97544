"""Candidates for a claim: found by its rarest words, and where it has only common ones too."""

import random
from datetime import UTC, datetime

import pytest

from store import ingest
from store.database import open_corpus
from store.queries.candidates import find_candidates
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
COMMON = sorted({"it", "is", "what", "we", "have", "to", "do", "and", "they", "know", "that"})
SAID = (
    "The drones were shot down over the harbour at night",
    "We have to do what they know and it is for all of us",
    "It is what it is",
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    db = open_corpus(tmp_path_factory.mktemp("claims") / "corpus.db")
    db.conn.execute("PRAGMA synchronous = OFF")
    rng = random.Random(4)  # noqa: S311
    said = [*SAID, *(" ".join(rng.choices(COMMON, k=rng.randint(6, 30))) for _ in range(150))]
    for n, words in enumerate(said):
        ingest.commit(db, article(f"{words}\n{n}", said={words: None}), added_by=None, now=NOW)
    yield db
    db.close()


@pytest.mark.parametrize(
    "claimed",
    [
        "drones shot down at the harbour",
        "harbour",
        "Drones, zebras!",
        "shot over the moon at night",
    ],
)
def test_the_rarest_words_find_it(filled, claimed):
    assert find_candidates(filled, claimed)[0].content == SAID[0]


@pytest.mark.parametrize(
    ("claimed", "meant"),
    [
        (SAID[1], 1),
        ("we have to do what they know, and it is for us", 1),
        ("We have to do what they knew and it is for all of us", 1),
        ("it is what it is", 2),
    ],
)
def test_common_words_find_it_by_their_order(filled, claimed, meant):
    found = [one.content for one in find_candidates(filled, claimed, looked_at=10)]
    assert SAID[meant] in found[:5]


@pytest.mark.parametrize("claimed", ["", "zebra", "?!", "\x00\ud800", 'a" OR b'])
def test_what_is_nowhere_finds_nothing(filled, claimed):
    assert find_candidates(filled, claimed) == ()


def test_no_more_than_asked(filled):
    assert len(find_candidates(filled, "it is what we have to do", limit=7)) == 7
