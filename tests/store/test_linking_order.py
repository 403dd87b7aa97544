"""Linking in a real corpus: realistic names, whatever order the articles come in, and how many."""

from contextlib import closing
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import ingest
from store.database import open_corpus, select
from tests.fakes.articles import article
from tests.fakes.corpus_state import partition_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)

# Spellings, initials, middle names, namesakes, acronyms and full names, countries' bodies, and one
# name with two types: whatever linking decides on.
NAMES = [
    *((name, "PERSON") for name in ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "Zelensky")),
    *((name, "PERSON") for name in ("George W. Bush", "George H. W. Bush", "George Bush", "Bush")),
    *((name, "PERSON") for name in ("Boris Johnson", "Ron Johnson", "R. Johnson", "Johnson")),
    *((name, "PERSON") for name in ("Joe Biden", "Joseph R. Biden Jr.", "Joseph Biden", "Biden")),
    *((name, "PERSON") for name in ("Xi Jinping", "Xi", "Kim Jong Un", "Kim Jong-un", "Kim")),
    *((name, "PERSON") for name in ("Nouri al-Maliki", "Maliki", "François Hollande")),
    *((name, "PERSON") for name in ("Francois Hollande", "Hollande", "Washington")),
    *((name, "ORG") for name in ("National Security Council", "NSC", "National Sugar Company")),
    *((name, "ORG") for name in ("Food and Drug Administration", "FDA", "The New York Times")),
    *((name, "ORG") for name in ("New York Times", "Acme Inc.", "Acme", "Kremlin", "Ford")),
    *((name, "ORG") for name in ("Russian Defense Ministry", "British Defense Ministry")),
    *(("Kremlin", "FAC"), ("Washington", "GPE"), ("Niger", "GPE"), ("Nigeria", "GPE")),
    *(("HIMARS", "PRODUCT"), ("Himars", "PRODUCT"), ("British", "NORP"), ("Russian", "NORP")),
]
ARTICLES = st.lists(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique_by=lambda name: name[0]),
    min_size=2,
    max_size=10,
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_article(number, names):
    """One article that names each of them in a sentence of its own."""
    text = " ".join(f"Number {number} names {name} here." for name, _ in names)
    return article(text, names={name: (name, kind) for name, kind in names})


def called(db):
    """What each entity is called, by its number."""
    rows = select(db, "SELECT id, name FROM entities WHERE n_articles > 0")
    return {row["id"]: row["name"] for row in rows}


def power_of_two(number):
    return number & (number - 1) == 0


@SLOW
@given(ARTICLES, st.randoms(use_true_random=False))
def test_who_is_who_does_not_depend_on_the_order_of_articles(tmp_path_factory, drawn, random):
    annotated = [as_article(i, names) for i, names in enumerate(drawn)]
    seen = []
    for _ in range(3):
        with closing(open_corpus(tmp_path_factory.mktemp("order") / "corpus.db")) as db:
            for one in annotated:
                ingest.commit(db, one, added_by=None, now=NOW)
            seen.append(partition_of(db))
        random.shuffle(annotated)
    assert seen[0] == seen[1] == seen[2]


@SLOW
@given(ARTICLES, st.integers(0, 10))
def test_who_is_who_does_not_depend_on_how_many_are_stored_together(
    tmp_path_factory, drawn, n_first
):
    annotated = [as_article(i, names) for i, names in enumerate(drawn)]
    seen = []
    for batches in (
        [[one] for one in annotated],
        [annotated],
        [annotated[:n_first], annotated[n_first:]],
    ):
        with closing(open_corpus(tmp_path_factory.mktemp("batch") / "corpus.db")) as db:
            for batch in batches:
                ingest.commit_many(db, batch, added_by=None, now=NOW)
            seen.append(partition_of(db))
    assert seen[0] == seen[1] == seen[2]


@SLOW
@given(st.lists(st.sampled_from(NAMES[:3]), min_size=1, max_size=24))
def test_an_entity_is_renamed_only_when_a_forms_count_doubles(tmp_path_factory, drawn):
    counts = dict.fromkeys(drawn, 0)
    with closing(open_corpus(tmp_path_factory.mktemp("names") / "corpus.db")) as db:
        before = {}
        for number, name in enumerate(drawn):
            ingest.commit(db, as_article(number, [name]), added_by=None, now=NOW)
            counts[name] += 1
            after = called(db)
            if any(after[i] != before[i] for i in before.keys() & after.keys()):
                assert power_of_two(counts[name])
            before = after
