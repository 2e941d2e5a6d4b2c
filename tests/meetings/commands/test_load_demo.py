from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from forum.enums import PlacementState
from forum.models import ApiClient, Forum, Organisation, Placement, Reminder
from meetings.enums import UNFINISHED, MeetingState, MinutesState
from meetings.models import ActionItem, Meeting, Minutes

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import QuerySet
    from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOMENTS = [
    pytest.param(datetime(2027, 7, 17, 20, 30, tzinfo=UTC), id="a Saturday night in July"),
    pytest.param(datetime(2027, 1, 1, 0, 30, tzinfo=UTC), id="New Year's night"),
    pytest.param(datetime(2028, 2, 29, 7, 0, tzinfo=UTC), id="a leap day"),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_demo_is_right_at_any_time(moment: datetime, settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with time_machine.travel(moment, tick=False):
        call_command("load_demo", verbosity=0)

        assert Organisation.objects.get(is_host=True).organisation_number == "212000-0365"
        assert len({forum.kind for forum in Forum.objects.all()}) == 5
        assert Forum.objects.get(external=True).organisation.code == "lansstyrelsen-sodermanland"
        for forum in Forum.objects.all():
            assert Meeting.objects.ahead(timezone.now()).filter(forum=forum).exists(), forum
        states = set(Placement.objects.values_list("state", flat=True))
        assert states == {state.value for state in PlacementState} - {"ended"}
        assert Minutes.objects.get().state == MinutesState.APPROVED
        assert _waiting_for_outcome().exists()
        assert _asked("valdsbejakande-extremism") == {"brottsforebyggande-radet", "skolledningsgruppen"}
        open_actions = ActionItem.objects.filter(state__in=UNFINISHED)
        assert open_actions.filter(due_on__lt=timezone.localdate()).exists()
        assert open_actions.filter(owner_address="rektor@demo.example").exists()
        assert Reminder.objects.planned().filter(moment__lte=timezone.now()).exists()
        assert all(action.due_on.weekday() < 5 for action in open_actions.filter(due_kind="date") if action.due_on)

    kept = json.loads((tmp_path / "demo.json").read_text())
    assert ApiClient.objects.get().client_id == kept["client_id"]
    assert kept["client_secret"]
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0


def _asked(topic: str) -> set[str]:
    return set(Placement.objects.filter(topic__slug=topic).values_list("forum__slug", flat=True))


def _waiting_for_outcome() -> QuerySet[Meeting]:
    held = Meeting.objects.filter(ends_at__lt=timezone.now(), historic=False, minutes__isnull=True)
    return held.exclude(state=MeetingState.CANCELLED).filter(starts_at__gt=timezone.now() - timedelta(days=60))


def test_a_second_time_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    call_command("load_demo", verbosity=0)
    before = Meeting.objects.count()

    call_command("load_demo", verbosity=0)

    assert Meeting.objects.count() == before


def test_never_where_real_data_is(settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_demo")
