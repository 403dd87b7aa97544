"""What pictures are taken of: every command's answer, also where there is nothing to answer.

One job: for each picture the record, who asks, what, and what happened before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bot.follow.rounds import FollowRounds
from store.letters import QUIET
from store.records import DateOrigin, DigestPlan, RawArticle, ReadFeed
from store.writes.feeds import add_feed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from docs.images.stage import Server

LONG = "Wilhelmina Charlotte Esperanza van der Westhuizen-Featherstonehaugh of Upper Saxmundham"
CLAIM = "This is the time for business as usual with Mr. Putin — John Kirby"
STORY = (
    "The harbour stays open to every ship, whatever the ministry decides, the mayor said on"
    " Monday.\n\n“The harbour stays open to every ship that needs it,” Ada Verne told reporters in"
    " Genoa. “Nobody who asks for help will be turned away from this town.”\n\nVerne added that the"
    " council would pay for the repairs until the ministry did. The minister, Paul Reed, said that"
    " the decision was not the mayor's to take.\n\nCLICK HERE TO READ MORE FROM THE HARBOUR GAZETTE"
)
XI_SPEAKS = (
    "Mr Putin flew to Beijing on Monday.\n\n“Our friendship has no need of witnesses,” Xi Jinping"
    " said after the meeting. Jake Sullivan said that Xi Jinping would be judged by what he does."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command with its options, and what is pressed or picked in its answer."""

    command: str
    options: dict[str, Any] = field(default_factory=dict)
    press: str | None = None
    pick: int | None = None
    typed: dict[str, str] = field(default_factory=dict)  # into the form that it opens


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's record, who asks, what they ask, and what comes before."""

    picture: str
    asked: Asked | None = None
    record: str = "seeds"
    is_curator: bool = False
    before: tuple[Asked, ...] = ()
    prepare: Callable[[Server], Awaitable[None]] | None = None
    in_direct_messages: bool = False


def asked(
    command: str,
    /,
    *,
    press: str | None = None,
    pick: int | None = None,
    **options: Any,  # noqa: ANN401 — an option is a text, a number or a truth
) -> Asked:
    """A command as it is typed."""
    return Asked(command, options, press, pick)


# ------------------------------------------------------------------ what comes before


async def one_more_article(server: Server) -> None:
    """An article that a curator added."""
    raw = RawArticle(
        STORY,
        title="Mayor keeps the harbour open",
        url="https://news.example/harbour",
        publisher="Harbour Gazette",
        published_on=date(2026, 3, 1),
        date_origin=DateOrigin.METADATA,
    )
    await server.corpus.add(server.guild.id, raw, by=server.curator.id)


async def a_letter(server: Server) -> None:
    """A direct message to a follower, after something new was said."""
    await server.member.slash(server.channel, "follow add", name="Xi Jinping")
    server.pass_time(60)
    raw = RawArticle(
        XI_SPEAKS,
        title="Xi and Putin meet again",
        url="https://news.example/xi",
        publisher="Harbour Gazette",
        published_on=date(2026, 3, 2),
        date_origin=DateOrigin.METADATA,
    )
    await server.corpus.add(server.guild.id, raw, by=server.curator.id)
    rounds = FollowRounds(server.corpus, server.env.bot)
    for wait_s in (1, QUIET.total_seconds() + 1):
        server.pass_time(wait_s)
        await rounds.tick()
        await rounds.finish()
    await server.env.settle()


async def a_changed_server(server: Server) -> None:
    """Settings, a digest, feeds and some work of a curator."""
    place = server.guild.create_text_channel("bot-log")
    role = server.guild.create_role("Archivists")
    await server.env.settle()
    for key, value in (
        ("timezone", "Europe/Kyiv"),
        ("curator_role_id", role.id),
        ("log_channel_id", place.id),
    ):
        await server.corpus.set_setting(server.guild.id, key, value, by=server.curator.id)
    plan = DigestPlan(server.channel.id, "08:30", "Europe/Kyiv")
    await server.corpus.digests.schedule(server.guild.id, plan, by=server.curator.id)


async def two_feeds(server: Server) -> None:
    """A feed that goes well, and one that is paused."""
    for number, name in enumerate(("Harbour Gazette", "Port Verity Times"), start=1):
        url = f"https://news.example/{number}/feed.xml"
        await server.corpus.write(
            server.guild.id,
            add_feed,
            url,
            ReadFeed(name),
            n_newest=0,
            etag=None,
            last_modified=None,
            next_at=server.clock() + timedelta(minutes=20),
            by=server.curator.id,
            now=server.clock(),
        )
    await server.corpus.feeds.pause(server.guild.id, 2, by=server.curator.id)


async def no_more_questions(server: Server) -> None:
    """A member who asks too much at once."""
    for _ in range(6):
        await server.member.slash(server.channel, "search", query="weapons")


FIX = asked("quotations fix", quotation="#3", speaker="Vladimir Putin")
RENAME = asked("entities rename", name="Xi Jinping", to="President Xi Jinping")
ZONE = asked("settings timezone", timezone="Europe/Kyiv")
REMOVE = asked("articles remove", title="#2")
FOLLOW = asked("follow add", name="Xi Jinping")
FOUR = {
    "first": "Ada Verne",
    "second": "Boris Okafor",
    "third": "Tomas Reyes",
    "fourth": "Henrik Solberg",
}


def _profile(name: str, picture: str) -> Scene:
    return Scene(picture, asked("entity", name=name))


MEMBERS = (
    Scene("quotes", asked("quotes", speaker="Xi Jinping")),
    Scene("quote", asked("quote", id=4)),
    Scene("quotes-context", asked("quotes", speaker="Xi Jinping", pick=1)),
    Scene("check", asked("check", text=CLAIM)),
    Scene("check-nothing", asked("check", text="The moon is made of green cheese")),
    _profile("Zelensky", "entity"),
    _profile("Xi Jinping", "entity-xi-jinping"),
    _profile("John Kirby", "entity-john-kirby"),
    _profile("HIMARS", "entity-himars"),
    _profile("Kremlin", "entity-kremlin"),
    Scene("search", asked("search", query="weapons")),
    Scene("search-nothing", asked("search", query="weapons bananas")),
    Scene("article", asked("article", title="#1")),
    Scene("timeline", asked("timeline", **FOUR), "town"),
    Scene("timeline-numbers", asked("timeline", **FOUR, press="As numbers"), "town"),
    Scene("connections", asked("connections", name="Ada Verne"), "town"),
    Scene("compare", asked("compare", first="Ada Verne", second="Linda Marsh"), "town"),
    Scene("trending", asked("trending", days=28), "town"),
    Scene("corpus", asked("corpus"), prepare=one_more_article),
    Scene("help", asked("help")),
    Scene("help-quotes", asked("help", command="quotes")),
    Scene("follow-add", FOLLOW),
    Scene("follow-list", asked("follow list"), before=(FOLLOW,)),
    Scene("follow-list-empty", asked("follow list")),
    Scene("follow-remove", asked("follow remove", name="Xi Jinping"), before=(FOLLOW,)),
    Scene("follow-message", prepare=a_letter, in_direct_messages=True),
    Scene("privacy", asked("privacy show"), before=(FOLLOW,)),
    Scene("forget-me", asked("privacy forget-me"), before=(FOLLOW,)),
    Scene("forgotten", asked("privacy forget-me", press="Forget me"), before=(FOLLOW,)),
    Scene("digest-now", asked("digest now"), prepare=one_more_article),
    Scene("digest-now-empty", asked("digest now"), "empty"),
    Scene("which", asked("quotes", speaker="Johnson"), "odd"),
    Scene("cooldown", asked("search", query="weapons"), prepare=no_more_questions),
    Scene("not-a-date", asked("quotes", since="03/04")),
    Scene("nobody", asked("quotes", speaker="Sullivn")),
    Scene("nobody-entity", asked("entity", name="Zaphod Beeblebrox")),
)
EMPTY = tuple(
    Scene(f"empty-{command.replace(' ', '-')}", asked(command, **options), "empty")
    for command, options in (
        ("quotes", {}),
        ("quote", {}),
        ("check", {"text": CLAIM}),
        ("entity", {"name": "Xi Jinping"}),
        ("search", {"query": "weapons"}),
        ("article", {"title": "Harbour"}),
        ("timeline", {"first": "Xi Jinping"}),
        ("connections", {"name": "Xi Jinping"}),
        ("compare", {"first": "Xi Jinping", "second": "Putin"}),
        ("trending", {}),
        ("corpus", {}),
        ("help", {}),
        ("follow add", {"name": "Xi Jinping"}),
        ("privacy show", {}),
    )
)
ODD = tuple(
    Scene(f"odd-{command.replace(chr(32), chr(45))}{suffix}", asked(command, **options), "odd")
    for command, suffix, options in (
        ("quotes", "", {}),
        ("entity", "", {"name": "#1"}),
        ("entity", "-hostile", {"name": "Evil"}),
        ("article", "", {"title": "#1"}),
        ("article", "-hostile", {"title": "#3"}),
        ("search", "", {"query": "berth"}),
        ("timeline", "", {"first": "#1", "second": "#2", "third": "#3", "fourth": "Boris Johnson"}),
        ("connections", "", {"name": "#1"}),
        ("trending", "", {}),
        ("check", "", {"text": "@everyone must read this and that now or else"}),
        ("corpus", "", {}),
        ("follow add", "", {"name": "#1"}),
        ("quote", "", {"id": 1}),
    )
)


def _curators(picture: str, what: Asked | None, *before: Asked, **more: Any) -> Scene:  # noqa: ANN401 — any field of a scene
    return Scene(picture, what, is_curator=True, before=before, **more)


CURATORS = (
    _curators(
        "articles-add",
        Asked(
            "articles add",
            typed={
                "text": STORY,
                "title": "Mayor keeps the harbour open",
                "url": "https://news.example/harbour",
                "date": "1 March 2026",
            },
        ),
    ),
    _curators(
        "articles-edit",
        Asked(
            "articles edit",
            {"title": "#1"},
            typed={
                "title": "A strong message to Chinese leaders",
                "date": "2022-09-15",
                "byline": "",
                "publisher": "The Examiner",
            },
        ),
    ),
    _curators("articles-reannotate-all", asked("articles reannotate")),
    _curators("articles-reannotate-undone", asked("articles reannotate", press="Undo all")),
    _curators("settings-undone", asked("settings timezone", timezone="Europe/Kyiv", press="Undo")),
    _curators("feeds-list", asked("feeds list"), prepare=two_feeds),
    _curators("quotations-fix", FIX),
    _curators("quotations-hide", asked("quotations hide", quotation="#3")),
    _curators("entities-merge", asked("entities merge", keep="Russia", other="Kremlin")),
    _curators(
        "entities-merged", asked("entities merge", keep="Russia", other="Kremlin", press="Merge")
    ),
    _curators("entities-split", asked("entities split", name="Xi Jinping")),
    _curators("entities-rename", RENAME),
    _curators(
        "entities-alias", asked("entities alias", name="Xi Jinping", alias="The Paramount Leader")
    ),
    _curators("entities-undo", asked("entities undo", change="6"), RENAME),
    _curators("articles-list", asked("articles list"), REMOVE),
    _curators("articles-list-empty", asked("articles list"), record="empty"),
    _curators("articles-list-removed-none", asked("articles list", removed=True)),
    _curators("articles-remove", REMOVE),
    _curators("articles-restore", asked("articles restore", number=2), REMOVE),
    _curators("articles-reannotate", asked("articles reannotate", title="#2")),
    _curators("audit", asked("audit"), FIX, RENAME, ZONE),
    _curators("audit-empty", asked("audit", kind="feed")),
    _curators("export", asked("export", what="quotations")),
    _curators("settings", asked("settings show"), prepare=a_changed_server),
    _curators("settings-unchosen", asked("settings show")),
    _curators("settings-timezone", ZONE),
    _curators("feeds-list-empty", asked("feeds list")),
    _curators("digest-list", asked("digest list"), prepare=a_changed_server),
    _curators("digest-list-empty", asked("digest list")),
    _curators("digest-schedule", asked("digest schedule", time="8:30 am")),
    _curators("doctor", asked("doctor"), prepare=a_changed_server),
    _curators("odd-audit", asked("audit"), record="odd"),
    _curators("odd-articles-list", asked("articles list"), record="odd"),
    _curators("odd-merge", asked("entities merge", keep="#1", other="#2"), record="odd"),
)
SCENES = (*MEMBERS, *EMPTY, *ODD, *CURATORS)
