"""The short version of `make faults`: a few random kills among some reminders, by real workers."""

from __future__ import annotations

import pytest

from tests.faults.storms import Storm, rage

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive, pytest.mark.xdist_group("faults-storm")]


def test_random_kills_lose_nothing() -> None:
    weather = rage(Storm(seed=7, reminders=150, kills=5, pause=0.5, lease=3.0))

    assert [finding for finding in weather.findings() if not finding.holds] == []
