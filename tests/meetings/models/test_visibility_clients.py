"""What an API client reads: what was shared with its organisation, where it or its unit still sits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import gettext

from forum.enums import Office, SharedKind
from forum.models import ClientActor, Forum, Membership, Placement, Seat, Share, Topic
from meetings.enums import ItemOpenness, MinutesState
from meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, Minutes
from tests.factories import (
    make_action,
    make_api_client,
    make_attendance,
    make_decision,
    make_item,
    make_meeting,
    make_minutes,
    make_seat,
    make_share,
    make_unit,
)

if TYPE_CHECKING:
    from forum.models import Organisation

MODELS = (Meeting, AgendaItem, Decision, ActionItem, Attendance, Minutes)


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    meeting = make_meeting(forum=council, noticed=True)
    item = make_item(meeting=meeting, notes="Ord", answer="decided")
    make_decision(item=item)
    make_action(origin=item)
    make_attendance(meeting=meeting, seat=council.seats.get(office=Office.CHAIR))
    make_minutes(meeting=meeting)
    return meeting


def _seen(actor: ClientActor) -> dict[str, int]:
    return {model.__name__: count for model in MODELS if (count := model.objects.visible_to(actor).count())}


def test_with_a_seat_only_the_dates_until_something_is_shared(meeting: Meeting, police: Organisation) -> None:
    assert _seen(ClientActor(make_api_client(organisation=police))) == {"Meeting": 1}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (SharedKind.NOTICE, {"Meeting": 1, "AgendaItem": 1}),
        (SharedKind.MINUTES, {"Meeting": 1, "AgendaItem": 1, "Decision": 1, "ActionItem": 1, "Minutes": 1}),
        (SharedKind.OUTCOME, {"Meeting": 1, "AgendaItem": 1, "Decision": 1, "ActionItem": 1}),
    ],
)
def test_after_a_share(kind: SharedKind, expected: dict[str, int], meeting: Meeting, police: Organisation) -> None:
    make_share(meeting=meeting, organisation=police, kind=kind)
    actor = ClientActor(make_api_client(organisation=police))
    assert _seen(actor) == expected
    assert [item.notes for item in AgendaItem.objects.visible_to(actor)] == ["" if kind == SharedKind.NOTICE else "Ord"]


def test_nothing_after_the_seat_is_closed_or_the_share_has_ended(
    meeting: Meeting, police: Organisation, neighbour: Organisation
) -> None:
    for organisation in (police, neighbour):
        make_share(meeting=meeting, organisation=organisation)
    Seat.objects.filter(organisation=police).update(closed_on=date(2026, 1, 1))
    Share.objects.filter(organisation=neighbour).update(ended_at="2026-11-21T00:00:00Z")
    assert _seen(ClientActor(make_api_client(organisation=police))) == {}
    assert _seen(ClientActor(make_api_client(organisation=neighbour))) == {"Meeting": 1}


def test_nothing_without_a_seat_even_if_a_share_was_written(
    meeting: Meeting, stranger_municipality: Organisation, school_group: Forum
) -> None:
    make_share(meeting=meeting, organisation=stranger_municipality)
    actor = ClientActor(make_api_client(organisation=stranger_municipality))
    assert _seen(actor) == {}
    others = (Forum, Seat, Membership, Share, Topic, Placement)
    assert [model.objects.visible_to(actor).count() for model in others] == [0] * len(others)


def test_a_newer_version_that_was_not_shared_hides_what_it_may_have_changed(
    meeting: Meeting, police: Organisation
) -> None:
    make_share(meeting=meeting, organisation=police, shared_version=1)
    make_minutes(meeting=meeting, state=MinutesState.DRAFT, number=2)
    actor = ClientActor(make_api_client(organisation=police))
    assert _seen(actor) == {"Meeting": 1, "AgendaItem": 1, "Minutes": 1}

    Minutes.objects.filter(number=2).update(state=MinutesState.CIRCULATED, circulated_at="2026-11-22T09:00:00Z")
    assert [row.number for row in Minutes.objects.visible_to(actor)] == [1]
    make_share(meeting=meeting, organisation=police, shared_version=2)
    assert [row.number for row in Minutes.objects.visible_to(actor)] == [2, 1]
    assert _seen(actor) == {"Meeting": 1, "AgendaItem": 1, "Decision": 1, "ActionItem": 1, "Minutes": 2}


def test_restricted_items_are_redacted_with_all_that_came_of_them(meeting: Meeting, police: Organisation) -> None:
    AgendaItem.objects.update(openness=ItemOpenness.NAMED_SEATS)
    make_share(meeting=meeting, organisation=police)
    actor = ClientActor(make_api_client(organisation=police))
    (item,) = AgendaItem.objects.visible_to(actor)
    assert (item.title, item.notes, item.in_full) == (gettext("Restricted item"), "", False)
    assert _seen(actor) == {"Meeting": 1, "AgendaItem": 1, "Minutes": 1}


def test_own_actions_from_the_moment_they_are_logged(meeting: Meeting, police: Organisation) -> None:
    seat = meeting.forum.seats.get(organisation=police, office=Office.MEMBER)
    item = meeting.items.get()
    own = [make_action(origin=item, owner_organisation=police), make_action(origin=item, owner_seat=seat)]
    actor = ClientActor(make_api_client(organisation=police))
    assert list(ActionItem.objects.visible_to(actor)) == own


def test_a_client_of_a_unit_sees_its_own_seats_and_actions_alone(meeting: Meeting, police: Organisation) -> None:
    unit, other = (
        make_unit(organisation=police, name="Lokalpolisområdet"),
        make_unit(organisation=police, name="Utredning"),
    )
    item = meeting.items.get()
    own = make_action(origin=item, owner_organisation=police, owner_unit=unit)
    make_action(origin=item, owner_organisation=police, owner_unit=other)
    make_action(origin=item, owner_organisation=police)
    make_share(meeting=meeting, organisation=police)
    actor = ClientActor(make_api_client(organisation=police, unit=unit))
    assert _seen(actor) == {"ActionItem": 1}
    assert list(ActionItem.objects.visible_to(actor)) == [own]

    make_seat(forum=meeting.forum, organisation=police, unit=unit)
    assert _seen(actor) == {"Meeting": 1, "AgendaItem": 1, "Decision": 1, "ActionItem": 4, "Minutes": 1}


def test_shares_of_others_stay_theirs(meeting: Meeting, police: Organisation, neighbour: Organisation) -> None:
    own = make_share(meeting=meeting, organisation=police)
    make_share(meeting=meeting, organisation=neighbour)
    assert list(Share.objects.visible_to(ClientActor(make_api_client(organisation=police)))) == [own]
