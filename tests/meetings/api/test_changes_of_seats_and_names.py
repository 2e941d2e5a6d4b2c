from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forum.enums import PlacementState
from forum.models import Forum, Seat
from meetings.models import Minutes
from tests.factories import (
    make_action,
    make_item,
    make_meeting,
    make_placement,
    make_seat,
    make_share,
)
from tests.meetings.api.mirror import Mirror, news, said

if TYPE_CHECKING:
    from forum.models import Organisation, Person, Topic


def test_a_seat_given_and_closed(
    mirror: Mirror, network: Forum, topic: Topic, neighbour: Organisation, county_board: Organisation
) -> None:
    make_placement(topic=topic, forum=network)
    make_share(meeting=make_meeting(forum=network), organisation=neighbour)
    assert news(mirror) == []
    seat = make_seat(forum=network, organisation=neighbour)
    told = said(news(mirror))
    assert {
        ("forums", str(network.pk), "changed"),
        ("meetings", str(network.pk), "reread"),
        ("topics", "", "reread"),
    } <= told
    assert len(mirror.rows["forums"]) == 2
    assert len(mirror.rows["topics"]) == 1
    Seat.objects.filter(pk=seat.pk).update(closed_on=date(2026, 11, 24))
    told = said(news(mirror))
    assert {("forums", str(network.pk), "gone"), ("meetings", str(network.pk), "gone"), ("topics", "", "gone")} <= told
    assert len(mirror.rows["forums"]) == 1
    make_meeting(forum=network)
    make_seat(forum=network, organisation=county_board)
    assert news(mirror) == []


def test_a_forum_that_is_deleted_with_all_it_has(mirror: Mirror, council: Forum) -> None:
    make_meeting(forum=council)
    news(mirror)
    Forum.objects.filter(pk=council.pk).delete()
    news(mirror)
    assert {kind: rows for kind, rows in mirror.rows.items() if rows} == {}


def test_a_seat_of_others_brings_its_organisation(
    mirror: Mirror, council: Forum, stranger_municipality: Organisation
) -> None:
    seat = make_seat(forum=council, organisation=stranger_municipality)
    action = make_action(origin=make_item(meeting=make_meeting(forum=council)), owner_seat=seat)
    told = said(news(mirror))
    assert {("seats", str(seat.pk), "changed"), ("organisations", str(stranger_municipality.pk), "changed")} <= told
    assert "action-items" not in {kind for kind, *_ in told}
    action.delete()
    Seat.objects.filter(pk=seat.pk).update(closed_on=date(2026, 11, 24))
    assert said(news(mirror)) == {
        ("seats", str(seat.pk), "changed"),
        ("organisations", str(stranger_municipality.pk), "gone"),
    }


def test_a_proposal_withdrawn_takes_its_topic_away(mirror: Mirror, council: Forum, topic: Topic) -> None:
    placement = make_placement(topic=topic, forum=council, state=PlacementState.PROPOSED)
    assert news(mirror) == []
    placement.state = PlacementState.ACCEPTED
    placement.save()
    assert said(news(mirror)) == {("topics", str(topic.pk), "changed"), ("placements", str(placement.pk), "changed")}
    placement.state = PlacementState.WITHDRAWN
    placement.save()
    assert said(news(mirror)) == {("topics", str(topic.pk), "gone"), ("placements", str(placement.pk), "gone")}


def test_a_new_name_of_an_organisation_reaches_all_that_carries_it(
    mirror: Mirror, host: Organisation, police: Organisation
) -> None:
    police.contact_address = "nagon@polisen.example"
    police.save()
    assert said(news(mirror)) == {("organisations", str(police.pk), "changed")}
    police.name = "Polismyndigheten"
    police.save()
    assert said(news(mirror)) == {
        ("organisations", str(police.pk), "changed"),
        ("seats", "", "reread"),
        ("memberships", "", "reread"),
    }


def test_a_person_who_changes_organisation(
    mirror: Mirror, council: Forum, neighbour: Organisation, police: Organisation, chair: Person
) -> None:
    meeting = make_meeting(forum=council)
    action = make_action(origin=make_item(meeting=meeting), owner_person=chair)
    make_share(meeting=meeting, organisation=neighbour)
    news(mirror)
    chair.organisation = police
    chair.save()
    assert said(news(mirror)) == {("action-items", str(action.pk), "changed")}
    assert mirror.rows["action-items"][str(action.pk)]["owner"]["organisation"]["code"] == "polisen"


def test_a_forum_without_a_seat_is_never_told_of(mirror: Mirror, school_group: Forum) -> None:
    school_group.name += "!"
    school_group.save()
    Minutes.objects.filter(meeting__forum=school_group).delete()
    Seat.objects.filter(forum=school_group).update(role_title="x")
    assert news(mirror) == []


def test_a_forum_that_is_led_by_others(
    mirror: Mirror, council: Forum, host: Organisation, stranger_municipality: Organisation
) -> None:
    council.seats.filter(organisation=host).delete()
    news(mirror)
    council.organisation = stranger_municipality
    council.save()
    assert said(news(mirror)) == {
        ("forums", str(council.pk), "changed"),
        ("organisations", str(stranger_municipality.pk), "changed"),
        ("organisations", str(host.pk), "gone"),
    }
