"""What a server chooses, and the lists its members page through."""

from datetime import UTC, datetime, timedelta

import pytest

from store.database import select
from store.queries.guild import get_saved_list, get_settings
from store.records import GuildSettings, SavedList
from store.writes.guild import save_list, set_setting

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_nothing_chosen_is_the_default(db):
    assert get_settings(db) == GuildSettings()


def test_what_was_chosen_is_read_back(db):
    set_setting(db, "timezone", "Asia/Tokyo", by=1, now=NOW)
    set_setting(db, "curator_role_id", 123456789012345678, by=1, now=NOW)
    set_setting(db, "log_channel_id", "42", by=1, now=NOW)
    assert get_settings(db) == GuildSettings("Asia/Tokyo", 123456789012345678, 42)


def test_a_choice_can_be_taken_back(db):
    set_setting(db, "curator_role_id", 42, by=1, now=NOW)
    set_setting(db, "curator_role_id", None, by=1, now=NOW)
    assert get_settings(db) == GuildSettings()


def test_a_setting_that_does_not_exist_is_refused(db):
    with pytest.raises(KeyError):
        set_setting(db, "colour", "red", by=1, now=NOW)


def test_the_audit_log_tells_before_and_after_and_skips_what_changes_nothing(db):
    for value in ("Asia/Tokyo", "Asia/Tokyo", "Europe/Kyiv", None, None):
        set_setting(db, "timezone", value, by=7, now=NOW)
    rows = select(db, "SELECT by_user, action, subject, before, after FROM audit ORDER BY id")
    assert [tuple(row) for row in rows] == [
        (7, "setting.set", "setting:timezone", None, '{"timezone": "Asia/Tokyo"}'),
        (
            7,
            "setting.set",
            "setting:timezone",
            '{"timezone": "Asia/Tokyo"}',
            '{"timezone": "Europe/Kyiv"}',
        ),
        (7, "setting.set", "setting:timezone", '{"timezone": "Europe/Kyiv"}', None),
    ]


def test_a_list_is_kept_with_what_was_asked(db):
    saved = SavedList("token", "quotes", {"speaker": "Xi Jinping", "containing": "“mir” \ud800"})
    save_list(db, saved, now=NOW)
    assert get_saved_list(db, "token") == saved
    assert get_saved_list(db, "another") is None


def test_a_list_saved_again_lives_on(db):
    saved = SavedList("token", "quotes", {"speaker": "Xi"})
    save_list(db, saved, now=NOW)
    save_list(db, saved, now=NOW + timedelta(days=20))
    save_list(db, SavedList("new", "quotes"), now=NOW + timedelta(days=45))
    assert get_saved_list(db, "token") == saved


def test_lists_nobody_used_for_a_month_are_swept(db):
    save_list(db, SavedList("old", "quotes"), now=NOW)
    save_list(db, SavedList("new", "quotes"), now=NOW + timedelta(days=31))
    assert get_saved_list(db, "old") is None
    assert get_saved_list(db, "new") is not None
