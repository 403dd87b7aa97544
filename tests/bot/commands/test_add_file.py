"""`/articles add file:`: what is attached is read, stored and told; what cannot be is refused."""

import pytest

from bot.commands import attachments
from tests.bot.commands.conftest import TWO_JOHNSONS
from tests.fakes.files import make_docx, make_pdf, make_zip, text_page

pytestmark = pytest.mark.model

LINES = [
    ["The two parties met in the old town hall on Tuesday to settle the budget", "for the bridge."],
    ["“The bridge will be paid for this year,” Boris Johnson said after the", "meeting. He left."],
    ["“The bridge can wait until the schools are repaired,” Linda Johnson said."],
]


@pytest.fixture
def count(bot, guild):
    """How many articles the server has."""

    async def count():
        return (await bot.corpus.stats(guild.id)).n_articles

    return count


@pytest.fixture
def hand_in(ask, curator):
    """Attach a file to `/articles add`."""

    async def hand_in(name, data, **options):
        return await ask(curator, "articles add", file=(name, data), **options)

    return hand_in


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("talks.txt", TWO_JOHNSONS.encode()),
        ("talks.pdf", make_pdf([text_page(*LINES)])),
        ("talks.docx", make_docx(*(" ".join(lines) for lines in LINES))),
    ],
)
async def test_a_file_is_read_and_told(hand_in, text_of, labels_of, name, data):
    answer = await hand_in(name, data)
    assert answer.ephemeral
    assert text_of(answer).startswith("### Article added")
    assert "**2 quotations**" in text_of(answer)
    assert labels_of(answer.response) == ["Undo"]


async def test_an_archive_tells_of_each_of_its_files(hand_in, text_of, count):
    members = [
        ("one.txt", TWO_JOHNSONS.encode()),
        (
            "two.pdf",
            make_pdf([text_page(["The mayor, Jane Smith, said on Monday that it was over."])]),
        ),
        ("same.txt", TWO_JOHNSONS.encode()),
        ("../three.txt", b"Text."),
        ("four.png", b"\x89PNG"),
    ]
    text = text_of(await hand_in("many.zip", make_zip(members)))
    assert text.startswith("### 2 articles added, 3 not\n")
    assert [line for line in text.split("\n") if line.startswith("⚠️")] == [
        (
            "⚠️ `same.txt`: in the record already, as number 6,"
            " `The two parties met in the old town hall on Tuesday to settle the budget`"
        ),
        "⚠️ `../three.txt`: its name leads out of the archive",
        "⚠️ `four.png`: files ending in .png cannot be read",
    ]
    assert await count() == 7


@pytest.mark.parametrize(
    ("attached", "reason"),
    [
        (("a.pdf", b"Text."), "it is not a PDF file"),
        (("a.pdf", make_pdf([[]])), "its pages are pictures"),
        (("a.docx", b"Text."), "not a Word document"),
        (("a.zip", b"Text."), "not a zip archive"),
        (("a.zip", make_zip([("a.txt", b"x" * 10_000_000)])), "unpacks to far more"),
        (("a.exe", b"MZ"), "files ending in .exe"),
        (("a.txt", b"\x00\x01\x02\x03" * 50), "it is not text"),
        (("a.txt", b""), "it is empty"),
        (("`x` @everyone.pdf", b"Text."), "it is not a PDF file"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_nothing_stored(
    hand_in, text_of, count, attached, reason
):
    answer = await hand_in(*attached)
    assert answer.ephemeral
    assert reason in text_of(answer)
    assert "Nothing was added." in text_of(answer)
    assert await count() == 5


async def test_a_file_that_is_too_large_is_refused_before_it_is_fetched(
    hand_in, text_of, monkeypatch
):
    monkeypatch.setattr(attachments, "MOST_BYTES", 1024 * 1024)
    assert "larger than 1 MB" in text_of(await hand_in("a.txt", b"x" * 1_100_000))


async def test_an_address_and_a_file_at_once_are_not_understood(hand_in, text_of):
    answer = await hand_in("a.txt", b"Text.", url="https://gazette.example/a")
    assert "give only one" in text_of(answer)
