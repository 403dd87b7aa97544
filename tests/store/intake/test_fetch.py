"""Fetching against a server on loopback: limits, refusals, redirects, hostile answers."""

from __future__ import annotations

import asyncio
import gc
import gzip
import socket

import pytest
from aiohttp import web

from benchmarks.loop_steps import LoopSteps
from store.errors import FetchError
from store.intake.fetch import Fetcher, Limits, user_agent
from store.intake.network import Network
from tests.fakes.site import PAGE, Names, answering, redirecting, serving

pytestmark = pytest.mark.enable_socket

ANY_PORT = Limits(ports=None, total_s=5)
HERE = Network(allow=lambda address: address == "127.0.0.1")


async def fetch(url, *, limits=ANY_PORT, network=HERE, **how):
    return await Fetcher(limits=limits, network=network)(url, **how)


async def refusal(url, **how):
    with pytest.raises(FetchError) as caught:
        await fetch(url, **{"limits": ANY_PORT, "network": HERE, **how})
    assert caught.value.url == url
    return caught.value.reason


# ------------------------------------------------------------------ what is fetched


async def test_a_page_comes_with_its_address_type_and_charset():
    async with serving(answering(charset="utf-8")) as base:
        page = await fetch(f"{base}/a#part", limits=ANY_PORT, network=HERE)
    assert page.body.decode() == PAGE
    assert (page.content_type, page.charset) == ("text/html", "utf-8")
    assert (page.url, page.final_url) == (f"{base}/a#part", f"{base}/a")


async def test_redirects_are_followed_and_the_last_address_told():
    async with serving(redirecting(a="/b", b="c?x=1")) as base:
        page = await fetch(f"{base}/a", limits=ANY_PORT, network=HERE)
    assert page.final_url == f"{base}/c?x=1"


async def test_the_request_says_who_asks_and_carries_no_cookie():
    seen = []

    async def handler(request):
        seen.append(request.headers)
        answer = web.Response(text=PAGE, content_type="text/html")
        answer.set_cookie("a", "b")
        if request.match_info["path"] == "a":
            answer.set_status(302)
            answer.headers["Location"] = "/b"
        return answer

    async with serving(handler) as base:
        await fetch(f"{base}/a", limits=ANY_PORT, network=HERE)
    assert [headers["User-Agent"] for headers in seen] == [user_agent()] * 2
    assert not any("Cookie" in headers for headers in seen)


async def test_compressed_pages_are_read():
    packed = answering(
        body=gzip.compress(PAGE.encode()), text=None, headers={"Content-Encoding": "gzip"}
    )
    async with serving(packed) as base:
        page = await fetch(f"{base}/a", limits=ANY_PORT, network=HERE)
    assert page.body.decode() == PAGE


def leading_to(target):
    """What a service that shortens links answers."""

    async def handler(request):
        text = PAGE
        if request.path == "/short":
            text = f'<head><meta http-equiv="refresh" content="0;URL={target}"></head>'
        return web.Response(text=text, content_type="text/html")

    return handler


async def test_a_page_that_only_leads_on_is_followed():
    async with serving(leading_to("/a?x=1&amp;y=2")) as base:
        page = await fetch(f"{base}/short")
    assert (page.final_url, page.body.decode()) == (f"{base}/a?x=1&y=2", PAGE)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/", "10.0.0.1 is not a public address"),
        ("file:///etc/passwd", "only http and https"),
        ("/short", "redirected more than 5 times"),
    ],
)
async def test_such_a_page_leads_nowhere_that_a_redirect_may_not(target, reason):
    async with serving(leading_to(target)) as base:
        assert reason in await refusal(f"{base}/short")


async def test_a_page_that_loads_itself_anew_now_and_then_is_read():
    again = '<meta http-equiv="refresh" content="300; url=/b"><p>Live.</p>'
    async with serving(answering(text=again)) as base:
        assert (await fetch(f"{base}/a")).body.decode() == again


async def test_an_address_that_carries_another_is_not_asked_for():
    async with serving(answering()) as base:
        page = await fetch(f"https://www.google.com/url?sa=t&url={base}/a")
    assert page.url == f"{base}/a"


# ------------------------------------------------------------------ addresses that are refused

FORMS = [
    ("ftp://127.0.0.1/", "only http and https"),
    ("file:///etc/passwd", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("data:text/html,x", "only http and https"),
    ("//127.0.0.1/", "only http and https"),
    ("not an address", "only http and https"),
    ("http://", "only http and https"),
    ("", "only http and https"),
    ("http://user:word@8.8.8.8/", "user name or password"),
    ("http://user@8.8.8.8/", "user name or password"),
    ("http://8.8.8.8:22/", "port 22 is refused"),
    ("https://8.8.8.8:8443/", "port 8443 is refused"),
    ("http://8.8.8.8:99999/", "is not a web address"),
    ("http://[::1", "is not a web address"),
    ("https://news.google.com/rss/articles/CBMiX?oc=5", "give the article's own address"),
]
LITERALS = [
    "http://127.0.0.1/", "http://10.0.0.1/", "http://192.168.0.1/", "http://169.254.169.254/",
    "http://0.0.0.0/", "http://[::1]/", "http://[::]/", "http://[fe80::1]/", "http://[fc00::1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://100.64.0.1/", "http://224.0.0.1/", "http://168.63.129.16/",
]  # fmt: skip
# Spellings that the C library would take for 127.0.0.1.
SPELLINGS = [
    "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
    "http://0x7f.0.0.1/", "http://127.0.0.1./", "http://①②⑦.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize(("url", "reason"), FORMS)
async def test_forms_of_address_that_are_refused(url, reason):
    assert reason in await refusal(url, limits=Limits(), network=Network())


@pytest.mark.parametrize("url", LITERALS)
async def test_literal_inner_addresses_are_refused(url):
    assert "is not a public address" in await refusal(url, limits=Limits(), network=Network())


@pytest.mark.parametrize("url", SPELLINGS)
async def test_other_spellings_reach_nothing(url):
    reason = await refusal(url, limits=Limits(total_s=3), network=Network())
    assert "not a public address" in reason or "not a web address" in reason or "no such" in reason


async def test_a_name_that_resolves_to_an_inner_address_is_refused():
    network = Network(resolver=Names(["10.0.0.1", "::1"]))
    reason = await refusal("http://site.example/", limits=Limits(), network=network)
    assert "is not a public address" in reason


async def test_a_name_that_resolves_differently_the_second_time_is_refused():
    async with serving(redirecting(a="http://site.example/b")) as base:
        port = base.rpartition(":")[2]
        network = Network(
            allow=lambda address: address == "127.0.0.1",
            resolver=Names(["127.0.0.1"], ["127.0.0.1"], ["127.0.0.2"]),  # robots.txt, /a, /b
        )
        start = f"http://site.example:{port}/a"
        assert "127.0.0.2 is not a public address" in await refusal(start, network=network)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/", "10.0.0.1 is not a public address"),
        ("http://[::ffff:127.0.0.1]/", "is not a public address"),
        ("//169.254.169.254/latest", "169.254.169.254 is not a public address"),
        ("file:///etc/passwd", "only http and https"),
        ("http://a:b@127.0.0.1/", "user name or password"),
        ("http://[", "not a web address"),
    ],
)
async def test_redirects_lead_to_no_inner_address(target, reason):
    async with serving(redirecting(a=target)) as base:
        assert reason in await refusal(f"{base}/a")


async def test_a_redirect_to_another_port_is_refused():
    async with serving(redirecting(a="http://127.0.0.1:22/")) as base:
        limits = Limits(ports=frozenset({int(base.rpartition(":")[2])}))
        assert "port 22 is refused" in await refusal(f"{base}/a", limits=limits)


async def test_endless_redirects_end():
    asked = []

    async def handler(request):
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": f"/{len(asked)}"})

    async with serving(handler) as base:
        assert await refusal(f"{base}/a") == "redirected more than 5 times"
    assert len(asked) == 6


# ------------------------------------------------------------------ answers that are refused


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "no such page"),
        (403, "refuses"),
        (402, "paywall"),
        (500, "answered 500"),
        (204, "204"),
    ],
)
async def test_a_status_is_told_in_words(status, reason):
    async with serving(answering(status=status)) as base:
        assert reason in await refusal(f"{base}/a")


@pytest.mark.parametrize("kind", ["application/zip", "image/png", "application/octet-stream"])
async def test_what_is_no_text_is_refused_by_its_type(kind):
    async with serving(answering(content_type=kind)) as base:
        assert await refusal(f"{base}/a") == f"it is {kind}, no page and no PDF file"


async def test_a_page_that_is_too_large_is_refused():
    limits = Limits(ports=None, max_bytes=1024 * 1024)
    async with serving(answering(text="x" * 1_100_000)) as base:
        assert await refusal(f"{base}/a", limits=limits) == "it is larger than 1 MB"


async def test_a_compressed_bomb_is_counted_as_it_comes_out():
    bomb = gzip.compress(b"\0" * 50_000_000)
    packed = answering(body=bomb, text=None, headers={"Content-Encoding": "gzip"})
    limits = Limits(ports=None, max_bytes=1024 * 1024)
    async with serving(packed) as base:
        assert await refusal(f"{base}/a", limits=limits) == "it is larger than 1 MB"


@pytest.fixture
def without_collection():
    """No search for garbage, which takes long where many tests ran before."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collection")
def test_a_page_is_unpacked_piece_by_piece():
    """Unpacking 5 MB in one go took 10 to 17 ms, in which the bot heard nothing."""
    packed = gzip.compress(b"\0" * 60_000_000)
    handler = answering(body=packed, headers={"Content-Encoding": "gzip"}, text=None)
    roomy = Limits(ports=None, total_s=5, max_bytes=64 * 1024 * 1024)

    async def fetch_it():
        async with serving(handler) as base:
            return len((await fetch(f"{base}/a", limits=roomy)).body)

    def longest_share():
        steps = LoopSteps()
        with asyncio.Runner(loop_factory=steps.make_loop) as runner:
            assert runner.run(fetch_it()) == 60_000_000
        return max(steps.computed_s) / sum(steps.computed_s)

    # Putting 60 MB together may take long once, where memory is short; unpacking would each time.
    assert min(longest_share() for _ in range(3)) < 1 / 3


async def test_damaged_compression_is_refused():
    packed = answering(body=b"no gzip", text=None, headers={"Content-Encoding": "gzip"})
    async with serving(packed) as base:
        assert "damaged" in await refusal(f"{base}/a")


async def test_an_endless_answer_ends():
    async def handler(request):
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 65536)

    limits = Limits(ports=None, max_bytes=1024 * 1024)
    async with serving(handler) as base:
        assert "larger than" in await refusal(f"{base}/a", limits=limits)


async def test_a_server_that_never_answers_is_given_up():
    gone = asyncio.Event()

    async def handler(_request):
        await gone.wait()
        return web.Response()

    async with serving(handler) as base:
        reason = await refusal(f"{base}/a", limits=Limits(ports=None, total_s=0.2))
        gone.set()
    assert reason == "no answer within 0.2 seconds"


async def test_what_does_not_speak_http_is_refused():
    async def greet(_reader, writer):
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await refusal(f"http://127.0.0.1:{port}/") != ""


async def test_a_closed_port_cannot_be_reached():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert await refusal(f"http://127.0.0.1:{port}/") == "cannot be reached"
