"""The project's own gold: how it is written, and how one case is scored."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One quotation that must be found: any of its beginnings, any of its speakers."""

    kind: str
    begins: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A text (empty for a seed, which has a file) and what must be found in it."""

    name: str
    text: str
    wanted: tuple[Wanted, ...]


@dataclass(slots=True)
class Score:
    """What was found of a case, and what went wrong."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    spurious: int = 0
    problems: list[str] = field(default_factory=list)


def read_cases(path: Path) -> list[Case]:
    """Read a file of cases; its head says how it is written."""
    blocks = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_case(block) for block in blocks]


def _case(block: str) -> Case:
    name, _, body = block.partition("\n")
    lines = body.splitlines()
    text = "\n".join(line for line in lines if not line.startswith("=> ")).strip()
    wanted = (_wanted(line[3:]) for line in lines if line.startswith("=> "))
    return Case(name.strip(), text, tuple(wanted))


def _wanted(line: str) -> Wanted:
    kind, begins, speakers = (part.strip() for part in line.split("|"))
    return Wanted(kind, tuple(begins.split(" / ")), tuple(re.split(r" ?/ ?", speakers)))


def score_case(case: Case, annotated: Mapping[str, Any]) -> Score:
    """Compare a case with the object that the command line prints for it."""
    score = Score(wanted=len(case.wanted))
    marked = [(s["text"], q) for q in annotated["quotations"] for s in q["quoted"]]
    clauses = [(q["text"], q) for q in annotated["quotations"]]
    used: set[int] = set()
    for wanted in case.wanted:
        pool = clauses if wanted.kind == "indirect" else marked
        taken = used if pool is marked else set[int]()
        hit = next(
            (
                i
                for i, (text, _) in enumerate(pool)
                if i not in taken and text.startswith(wanted.begins)
            ),
            None,
        )
        if hit is None:
            score.problems.append(f"{case.name}: missed {wanted.begins[0]!r}")
            continue
        score.found += 1
        if pool is marked:
            used.add(hit)
        speaker = pool[hit][1]["speaker"] or _NOBODY
        if speaker in wanted.speakers:
            score.right += 1
        else:
            score.problems.append(f"{case.name}: {speaker!r} said {wanted.begins[0]!r}")
    spare = [text for i, (text, _) in enumerate(marked) if i not in used]
    score.spurious = len(spare)
    score.problems += [f"{case.name}: spurious {text!r}" for text in spare]
    return score
