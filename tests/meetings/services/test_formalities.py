"""What formal minutes have beside the rest, and that no other minutes have it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from forum.enums import MinutesForm
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from meetings.api.minutes_copy import copy_for_client
from meetings.enums import MotionOutcome, Presence
from meetings.models import ImmediateApproval, Motion, Recusal, Vote
from meetings.services.formalities import (
    add_adjournment,
    add_motion,
    edit_motion,
    mark_immediate,
    plan_approval,
    record_vote,
    remove_adjournment,
    remove_motion,
    set_recusals,
)
from meetings.services.minutes import draw_up_minutes
from meetings.services.outcomes import set_attendance
from tests.factories import make_decision, make_item
from tests.meetings.services.minutes_acts import circulate, writes

if TYPE_CHECKING:
    from collections.abc import Callable

    from forum.models import Forum, Person
    from meetings.models import Meeting


@pytest.fixture
def formal(council: Forum, meeting: Meeting) -> Meeting:
    writes(council, MinutesForm.FORMAL)
    return meeting.refreshed()


def test_all_of_it_stands_in_the_minutes(formal: Meeting, council: Forum, member: Person, secretary: Person) -> None:
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    for present in (seat, council.seats.get(role_title="Ordförande")):
        set_attendance(meeting=formal, seat=present, presence=Presence.PRESENT)
    item = make_item(meeting=formal)
    decision = make_decision(item=item)
    plan_approval(meeting=formal, version=None, seats=[seat], place="Stadshuset", day=date(2026, 12, 1))
    add_adjournment(meeting=formal, starts=time(9, 15), ends=time(9, 30))
    add_motion(item=item, text="Avslag på förslaget.", seat=seat, outcome=MotionOutcome.LOST)
    record_vote(decision_id=decision.pk, version=None, yes=7, no=3, procedure="Ordföranden ställer proposition.")
    set_recusals(item=item, seats=[seat])
    mark_immediate(item=item, immediate=True)

    content = draw_up_minutes(meeting=formal, drawn_up_by=secretary).content
    (point,) = content["items"]
    who = {"name": member.name, "role": "Lokalpolisområdeschef"}
    assert point["motions"] == [{**who, "text": "Avslag på förslaget.", "outcome": "Avslag"}]
    assert (point["recusals"], point["immediate"]) == ([who], "24 november 2026")
    assert point["decisions"][0]["vote"] == "7 ja, 3 nej"
    assert content["approval_place"] == "Stadshuset, 1 december 2026"
    assert content["adjournments"] == ["9.15–9.30"]
    assert content["quorum"] == "Beslutsför: 2 av 3 ledamöter tjänstgör"

    copy = copy_for_client(content)["items"][0]
    assert copy["motions"][0]["name"] == copy["recusals"][0]["name"] == "Lokalpolisområdeschef"
    assert copy["decisions"][0]["procedure"] == ""


@pytest.mark.parametrize("form", [MinutesForm.NOTES, MinutesForm.SIMPLE])
def test_other_minutes_have_none_of_it(form: MinutesForm, formal: Meeting, council: Forum, secretary: Person) -> None:
    item = make_item(meeting=formal)
    decision = make_decision(item=item)
    add_motion(item=item, text="Läcker")
    mark_immediate(item=item, immediate=True)
    record_vote(decision_id=decision.pk, version=None, yes=1, no=0)
    add_adjournment(meeting=formal, starts=time(9), ends=time(10))
    writes(council, form)
    meeting = formal.refreshed()
    acts: list[Callable[[], object]] = [
        lambda: add_motion(item=item, text="Ny"),
        lambda: add_adjournment(meeting=meeting, starts=time(9), ends=time(10)),
        lambda: record_vote(decision_id=decision.pk, version=None, yes=1, no=0),
        lambda: set_recusals(item=item, seats=[]),
        lambda: mark_immediate(item=item, immediate=True),
    ]
    for act in acts:
        with pytest.raises(ConflictError):
            act()
    content = draw_up_minutes(meeting=meeting, drawn_up_by=secretary).content
    assert {"quorum", "adjournments"} & content.keys() == set()
    assert {"motions", "recusals", "immediate"} & content["items"][0].keys() == set()
    assert "vote" not in content["items"][0]["decisions"][0]


def test_notes_have_no_approvers(formal: Meeting, council: Forum) -> None:
    writes(council, MinutesForm.NOTES)
    with pytest.raises(ConflictError):
        plan_approval(meeting=formal.refreshed(), version=None, seats=[], place="Stadshuset")


def test_wrong_input_is_named(formal: Meeting, network: Forum) -> None:
    item = make_item(meeting=formal)
    foreign = list(network.seats.all())
    acts: list[tuple[str, Callable[[], object]]] = [
        ("day", lambda: plan_approval(meeting=formal, version=None, seats=[], day=date(2026, 11, 23))),
        ("approvers", lambda: plan_approval(meeting=formal, version=None, seats=foreign)),
        ("ends", lambda: add_adjournment(meeting=formal, starts=time(10), ends=time(10))),
        ("text", lambda: add_motion(item=item, text=" ")),
        ("seat", lambda: add_motion(item=item, text="Ny", seat=foreign[0])),
        ("recusals", lambda: set_recusals(item=item, seats=foreign)),
    ]
    for field, act in acts:
        with pytest.raises(InvalidInputError) as error:
            act()
        assert error.value.field == field
    assert (Motion.objects.count(), Recusal.objects.count(), formal.adjournments.count()) == (0, 0, 0)


def test_changing_and_taking_away(formal: Meeting, council: Forum) -> None:
    item = make_item(meeting=formal)
    decision = make_decision(item=item)
    motion = add_motion(item=item, text="Bifall")
    edit_motion(motion_id=motion.pk, version=1, text="Återremiss", seat=None, outcome=MotionOutcome.WITHDRAWN)
    with pytest.raises(StaleVersionError):
        edit_motion(motion_id=motion.pk, version=1, text="Avslag", seat=None, outcome=None)
    assert (motion.refreshed().text, motion.outcome) == ("Återremiss", MotionOutcome.WITHDRAWN)
    remove_motion(motion_id=motion.pk, version=2)

    record_vote(decision_id=decision.pk, version=None, yes=7, no=3)
    with pytest.raises(StaleVersionError):
        record_vote(decision_id=decision.pk, version=9, yes=8, no=3)
    assert record_vote(decision_id=decision.pk, version=1, yes=0, no=0) is None

    row = add_adjournment(meeting=formal, starts=time(9), ends=time(10))
    remove_adjournment(adjournment_id=row.pk, version=1)
    mark_immediate(item=item, immediate=True)
    mark_immediate(item=item, immediate=False)
    set_recusals(item=item, seats=list(council.seats.all()[:2]))
    set_recusals(item=item, seats=list(council.seats.all()[:1]))
    left = (Motion, Vote, ImmediateApproval, Recusal)
    assert [model.objects.count() for model in left] == [0, 0, 0, 1]


def test_nothing_of_it_changes_once_the_minutes_are_sent(formal: Meeting, secretary: Person) -> None:
    item = make_item(meeting=formal)
    decision = make_decision(item=item)
    motion = add_motion(item=item, text="Bifall")
    circulate(formal, secretary)
    acts: list[Callable[[], object]] = [
        lambda: add_motion(item=item, text="Ny"),
        lambda: edit_motion(motion_id=motion.pk, version=None, text="Ny", seat=None, outcome=None),
        lambda: remove_motion(motion_id=motion.pk, version=None),
        lambda: record_vote(decision_id=decision.pk, version=None, yes=1, no=0),
        lambda: plan_approval(meeting=formal, version=None, seats=[]),
    ]
    for act in acts:
        with pytest.raises(ConflictError) as error:
            act()
        assert error.value.code == "minutes_circulated"


@pytest.mark.parametrize(("present", "words"), [(1, "Inte beslutsför: 1 av 3"), (2, "Beslutsför: 2 av 3")])
def test_more_than_half_are_needed(
    present: int, words: str, formal: Meeting, council: Forum, secretary: Person
) -> None:
    voting = council.seats.filter(office__in=("chair", "member"))
    for number, seat in enumerate(voting):
        presence = Presence.PRESENT if number < present else Presence.ABSENT
        set_attendance(meeting=formal, seat=seat, presence=presence)
    content = draw_up_minutes(meeting=formal, drawn_up_by=secretary).content
    assert content["quorum"].startswith(words)
