"""Near-copies: found, linked to the first, and what they repeat is counted once, come what may."""

from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import ingest, mend
from store.database import open_corpus, select
from store.queries import counts, quotations
from store.queries.articles import get_article
from store.records import QuotationFilter
from store.sketches import SKETCH_SIZE, is_copy, shingles_of, sketch_of
from tests.fakes.articles import article
from tests.fakes.corpus_state import partition_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MAYOR = ("Olivia Hartwell", "PERSON")
NAMES = {"Olivia Hartwell": MAYOR, "Hartwell": MAYOR, "Port Ellery": ("Port Ellery", "GPE")}
PEACE, BRIDGE = "there will be peace in Port Ellery at last", "the bridge comes before the schools"
FILLER = [
    f"The council of Port Ellery heard witness number {n} on the {word} of the harbour plan."
    for n, word in enumerate(
        ("costs", "noise", "fish", "ferries", "cranes", "dust", "wages", "tides")
    )
]
BODY = [*FILLER, f"“{PEACE},” Hartwell said.", "Olivia Hartwell spoke for an hour."]

TEXTS = {
    "first": "\n".join(BODY),
    "shorter": "\n".join(["(AP) A report.", *BODY[2:]]),
    "longer": "\n".join(
        [*BODY, f"“{BRIDGE},” Hartwell said.", "She spoke again on Tuesday night."]
    ),
    "other": "\n".join(
        [f"A storm of strength {n} hit the coast, and Hartwell spoke." for n in range(9)]
        + [f"“{PEACE},” Hartwell said."]
    ),
}
DATES = {
    "first": date(2026, 3, 1),
    "shorter": date(2026, 3, 1),
    "longer": date(2026, 3, 16),
    "other": date(2026, 3, 16),
}
SAID = {"first": [PEACE], "shorter": [PEACE], "longer": [PEACE, BRIDGE], "other": [PEACE]}


def version(name, **changes):
    text = TEXTS[name]
    said = dict.fromkeys(SAID[name], "Hartwell") | changes.pop("said", {})
    return article(
        text, names=NAMES, said=said, title=name, sketch=sketch_of(text), source=name,
        published_on=DATES[name], **changes,
    )  # fmt: skip


def add(db, *names):
    return [ingest.commit(db, version(name), added_by=None, now=NOW) for name in names]


def firsts(db):
    """Which article each is linked to, by title."""
    rows = select(
        db,
        """
        SELECT a.title, b.title AS first FROM articles a LEFT JOIN articles b ON b.id = a.copy_of
        WHERE a.removed_at IS NULL ORDER BY a.id
        """,
    )
    return {row["title"]: row["first"] for row in rows}


def told(db, **where):
    """The words of the quotations that answers show, with how many copies each has."""
    page = quotations.list_quotations(db, QuotationFilter(**where), limit=50)
    assert page.total == len(page.items)
    return sorted((quotation.content, quotation.copies) for quotation in page.items)


# ------------------------------------------------------------------ found


def test_versions_are_linked_to_the_first_and_other_reports_to_none(db):
    *_, longer, other = add(db, "first", "shorter", "longer", "other")
    assert firsts(db) == {"first": None, "shorter": "first", "longer": "first", "other": None}
    assert (longer.copy_of.title, other.copy_of) == ("first", None)
    assert get_article(db, longer.article.id).copy_of.title == "first"


def test_versions_stored_together_are_linked_as_if_each_came_after_the_other(db, tmp_path):
    names = ["other", "shorter", "first", "longer"]
    add(db, *names)
    with closing(open_corpus(tmp_path / "together.db")) as together:
        many = [version(name) for name in (*names, "first")]
        *_, again = ingest.commit_many(together, many, added_by=None, now=NOW)
        assert again.article_id == 3
        assert firsts(together) == firsts(db) != {}
        assert partition_of(together) == partition_of(db)
        rows = [
            [row["after"] for row in select(c, "SELECT after FROM audit")] for c in (db, together)
        ]
    assert rows[0] == rows[1]


def test_the_change_tells_what_it_was_a_version_of(db):
    add(db, "first", "shorter")
    rows = select(db, "SELECT after FROM audit ORDER BY id")
    assert ["copy_of" in row["after"] for row in rows] == [False, True]


def test_what_versions_repeat_is_told_once(db):
    add(db, "first", "shorter", "longer", "other")
    assert told(db) == [(BRIDGE, 0), (PEACE, 0), (PEACE, 2)]
    assert counts.get_stats(db).n_quotations == 3
    (speaker,) = select(db, "SELECT n_quotations FROM entities WHERE name = 'Olivia Hartwell'")
    assert speaker["n_quotations"] == 3


def test_a_quotation_that_a_version_ends_elsewhere_is_the_same(db):
    add(db, "first")
    part = version("shorter", said={})
    changed = article(
        part.article.text, names=NAMES, said={PEACE.removesuffix(" at last"): "Hartwell"},
        title="shorter", sketch=part.article.sketch,
    )  # fmt: skip
    ingest.commit(db, changed, added_by=None, now=NOW)
    assert told(db) == [(PEACE, 1)]


def test_a_quotation_that_a_curator_hid_is_hidden_in_later_versions(db):
    add(db, "first")
    mend.hide_quotation(db, 1, by=7, now=NOW)
    add(db, "shorter")
    assert told(db) == []


def test_short_texts_are_versions_of_nothing(db):
    for n in range(2):
        text = f"The mayor spoke for an hour on Monday. Number {n}."
        assert sketch_of(text) == ()
        ingest.commit(db, article(text, sketch=sketch_of(text)), added_by=None, now=NOW)
    assert set(firsts(db).values()) == {None}


def test_looking_costs_the_same_however_many_share_a_phrase(db):
    add(db, "first")
    sketch = sketch_of(TEXTS["first"])
    rows = [(shingle, 1000 + n) for shingle in sketch for n in range(300)]
    for n in range(300):
        db.conn.execute(
            """
            INSERT INTO articles (
                id, title, folded_title, date_origin, day, body, language, n_words, content_hash,
                source, added_at
            ) VALUES (?, 'x', 'x', 'unknown', '2026-01-01', 'x', 'en', 1, ?, 'x', '2026')
            """,
            (1000 + n, str(n)),
        )
    db.conn.executemany("INSERT INTO sketches (shingle, article_id) VALUES (?, ?)", rows)
    db.conn.commit()
    asked = []
    db.conn.set_trace_callback(asked.append)
    add(db, "longer")
    db.conn.set_trace_callback(None)
    assert sum("SELECT body" in statement for statement in asked) <= 7


# ------------------------------------------------------------------ the first goes, and comes back


def test_when_the_first_goes_the_next_takes_its_place(db):
    first, *_ = add(db, "first", "shorter", "longer")
    ingest.remove_article(db, first.article.id, by=None, now=NOW)
    assert firsts(db) == {"shorter": None, "longer": "shorter"}
    assert told(db) == [(BRIDGE, 0), (PEACE, 1)]
    ingest.restore_article(db, first.article.id, by=None, now=NOW)
    assert firsts(db) == {"first": None, "shorter": "first", "longer": "first"}
    assert told(db) == [(BRIDGE, 0), (PEACE, 2)]


def test_a_quotation_read_anew_in_the_first_is_repeated_by_the_others(db):
    add(db, "longer", "first")
    without = version("longer", said={})
    without = article(
        without.article.text, names=NAMES, said={BRIDGE: "Hartwell"}, title="longer",
        published_on=date(2026, 3, 1), content_hash=without.article.content_hash,
    )  # fmt: skip
    ingest.recommit(db, 1, without, by=None, now=NOW)
    assert told(db) == [(BRIDGE, 0), (PEACE, 0)]
    ingest.recommit(db, 1, version("longer"), by=None, now=NOW)
    assert told(db) == [(BRIDGE, 0), (PEACE, 1)]


# What is kept, and the same counted from scratch.
_ROLL_UPS = (
    (
        "SELECT * FROM entity_days ORDER BY entity_id, day",
        """
    SELECT n.entity_id, a.published_on, count(*),
        count(DISTINCT iif(a.copy_of IS NULL, a.id, NULL)), sum(a.copy_of IS NULL)
    FROM articles a JOIN article_entities ae ON ae.article_id = a.id
    JOIN names n ON n.id = ae.name_id JOIN mentions m ON m.article_entity_id = ae.id
    WHERE a.removed_at IS NULL AND a.published_on IS NOT NULL
    GROUP BY n.entity_id, a.published_on ORDER BY n.entity_id, a.published_on
    """,
    ),
    (
        "SELECT * FROM entity_halves ORDER BY half, entity_id",
        """
    SELECT iif(CAST(substr(day, 9) AS INTEGER) < 16, substr(day, 1, 8) || '01',
        substr(day, 1, 8) || '16') AS half, entity_id, sum(n_stories)
    FROM entity_days GROUP BY half, entity_id HAVING sum(n_stories) > 0 ORDER BY half, entity_id
    """,
    ),
)

STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "restore", "again"]), st.sampled_from(list(TEXTS))),
    max_size=14,
)


class Life:
    """A corpus that articles come to and go from."""

    def __init__(self, db):
        self.db, self.numbers, self.gone = db, {}, set()

    def take(self, step, name):
        number = self.numbers.get(name)
        if step == "add" and number is None:
            self.numbers[name] = add(self.db, name)[0].article.id
        elif step == "remove" and number is not None and name not in self.gone:
            ingest.remove_article(self.db, number, by=None, now=NOW)
            self.gone.add(name)
        elif step == "restore" and name in self.gone:
            ingest.restore_article(self.db, number, by=None, now=NOW)
            self.gone.discard(name)
        elif step == "again" and number is not None and name not in self.gone:
            ingest.recommit(self.db, number, version(name), by=None, now=NOW)

    @property
    def living(self):
        """Names of the articles that count, in the order of their numbers."""
        return [
            n for n, _ in sorted(self.numbers.items(), key=lambda p: p[1]) if n not in self.gone
        ]


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_the_record_is_what_its_versions_are_however_they_came(steps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lives")
    with closing(open_corpus(folder / "a.db")) as db, closing(open_corpus(folder / "b.db")) as new:
        life = Life(db)
        for step, name in steps:
            life.take(step, name)
        add(new, *life.living)
        assert firsts(db) == firsts(new)
        assert told(db) == told(new)
        assert partition_of(db) == partition_of(new)
        for kept, recounted in _ROLL_UPS:
            assert [*map(tuple, select(db, kept))] == [*map(tuple, select(db, recounted))]


# ------------------------------------------------------------------ sketches


@given(st.text())
def test_a_sketch_is_small_and_of_whole_numbers_that_sqlite_keeps(text):
    sketch = sketch_of(text * 20)
    assert len(sketch) in {0, *range(1, SKETCH_SIZE + 1)}
    assert all(-(2**63) <= shingle < 2**63 for shingle in sketch)
    assert sketch_of(text * 20) == sketch


def test_marks_case_and_lines_make_no_difference():
    typed = TEXTS["first"].upper().replace("“", '"').replace("”", '"').replace("\n", " ")
    assert shingles_of(typed) == shingles_of(TEXTS["first"])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("first", "shorter", True), ("shorter", "longer", True), ("first", "other", False)],
)
def test_versions_are_told_from_reports_that_quote_the_same(one, other, expected):
    assert is_copy(shingles_of(TEXTS[one]), TEXTS[other]) is expected


def test_a_text_within_a_book_is_no_version_of_the_book():
    book = TEXTS["first"] + " ".join(f"word{n}" for n in range(3000))
    assert not is_copy(shingles_of(TEXTS["first"]), book)
