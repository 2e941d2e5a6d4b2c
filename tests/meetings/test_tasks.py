from __future__ import annotations

import pytest

from meetings.tasks import refresh_dates

pytestmark = pytest.mark.django_db


def test_every_step_of_the_daily_round_runs_on_an_empty_database(caplog: pytest.LogCaptureFixture) -> None:
    done = refresh_dates()

    assert not caplog.records
    assert set(done.values()) == {0}
