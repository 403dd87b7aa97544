"""Make the pictures of the README: the demo's answers, as a browser shows them.

    .venv/bin/python -m docs.images.make

Needs Chromium. Look at what comes out before committing it.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from playwright.sync_api import expect

from tests.bot.test_demo import address, browser_page, running_demo

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
SIZE = {"width": 860, "height": 2400}  # a narrow window, so that a card fills the picture
N_COLOURS = 128  # flat colours: a quarter of the bytes, no visible difference


class Question(NamedTuple):
    """A command with one option, and what to pick from its completions."""

    command: str
    option: str
    typed: str
    pick: str | None = None


QUESTIONS = (
    Question("quotes", "speaker", "Xi", "Xi Jinping"),
    Question("entity", "name", "Zel", "Zelensky"),
    Question("search", "query", "weapons"),
)


def main() -> None:
    """Ask each question in a fresh page, and keep a picture of its answer."""
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as process:
        url = address(process)
        for question in QUESTIONS:
            with browser_page(url) as page:
                page.set_viewport_size(SIZE)
                ask(page, question)
                answer = page.locator("article.channel-message").last
                expect(answer).to_contain_text(f"used /{question.command}")
                save(answer.screenshot(), HERE / f"{question.command}.png")


def ask(page: Page, question: Question) -> None:
    """Type the command, choose the option if it is not already chosen, send."""
    page.locator("#channel-composer-input").press_sequentially(f"/{question.command}")
    page.get_by_role("option", name=question.command).first.click()
    chosen = page.locator(f'[data-option="{question.option}"]')
    offered = page.get_by_role("option", name=question.option)
    expect(chosen.or_(offered).first).to_be_visible()
    if not chosen.count():
        offered.first.click()
    page.keyboard.type(question.typed)
    if question.pick:
        page.get_by_role("option", name=question.pick).first.click()
    page.locator("#send-message").click()


def save(png: bytes, path: Path) -> None:
    """Save a picture in few colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(N_COLOURS)
    picture.save(path, optimize=True)


if __name__ == "__main__":
    main()
