"""Many who approve, twice and late, and a correction in the middle: approved once, by each, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest

from forum.models import OutboxMessage
from meetings.enums import MinutesState
from meetings.models import Minutes
from meetings.services.minutes import begin_correction, choose_approvers, circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes
from tests.factories import make_item, make_meeting
from tests.parallel.together import MANY, at_once, codes

if TYPE_CHECKING:
    from forum.models import Forum, Person

HELD = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def circulated(council: Forum, member: Person, secretary: Person, now: datetime) -> Minutes:
    """Waits for the chair and for the member who was chosen."""
    meeting = make_meeting(forum=council, starts_at=HELD)
    make_item(meeting=meeting)
    choose_approvers(meeting=meeting, seats=list(council.seats.filter(memberships__person=member)))
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    return circulate_minutes(minutes_id=draft.pk, version=draft.version, circulated_by=secretary)


def test_a_hundred_presses_of_two_approvers_approve_once(
    circulated: Minutes, chair: Person, member: Person, secretary: Person
) -> None:
    letters = OutboxMessage.objects.count()
    people = [chair, member, chair, member, secretary]
    seen = circulated.version
    answers = at_once(
        [
            partial(approve_minutes, minutes_id=circulated.pk, version=seen, person=people[number % 5])
            for number in range(MANY)
        ]
    )
    assert set(codes(answers)) <= {"done", "not_allowed", "stale_version"}
    assert codes(answers)["done"] >= 2
    assert sum(getattr(answer, "state", "") == MinutesState.APPROVED for answer in answers) == 1
    circulated = circulated.refreshed()
    assert (circulated.state, circulated.version) == (MinutesState.APPROVED, seen + 1)
    given = circulated.approvals.order_by("-presiding").values_list("person", "approved_at")
    assert list(given) == [(chair.pk, datetime(2026, 11, 24, 9, tzinfo=UTC)), (member.pk, given[0][1])]
    assert OutboxMessage.objects.count() == letters


@pytest.mark.parametrize("who_is_first", ["approver", "correction"])
def test_the_last_approver_and_a_correction_never_both(
    who_is_first: str, circulated: Minutes, chair: Person, member: Person, secretary: Person
) -> None:
    approve_minutes(minutes_id=circulated.pk, version=circulated.version, person=member)
    yes = partial(approve_minutes, minutes_id=circulated.pk, version=circulated.version, person=chair)
    no = partial(
        begin_correction, minutes_id=circulated.pk, version=circulated.version, reason="Fel", begun_by=secretary
    )
    pair = [yes, no] if who_is_first == "approver" else [no, yes]
    answers = codes(at_once(pair * (MANY // 2)))
    versions = list(Minutes.objects.order_by("number").values_list("number", "state"))
    if len(versions) == 1:
        assert versions == [(1, MinutesState.APPROVED)]
        assert answers == {"done": 1, "stale_version": MANY - 1}
    else:
        assert versions == [(1, MinutesState.CIRCULATED), (2, MinutesState.DRAFT)]
        assert answers == {"done": 1, "correction_begun": MANY // 2, "conflict": MANY // 2 - 1}


def test_approving_the_old_version_while_a_new_one_is_sent(
    circulated: Minutes, chair: Person, member: Person, secretary: Person
) -> None:
    draft = begin_correction(minutes_id=circulated.pk, version=None, reason="Fel", begun_by=secretary)
    send = partial(circulate_minutes, minutes_id=draft.pk, version=draft.version, circulated_by=secretary)
    old = [
        partial(approve_minutes, minutes_id=circulated.pk, version=None, person=person) for person in (chair, member)
    ]
    answers = codes(at_once([send, *old] * 33))
    assert answers["done"] == 1
    assert set(answers) == {"done", "correction_begun", "stale_version"}
    states = Minutes.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [MinutesState.REPLACED, MinutesState.CIRCULATED]
    assert not circulated.approvals.filter(approved_at__isnull=False).exists()
