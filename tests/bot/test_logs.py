"""bot/logs.py: secrets stay out of the log whatever writes them."""

import io
import logging

import pytest

from bot.logs import set_up_logs

MADE_UP = "MTE4MjYwNjE1MDQ2NzI4NTA0Mg.GxYzAb.s0mE_tH1ng-th4t-looks-l1ke-a-s1gnature"  # made up
ANOTHER = "a secret of another shape"


pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture
def stream():
    stream = io.StringIO()
    set_up_logs("DEBUG", secrets=[ANOTHER], stream=stream)
    return stream


@pytest.mark.parametrize(
    "secret",
    [
        MADE_UP,
        ANOTHER,
        "https://discord.com/api/v10/webhooks/123456789/aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Ng/messages",
        "https://discord.com/api/v10/interactions/123456/aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Ng/callback",
    ],
    ids=["token", "given", "webhook address", "interaction address"],
)
def test_a_secret_is_blotted_out_of_message_arguments_and_traceback(stream, secret):
    log = logging.getLogger("tests.secret")
    log.warning("said %s", secret)
    log.warning("said " + secret)  # noqa: G003 - what careless code does
    try:
        int(secret)
    except ValueError:
        log.exception("failed")
    written = stream.getvalue()
    assert "aW50ZXJhY3Rpb246" not in written
    assert MADE_UP not in written
    assert ANOTHER not in written
    assert written.count("[secret]") == 3
    assert "Traceback" in written


def test_a_line_names_its_moment_level_and_place(stream):
    logging.getLogger("tests.place").info("ready servers=%d", 3)
    line = stream.getvalue()
    assert line.endswith(" INFO    tests.place: ready servers=3\n")
    assert line[10] == "T"
    assert line[19] == "Z"
