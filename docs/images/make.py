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
    from playwright.sync_api import Locator, Page

HERE = Path(__file__).parent
SIZE = {"width": 860, "height": 2400}  # a narrow window, so that a card fills the picture
SETTLED_MS = 1_000  # until the channel has scrolled
N_COLOURS = 128  # flat colours: a quarter of the bytes, no visible difference


class Question(NamedTuple):
    """A command with one option, what to pick from its completions, and the picture's name."""

    command: str
    option: str
    typed: str
    pick: str | None = None
    picture: str = ""


QUESTIONS = (
    Question("quotes", "speaker", "Xi", "Xi Jinping"),
    Question("entity", "name", "Zel", "Zelensky"),
    Question("search", "query", "weapons"),
    Question("entity", "name", "Xi", "Xi Jinping", "entity-xi-jinping"),
    Question("entity", "name", "Kirby", "John Kirby", "entity-john-kirby"),
    Question("entity", "name", "HIMA", "HIMARS", "entity-himars"),
    Question("entity", "name", "Krem", "Kremlin", "entity-kremlin"),
)


def main() -> None:
    """Ask each question in a fresh page, and keep a picture of its answer."""
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as process:
        url = address(process)
        for question in QUESTIONS:
            with browser_page(url) as page:
                page.set_viewport_size(SIZE)
                ask(page, question)
                answer = answer_to(page, question)
                expect(answer).to_be_visible()
                answer.screenshot()  # the first one scrolls to it
                page.wait_for_timeout(SETTLED_MS)
                save(answer.screenshot(), HERE / f"{question.picture or question.command}.png")


def answer_to(page: Page, question: Question) -> Locator:
    """The newest answer to the command; of profiles the one headed by the name that was picked."""
    answers = page.locator("article.channel-message", has_text=f"used /{question.command}")
    if question.command == "entity" and question.pick:
        answers = answers.filter(has=page.get_by_role("heading", name=question.pick))
    return answers.last


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
