"""What a curator types of a digest's plan, read."""

import pytest

from bot.commands.digest_options import parse_time
from bot.commands.zones import Zones
from bot.errors import OptionError


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("08:00", "08:00"),
        ("8:05", "08:05"),
        (" 18.30 ", "18:30"),
        ("20h15", "20:15"),
        ("8am", "08:00"),
        ("12 AM", "00:00"),
        ("12pm", "12:00"),
        ("11:59 pm", "23:59"),
        ("0:00", "00:00"),
    ],
)
def test_times_are_read_as_people_write_them(typed, time):
    assert parse_time(typed) == time


@pytest.mark.parametrize("typed", ["8", "24:00", "12:60", "13pm", "0am", "8:5", "noon", "08:00:00"])
def test_what_is_no_time_of_day_is_refused(typed):
    with pytest.raises(OptionError):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("europe/kyiv", "Europe/Kyiv"),
        ("Kyiv", "Europe/Kyiv"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("Ho Chi Minh", "Asia/Ho_Chi_Minh"),
    ],
)
def test_zones_are_found_by_city_in_any_case(typed, zone):
    assert Zones().named(typed) == zone


@pytest.mark.parametrize("typed", ["", "../../etc/passwd", "localtime", "GMT+25", "Atlantis"])
def test_what_is_no_zone_is_refused(typed):
    with pytest.raises(OptionError):
        Zones().named(typed)
