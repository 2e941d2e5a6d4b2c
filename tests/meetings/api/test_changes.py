from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from forum.enums import PlacementState, SharedKind
from forum.models import Forum, Seat
from meetings.enums import ItemOpenness, MinutesState
from meetings.models import AgendaItem, Decision, Minutes
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_decision,
    make_item,
    make_meeting,
    make_minutes,
    make_placement,
    make_seat,
    make_share,
)
from tests.meetings.api.mirror import Mirror, end_transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forum.models import Organisation, Person, Topic
    from tests.conftest import ApiClientFor


@pytest.fixture
def mirror(council: Forum, network: Forum, neighbour: Organisation, api_client_for: ApiClientFor) -> Iterator[Mirror]:
    """The neighbour's; after each test it is equal to a full read."""
    end_transaction()
    mirror = Mirror(api_client_for(neighbour)).start()
    yield mirror
    news(mirror)
    assert mirror.rows == mirror.full_read()


def news(mirror: Mirror) -> list[dict[str, Any]]:
    """What the mirror is told when the transaction has ended that did all since the last time."""
    end_transaction()
    return mirror.pull()


def said(entries: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Rows by kind, id and op; parts by kind, value and op; lists by kind, nothing and op."""
    return {(entry["kind"], entry["id"] or "".join((entry["within"] or {}).values()), entry["op"]) for entry in entries}


def test_the_first_answer_is_empty_and_gives_a_cursor(council: Forum, neighbour: Organisation, api_client_for: ApiClientFor) -> None:
    response = api_client_for(neighbour).get("/api/v1/changes")
    body = response.json()
    assert body["changes"] == []
    assert {**body["_meta"], "nextCursor": ""} == {"limit": 20, "count": 0, "more": False, "nextCursor": ""}
    assert response["Link"] == f'<{body["_links"]["next"]["href"]}>; rel="next"'


def test_nothing_new_is_a_304(mirror: Mirror) -> None:
    address = f"/api/v1/changes?cursor={mirror.cursor}"
    tag = mirror.api.get(address)["ETag"]
    assert mirror.api.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_a_new_meeting_and_its_end(mirror: Mirror, council: Forum) -> None:
    meeting = make_meeting(forum=council)
    entry = {
        "kind": "meetings",
        "id": str(meeting.pk),
        "within": None,
        "op": "changed",
        "href": f"http://testserver/api/v1/meetings/{meeting.pk}",
    }
    assert news(mirror) == [entry]
    pk = str(meeting.pk)
    meeting.delete()
    assert news(mirror) == [entry | {"op": "gone", "href": f"http://testserver/api/v1/meetings/{pk}"}]
    assert news(mirror) == []


def test_drafts_of_an_agenda_are_never_told(mirror: Mirror, council: Forum, neighbour: Organisation) -> None:
    meeting = make_meeting(forum=council)
    news(mirror)
    item, doomed = make_item(meeting=meeting), make_item(meeting=meeting)
    make_decision(item=item)
    make_minutes(meeting=meeting, state=MinutesState.DRAFT)
    item.title = "Annat"
    item.save()
    end_transaction()
    doomed.delete()
    assert news(mirror) == []
    make_share(meeting=meeting, organisation=neighbour, kind=SharedKind.NOTICE)
    told = said(news(mirror))
    assert ("agenda-items", str(meeting.pk), "reread") in told
    assert all(op != "gone" or kind in {"decisions", "action-items", "minutes"} for kind, _what, op in told)
    assert list(mirror.rows["agenda-items"]) == [str(item.pk)]


def test_what_was_sent_and_then_ended(mirror: Mirror, council: Forum, neighbour: Organisation) -> None:
    meeting = make_meeting(forum=council)
    make_decision(item=make_item(meeting=meeting))
    minutes = make_minutes(meeting=meeting)
    share = make_share(meeting=meeting, organisation=neighbour)
    news(mirror)
    assert [len(mirror.rows[kind]) for kind in ("agenda-items", "decisions", "minutes", "shares")] == [1, 1, 1, 1]
    share.ended_at = timezone.now()
    share.save()
    part = str(meeting.pk)
    assert said(news(mirror)) == {
        ("shares", str(share.pk), "changed"),
        ("agenda-items", part, "gone"),
        ("decisions", part, "gone"),
        ("action-items", part, "gone"),
        ("minutes", part, "gone"),
    }
    minutes.delete()
    assert news(mirror) == []
    pk = str(share.pk)
    share.delete()
    assert ("shares", pk, "gone") in said(news(mirror))


def test_a_correction_hides_the_outcome_and_its_drafts(mirror: Mirror, council: Forum, neighbour: Organisation) -> None:
    meeting = make_meeting(forum=council)
    item = make_item(meeting=meeting)
    make_decision(item=item)
    first = make_minutes(meeting=meeting)
    make_share(meeting=meeting, organisation=neighbour)
    news(mirror)
    second = make_minutes(meeting=meeting, state=MinutesState.DRAFT, corrects=first)
    part = str(meeting.pk)
    assert said(news(mirror)) == {("agenda-items", part, "reread"), ("decisions", part, "gone"), ("action-items", part, "gone")}
    draft, doomed = make_decision(item=item), make_decision(item=item)
    end_transaction()
    doomed.delete()
    Minutes.objects.filter(pk=second.pk).update(reply_by=date(2026, 12, 24))
    make_action(origin=item)
    assert news(mirror) == []
    Minutes.objects.filter(pk=second.pk).update(state=MinutesState.CIRCULATED, circulated_at=timezone.now())
    make_share(meeting=meeting, organisation=neighbour, shared_version=2)
    told = said(news(mirror))
    assert ("decisions", part, "reread") in told
    assert not {what for _kind, what, _op in told} & {str(doomed.pk), str(draft.pk)}
    assert len(mirror.rows["decisions"]) == 2


def test_a_restricted_point_takes_what_came_of_it_away(mirror: Mirror, council: Forum, neighbour: Organisation) -> None:
    meeting = make_meeting(forum=council)
    item = make_item(meeting=meeting)
    make_decision(item=item)
    make_share(meeting=meeting, organisation=neighbour)
    news(mirror)
    AgendaItem.objects.filter(pk=item.pk).update(openness=ItemOpenness.NAMED_SEATS)
    part = str(item.pk)
    assert said(news(mirror)) == {
        ("agenda-items", part, "changed"),
        ("decisions", part, "gone"),
        ("action-items", part, "gone"),
    }
    make_decision(item=item, text=LEAK)
    end_transaction()
    Decision.objects.filter(text=LEAK).delete()
    assert news(mirror) == []


def test_a_point_that_moves_to_another_meeting(mirror: Mirror, council: Forum, neighbour: Organisation) -> None:
    shared, other = make_meeting(forum=council), make_meeting(forum=council)
    item = make_item(meeting=shared)
    decision = make_decision(item=item)
    own = make_action(origin=item, owner_organisation=neighbour)
    make_share(meeting=shared, organisation=neighbour)
    news(mirror)
    AgendaItem.objects.filter(pk=item.pk).update(meeting=other)
    assert said(news(mirror)) == {
        ("agenda-items", str(item.pk), "gone"),
        ("decisions", str(item.pk), "gone"),
        ("action-items", str(item.pk), "reread"),
    }
    assert mirror.rows["action-items"][str(own.pk)]["meetingId"] == str(other.pk)
    decision.delete()


def test_a_seat_given_and_closed(
    mirror: Mirror, network: Forum, topic: Topic, neighbour: Organisation, county_board: Organisation
) -> None:
    make_placement(topic=topic, forum=network)
    make_share(meeting=make_meeting(forum=network), organisation=neighbour)
    assert news(mirror) == []
    seat = make_seat(forum=network, organisation=neighbour)
    told = said(news(mirror))
    assert {("forums", str(network.pk), "changed"), ("meetings", str(network.pk), "reread"), ("topics", "", "reread")} <= told
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


def test_an_action_given_to_others(mirror: Mirror, council: Forum, neighbour: Organisation, police: Organisation) -> None:
    item = make_item(meeting=make_meeting(forum=council))
    news(mirror)
    action = make_action(origin=item, owner_organisation=neighbour)
    theirs = make_action(origin=item, owner_organisation=police)
    assert said(news(mirror)) == {("action-items", str(action.pk), "changed")}
    action.owner_organisation = police
    action.save()
    theirs.delete()
    assert said(news(mirror)) == {("action-items", str(action.pk), "gone")}


def test_a_new_name_of_an_organisation_reaches_all_that_carries_it(mirror: Mirror, host: Organisation, police: Organisation) -> None:
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


def test_kinds_follow_the_scopes_of_the_token(
    council: Forum, neighbour: Organisation, api_client_for: ApiClientFor, network: Forum
) -> None:
    kinds = ("topics", "placements")
    end_transaction()
    mirror = Mirror(api_client_for(neighbour, ["topics:read"]), kinds=kinds).start()
    make_meeting(forum=council)
    assert news(mirror) == []
    make_seat(forum=network, organisation=neighbour)
    assert said(news(mirror)) == {("topics", "", "gone"), ("placements", str(network.pk), "gone")}
    assert mirror.rows == mirror.full_read()


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_small_pages_tell_the_same(mirror: Mirror, network: Forum, neighbour: Organisation, limit: int) -> None:
    small = Mirror(mirror.api, limit=limit).start()
    for number in range(3):
        make_share(meeting=make_meeting(forum=network), organisation=neighbour, shared_version=number + 1)
    make_seat(forum=network, organisation=neighbour)
    assert said(news(small)) == said(mirror.pull())
    assert small.rows == mirror.rows == mirror.full_read()
