"""bot/corpus/files.py: one starter corpus, one copy a server, and patience with a slow start."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.corpus import Corpus
from bot.errors import NotReadyError
from store.errors import DatabaseUnwritableError, NotAnArticleError
from store.records import RawArticle

pytestmark = pytest.mark.model


@pytest.fixture
async def make_corpus(settings, clock, pages, reading_thread):
    """A maker of corpora over the test's folder; each is closed after the test."""
    made = []

    def make(executor=reading_thread, **changes):
        made.append(
            Corpus(replace(settings, **changes), clock=clock, fetch=pages, executor=executor)
        )
        return made[-1]

    yield make
    for corpus in made:
        await corpus.close()


async def test_many_first_questions_make_one_file(make_corpus, settings):
    corpus = make_corpus()
    stats = await asyncio.gather(*(corpus.stats(1) for _ in range(12)))
    assert {one.n_articles for one in stats} == {5}
    assert sorted(path.name for path in settings.corpora_dir.glob("1.db")) == ["1.db"]


async def test_a_question_before_the_starter_is_read_is_told_to_wait(
    make_corpus, settings, starter
):
    (settings.corpora_dir / starter.name).unlink()
    go_on = threading.Event()
    with ThreadPoolExecutor(1) as slow:
        slow.submit(go_on.wait, 30)
        corpus = make_corpus(slow)
        with pytest.raises(NotReadyError):
            await corpus.stats(1)
        go_on.set()
        await corpus.make(1)
    assert (await corpus.stats(1)).n_articles == 5


async def test_other_starter_articles_make_another_starter(
    make_corpus, settings, tmp_path, starter
):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "one.txt").write_text(
        "Ferry returns to Port Ellery\n\nThe ferry to Port Ellery returned on Monday after a long "
        "winter.\n\n“We are glad,” said Olivia Hartwell, the mayor of the town."
    )
    corpus = make_corpus(seeds_dir=seeds)
    await corpus.make(1)
    assert (await corpus.stats(1)).n_articles == 1
    assert not (settings.corpora_dir / starter.name).exists()


async def test_a_server_that_exists_is_not_touched_by_another_starter(make_corpus, tmp_path):
    first = make_corpus()
    await first.remove_article(1, 2, by=7)
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    second = make_corpus(seeds_dir=seeds)
    await second.make(1)
    assert (await second.stats(1)).n_articles == 4


async def test_no_starter_articles_make_an_empty_corpus(make_corpus, tmp_path):
    (tmp_path / "seeds").mkdir()
    corpus = make_corpus(seeds_dir=tmp_path / "seeds")
    assert (await corpus.stats(1)).n_articles == 0


async def test_a_starter_that_cannot_be_read_is_tried_again(make_corpus, tmp_path):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "empty.txt").write_text("")
    corpus = make_corpus(seeds_dir=seeds)
    with pytest.raises(NotAnArticleError):
        await corpus.make(1)
    (seeds / "empty.txt").unlink()
    await corpus.make(1)
    assert (await corpus.stats(1)).n_articles == 0


async def test_a_folder_that_cannot_be_made_is_named(make_corpus, tmp_path):
    (tmp_path / "taken").write_text("a file")
    corpus = make_corpus(corpora_dir=tmp_path / "taken" / "corpora")
    with pytest.raises((DatabaseUnwritableError, NotADirectoryError)):
        await corpus.make(1)


async def test_the_same_question_has_the_same_token(make_corpus):
    corpus = make_corpus()
    first = await corpus.lists.save(1, "quotes", {"speaker": "3", "kind": "direct"})
    again = await corpus.lists.save(1, "quotes", {"kind": "direct", "speaker": "3"})
    other = await corpus.lists.save(1, "quotes", {"speaker": "4"})
    assert first == again != other
    assert (await corpus.lists.get(1, first)).params == {"speaker": "3", "kind": "direct"}
    assert await corpus.lists.get(2, first) is None


async def test_closing_answers_who_still_waits_for_the_reading_desk(make_corpus):
    go_on = threading.Event()
    with ThreadPoolExecutor(1) as slow:
        slow.submit(go_on.wait, 30)
        corpus = make_corpus(slow)
        await corpus.stats(1)
        adding = asyncio.create_task(corpus.add(1, RawArticle("x"), by=1))
        waiting = asyncio.create_task(corpus.add(1, RawArticle("y"), by=1))
        await asyncio.sleep(0)
        await corpus.close()
        go_on.set()
        for task in (adding, waiting):
            with pytest.raises((NotReadyError, NotAnArticleError)):
                await task
