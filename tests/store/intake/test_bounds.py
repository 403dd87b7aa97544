"""The bound on memory, tried in a process of its own."""

import subprocess
import sys

import pytest

pytest.importorskip("resource", reason="this system knows no such limit")

PROGRAM = """
from store.intake.bounds import bounded_memory

def take(megabytes):
    try:
        return len(bytearray(megabytes * 1024 * 1024)) > 0
    except MemoryError:
        return False

with bounded_memory(64 * 1024 * 1024):
    print(take(8), take(256))
    with bounded_memory(1024 * 1024 * 1024):
        print(take(256))
print(take(256))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_whoever_asks_for_more_meets_an_error_and_afterwards_nobody_does():
    ran = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.split("\n") == ["True False", "False", "True", ""]


READING = """
import sys
from pathlib import Path
from store.intake.bounds import bounded_memory
from store.intake.read import read_file

with bounded_memory(40 * 1024 * 1024):
    (found,) = read_file(Path(sys.argv[1]))
print(found)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_file_whose_reading_takes_too_much_is_refused(tmp_path):
    path = tmp_path / "large.txt"
    path.write_text("The minister said so on Monday. é " * 500_000)
    ran = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-c", READING, path],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout == f"{path}: reading it takes too much memory\n"
