"""A site on loopback that does everything a page should not; each path another thing.

PAGES["endless"] = (what is wrong, the words of the refusal, or STORED)
"""

import asyncio
import gzip
import zlib
from contextlib import asynccontextmanager, suppress

from aiohttp import web

STORED = "stored"
TRAP = web.AppKey("trap", str)
PARAGRAPHS = [
    f"The council of Port Ellery met on Monday for session {n} of the harbour inquiry, and the"
    f" clerk read out {n} letters. “We have waited {n} years for an answer,” Mayor Olivia Hartwell"
    " told reporters outside the town hall, where residents had gathered since the morning."
    for n in range(1, 5)
]
GERMAN = (
    "Der Stadtrat hat am Montag über den Hafenplan beraten. Die Bürgermeisterin sagte, dass "
    "niemand sein Haus verlieren werde, und versprach eine Antwort bis zum Ende des Jahres. "
) * 6


def page(*paragraphs, head="", n=0):
    """A page of news; `n` makes its text another one."""
    body = "".join(f"<p>{text}</p>" for text in (paragraphs or PARAGRAPHS))
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Harbour {n}</title>{head}"
        f"</head><body><article><h1>Harbour inquiry {n}</h1>{body}<p>It was letter {n}.</p>"
        "</article></body></html>"
    )


def html(text, **answer):
    """Answer with a text or bytes."""
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    headers = {"Content-Type": "text/html"} | answer.pop("headers", {})

    async def handler(_request):
        return web.Response(body=body, headers=headers, **answer)

    return handler


def moved(target):
    """Redirect; {trap} in the target is an address that must not be reached."""

    async def handler(request):
        trap = request.app[TRAP]
        return web.Response(status=302, headers={"Location": target.format(trap=trap)})

    return handler


def packed(kind, data):
    """Answer with bytes in a content encoding."""
    return html(data, headers={"Content-Encoding": kind})


async def endless(request):
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    while True:
        await answer.write(b"<p>and so on and so on</p>" * 2000)


async def dripping(request):
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    while True:
        await answer.write(b"x")
        await asyncio.sleep(0.1)


async def silent(_request):
    await asyncio.sleep(60)
    return web.Response()


async def hanging_up(request):
    request.transport.abort()
    return web.Response()


async def breaking_off(request):
    answer = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "100000"})
    await answer.prepare(request)
    await answer.write(b"<p>The council")
    request.transport.close()
    return answer


async def tiny_chunks(request):
    """Send a byte a chunk, as fast as they go, without end."""
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    answer.enable_chunked_encoding()
    await answer.prepare(request)
    while True:
        await answer.write(b"x")


@asynccontextmanager
async def talking(first, again, pause_s=0.0):
    """A server that answers with bytes of its own, without end; yields its address."""

    async def talk(reader, writer):
        asked = await reader.readuntil(b"\r\n\r\n")
        if asked.startswith(b"GET /robots.txt"):
            writer.write(
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
        else:
            writer.write(first)
            with suppress(ConnectionError):
                while not writer.is_closing():
                    writer.write(again)
                    await writer.drain()
                    await asyncio.sleep(pause_s)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}/"
    finally:
        server.close()


_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
# What `talking` says: first, then again and again; and what must come of it.
TALK = {
    "slow headers": (b"HTTP/1.1 200 OK\r\nX-A: ", b"x", 0.05, "no answer within"),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 2000, 0, "no answer"),
    "one byte a chunk": (_CHUNKED, b"1\r\nx\r\n" * 20_000, 0, ""),
    "endless size": (_CHUNKED, b"0" * 100_000, 0, ""),
    "endless extension": (_CHUNKED + b"1;", b"x" * 100_000, 0, ""),
    "endless trailers": (_CHUNKED + b"0\r\n", b"X-A: b\r\n" * 5000, 0, ""),
    "no http": (b"", b"\xff" * 100_000, 0, ""),
    "empty lines": (b"", b"\r\n" * 50_000, 0, ""),
}


def raw_deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


BIG = b"<p>" + b"word " * 2_200_000 + b"</p>"
ZEROS = b"\0" * 60_000_000

# Each: what is served, and what must come of it: the words of the refusal, or STORED.
PAGES = {
    "news": (html(page(n=1)), STORED),
    "10-mb": (html(BIG), "larger than 5 MB"),
    "endless": (endless, "larger than 5 MB"),
    "dripping": (dripping, "no answer within"),
    "silent": (silent, "no answer within"),
    "hanging-up": (hanging_up, ""),
    "breaking-off": (breaking_off, "broke off"),
    "gzip-bomb": (packed("gzip", gzip.compress(ZEROS)), "larger than 5 MB"),
    "deflate-bomb": (packed("deflate", zlib.compress(ZEROS)), "larger than 5 MB"),
    "raw-deflate-bomb": (packed("deflate", raw_deflate(ZEROS)), "larger than 5 MB"),
    "brotli": (packed("br", b"\x1b\x0e\x00\xf8"), "cannot be read"),
    "unknown-packing": (packed("rot13", page(n=2).encode()), None),
    "damaged-gzip": (packed("gzip", b"no gzip"), "damaged"),
    "gzip-cut-short": (packed("gzip", gzip.compress(page().encode())[:40]), ""),
    "picture": (html(b"\x89PNG", headers={"Content-Type": "image/png"}), "it is image/png"),
    "pdf": (html(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "PDF file is damaged"),
    "no-type": (html(page(), headers={"Content-Type": "x"}), "no page and no PDF"),
    "lying-type": (html(b"%PDF-1.7 " + bytes(500)), ""),
    "changing-type": (moved("/picture"), "it is image/png"),
    "404": (html("", status=404), "no such page"),
    "403": (html("", status=403), "refuses"),
    "402": (html("", status=402), "paywall"),
    "451": (html("", status=451), "legal"),
    "500": (html("", status=500), "500"),
    "204": (html("", status=204), "204"),
    "empty": (html(""), "no article"),
    "no-article": (html("<title>x</title><nav><a href=/>Home</a></nav>"), ""),
    "frames": (html("<frameset><frame src=/news></frameset>"), ""),
    "script-only": (html("<script>" + "x=1;" * 50_000 + "</script>"), ""),
    "cookie-wall": (
        html(page("We and our 834 partners use cookies. Accept all cookies to continue to it.")),
        "behind a wall",
    ),
    "paywall-stub": (
        html(page("The mayor said so. Subscribe to continue reading.")), "behind a wall"),
    "opening-only": (
        html(page(*PARAGRAPHS[:2], head='<script>{"isAccessibleForFree": false}</script>')),
        "only its opening",
    ),
    "human-check": (html(page("Verify that you are a human. Enable JavaScript.")), "behind a wall"),
    "german": (html(page(GERMAN)), "looks like German"),
    "null-bytes": (html(page(*(p.replace(" ", " \0") for p in PARAGRAPHS), n=3)), STORED),
    "surrogates": (html(page(*PARAGRAPHS, "A half \ud800 pair and \udfff more.", n=4)), STORED),
    "right-to-left": (html(page(*(f"\u202e{p}\u202c\u2066" for p in PARAGRAPHS), n=5)), STORED),
    "everyone": (
        html(page(*PARAGRAPHS, "“@everyone @here <@1> [x](http://x)” he said.", n=6)), STORED),
    "sql": (html(page(*PARAGRAPHS, "“'; DROP TABLE articles; --” he said.", n=7)), STORED),
    "wrong-charset": (
        html(page(n=8), headers={"Content-Type": "text/html; charset=utf-16"}), STORED),
    "unknown-charset": (
        html(page(n=9), headers={"Content-Type": "text/html; charset=x-no"}), STORED),
    "utf-16": (html(page(n=10).encode("utf-16")), STORED),
    "cp1252": (html(page(n=11).encode("cp1252")), STORED),
    "million-marks": (html("<article><p>" + "“" * 1_000_000 + "</p></article>"), ""),
    "million-marks-in-news": (
        html(page(*PARAGRAPHS, '"' * 1_000_000, n=12)), "words and marks, at most"),
    "deep": (html("<div>" * 100_000 + page(n=13) + "</div>" * 100_000), None),
    "wide": (html("<b>x</b>" * 300_000), ""),
    "long-attribute": (html(f'<p title="{"x" * 3_000_000}">x</p>'), ""),
    "entities": (html("&nbsp;&#0;&#xD800;&#99999999;" * 50_000), ""),
    "entity-bomb": (
        html('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;&b;</p>'), ""),
    "external-entity": (
        html('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>'), ""),
    "loop": (moved("/loop"), "redirected more than"),
    "to-loopback": (moved("{trap}"), "not a public address"),
    "to-metadata": (moved("http://169.254.169.254/latest/meta-data"), "not a public address"),
    "to-mapped": (moved("http://[::ffff:127.0.0.2]/"), "not a public address"),
    "to-file": (moved("file:///etc/passwd"), "only http and https"),
    "to-gopher": (moved("gopher://127.0.0.2/"), "only http and https"),
    "to-login": (moved("http://user:word@127.0.0.1/"), "user name"),
    "to-nonsense": (moved("http://["), "not a web address"),
    "private/page": (html(page()), "robots.txt keeps it"),
    "meta-refresh": (
        html("<meta http-equiv=refresh content='0;url=http://127.0.0.2/'><p>x"), ""),
    "meta-refresh-loop": (html("<meta http-equiv=refresh content='0;url='>"), ""),
    "zstd": (packed("zstd", b"\x28\xb5\x2f\xfd\x00"), "cannot be read"),
    "twice-packed": (packed("gzip, gzip", gzip.compress(gzip.compress(ZEROS))), ""),
    "many-packings": (packed(", ".join(["gzip"] * 200), gzip.compress(ZEROS)), ""),
    "tiny-chunks": (tiny_chunks, "no answer within"),
    "long-header": (html(page(), headers={"X-Long": "x" * 1_000_000}), ""),
    "many-headers": (html(page(), headers={f"X-{n}": "x" for n in range(20_000)}), ""),
    "long-location": (moved("/" + "x" * 7000), ""),
    "umlauts-location": (moved("http://" + "ä" * 3500 + ".example/"), "too long"),
    "strange-location": (moved("//127.0.0.2\\@news.example/"), ""),
    "strange-type": (
        html(page(n=14), headers={"Content-Type": "text/html; charset=" + "x" * 5000}), STORED),
    "utf-16-without-mark": (html(page(n=15).encode("utf-16-le")), STORED),
    "utf-8-called-latin-1": (
        html(page(n=16), headers={"Content-Type": "text/html; charset=iso-8859-1"}), STORED),
    "cp1252-called-utf-8": (
        html(page(n=17).encode("cp1252"), headers={"Content-Type": "text/html; charset=utf-8"}),
        STORED,
    ),
    "utf-8-called-utf-16-be": (
        html(page(n=18), headers={"Content-Type": "text/html; charset=utf-16-be"}), STORED),
    "rot-13": (html(page(), headers={"Content-Type": "text/html; charset=rot13"}), None),
    "base-64": (html(page(), headers={"Content-Type": "text/html; charset=base64"}), None),
    "deep-5-mb": (html("<div>" * 1_000_000), ""),
}  # fmt: skip

ITEM = "<item><title>\u202e@everyone</title><link>/news</link></item>"
RSS = f"<rss version='2.0'><channel><title>News</title>{ITEM}</channel></rss>"
FOLLOWED = "followed"


def feed(text, kind="application/rss+xml", **answer):
    """Answer as a feed."""
    return html(text, headers={"Content-Type": kind} | answer.pop("headers", {}), **answer)


# As above, of what is added as a feed.
FEEDS = {
    "feed": (feed(RSS), FOLLOWED),
    "entity-bomb-feed": (
        feed(
            '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + RSS.replace("News", "&b;")
        ),
        "entities of its own",
    ),
    "deep-feed": (feed(RSS.replace("News", "<a>" * 300_000)), None),
    "deep-items": (feed("<rss version='2.0'><channel>" + "<item>" * 200_000), None),
    "deep-json": (feed("[" * 2_000_000, "application/feed+json"), "no JSON that can be read"),
    "deeper-json": (
        feed(
            '{"version": "https://jsonfeed.org/version/1.1", "items": '
            + "[" * 100_000 + "]" * 100_000 + "}", "application/feed+json"),
        None,
    ),
    "json-numbers": (
        feed(
            '{"version": "https://jsonfeed.org/version/1.1", "items": [], "x": '
            + "9" * 2_000_000 + "}", "application/feed+json"),
        None,
    ),
    "packed-feed": (
        feed(gzip.compress(ZEROS), headers={"Content-Encoding": "gzip"}), "larger than 5 MB"),
    "dripping-feed": (tiny_chunks, "no answer within"),
    "feed-to-trap": (moved("{trap}"), "not a public address"),
    "page-naming-trap": (
        html("<!doctype html><link rel=alternate type=application/rss+xml"
             " href='http://127.0.0.2/feed'>"),
        "not a public address",
    ),
    "many-links": (feed(RSS.replace("</item>", "<link>/x</link>" * 100_000 + "</item>")), None),
}  # fmt: skip


async def robots(_request):
    """What the site keeps from bots."""
    return web.Response(text="User-agent: *\nDisallow: /private/")


def make_app(trap):
    """The site; `trap` is an address on this machine that nobody may be led to."""
    app = web.Application()
    app[TRAP] = trap
    app.router.add_get("/robots.txt", robots)
    for path, (handler, _) in (PAGES | FEEDS).items():
        app.router.add_get(f"/{path}", handler)
    return app
