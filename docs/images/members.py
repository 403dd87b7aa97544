"""Make the pictures of what members see, as a desktop and a phone show it.

    .venv/bin/python -m docs.images.members [NAME…]

Needs Chromium. Look at what comes out before committing it.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from playwright.sync_api import expect

from docs.images.make import HERE, save
from tests.bot.test_demo import address, browser_page, running_demo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Locator, Page, ViewportSize

SIZES: dict[str, ViewportSize] = {
    "": {"width": 860, "height": 2600},
    "-phone": {"width": 400, "height": 4000},
}
A_DEMO = 4  # pictures of one running demo, which ends by itself after some minutes


class Asked(NamedTuple):
    """A command, and the value of its option if it is given one."""

    picture: str
    command: str
    option: str = ""
    typed: str = ""
    pick: str | None = None
    before: Asked | None = None  # asked first, in the same page


FOLLOW = Asked("", "follow add", "name", "Xi", "Xi Jinping")
CLAIM = "This is the time for business as usual with Mr. Putin — John Kirby"
QUESTIONS = (
    Asked("quotes", "quotes", "speaker", "Xi", "Xi Jinping"),
    Asked("search", "search", "query", "weapons"),
    Asked("nothing", "search", "query", "weapons bananas"),
    Asked("entity", "entity", "name", "Zel", "Zelensky"),
    Asked("article", "article", "title", "#1"),
    Asked("quote", "quote", "id", "4"),
    Asked("check", "check", "text", CLAIM),
    Asked("corpus", "corpus"),
    Asked("help", "help"),
    Asked("follow", "follow add", "name", "Xi", "Xi Jinping"),
    Asked("follow-list", "follow list", before=FOLLOW),
    Asked("privacy", "privacy show", before=FOLLOW),
    Asked("forget-me", "privacy forget-me", before=FOLLOW),
)


def main() -> None:
    """Ask each question in a fresh page of each size, and keep a picture of its answer."""
    wanted = [asked for asked in QUESTIONS if asked.picture in sys.argv[1:] or not sys.argv[1:]]
    for suffix, size in SIZES.items():
        for first in range(0, len(wanted), A_DEMO):
            picture(wanted[first : first + A_DEMO], size, suffix)


def picture(questions: Sequence[Asked], size: ViewportSize, suffix: str) -> None:
    """Ask some questions of one demo."""
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as process:
        url = address(process)
        for asked in questions:
            with browser_page(url) as page:
                page.set_viewport_size(size)
                if asked.before:
                    ask(page, asked.before)
                save(shot(ask(page, asked)), HERE / f"{asked.picture}{suffix}.png")


def shot(answer: Locator) -> bytes:
    """A picture of an answer from its first line on, without the end of the one above it."""
    png = answer.screenshot()
    whole, first = answer.bounding_box(), answer.get_by_text("you used").first.bounding_box()
    if whole is None or first is None:
        raise LookupError(answer)
    picture = Image.open(io.BytesIO(png))
    top = max(int(first["y"] - whole["y"]) - 8, 0)
    cropped = io.BytesIO()
    picture.crop((0, top, picture.width, picture.height)).save(cropped, "png")
    return cropped.getvalue()


def ask(page: Page, asked: Asked) -> Locator:
    """Type the command, choose the option, send; return the answer."""
    before = page.locator("article.channel-message").count()
    composer = page.locator("#channel-composer-input")
    composer.press_sequentially(f"/{asked.command}")
    page.get_by_role("option", name=asked.command).first.click()
    if asked.option:
        chosen = page.locator(f'[data-option="{asked.option}"]')
        offered = page.get_by_role("option", name=asked.option)
        expect(chosen.or_(offered).first).to_be_visible()
        if not chosen.count():
            offered.first.click()
        page.keyboard.type(asked.typed)
        if asked.pick:
            page.get_by_role("option", name=asked.pick).first.click()
    page.locator("#send-message").click()
    expect(page.locator("article.channel-message")).to_have_count(before + 1, timeout=20_000)
    answer = page.locator("article.channel-message").last
    expect(answer).to_contain_text(f"used /{asked.command.split()[0]}")
    return answer


if __name__ == "__main__":
    main()
