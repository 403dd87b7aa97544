"""The real bot, adding articles until it is killed; run by test_kill_add.py.

Arguments: a folder for the corpora, then the numbers of the articles to add. Standard output
says "adding N" before and "answered N" after each.
"""

import asyncio
import sys
from pathlib import Path

import discord
import simcord

from bot.app import create_bot
from bot.settings import Settings
from store.intake.page import FetchedPage

GUILD_ID = 1_100_000_000_000_000_077
ADDRESS = "https://news.example.com/articles/{}"

PAGE = """<!doctype html><html lang="en"><head><title>Harbour plan {n} passes</title>
<meta property="article:published_time" content="2026-02-{day:02}T08:00:00Z"></head><body><article>
<h1>Harbour plan {n} passes</h1>
<p>The council of Port Ellery voted on Monday for harbour plan {n}, after a debate that went on
until midnight and brought hundreds of residents to the town hall.</p>
<p>“We have waited {n} years for this,” Mayor Olivia Hartwell told reporters. “Nobody will lose
a home because of harbour plan {n}.”</p>
<p>Councillor Desmond Achterberg said the costs had been hidden. “Number {n} was the worst of all
the numbers we were shown,” he said.</p>
<p>The Harbour Authority said on Tuesday that work would begin within {n} weeks.</p>
</article></body></html>"""


async def canned(url, *, kinds=None, headers=None):
    """Return the article of an address, as the network would."""
    del kinds, headers
    number = int(url.rsplit("/", 1)[1])
    body = PAGE.format(n=number, day=number % 28 + 1)
    return FetchedPage(url, url, "text/html", "utf-8", body.encode())


async def main(folder, numbers):
    """Add each article, as a curator would."""
    (folder / "sync.json").unlink(missing_ok=True)  # this simulated Discord knows no commands yet
    bot = create_bot(Settings(corpora_dir=folder, worker_nice=0), fetch=canned)
    try:
        await bot.corpus.make(GUILD_ID)
        async with simcord.run(bot, check_errors=False, settle_timeout=60) as env:
            await add(env, numbers)
    finally:
        await bot.close()


async def add(env, numbers):
    """Use `/articles add` once for each article."""
    guild = env.create_guild(id=GUILD_ID)
    channel = guild.create_text_channel("general")
    role = guild.create_role("C", permissions=discord.Permissions(manage_guild=True))
    curator = guild.add_member(env.create_user("curator"), roles=[role])
    for number in numbers:
        say("adding", number)
        await curator.slash(channel, "articles add", url=ADDRESS.format(number))
        say("answered", number)


def say(what, number):
    """Tell the test where we are."""
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]]))
