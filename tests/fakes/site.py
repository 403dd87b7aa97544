"""A site on loopback, and names that resolve to what a test says."""

import socket
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.abc import AbstractResolver

PAGE = "<p>“Text,” he said.</p>"


class Names(AbstractResolver):
    """Resolves each name to what it is told, a different answer each time."""

    def __init__(self, *answers):
        self._answers = list(answers)

    async def resolve(self, host, port=0, family=socket.AF_INET):
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": family,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
            for address in answer
        ]

    async def close(self):
        pass


async def no_rules(_request):
    """A site without robots.txt."""
    return web.Response(status=404)


@asynccontextmanager
async def serving(handler, *, robots=no_rules):
    """Serve every path with one handler, robots.txt with another; yields the base address."""
    app = web.Application()
    app.router.add_get("/robots.txt", robots)
    app.router.add_get("/{path:.*}", handler)
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def answering(**answer):
    async def handler(_request):
        return web.Response(**{"text": PAGE, "content_type": "text/html", **answer})

    return handler


def redirecting(**targets):
    async def handler(request):
        target = targets.get(request.match_info["path"])
        if target is None:
            return web.Response(text=PAGE, content_type="text/html")
        return web.Response(status=302, headers={"Location": target})

    return handler
