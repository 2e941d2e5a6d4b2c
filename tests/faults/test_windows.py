"""The short version of `make faults`: each moment at which a kill could lose or double a mail, hit twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import scenes
from tests.faults.kills import kill_backend, kill_postmaster
from tests.faults.stage import Stage
from tests.faults.windows import WINDOWS, Window

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults-windows")]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(FAULTS_LEASE_SECONDS=str(scenes.SHORT_LEASE), FAULTS_ANSWER_SECONDS="1") as stage:
        yield stage


@pytest.mark.parametrize("window", WINDOWS)
def test_a_kill_loses_nothing_and_doubles_only_what_was_accepted_and_not_marked(stage: Stage, window: Window) -> None:
    finding = window(stage, 2)

    assert finding.holds, finding


@pytest.mark.parametrize("kill", [kill_backend, kill_postmaster])
def test_the_death_of_postgresql_doubles_nothing(stage: Stage, kill: scenes.Killing) -> None:
    finding = scenes.database_gone(stage, "PostgreSQL", kill, 1)

    assert finding.holds, finding


def test_a_sender_that_slept_through_its_lease_sends_no_more(stage: Stage) -> None:
    finding = scenes.stands_still(stage, "claimed", doubles=0)

    assert finding.holds, finding


def test_a_sender_that_slept_before_its_mark_changes_nothing(stage: Stage) -> None:
    finding = scenes.stands_still(stage, "accepted", doubles=1)

    assert finding.holds, finding


def test_refused_for_now_waits_longer_each_time_and_fails_when_it_expires(stage: Stage) -> None:
    assert [finding for finding in scenes.back_off(stage) if not finding.holds] == []


def test_refused_for_good_concerns_one_receiver(stage: Stage) -> None:
    finding = scenes.refused_for_good(stage)

    assert finding.holds, finding


def test_cut_lines_and_silence_lose_nothing(stage: Stage) -> None:
    assert [finding for finding in scenes.trouble_on_the_way(stage) if not finding.holds] == []


def test_after_days_without_beat_only_the_newest_goes(stage: Stage) -> None:
    assert [finding for finding in scenes.days_without_beat(stage) if not finding.holds] == []


def test_what_is_done_while_a_sender_has_it_or_it_waits_is_not_sent_after(stage: Stage) -> None:
    assert [finding for finding in scenes.done_meanwhile(stage) if not finding.holds] == []
