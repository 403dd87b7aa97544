"""Whatever is added, removed, restored and read anew: the record tells what its articles tell."""

from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from store import ingest
from store.database import check_corpus, open_corpus, select
from store.person_names import KNOWN_TO_ALL
from store.queries.entities import find_entity
from store.records import AnnotatedArticle
from tests.fakes.articles import article
from tests.fakes.corpus_state import partition_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)

# Family names that are nobody's in the lists of common ones, so that a bare one may link or,
# with two bearers, may not; a country in two writings; and one name of two types.
NAMES = (
    ("Zhabin", "PERSON"),
    ("Pavel Zhabin", "PERSON"),
    ("Oleg Zhabin", "PERSON"),
    ("US", "GPE"),
    ("United States", "GPE"),
    ("Kremlin", "ORG"),
    ("Kremlin", "GPE"),
)


ENDINGS = (". ", ".\n")


@st.composite
def articles(draw, number):
    """An article about a few of the names, with who says "peace" to whom."""
    distinct = st.lists(
        st.sampled_from(NAMES), min_size=1, max_size=4, unique_by=lambda name: name[0]
    )
    chosen = draw(distinct)
    forms = [form for form, _ in chosen]
    text = "".join(f"{form} spoke{draw(st.sampled_from(ENDINGS))}" for form in forms)
    speaker = draw(st.sampled_from([None, *forms]))
    subject = draw(st.sampled_from(forms))
    return article(
        f"Report {number}. {text}“Peace with {subject},” they heard.",
        names={name[0]: name for name in chosen},
        said={f"Peace with {subject},": speaker},
        title=f"Report {number}",
        published_on=date(2026, 1, 1 + number % 3),
    )


class Life:
    """A corpus, and which of the articles are in it and which were taken out."""

    def __init__(self, db, written):
        self.db = db
        self.written = list(written)
        self.live = {}
        self.gone = {}

    def take(self, step, number):
        """Take one step, if it can be taken."""
        if step == "add" and number not in self.live | self.gone:
            added = ingest.commit(self.db, self.written[number], added_by=None, now=NOW)
            self.live[number] = added.article.id
        elif step == "remove" and number in self.live:
            self.gone[number] = self.live.pop(number)
            ingest.remove_article(self.db, self.gone[number], by=None, now=NOW)
        elif step == "restore" and number in self.gone:
            self.live[number] = self.gone.pop(number)
            ingest.restore_article(self.db, self.live[number], by=None, now=NOW)
        elif step.startswith("read") and number in self.live:
            self.written[number] = reread(self.written[number], int(step.split()[1]))
            again = self.written[number]
            ingest.recommit(self.db, self.live[number], again, by=None, now=NOW)


def reread(annotated, count):
    """The same text; a reading that finds only so many of the names finds no quotations."""
    if count >= len(annotated.entities):
        return annotated
    return AnnotatedArticle(annotated.article, annotated.entities[:count], ())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "add", "remove", "restore", "read 0", "read 1", "read 2", "read 9"]
        ),
        st.integers(0, 4),
    ),
    min_size=2,
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(st.tuples(*(articles(number) for number in range(5))), STEPS)
def test_the_record_is_what_its_articles_are_however_they_came(written, steps):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lived.db"
        with closing(open_corpus(path)) as db:
            life = Life(db, written)
            for step, number in steps:
                life.take(step, number)
            lived = partition_of(db)
        assert check_corpus(path) == []
        with closing(open_corpus(Path(folder) / "fresh.db")) as db:
            together = [life.written[number] for number in sorted(life.live)]
            ingest.commit_many(db, together, added_by=None, now=NOW)
            assert lived == partition_of(db)


def test_a_common_family_name_joins_its_bearer_when_he_is_known_and_leaves_when_he_is_not():
    """Dividing a block anew is left out unless a count passes a limit; this is the limit."""
    with TemporaryDirectory() as folder, closing(open_corpus(Path(folder) / "c.db")) as db:
        add = partial(_named, db)
        add("Smith")
        known = [add("John Smith") for _ in range(KNOWN_TO_ALL - 1)]
        assert find_entity(db, "Smith").name == "Smith"
        known.append(add("John Smith"))
        assert find_entity(db, "Smith").name == "John Smith"
        ingest.remove_article(db, known[0], by=None, now=NOW)
        assert find_entity(db, "Smith").name == "Smith"


def _named(db, name):
    n = len(select(db, "SELECT id FROM articles"))
    one = article(f"{name} spoke {n} times.", names={name: (name, "PERSON")})
    return ingest.commit(db, one, added_by=None, now=NOW).article.id
