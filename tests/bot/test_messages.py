"""bot/messages.py: every error we raise on purpose has a sentence, and no text can do harm."""

from datetime import UTC, datetime

import pytest
from discord import app_commands

from bot import errors as bot_errors
from bot import messages
from store import errors as store_errors
from store.records import EntityRef, EntityType

EVIL = "@everyone **[x](https://evil.example)** `||spoiler||` <@123> # big\n> quote \u202e\x1b[2J"

KIM = EntityRef(7, "Kim Jong Un", EntityType.PERSON)
EXAMPLES = [
    store_errors.IntakeError(EVIL, "it is empty"),
    store_errors.FetchError("https://a.example/x", "the address is not public"),
    store_errors.NotAnArticleError("pasted text", "there is no article in it"),
    store_errors.UnsupportedFileError("a.pdf", "PDF files cannot be read yet"),
    store_errors.UnsupportedLanguageError("pasted text", "German"),
    store_errors.DuplicateArticleError(12, EVIL),
    store_errors.ArticleNotFoundError(EVIL, (EVIL,)),
    store_errors.QuotationNotFoundError(4),
    store_errors.EntityNotFoundError(EVIL, (EVIL, "Xi Jinping")),
    store_errors.AmbiguousEntityError(EVIL, (KIM,)),
    store_errors.DigestNotFoundError(3),
    store_errors.TooManyFollowsError(25),
    store_errors.CurationError(),
    store_errors.SameEntityError(KIM),
    store_errors.FormNotFoundError(KIM, EVIL, (EVIL, "Kim")),
    store_errors.NothingLeftError(KIM),
    store_errors.NameTakenError(EVIL, KIM),
    store_errors.AlreadyCalledError(KIM),
    store_errors.BadNameError(EVIL),
    store_errors.ChangeNotFoundError(7),
    store_errors.ChangeUndoneError(7),
    store_errors.ChangeOverlaidError(7, 9),
    store_errors.ChangeTooOldError(12),
    store_errors.NotAFeedError("https://a.example/x", "it is a page that names no feed"),
    store_errors.FeedNotFoundError(3),
    store_errors.DuplicateFeedError(3, "https://a.example/feed"),
    store_errors.TooManyFeedsError(100),
    store_errors.SeveralFeedsError(EVIL, (EVIL, "https://a.example/feed")),
    store_errors.AnnotationError(EVIL),
    store_errors.DatabaseError("/srv/corpora/1.db"),
    store_errors.DatabaseLockedError("/srv/corpora/1.db"),
    store_errors.DatabaseNewerError("/srv/corpora/1.db"),
    store_errors.DatabaseCorruptError("/srv/corpora/1.db"),
    store_errors.DatabaseFullError("/srv/corpora/1.db"),
    store_errors.DatabaseUnwritableError("/srv/corpora/1.db"),
    store_errors.DatabaseMissingError("/srv/corpora/1.db"),
    bot_errors.NotPermittedError("Manage Server"),
    bot_errors.NotReadyError("the starter articles"),
    bot_errors.UpgradingError(),
    bot_errors.BusyError("the record", 10),
    bot_errors.TooSlowError(600),
    bot_errors.WorkerLostError(),
    bot_errors.NotInServerError(),
    bot_errors.OptionError("since", EVIL, "a date"),
    bot_errors.CooldownError(datetime(2026, 3, 2, tzinfo=UTC)),
    bot_errors.DigestError(1, "the channel is gone"),
]


def leaves(kind):
    below = kind.__subclasses__()
    return {kind, *(leaf for child in below for leaf in leaves(child))}


def test_every_error_raised_on_purpose_has_an_example_here():
    silent = {store_errors.StoreError, bot_errors.BotError, bot_errors.SettingsError}
    known = leaves(store_errors.StoreError) | leaves(bot_errors.BotError)
    assert {type(example) for example in EXAMPLES} == known - silent


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_the_sentence_is_short_and_names_no_file(error):
    sentence = messages.explain(error)
    assert sentence
    assert len(sentence) <= 2000
    assert "/srv" not in sentence
    assert sentence[-1] in ".?`"


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_text_from_outside_stands_in_inline_code(error):
    sentence = messages.explain(error)
    outside_code = "".join(sentence.split("`")[::2])
    assert "@everyone" not in outside_code
    assert all(char.isprintable() or char == "\n" for char in sentence)  # nothing turns it around
    assert "evil" not in outside_code
    assert "<@123>" not in outside_code
    assert "\n" not in sentence
    assert sentence.count("`") % 2 == 0


def test_the_nearest_names_are_offered():
    sentence = messages.explain(store_errors.EntityNotFoundError("Zi", ("Xi Jinping", "Zia")))
    assert "`Xi Jinping`" in sentence
    assert "`Zia`" in sentence


def test_two_of_one_name_are_told_apart_by_their_numbers():
    namesakes = (KIM, EntityRef(9, "Kim Jong Un", EntityType.PERSON))
    sentence = messages.explain(store_errors.AmbiguousEntityError("Kim", namesakes))
    assert "(#7)" in sentence
    assert "(#9)" in sentence


def test_an_error_inside_a_command_is_unwrapped():
    @app_commands.command()
    async def anything(interaction):
        """Do nothing."""

    wrapped = app_commands.CommandInvokeError(anything, store_errors.QuotationNotFoundError(4))
    assert messages.explain(wrapped) == messages.explain(store_errors.QuotationNotFoundError(4))


def test_a_bug_has_no_sentence():
    assert messages.explain(ZeroDivisionError("division by zero")) is None


def test_a_bugs_number_is_shown():
    assert "`a1b2c3d4`" in messages.unexpected("a1b2c3d4")
