"""The walks use the same simulated Discord as the tests of the bot."""

from tests.bot.conftest import (  # noqa: F401 — fixtures, found by their names
    answers_of,
    ask,
    bot,
    channel,
    curator,
    env,
    guild,
    make_bot,
    member,
    pages,
    reading_thread,
    restart,
    settings,
    starter,
    text_of,
)
