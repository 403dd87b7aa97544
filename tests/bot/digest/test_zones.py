"""Fifty servers in fifty zones, while their clocks change: one post for each local date.

benchmarks/digest_year.py runs the whole year.
"""

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.digest_year import ZONES, simulate

DAY = timedelta(days=1)
# America and Europe forward, Europe and America back: from noon to noon.
CHANGES = [
    datetime(2026, month, day, 12, tzinfo=UTC)
    for month, day in ((3, 7), (3, 28), (10, 24), (10, 31))
]


@pytest.mark.parametrize("noon", CHANGES, ids=lambda at: f"{at:%B}")
async def test_each_date_of_a_change_of_clocks_has_one_post(tmp_path, noon):
    wrong, n_posts = await simulate(tmp_path, noon, noon + DAY)
    assert wrong == []
    assert abs(n_posts - len(ZONES)) <= 2  # due just before noon UTC, or twice from noon to noon


def test_there_are_fifty_zones():
    assert len(set(ZONES)) == 50
