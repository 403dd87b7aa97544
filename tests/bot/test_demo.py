"""`make demo` as a newcomer meets it: a process, a browser, a question, Ctrl-C."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = next((path for path in map(shutil.which, BROWSERS) if path), None)

START_S = 120  # loads the model and reads five articles, on a busy machine
STOP_S = 20
ANSWER_MS = 20_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,  # loopback only: the demo's page
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser found: {', '.join(BROWSERS)}"),
]


@contextmanager
def running_demo(folder, *, lasts_s=START_S + STOP_S + 60, **settings):
    """Start the demo as a newcomer would, without opening a browser; kill it if need be."""
    environment = {**os.environ, "CORPORA_DIR": str(folder), "DISCORD_TOKEN": "", **settings}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--no-browser"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        too_late = threading.Timer(lasts_s, process.kill)
        too_late.start()
        try:
            yield process
        finally:
            too_late.cancel()
            process.kill()


def address(process):
    """Return the address the demo prints; fail with what it printed when it ends instead."""
    printed = []
    for line in process.stdout:
        printed.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+/\S+", line):
            return found[0]
    pytest.fail("the demo ended before it told its address:\n" + "".join(printed))


@contextmanager
def browser_page(url):
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 — slow to import, needed here

    with (
        sync_playwright() as playwright,
        closing(
            playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
        ) as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(ANSWER_MS)
        page.goto(url)
        page.locator('#preview-app[aria-busy="false"]').wait_for()  # what is typed before is lost
        page.locator("article.channel-message").first.wait_for()  # the demo's welcome
        yield page


def ask_for_quotes(page, speaker):
    """Type /quotes, pick it, pick the speaker from what completes, send."""
    page.locator("#channel-composer-input").press_sequentially("/quotes")
    page.get_by_role("option", name="quotes").first.click()
    page.get_by_role("option", name="speaker").first.click()
    page.keyboard.type(speaker[:2])
    page.get_by_role("option", name=speaker).first.click()
    page.locator("#send-message").click()


def test_the_demo_answers_in_a_browser_and_stops_on_ctrl_c(tmp_path):
    from playwright.sync_api import expect  # noqa: PLC0415 — slow to import, needed here

    with running_demo(tmp_path) as process:
        with browser_page(address(process)) as page:
            ask_for_quotes(page, "Xi Jinping")
            answer = page.locator("#channel-layout")
            expect(answer).to_contain_text("used /quotes", timeout=ANSWER_MS)
            expect(answer).to_contain_text(re.compile(r"Xi Jinping.*“", re.DOTALL))

        process.send_signal(signal.SIGINT)

        assert process.wait(STOP_S) == 0
        assert "Traceback" not in process.stdout.read()
