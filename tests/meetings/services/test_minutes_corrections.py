"""A correction is a new version that asks again; notes settle by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from forum.enums import MinutesForm
from forum.errors import ConflictError, InvalidInputError
from forum.models import PersonActor, Share
from meetings.enums import MinutesState
from meetings.models import Approval, Meeting, Minutes
from meetings.policies import can_approve
from meetings.services.minutes import begin_correction, circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes, settle_due_notes, settle_notes
from meetings.services.outcomes import edit_decision
from tests.factories import make_meeting
from tests.meetings.services.minutes_acts import HELD, circulate, writes

if TYPE_CHECKING:
    from forum.models import Forum, Person


# Corrections


def test_a_correction_asks_again_and_replaces_when_it_is_approved(
    circulated: Minutes, meeting: Meeting, chair: Person, secretary: Person
) -> None:
    first = approve_minutes(minutes_id=circulated.pk, version=None, person=chair)
    with pytest.raises(InvalidInputError) as error:
        begin_correction(minutes_id=first.pk, version=first.version, reason=" ", begun_by=secretary)
    assert error.value.field == "reason"
    second = begin_correction(minutes_id=first.pk, version=first.version, reason="Fel belopp", begun_by=secretary)
    assert (second.number, second.state, second.corrects) == (2, MinutesState.DRAFT, first)
    with pytest.raises(ConflictError):
        begin_correction(minutes_id=first.pk, version=None, reason="Igen", begun_by=secretary)

    decision = meeting.items.get().decisions.get()
    edit_decision(decision_id=decision.pk, version=decision.version, text="Rättat beslut")
    assert first.refreshed().content["items"][0]["decisions"][0]["text"] == "Rådet beslutar."
    sent = circulate_minutes(minutes_id=second.pk, version=None, circulated_by=secretary)
    assert first.refreshed().state == MinutesState.APPROVED
    assert Approval.objects.filter(minutes=sent, approved_at=None).count() == 1
    assert Share.objects.filter(shared_version=2).count() == 3

    done = approve_minutes(minutes_id=sent.pk, version=None, person=chair)
    assert [(row.number, row.state) for row in Minutes.objects.order_by("number")] == [
        (1, MinutesState.REPLACED),
        (2, MinutesState.APPROVED),
    ]
    assert done.content["items"][0]["decisions"][0]["text"] == "Rättat beslut"
    assert done.content["correction_of"] == 1


def test_while_a_correction_is_written_the_old_version_waits_for_nobody(
    circulated: Minutes, chair: Person, secretary: Person
) -> None:
    second = begin_correction(minutes_id=circulated.pk, version=circulated.version, reason="Fel", begun_by=secretary)
    with pytest.raises(ConflictError) as error:
        approve_minutes(minutes_id=circulated.pk, version=None, person=chair)
    assert error.value.code == "correction_begun"
    assert not can_approve(PersonActor(chair), circulated)
    circulate_minutes(minutes_id=second.pk, version=None, circulated_by=secretary)
    assert circulated.refreshed().state == MinutesState.REPLACED


# Notes


def test_notes_settle_when_the_reply_day_has_passed(
    meeting: Meeting, council: Forum, secretary: Person, chair: Person
) -> None:
    writes(council, MinutesForm.NOTES)
    sent = circulate(meeting, secretary)
    assert (sent.reply_by, sent.approvals.count()) == (date(2026, 12, 8), 0)
    with pytest.raises(ConflictError):
        approve_minutes(minutes_id=sent.pk, version=None, person=chair)
    for day, settled in ((8, 0), (9, 1), (10, 0)):
        with time_machine.travel(datetime(2026, 12, day, 9, 0, tzinfo=UTC), tick=False):
            assert settle_due_notes() == settled
    assert sent.refreshed().state == MinutesState.SETTLED


def test_notes_settle_at_the_next_meeting_or_by_hand_but_not_while_corrected(
    meeting: Meeting, council: Forum, secretary: Person
) -> None:
    writes(council, MinutesForm.NOTES)
    first = circulate(meeting, secretary)
    make_meeting(forum=council, starts_at=HELD + timedelta(days=3))
    second = begin_correction(minutes_id=first.pk, version=first.version, reason="Fel", begun_by=secretary)
    with time_machine.travel(HELD + timedelta(days=4), tick=False):
        assert settle_due_notes() == 0
        circulate_minutes(minutes_id=second.pk, version=None, circulated_by=secretary)
        assert settle_due_notes() == 1
    assert [row.state for row in Minutes.objects.order_by("number")] == [MinutesState.REPLACED, MinutesState.SETTLED]
    with pytest.raises(ConflictError):
        settle_notes(minutes_id=second.pk, version=None)


def test_a_reply_day_that_has_passed_stops_it(meeting: Meeting, council: Forum, secretary: Person) -> None:
    writes(council, MinutesForm.NOTES)
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    with pytest.raises(InvalidInputError) as error:
        circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary, reply_by=date(2026, 11, 23))
    assert error.value.field == "reply_by"
    assert not Share.objects.exists()
