"""A pytest plugin: a simulated test fails when its bot sent what Discord would refuse.

tests/conftest.py loads it, so that no test has to ask for it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.discord_rules import validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord import Env


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Check, after each test, every request made in the simulated Discords it used."""
    yield
    for env in _simulations(item):
        problems = validate(env.http_requests)
        if problems:
            pytest.fail("Discord would refuse\n" + "\n".join(problems), pytrace=False)


def _simulations(item: pytest.Item) -> list[Env]:
    simcord = sys.modules.get("simcord")  # a test without it has nothing to check
    if simcord is None:
        return []
    fixtures: dict[str, Any] = getattr(item, "funcargs", {})
    values = [v for given in fixtures.values() for v in (given, getattr(given, "env", None))]
    return list({id(value): value for value in values if isinstance(value, simcord.Env)}.values())
