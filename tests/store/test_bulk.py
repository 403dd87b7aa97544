"""Reading in processes: in order, and whole, though processes are killed or get stuck.

The files are empty, so that each is refused before a model would be loaded.
"""

import os
import signal
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor

import pytest

from store.bulk import Readers, Task
from store.process import OwnProcess
from tests.fakes.fatal_reading import Fatal

pytestmark = pytest.mark.crash


@pytest.fixture
def texts(tmp_path):
    """Make empty files, by name."""

    def texts(*names):
        paths = [tmp_path / f"{name}.txt" for name in names]
        for path in paths:
            path.write_bytes(b"")
        return paths

    return texts


def tasks(paths, most=3):
    return [Task(paths=tuple(paths[i : i + most])) for i in range(0, len(paths), most)]


def told(found):
    return {
        error.submission.rpartition("/")[2]: error.reason for _, result in found for error in result
    }


def order(found):
    return [error.submission.rpartition("/")[2] for _, result in found for error in result]


def test_tasks_come_back_in_order_from_two_processes(texts):
    paths = texts(*"abcdefghijkl")
    found = list(Readers(OwnProcess, "unused", n=2).read(tasks(paths)))
    assert order(found) == [path.name for path in paths]
    assert [len(task) for task, _ in found] == [3, 3, 3, 3]


def test_killed_processes_are_replaced_and_nothing_is_lost_or_double(texts):
    paths, made = texts(*"abcdefghijkl"), []

    def make():
        made.append(OwnProcess())
        return made[-1]

    def kill(process):
        while process.pid is None:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)

    with ThreadPoolExecutor(1) as killer:
        killer.submit(lambda: [kill(process) for process in made[:2]])
        found = list(Readers(make, "unused", n=2).read(tasks(paths, most=1)))
    assert order(found) == [path.name for path in paths]


def until_it_refuses(process):
    while True:
        try:
            process.submit(os.getpid)
        except BrokenExecutor:
            return
        time.sleep(0.01)


def test_a_process_found_dead_when_work_comes_is_replaced(texts):
    """Killed while it had nothing to do: then its pool refuses the next task outright."""
    paths, made = texts(*"abcdef"), []

    def make():
        made.append(OwnProcess())
        return made[-1]

    def kill_before_the_third():
        for number, task in enumerate(tasks(paths, most=1)):
            if number == 2:
                os.kill(made[0].pid, signal.SIGKILL)
                until_it_refuses(made[0])
            yield task

    found = list(Readers(make, "unused", n=1).read(kill_before_the_third()))
    assert order(found) == [path.name for path in paths]
    assert len(made) > 1


def test_a_text_that_ends_its_process_is_given_up_alone(texts):
    paths = texts("a", "b", "fatal", "c", "d", "e")
    found = told(Readers(Fatal, "unused").read(tasks(paths)))
    assert found["fatal.txt"] == "the process that read it was ended twice"
    assert {found[f"{name}.txt"] for name in "abcde"} == {"there is no text in it"}


def test_a_text_that_takes_for_ever_is_given_up_alone(texts):
    paths = texts("a", "stuck", "b")
    found = told(Readers(Fatal, "unused", task_s=15).read(tasks(paths)))
    assert found["stuck.txt"] == "reading it took longer than 15 s"
    assert found["a.txt"] == found["b.txt"] == "there is no text in it"


def test_whoever_stops_listening_leaves_no_process_behind(texts):
    made = []

    def make():
        made.append(OwnProcess())
        return made[-1]

    reading = Readers(make, "unused", n=2).read(tasks(texts(*"abcdef"), most=1))
    next(reading)
    pids = [process.pid for process in made if process.pid]
    reading.close()
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_task_can_be_taken_apart():
    task = Task(records=(("a:1", b"{}"), ("a:2", b"{}")))
    assert [part.name for part in task.parts()] == ["a:1", "a:2"]
    assert [part.name for part in Task(again=(3, 5)).parts()] == ["article 3", "article 5"]
    assert (len(task), task.name, Task().name) == (2, "a:1", "")
