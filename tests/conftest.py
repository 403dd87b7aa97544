"""What every test may ask for: corpora, the model, a Doc made by hand, a clock."""

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from store import ingest
from store.annotate import pipeline
from store.database import copy_corpus, open_corpus
from store.intake.read import read_file
from tests.fakes.request_check import pytest_runtest_call  # noqa: F401 — a hook, found by its name
from tests.fakes.set_clock import SetClock

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))

# Tests begin at this moment, unless they set the clock.
STARTED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    """A clock that is set by hand."""
    return SetClock(STARTED)


@pytest.fixture
def db(tmp_path):
    """An empty corpus, open for writing."""
    with closing(open_corpus(tmp_path / "corpus.db")) as opened:
        yield opened


@pytest.fixture(scope="session")
def nlp():
    """The trained model; tests that use it are marked `model`."""
    return pipeline.load()


@pytest.fixture(scope="session")
def seed_articles(nlp):
    """The five seeds, cleaned and annotated."""
    raws = [raw for path in SEEDS for raw in read_file(path)]
    return tuple(ingest.prepare_many(nlp, raws))


@pytest.fixture(scope="session")
def seed_corpus_path(seed_articles, tmp_path_factory):
    """A corpus of the seeds, to be copied and never opened for writing."""
    path = tmp_path_factory.mktemp("seeds") / "seeds.db"
    with closing(open_corpus(path)) as opened:
        for annotated in seed_articles:
            ingest.commit(opened, annotated, added_by=None, now=STARTED)
    copy_corpus(path, path.with_name("copy.db"))
    return path.with_name("copy.db")


@pytest.fixture
def corpus_path(seed_corpus_path, tmp_path):
    """The file of a corpus of the seeds, the test's own."""
    return Path(shutil.copyfile(seed_corpus_path, tmp_path / "seeds.db"))


@pytest.fixture
def corpus(corpus_path):
    """A corpus of the seeds, the test's own, open for writing."""
    with closing(open_corpus(corpus_path)) as opened:
        yield opened


@pytest.fixture(scope="session")
def make_doc():
    """Make a parsed Doc by hand: words, and whatever of the parse the test is about."""
    vocab = spacy.blank("en").vocab  # a bare Vocab knows no lower-case forms

    def make(words, **parse):
        return Doc(vocab, words, **parse)  # spaces, tags, pos, heads, deps, ents

    return make
