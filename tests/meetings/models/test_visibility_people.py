"""Who may read what of a meeting: every office against every state of the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import gettext

from forum.enums import Office
from forum.models import PersonActor
from meetings.enums import ItemOpenness, MinutesState
from meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, Minutes
from tests.factories import (
    make_action,
    make_attendance,
    make_decision,
    make_item,
    make_meeting,
    make_minutes,
    make_person,
    make_placement,
    make_seat,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic

STATES = ("draft", "noticed", "circulated", "approved")
NOTHING, AGENDA, ALL = "", "item", "item decision action attendance minutes notes"
OUTCOME = "item decision action"  # of an own placed item: not attendance, minutes or the words of the minutes

# Who, then what is read in each of STATES.
MATRIX = [
    ("chair", ALL, ALL, ALL, ALL),
    ("vice chair", ALL, ALL, ALL, ALL),
    ("secretary", ALL, ALL, ALL, ALL),
    ("member", NOTHING, AGENDA, ALL, ALL),
    ("substitute", NOTHING, AGENDA, ALL, ALL),
    ("member of the host", ALL, ALL, ALL, ALL),
    ("co-opted", NOTHING, NOTHING, NOTHING, NOTHING),
    ("observer", NOTHING, NOTHING, NOTHING, NOTHING),
    ("called observer", NOTHING, AGENDA, f"{OUTCOME} notes", f"{OUTCOME} notes"),
    ("coordinator", AGENDA, AGENDA, OUTCOME, OUTCOME),
    ("owner", "action", "action", "action", "action"),
    ("administrator", NOTHING, NOTHING, NOTHING, NOTHING),
    ("official", NOTHING, NOTHING, NOTHING, NOTHING),
    ("stranger", NOTHING, NOTHING, NOTHING, NOTHING),
    ("former member", NOTHING, NOTHING, NOTHING, NOTHING),
]


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    return make_meeting(forum=council)


@pytest.fixture
def item(meeting: Meeting, topic: Topic) -> AgendaItem:
    placement = make_placement(topic=topic, forum=meeting.forum)
    return make_item(meeting=meeting, topic=topic, placement=placement, notes="Diskuterades länge.", answer="decided")


@pytest.fixture
def reader(
    request: pytest.FixtureRequest, item: AgendaItem, police: Organisation, host: Organisation, official: Person
) -> Person:
    """The person of the role, seated where the role needs it."""
    role: str = request.param
    forum = item.forum
    if role == "vice chair":
        return _seated(forum, police, Office.VICE_CHAIR)
    if role == "co-opted":
        return _seated(forum, police, Office.CO_OPTED)
    if role == "member of the host":
        return _seated(forum, host, Office.MEMBER)
    if role == "called observer":
        item.presenter_seat = forum.seats.get(office=Office.OBSERVER)
        item.save()
        return request.getfixturevalue("observer")  # type: ignore[no-any-return]
    if role == "former member":
        person = request.getfixturevalue("member")
        person.memberships.update(ends_on="2026-01-01")
        return person  # type: ignore[no-any-return]
    if role == "owner":
        return make_person(name="Ylva Ägare", email="owner@demo.example", organisation=police)
    return request.getfixturevalue(role)  # type: ignore[no-any-return]


def _seated(forum: Forum, organisation: Organisation, office: Office) -> Person:
    person = make_person(name="Nils Ny", email="nils@demo.example", organisation=organisation)
    make_seat(forum=forum, organisation=organisation, office=office, person=person)
    return person


def _bring_to(state: str, meeting: Meeting) -> None:
    if state != "draft":
        meeting.noticed_at = "2026-11-20T09:00:00Z"
        meeting.save()
    if state == "draft":
        make_minutes(meeting=meeting, state=MinutesState.DRAFT)
    elif state == "circulated":
        make_minutes(meeting=meeting)
    elif state == "approved":
        make_minutes(meeting=meeting, state=MinutesState.APPROVED)


def _seen(person: Person, meeting: Meeting) -> set[str]:
    actor = PersonActor(person)
    found = {
        "item": AgendaItem.objects.visible_to(actor).filter(meeting=meeting),
        "decision": Decision.objects.visible_to(actor).filter(item__meeting=meeting),
        "action": ActionItem.objects.visible_to(actor).filter(origin__meeting=meeting),
        "attendance": Attendance.objects.visible_to(actor).filter(meeting=meeting),
        "minutes": Minutes.objects.visible_to(actor).filter(meeting=meeting),
        "notes": [item for item in AgendaItem.objects.visible_to(actor).filter(meeting=meeting) if item.notes],
    }
    return {name for name, rows in found.items() if list(rows)}


@pytest.mark.parametrize(
    ("reader", "state", "expected"),
    [(role, state, expected) for role, *row in MATRIX for state, expected in zip(STATES, row, strict=True)],
    indirect=["reader"],
)
def test_what_each_role_reads(
    reader: Person, state: str, expected: str, item: AgendaItem, meeting: Meeting, secretary: Person
) -> None:
    make_decision(item=item)
    owner: dict[str, Any] = {"owner_person": reader} if reader.name == "Ylva Ägare" else {}
    make_action(origin=item, **owner)
    make_attendance(meeting=meeting, seat=meeting.forum.seats.get(office=Office.CHAIR))
    _bring_to(state, meeting)
    if state == "noticed" and "minutes" in expected:
        expected = expected.replace(" minutes", "")  # there are none yet
    assert _seen(reader, meeting) == set(expected.split())


def test_a_coordinator_sees_the_answer_at_once_where_others_lead(
    network: Forum, topic: Topic, coordinator: Person
) -> None:
    item = make_item(
        meeting=make_meeting(forum=network),
        placement=make_placement(topic=topic, forum=network),
        answer="raised",
        notes="Hemligt",
    )
    decision = make_decision(item=item)
    make_item(meeting=item.meeting, title="En annan punkt")
    actor = PersonActor(coordinator)

    assert [(row.pk, row.answer, row.notes) for row in AgendaItem.objects.visible_to(actor)] == [
        (item.pk, "raised", "")
    ]
    assert list(Decision.objects.visible_to(actor)) == [decision]


def test_a_correction_is_a_draft_until_it_is_circulated(
    item: AgendaItem, meeting: Meeting, member: Person, secretary: Person
) -> None:
    decision = make_decision(item=item, text="Ändrat i rättelsen")
    make_attendance(meeting=meeting, seat=meeting.forum.seats.get(office=Office.CHAIR))
    first = make_minutes(meeting=meeting, state=MinutesState.APPROVED)
    second = make_minutes(meeting=meeting, state=MinutesState.DRAFT)

    assert _seen(member, meeting) == {"item", "minutes"}
    assert list(Minutes.objects.visible_to(PersonActor(member))) == [first]
    assert list(Decision.objects.visible_to(PersonActor(secretary))) == [decision]

    second.state, second.circulated_at = MinutesState.CIRCULATED, first.circulated_at
    second.save()
    assert _seen(member, meeting) == {"item", "minutes", "decision", "attendance", "notes"}


@pytest.mark.parametrize(
    ("openness", "expected"),
    [
        (ItemOpenness.OPEN, {"chair": True, "member": True, "host member": True, "named": True}),
        (ItemOpenness.OWN_ORGANISATION, {"chair": True, "member": False, "host member": True, "named": True}),
        (ItemOpenness.NAMED_SEATS, {"chair": True, "member": False, "host member": False, "named": True}),
    ],
)
def test_restricted_items_show_number_and_neutral_title(
    openness: ItemOpenness,
    expected: dict[str, bool],
    item: AgendaItem,
    meeting: Meeting,
    council: Forum,
    chair: Person,
    member: Person,
    substitute: Person,
    host: Organisation,
    topic: Topic,
) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(
        openness=openness,
        title="Känsligt",
        question="Fråga",
        presenter="Namn",
        registry_number="KS 1",
        draft_decision="Förslag",
        kind="decision",
        paragraph=7,
        paragraph_year=2026,
        minutes=10,
        times_put_off=2,
        secrecy_provision="OSL 26:1",
    )
    item.named_seats.set([council.seats.get(office=Office.SUBSTITUTE)])
    make_decision(item=item)
    make_minutes(meeting=meeting)
    readers = {
        "chair": chair,
        "member": member,
        "host member": _seated(council, host, Office.MEMBER),
        "named": substitute,
    }
    seen = {
        name: AgendaItem.objects.visible_to(PersonActor(person)).get(pk=item.pk) for name, person in readers.items()
    }
    decisions = {name: Decision.objects.visible_to(PersonActor(person)).exists() for name, person in readers.items()}

    assert {name: row.in_full for name, row in seen.items()} == expected
    assert decisions == expected
    for name, row in seen.items():
        if not expected[name]:
            words = (
                row.question,
                row.presenter,
                row.registry_number,
                row.draft_decision,
                row.notes,
                row.answer,
                row.secrecy_provision,
            )
            assert (row.title, row.paragraph, row.kind, row.minutes, row.times_put_off) == (
                gettext("Restricted item"),
                7,
                "information",
                None,
                0,
            )
            assert words == ("",) * 7
            assert (row.topic_id, row.placement_id, row.presenter_seat_id, row.carried_from_id) == (None,) * 4


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_three(
    number: int, meeting: Meeting, member: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        item = make_item(meeting=meeting)
        make_decision(item=item)
        make_action(origin=item)
        make_attendance(meeting=meeting, seat=make_seat(forum=meeting.forum, organisation=meeting.forum.organisation))
    make_minutes(meeting=meeting)
    actor = PersonActor(member)

    with django_assert_num_queries(5):
        rows = [
            len(AgendaItem.objects.visible_to(actor)),
            len(Decision.objects.visible_to(actor)),
            len(ActionItem.objects.visible_to(actor)),
            len(Attendance.objects.visible_to(actor)),
            len(Minutes.objects.visible_to(actor)),
        ]
    assert rows == [number, number, number, number, 1]
