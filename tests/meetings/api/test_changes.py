from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from forum.enums import SharedKind
from meetings.enums import ItemOpenness, MinutesState
from meetings.models import AgendaItem, Decision, Minutes
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_decision,
    make_item,
    make_meeting,
    make_minutes,
    make_seat,
    make_share,
)
from tests.meetings.api.mirror import Mirror, end_transaction, news, said

if TYPE_CHECKING:
    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor


def test_the_first_answer_is_empty_and_gives_a_cursor(
    council: Forum, neighbour: Organisation, api_client_for: ApiClientFor
) -> None:
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
    assert all(
        op != "gone" or kind in {"decisions", "action-items", "minutes", "documents"} for kind, _what, op in told
    )
    assert list(mirror.rows["agenda-items"]) == [str(item.pk)]


def test_drafts_that_went_before_anything_was_sent(mirror: Mirror, council: Forum, neighbour: Organisation) -> None:
    """The client asks late: when it does, the meeting is open to it, and the rows were there while it was not."""
    meeting = make_meeting(forum=council)
    item, doomed = make_item(meeting=meeting), make_item(meeting=meeting)
    decision = make_decision(item=item)
    end_transaction()
    decision.delete()
    doomed.delete()
    end_transaction()
    make_minutes(meeting=meeting)
    make_share(meeting=meeting, organisation=neighbour)
    told = news(mirror)
    assert [entry for entry in told if entry["id"] and entry["op"] == "gone"] == []
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
        ("documents", part, "gone"),
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
    assert said(news(mirror)) == {
        ("agenda-items", part, "reread"),
        ("decisions", part, "gone"),
        ("action-items", part, "gone"),
    }
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


def test_a_decision_that_was_sent_and_then_deleted(mirror: Mirror, council: Forum, neighbour: Organisation) -> None:
    meeting = make_meeting(forum=council)
    decision = make_decision(item=make_item(meeting=meeting))
    make_share(meeting=meeting, organisation=neighbour, kind=SharedKind.OUTCOME)
    news(mirror)
    make_minutes(meeting=meeting, state=MinutesState.DRAFT)
    pk = str(decision.pk)
    decision.delete()
    assert said(news(mirror)) == {("decisions", pk, "gone")}


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
        ("documents", part, "gone"),
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
        ("documents", str(item.pk), "gone"),
        ("decisions", str(item.pk), "gone"),
        ("action-items", str(item.pk), "reread"),
    }
    assert mirror.rows["action-items"][str(own.pk)]["meetingId"] == str(other.pk)
    decision.delete()


def test_an_action_given_to_others(
    mirror: Mirror, council: Forum, neighbour: Organisation, police: Organisation
) -> None:
    item = make_item(meeting=make_meeting(forum=council))
    news(mirror)
    action = make_action(origin=item, owner_organisation=neighbour)
    theirs = make_action(origin=item, owner_organisation=police)
    assert said(news(mirror)) == {("action-items", str(action.pk), "changed")}
    action.owner_organisation = police
    action.save()
    theirs.delete()
    assert said(news(mirror)) == {("action-items", str(action.pk), "gone")}


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
