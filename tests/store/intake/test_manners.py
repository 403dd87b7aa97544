"""How a site is treated: its robots.txt, one page at a time, and when it wants to be left alone."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from store.errors import FetchError
from store.intake.fetch import Fetcher, Limits, user_agent
from store.intake.network import Names, Network
from store.intake.robots import LARGEST, read_rules, rules_for_status
from store.intake.sites import Sites
from tests.fakes.site import answering, serving

pytestmark = pytest.mark.enable_socket

LIMITS = Limits(ports=None, total_s=5, robots_s=0.5, patience_s=5)


def fetcher(**limits):
    allow = {"127.0.0.1", "127.0.0.2"}.__contains__
    return Fetcher(
        limits=Limits(**{"ports": None, "total_s": 5, "robots_s": 0.5, "patience_s": 5} | limits),
        network=Network(allow=allow),
    )


async def reason(fetch, url):
    with pytest.raises(FetchError) as caught:
        await fetch(url)
    return caught.value.reason


def saying(text, **answer):
    async def handler(_request):
        return web.Response(**{"text": text, "content_type": "text/plain"} | answer)

    return handler


# ------------------------------------------------------------------ robots.txt


@pytest.mark.parametrize(
    ("rules", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: *\nDisallow: /other", True),
        ("User-agent: OnRecord\nDisallow: /news", False),
        ("user-agent: onrecord/0.1\ndisallow: /news", False),
        ("User-agent: OnRecord\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: GPTBot\nUser-agent: OnRecord\nDisallow: /", False),
        ("User-agent: GPTBot\nDisallow: /", True),
        ("User-agent: On\nDisallow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<!doctype html><p>Disallow: /", True),
    ],
)
def test_rules_are_read_as_the_standard_tells(rules, is_allowed):
    assert read_rules(rules.encode()).allows("https://x.example/news/a.html") == is_allowed


@given(st.binary(max_size=300))
def test_any_bytes_can_stand_in_the_file(body):
    assert read_rules(body).allows("https://x.example/a") in {True, False}


def test_many_agents_with_many_rules_stay_small():
    agents = b"".join(b"User-agent: a%d\n" % n for n in range(12_000))
    rules = b"".join(b"Disallow: /%d\n" % n for n in range(18_000))
    assert read_rules(agents + rules).allows("https://x.example/1")


def test_only_the_first_part_of_a_large_file_is_read():
    late = b"#" * LARGEST + b"\nUser-agent: *\nDisallow: /"
    assert read_rules(late).allows("https://x.example/a")


def test_a_pause_between_pages_is_heeded_within_reason():
    assert read_rules(b"User-agent: *\nCrawl-delay: 3").pause_s == 3
    assert read_rules(b"User-agent: *\nCrawl-delay: 86400").pause_s == 10


@pytest.mark.parametrize(("status", "is_allowed"), [(404, True), (403, True), (500, False)])
def test_a_missing_file_allows_all_and_a_failure_nothing(status, is_allowed):
    assert rules_for_status(status).allows("https://x.example/a") == is_allowed


async def test_what_robots_txt_keeps_from_bots_is_not_asked_for():
    asked = []

    async def handler(request):
        asked.append(request.path)
        return web.Response(text="x", content_type="text/html")

    async with serving(handler, robots=saying("User-agent: *\nDisallow: /private")) as base:
        fetch = fetcher()
        assert await reason(fetch, f"{base}/private/a") == (
            "the site's robots.txt keeps it from bots"
        )
        await fetch(f"{base}/public")
    assert asked == ["/public"]


async def test_robots_txt_is_asked_for_once():
    asked = []

    async def robots(request):
        asked.append(request.headers["User-Agent"])
        return web.Response(text="")

    async with serving(answering(), robots=robots) as base:
        fetch = fetcher()
        for path in ("a", "b", "c"):
            await fetch(f"{base}/{path}")
    assert asked == [user_agent()]


async def test_a_redirect_is_held_against_the_rules_of_where_it_leads():
    async with serving(answering(), robots=saying("User-agent: *\nDisallow: /b")) as other:
        moved = saying("", status=302, headers={"Location": f"{other}/b"})
        async with serving(moved) as base:
            assert "robots.txt keeps it" in await reason(fetcher(), f"{base}/a")


@pytest.mark.parametrize("how", ["fails", "hangs", "breaks off"])
async def test_where_robots_txt_cannot_be_read_nothing_is_fetched(how):
    gone = asyncio.Event()

    async def robots(request):
        if how == "hangs":
            await gone.wait()
        if how == "breaks off":
            request.transport.abort()
        return web.Response(status=500)

    async with serving(answering(), robots=robots) as base:
        told = await reason(fetcher(), f"{base}/a")
        gone.set()
    assert told == "the site's robots.txt cannot be read, so we keep off"


async def test_redirects_of_robots_txt_are_followed_and_an_endless_row_counts_as_none():
    async def robots(request):
        where = request.query.get("n", "0")
        return web.Response(status=302, headers={"Location": f"/robots.txt?n={int(where) + 1}"})

    async with serving(answering(), robots=robots) as base:
        await fetcher()(f"{base}/a")
    moved = saying("", status=301, headers={"Location": "/rules"})
    rules = saying("User-agent: *\nDisallow: /a")

    async def either(request):
        return await (rules if request.path == "/rules" else answering())(request)

    async with serving(either, robots=moved) as base:
        assert "keeps it" in await reason(fetcher(), f"{base}/a")


async def test_robots_txt_cannot_lead_to_an_inner_address():
    moved = saying("", status=302, headers={"Location": "http://10.0.0.1/robots.txt"})
    async with serving(answering(), robots=moved) as base:
        assert "10.0.0.1 is not a public address" in await reason(fetcher(), f"{base}/a")


async def test_an_endless_robots_txt_is_read_in_part():
    async def robots(request):
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"Disallow: /a\n" * 4000)

    async with serving(answering(), robots=robots) as base:
        assert (await fetcher()(f"{base}/a")).body


# ------------------------------------------------------------------ one at a time


async def test_a_site_is_asked_for_one_page_at_a_time_and_sites_beside_each_other():
    under_way = {"a": 0, "b": 0}
    most = {"a": 0, "b": 0, "both": 0}

    def counting(site):
        async def handler(_request):
            under_way[site] += 1
            most[site] = max(most[site], under_way[site])
            most["both"] = max(most["both"], sum(under_way.values()))
            await asyncio.sleep(0.05)
            under_way[site] -= 1
            return web.Response(text="x", content_type="text/html")

        return handler

    async with serving(counting("a")) as a, serving(counting("b")) as b:
        fetch = fetcher()
        await asyncio.gather(*(fetch(f"{base}/{n}") for n in range(5) for base in (a, b)))
    assert most == {"a": 1, "b": 1, "both": 2}


async def test_waiting_for_a_turn_does_not_count_as_slow():
    async def slow(_request):
        await asyncio.sleep(0.15)
        return web.Response(text="x", content_type="text/html")

    async with serving(slow) as base:
        fetch = fetcher(total_s=0.4)
        await asyncio.gather(*(fetch(f"{base}/{n}") for n in range(6)))


async def test_a_turn_that_does_not_come_is_told():
    gone = asyncio.Event()

    async def hanging(_request):
        await gone.wait()
        return web.Response(text="x", content_type="text/html")

    async with serving(hanging) as base:
        fetch = fetcher(patience_s=0.2)
        first = asyncio.create_task(fetch(f"{base}/a"))
        await asyncio.sleep(0.05)
        told = await reason(fetch, f"{base}/b")
        gone.set()
        await first
    assert told == "too many pages of that site are being fetched"


async def test_a_fetch_that_is_cancelled_gives_its_turn_back():
    async def hanging(request):
        if request.path == "/a":
            await asyncio.sleep(30)
        return web.Response(text="x", content_type="text/html")

    async with serving(hanging) as base:
        fetch = fetcher()
        first = asyncio.create_task(fetch(f"{base}/a"))
        await asyncio.sleep(0.1)
        first.cancel()
        assert (await fetch(f"{base}/b")).body


# ------------------------------------------------------------------ left alone


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Retry-After": "300"}, "5 minutes"),
        ({"Retry-After": "86400000"}, "24 hours"),
        (
            {
                "Date": "Mon, 02 Mar 2026 12:00:00 GMT",
                "Retry-After": "Mon, 02 Mar 2026 12:20:00 GMT",
            },
            "20 minutes",
        ),
        ({"Retry-After": "soon"}, "a minute"),
        ({"Retry-After": "-5"}, "a minute"),
        ({}, "a minute"),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_site_that_wants_to_be_left_alone_is(headers, said, status):
    asked = []

    async def handler(request):
        asked.append(request.path)
        return web.Response(status=status, headers=headers)

    async with serving(handler) as base:
        fetch = fetcher()
        assert await reason(fetch, f"{base}/a") == "the site asks to come back later"
        assert await reason(fetch, f"{base}/b") == f"the site asks to come back in {said}"
    assert asked == ["/a"]


async def test_a_short_pause_is_waited_for():
    times = []

    async def handler(_request):
        times.append(asyncio.get_running_loop().time())
        return web.Response(text="x", content_type="text/html")

    async with serving(handler, robots=saying("User-agent: *\nCrawl-delay: 0.3")) as base:
        fetch = fetcher()
        await fetch(f"{base}/a")
        await fetch(f"{base}/b")
    assert times[1] - times[0] >= 0.3


async def test_only_so_many_sites_are_remembered_but_none_is_forgotten_in_its_turn():
    sites = Sites()
    first, second = (sites.of(URL(f"http://{name}.example/")) for name in ("first", "second"))
    async with sites.turn(URL("http://first.example/a"), patience_s=1):
        for n in range(2000):
            sites.of(URL(f"http://{n}.example/"))
        assert sites.of(URL("http://first.example/b")) is first
    assert sites.of(URL("http://second.example/")) is not second


# ------------------------------------------------------------------ names, and asking again


async def test_names_are_looked_up_in_threads_of_their_own():
    found = await Names().resolve("localhost", 80)
    assert {one["host"] for one in found} == {"127.0.0.1"}


async def test_an_unchanged_page_has_no_body():
    async def handler(request):
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        return web.Response(text="x", content_type="text/html", headers={"ETag": '"1"'})

    async with serving(handler) as base:
        fetch = fetcher()
        first = await fetch(f"{base}/a")
        again = await fetch(f"{base}/a", headers={"If-None-Match": first.etag or ""})
    assert (first.body, first.is_unchanged) == (b"x", False)
    assert (again.body, again.is_unchanged) == (b"", True)


async def test_other_kinds_can_be_asked_for():
    async with serving(answering(content_type="application/rss+xml")) as base:
        kinds = frozenset({"application/rss+xml"})
        assert (await fetcher()(f"{base}/a", kinds=kinds)).content_type == "application/rss+xml"


def test_the_user_agent_says_how_to_reach_whoever_runs_us():
    assert user_agent("mail@example.org").startswith("OnRecord/0.1 (mail@example.org; reads ")
