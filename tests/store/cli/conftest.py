"""The command line, run in this process with a clock, a model and a network of the test's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.cli.app import run
from store.cli.outside import Outside
from store.errors import FetchError
from store.intake.page import FetchedPage
from tests.fakes.here import Here

SEEDS = Path(__file__).parents[3] / "seeds"


@dataclass
class Ran:
    status: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def pages():
    """The internet of the test: address → HTML, or what happens instead."""
    return {}


@pytest.fixture
def run_store(capsys, clock, pages, tmp_path):
    """Run one command line; the model is loaded only where articles are read."""

    def fetch(url):
        if url not in pages:
            raise FetchError(url, "there is no such page")
        if isinstance(pages[url], BaseException):
            raise pages[url]
        return FetchedPage(url, url, "text/html", "utf-8", pages[url].encode())

    def run_one(*argv, process=Here, patience_s=0.1):
        outside = Outside(
            now=clock,
            environ={"CORPORA_DIR": str(tmp_path / "corpora")},
            fetch=fetch,
            process=process,
            patience_s=patience_s,
        )
        capsys.readouterr()
        status = run(outside, [str(arg) for arg in argv])
        return Ran(status, *capsys.readouterr())

    return run_one
