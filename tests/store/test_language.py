"""The language is told from the model inside the package, without a download."""

from __future__ import annotations

from store.language import language_of, name_of


def test_english_is_believed_where_nobody_can_tell():
    assert language_of("") == "en"
    assert language_of("Xi Putin AFP 2022") == "en"


def test_capitals_do_not_make_a_text_foreign():
    assert language_of("THE MINISTER SAID ON MONDAY THAT TALKS WOULD GO ON.") == "en"


def test_languages_are_told_apart():
    assert language_of("Il ministro ha detto lunedì che i colloqui continueranno ancora.") == "it"


def test_a_language_has_an_english_name():
    assert name_of("de") == "German"
    assert "'xx'" in name_of("xx")
