"""Make the pictures of the documentation: the demo's answers, as a browser shows them.

    .venv/bin/python -m docs.images.make [COMMAND…]

Each answer is taken in a wide window and, as `…-phone.png`, in a narrow one. The five starter
articles hold too few dates for a line, so what needs many is asked of an invented town's
(tests/fakes/newsroom.py). Needs Chromium. Look at what comes out before committing it.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from playwright.sync_api import expect

from tests.bot.test_demo import address, browser_page, running_demo
from tests.fakes import newsroom

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Locator, Page

HERE = Path(__file__).parent
WIDE = {"width": 860, "height": 2400}  # so that a card fills the picture
PHONE = {"width": 390, "height": 2400}
_LASTS_S = 1800.0  # reading the town's articles takes a minute, on a busy machine several
SETTLED_MS = 1_000  # until the channel has scrolled
N_COLOURS = 128  # flat colours: a quarter of the bytes, no visible difference


class Option(NamedTuple):
    """An option, what is typed into it, and what to pick from its completions."""

    name: str
    typed: str
    pick: str | None = None


class Question(NamedTuple):
    """A command with its options, and the picture's name where it is not the command's."""

    command: str
    options: tuple[Option, ...] = ()
    picture: str = ""


def profile(typed: str, pick: str, picture: str = "") -> Question:
    """The question for a profile."""
    return Question("entity", (Option("name", typed, pick),), picture)


ON_THE_SEEDS = (
    Question("quotes", (Option("speaker", "Xi", "Xi Jinping"),)),
    profile("Zel", "Zelensky"),
    Question("search", (Option("query", "weapons"),)),
    profile("Xi", "Xi Jinping", "entity-xi-jinping"),
    profile("Kirby", "John Kirby", "entity-john-kirby"),
    profile("HIMA", "HIMARS", "entity-himars"),
    profile("Krem", "Kremlin", "entity-kremlin"),
)
ON_THE_TOWN = (
    Question(
        "timeline",
        (
            Option("first", "Ada", "Ada Verne"),
            Option("second", "Boris", "Boris Okafor"),
            Option("third", "Tomas", "Tomas Reyes"),
            Option("fourth", "Henrik", "Henrik Solberg"),
        ),
    ),
    Question("connections", (Option("name", "Ada", "Ada Verne"),)),
    Question(
        "compare", (Option("first", "Ada", "Ada Verne"), Option("second", "Linda", "Linda Marsh"))
    ),
    Question("trending", (Option("days", "28"),)),
)


def main(wanted: Iterable[str]) -> None:
    """Ask each question in a fresh page, and keep a picture of its answer."""
    names = set(wanted)
    with tempfile.TemporaryDirectory() as folder:
        town = Path(folder, "town")
        town.mkdir()
        newsroom.write(town)
        for questions, settings in ((ON_THE_SEEDS, {}), (ON_THE_TOWN, {"SEEDS_DIR": str(town)})):
            chosen = [one for one in questions if not names or one.command in names]
            if chosen:
                with running_demo(Path(folder), lasts_s=_LASTS_S, **settings) as process:
                    take(address(process), chosen)


def take(url: str, questions: Iterable[Question]) -> None:
    """Take a picture of each answer, wide and narrow."""
    for question in questions:
        for suffix, size in (("", WIDE), ("-phone", PHONE)):
            with browser_page(url) as page:
                page.set_viewport_size(size)
                ask(page, question)
                answer = answer_to(page, question)
                expect(answer).to_be_visible()
                wait_for_pictures(page, answer)
                answer.screenshot()  # the first one scrolls to it
                page.wait_for_timeout(SETTLED_MS)
                name = question.picture or question.command
                save(answer.screenshot(), HERE / f"{name}{suffix}.png")


def answer_to(page: Page, question: Question) -> Locator:
    """The newest answer to the command; of profiles the one headed by the name that was picked."""
    answers = page.locator("article.channel-message", has_text=f"used /{question.command}")
    name = question.options[0].pick if question.command == "entity" else None
    if name:
        answers = answers.filter(has=page.get_by_role("heading", name=name))
    return answers.last


def wait_for_pictures(page: Page, answer: Locator) -> None:
    """Wait until the pictures of an answer are there."""
    for _ in range(100):
        if answer.locator("img").evaluate_all("all => all.every(one => one.naturalWidth > 0)"):
            return
        page.wait_for_timeout(100)


def ask(page: Page, question: Question) -> None:
    """Type the command and its options, send."""
    page.locator("#channel-composer-input").press_sequentially(f"/{question.command}")
    page.get_by_role("option", name=question.command).first.click()
    for option in question.options:
        choose(page, option)
    page.locator("#send-message").click()


def choose(page: Page, option: Option) -> None:
    """Choose an option if it is not already chosen, and give it its value."""
    chosen = page.locator(f'[data-option="{option.name}"]')
    offered = page.get_by_role("option", name=option.name)
    more = page.get_by_role("button", name=re.compile(r"^\+\d+ more$"))
    expect(chosen.or_(offered).or_(more).first).to_be_visible()
    if not chosen.count():
        if not offered.count():
            more.click()
        offered.first.click()
    page.keyboard.type(option.typed)
    if option.pick:
        page.get_by_role("option", name=option.pick).first.click()


def save(png: bytes, path: Path) -> None:
    """Save a picture in few colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(N_COLOURS)
    picture.save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
