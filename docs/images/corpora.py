"""The records that pictures are taken of: the starter articles, a town's, an empty one, an odd one.

One job: each as a file, made once in a folder.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from docs.images.stage import NOON
from store import ingest
from store.annotate import pipeline
from store.database import copy_corpus, open_corpus
from store.errors import IntakeError
from store.intake.read import read_file
from store.records import DateOrigin
from tests.fakes import newsroom
from tests.fakes.articles import article

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

SEEDS = Path(__file__).parent.parent.parent / "seeds"
EARLIER = NOON - timedelta(hours=3)

_LONG = "Wilhelmina Charlotte Esperanza van der Westhuizen-Featherstonehaugh of Upper Saxmundham"
_LONG_BODY = (
    "Interdepartmental Committee for the Harmonisation of Coastal and Inland Waterway Signage"
)
_BODY_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
_HOSTILE = "**Evil** @everyone [free](https://evil.example) ||x|| `code`"


def make(folder: Path) -> dict[str, Path]:
    """Return the file of each record; what is in the folder already is not made again."""
    made = {}
    for name, fill in _FILL.items():
        made[name] = folder / f"{name}.db"
        if not made[name].exists():
            with tempfile.TemporaryDirectory() as drafts:
                draft = Path(drafts, "draft.db")
                with closing(open_corpus(draft)) as db:
                    fill(db)
                copy_corpus(draft, made[name])
    return made


def _seeds(db: Database) -> None:
    _read(db, sorted(SEEDS.glob("*.txt")))


def _town(db: Database) -> None:
    with tempfile.TemporaryDirectory() as folder:
        newsroom.write(Path(folder))
        # Made of few sentences, its articles would be taken for versions of each other.
        _read(db, sorted(Path(folder).glob("*.txt")), are_apart=True)


def _read(db: Database, paths: Iterable[Path], *, are_apart: bool = False) -> None:
    raws = [raw for path in paths for raw in read_file(path)]
    for read in ingest.prepare_many(pipeline.load(), raws):
        if isinstance(read, IntakeError):
            raise read
        annotated = replace(read, article=replace(read.article, sketch=())) if are_apart else read
        ingest.commit(db, annotated, added_by=None, now=EARLIER)


def _empty(db: Database) -> None:
    del db


def _odd(db: Database) -> None:
    """Names and titles as long as they come, two of one name, and words that would be markdown."""
    names = {
        _LONG: (_LONG, "PERSON"),
        _LONG_BODY: (_LONG_BODY, "ORG"),
        _BODY_WORD: (_BODY_WORD, "ORG"),
        "Boris Johnson": ("Boris Johnson", "PERSON"),
        "Linda Johnson": ("Linda Johnson", "PERSON"),
        _HOSTILE: (_HOSTILE, "PERSON"),
    }
    long_words = " ".join(
        f"the {n}th berth shall be repaired before winter comes to the bay," for n in range(4, 40)
    )
    berths = f"{long_words} and not a day later,"
    this_year = "The bridge will be paid for this year,"
    can_wait = "The bridge can wait until schools are repaired,"
    marks = (
        "# @everyone must read [this](https://evil.example) and ||that|| <@123456789012345678>"
        " ~~now~~ > or `else`,"
    )
    long_title = (
        "A title that goes on and on because the newspaper's editor could not decide where the"
        " story about the berths, the bay, the winter and the committee should begin "
    )
    long_story = (
        f"“{berths}” {_LONG} said. {_LONG_BODY} met {_BODY_WORD}. "
        f"{_LONG} sat with {_LONG_BODY} and {_BODY_WORD}."
    )
    two_of_one_name = (
        f"“{this_year}” Boris Johnson said. “{can_wait}” Linda Johnson said. {_BODY_WORD} agreed."
    )
    hostile = f"“{marks}” {_HOSTILE} said. Boris Johnson met {_HOSTILE}."
    texts = (
        (long_story, {berths: _LONG}, 2 * long_title),
        (
            two_of_one_name,
            {this_year: "Boris Johnson", can_wait: "Linda Johnson"},
            "Budget talks in the town hall",
        ),
        (
            hostile,
            {marks: _HOSTILE},
            "[Click here](https://evil.example) @everyone ||spoiler|| **bold**",
        ),
    )
    for number, (text, said, title) in enumerate(texts):
        made = article(
            text,
            names={form: name for form, name in names.items() if form in text},
            said=said,
            roles={_LONG: ("deputy assistant undersecretary for harbours, ferries and bridges",)},
            title=" ".join(title.split()),
            url=f"https://gazette.example/{'very-long-part-' * 8}{number}",
            publisher="The Port Verity Gazette and Advertiser",
            published_on=date(2026, 2, 25 + number),
            date_origin=DateOrigin.METADATA,
        )
        ingest.commit(db, made, added_by=None, now=EARLIER)


_FILL = {"seeds": _seeds, "town": _town, "empty": _empty, "odd": _odd}
