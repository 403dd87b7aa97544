"""Make the pictures of the curators' desk, at the width of a desk and of a phone.

    .venv/bin/python -m docs.images.desk [NAME…]

Needs Chromium. Look at what comes out before committing it.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import expect

from docs.images.make import HERE, save
from tests.bot.test_demo import address, browser_page, running_demo

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = {"": 860, "-phone": 390}
HEIGHT = 2400


class Asked(NamedTuple):
    """A command with its options, and what to do before it for it to have something to show."""

    command: str
    options: tuple[tuple[str, str], ...] = ()
    before: tuple[Asked, ...] = ()


FIX = Asked("quotations fix", (("quotation", "#3"), ("speaker", "Vladimir Putin")))
RENAME = Asked("entities rename", (("name", "Xi Jinping"), ("to", "President Xi Jinping")))
ZONE = Asked("settings timezone", (("timezone", "Europe/Kyiv"),))
REMOVE = Asked("articles remove", (("title", "#2"),))
PICTURES = {
    "quotations-fix": FIX,
    "entities-merge": Asked("entities merge", (("keep", "Russia"), ("other", "Kremlin"))),
    "articles-list": Asked("articles list", before=(REMOVE,)),
    "audit": Asked("audit", before=(FIX, RENAME, ZONE)),
    "export": Asked("export", (("what", "quotations, with speaker and source"),)),
}


def main() -> None:
    """Give each command in a fresh page of a demo of its own, and keep pictures of its answer."""
    for name in sys.argv[1:] or PICTURES:
        with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as process:
            url = address(process)
            with browser_page(url) as page:
                asked = PICTURES[name]
                page.set_viewport_size({"width": WIDTHS[""], "height": HEIGHT})
                for command in (*asked.before, asked):
                    give(page, command)
                for suffix, width in WIDTHS.items():
                    page.set_viewport_size({"width": width, "height": HEIGHT})
                    page.wait_for_timeout(500)
                    answer = page.locator("article.channel-message").last
                    save(answer.screenshot(), HERE / f"{name}{suffix}.png")


def give(page: Page, asked: Asked) -> None:
    """Type a command and its options, send it, and wait for its answer."""
    n_before = page.locator("article.channel-message").count()
    page.locator("#channel-composer-input").press_sequentially(f"/{asked.command}")
    page.get_by_role("option", name=asked.command).first.click()
    for option, value in asked.options:
        chosen = page.locator(f'[data-option="{option}"]')
        offered = page.get_by_role("option", name=option)
        if not chosen.count() and not offered.count():
            page.get_by_role("button", name=re.compile(r"^\+\d+ more$")).click()
        expect(chosen.or_(offered).first).to_be_visible()
        if not chosen.count():
            offered.first.click()
        else:
            chosen.locator("input,[role=combobox],[contenteditable]").first.click()
        page.keyboard.type(value)
        choice = page.get_by_role("option", name=value)
        page.wait_for_timeout(700)
        if choice.count():
            choice.first.click()
    page.locator("#send-message").click()
    expect(page.locator("article.channel-message")).to_have_count(n_before + 1, timeout=60_000)
    expect(page.locator("article.channel-message").last).not_to_contain_text(
        "thinking", timeout=60_000
    )


if __name__ == "__main__":
    main()
