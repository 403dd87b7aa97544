"""Killed at any instant of `/articles add`: an article is wholly there or not at all."""

import time
from contextlib import closing
from pathlib import Path

import pytest

from store.database import check_corpus, open_corpus
from tests.fakes.talking_process import PATIENCE_S, await_line, talking

HERE = Path(__file__).parent
GUILD_ID = 1_100_000_000_000_000_077
ADDRESS = "https://news.example.com/articles/{}"
KILLS = 10

pytestmark = [pytest.mark.crash, pytest.mark.model]


def adding(folder, *numbers):
    """The bot in a process of its own, adding the numbered articles."""
    return talking(HERE / "adding_bot.py", folder, *numbers)


def stored(path, number):
    """How many copies of an article there are, and of its parts."""
    with closing(open_corpus(path, read_only=True).conn) as conn:
        counts = conn.execute(
            """
            SELECT count(DISTINCT a.id), count(DISTINCT q.id), count(DISTINCT e.id)
            FROM articles AS a
            LEFT JOIN quotations AS q ON q.article_id = a.id
            LEFT JOIN article_entities AS e ON e.article_id = a.id
            WHERE a.url = ?
            """,
            [ADDRESS.format(number)],
        ).fetchone()
        found = conn.execute(
            "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?",
            [f'"harbour plan {number}"'],
        ).fetchone()
    return (*counts, *found)


@pytest.fixture(scope="module")
def added_in_peace(tmp_path_factory):
    """A folder with article 1 in it, what is stored of it, and how long adding it took."""
    folder = tmp_path_factory.mktemp("corpora")
    with adding(folder, 1) as process:
        assert process.wait(PATIENCE_S) == 0
    with adding(folder, 90) as process:  # as cold as those that are killed
        assert await_line(process, "adding 90")
        started = time.monotonic()
        assert await_line(process, "answered 90")
        took_s = time.monotonic() - started
        assert process.wait(PATIENCE_S) == 0
    whole = stored(folder / f"{GUILD_ID}.db", 1)
    assert whole[0] == 1
    assert whole[1] >= 3
    return folder, whole, took_s


def test_an_article_is_wholly_there_or_not_at_all(added_in_peace):
    folder, whole, took_s = added_in_peace
    path = folder / f"{GUILD_ID}.db"
    moments_s = [took_s * n / (KILLS - 2) for n in range(KILLS - 1)]
    moments_s.append(PATIENCE_S)  # the last one only when it has answered
    for number, after_s in enumerate(moments_s, start=2):
        is_answered = killed_while_adding(folder, number, after_s)
        assert check_corpus(path) == []
        found = stored(path, number)
        assert found in {whole, (0, 0, 0, 0)}
        assert found == whole or not is_answered
    assert is_answered
    with adding(folder, *range(2, KILLS + 2)) as process:
        assert process.wait(PATIENCE_S) == 0
    assert [stored(path, number) for number in range(2, KILLS + 2)] == [whole] * KILLS
    assert check_corpus(path) == []


def killed_while_adding(folder, number, after_s):
    """Kill the bot so long after it began to add; return whether it had answered."""
    with adding(folder, number) as process:
        assert await_line(process, f"adding {number}")
        is_answered = await_line(process, f"answered {number}", after_s)
        process.kill()
        process.wait(PATIENCE_S)
    return is_answered
