from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from forum.services.rounds import run_steps

pytestmark = pytest.mark.django_db


def too_slow() -> int:
    raise OperationalError("canceling statement due to statement timeout")


def broken() -> int:
    raise ValueError("no such day")


def test_a_step_that_fails_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    steps = {"first": lambda: 1, "broken": broken, "slow": too_slow, "last": lambda: 2}

    assert run_steps(steps) == {"first": 1, "last": 2}
    assert "The step broken of a round failed" in caplog.text
    assert "The step slow of a round failed" in caplog.text


def test_a_round_ends_where_the_database_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "is_usable", lambda: False)

    with pytest.raises(OperationalError):
        run_steps({"slow": too_slow, "last": lambda: 2})
