"""Calendar subscriptions: what a program reads at the address, who may have one, what never stands in it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import icalendar
import pytest
import recurring_ical_events
from django.test import Client

from forum.models import Membership
from meetings.models import CalendarFeed
from meetings.services.calendar_feeds import create_feed, revoke_feed
from meetings.services.meetings import cancel_meeting, reschedule_meeting
from tests.conftest import LEAK
from tests.factories import make_forum, make_item, make_meeting, make_seat

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

# The feed with its person and forum, who holds which seat with the meetings, when it was last read.
QUERIES = 3
STARTS = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)


def path_of(person: Person, **facts: Any) -> str:
    _feed, address = create_feed(person=person, **facts)
    return urlsplit(address).path


def events(path: str) -> list[Any]:
    """The entries in their order, read by another library."""
    return list(icalendar.Calendar.from_ical(Client().get(path).content).walk("VEVENT"))


def test_an_address_is_shown_once_and_kept_as_a_digest(council: Forum, member: Person, signed_in: SignIn) -> None:
    browser = signed_in(member)
    make_meeting(forum=council, starts_at=STARTS)
    text = browser.post("/calendar/subscribe/", {"forum": council.slug, "alarm_minutes": "15"}).text
    address = re.findall(r'value="(http[^"]+/calendar/k[^"]+/samverka.ics)"', text)[0]
    token = address.split("/")[-2]

    assert token not in browser.get("/calendar/subscribe/").text
    assert token not in str(list(CalendarFeed.objects.values()))
    assert Client().get(f"/calendar/{token}/").content == Client().get(f"/calendar/{token}/samverka.ics").content
    assert "Last read" in browser.get("/calendar/subscribe/").text


def test_a_forum_that_has_ended_meets_no_more(now: datetime, council: Forum, member: Person) -> None:
    held, _ahead = (make_meeting(forum=council, starts_at=now + timedelta(days=days)) for days in (-9, 9))
    council.archived_at = now
    council.save()
    assert [entry["DTSTART"].dt for entry in events(path_of(member))] == [held.starts_at]


def test_a_program_reads_name_time_zone_and_place(now: datetime, council: Forum, member: Person) -> None:
    meeting = make_meeting(forum=council, starts_at=STARTS, sequence=4, link="https://meet.demo.example/x")
    answer = Client().get(path_of(member, alarm_minutes=15))
    calendar: Any = icalendar.Calendar.from_ical(answer.content)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert "METHOD" not in calendar
    assert "UID" not in calendar
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Stockholm"]
    (event,) = recurring_ical_events.of(calendar).between(STARTS - timedelta(days=1), STARTS + timedelta(days=1))
    facts = {name: str(event[name]) for name in ("UID", "SUMMARY", "LOCATION", "SEQUENCE", "STATUS")}
    assert facts == {
        "UID": f"{meeting.pk}@samverka",
        "SUMMARY": council.name,
        "LOCATION": "Stadshuset",
        "SEQUENCE": "4",
        "STATUS": "CONFIRMED",
    }
    assert event["DTSTART"].dt.isoformat() == "2026-12-08T09:00:00+01:00"
    assert [str(alarm["TRIGGER"].to_ical(), "ascii") for alarm in event.walk("VALARM")] == ["-PT15M"]


def test_a_moved_meeting_keeps_its_uid_and_a_cancelled_one_stays(now: datetime, council: Forum, member: Person) -> None:
    meeting = make_meeting(forum=council, starts_at=STARTS)
    path = path_of(member)
    moved = reschedule_meeting(
        meeting_id=meeting.pk,
        version=None,
        starts_at=STARTS + timedelta(days=1),
        ends_at=STARTS + timedelta(days=1, hours=1),
    )
    assert [(event["UID"], event["SEQUENCE"]) for event in events(path)] == [(moved.uid, 1)]

    cancel_meeting(meeting_id=meeting.pk, version=None, reason=LEAK)
    (event,) = events(path)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (moved.uid, 2, "CANCELLED")
    assert event["SUMMARY"].endswith(council.name)
    assert event.walk("VALARM") == []
    assert LEAK not in Client().get(path).text


def test_nothing_new_is_304(council: Forum, member: Person) -> None:
    make_meeting(forum=council)
    path = path_of(member)
    etag = Client().get(path)["ETag"]

    again = Client().get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    head = Client().head(path)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", etag)
    make_meeting(forum=council)
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 200


def test_agenda_description_and_other_forums_never_stand_in_it(
    now: datetime, council: Forum, school_group: Forum, member: Person
) -> None:
    meeting = make_meeting(forum=council, starts_at=STARTS, noticed=True, description=LEAK)
    make_item(meeting=meeting, title=LEAK)
    make_meeting(forum=school_group, starts_at=STARTS, place=LEAK)

    assert [event["UID"] for event in events(path_of(member))] == [meeting.uid]
    assert LEAK not in Client().get(path_of(member)).text
    assert Client().get(path_of(member, forum=school_group)).status_code == 404


def test_who_only_knows_the_dates_gets_no_place(now: datetime, council: Forum, coordinator: Person) -> None:
    make_meeting(forum=council, starts_at=STARTS, place=LEAK, link="https://meet.demo.example/secret")

    (event,) = events(path_of(coordinator, forum=council))
    assert (event["SUMMARY"], "LOCATION" in event) == (council.name, False)
    assert events(path_of(coordinator)) == []


def test_an_ended_one_a_leavers_and_a_made_up_one_are_the_same(council: Forum, member: Person, chair: Person) -> None:
    make_meeting(forum=council)
    feed, address = create_feed(person=chair)
    ended = urlsplit(address).path
    revoke_feed(feed_id=feed.pk)
    left, leaver = path_of(member, forum=council), path_of(member)
    assert Client().get(left).status_code == 200
    Membership.objects.filter(person=member).delete()

    assert events(leaver) == []
    member.is_active = False
    member.save()
    answers = [Client().get(path) for path in (ended, left, leaver, "/calendar/knope/samverka.ics")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_a_subscription_is_nobody_elses(
    council: Forum, school_group: Forum, member: Person, chair: Person, signed_in: SignIn
) -> None:
    feed, _address = create_feed(person=member)

    assert signed_in(chair).post(f"/calendar/subscribe/{feed.pk}/end/").status_code == 404
    refused = signed_in(member).post("/calendar/subscribe/", {"forum": school_group.slug})
    assert (refused.status_code, CalendarFeed.objects.count()) == (422, 1)
    assert LEAK not in signed_in(member).get("/calendar/subscribe/").text
    assert signed_in(member).post(f"/calendar/subscribe/{feed.pk}/end/").status_code == 302
    assert CalendarFeed.objects.of(member).count() == 0


def test_pressed_twice_makes_one(council: Forum, member: Person, signed_in: SignIn) -> None:
    browser = signed_in(member)
    once = {"forum": "", "once": "01890000-0000-7000-8000-000000000001"}
    answers = [browser.post("/calendar/subscribe/", once).status_code for _press in range(2)]
    assert (answers, CalendarFeed.objects.count()) == ([200, 302], 1)


def test_help_is_for_everybody_and_the_pages_lead_there(council: Forum, member: Person, signed_in: SignIn) -> None:
    assert Client().get("/calendar/subscribe/help/").status_code == 200
    assert Client().get("/calendar/subscribe/").status_code == 302
    assert 'href="/calendar/subscribe/"' in signed_in(member).get("/").text
    assert f'href="/calendar/subscribe/?forum={council.slug}"' in signed_in(member).get(f"/forums/{council.slug}/").text


def test_the_number_of_statements_is_constant(
    council: Forum, host: Organisation, member: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = path_of(member)
    for number in range(2):
        other = make_forum(organisation=host, name=f"Forum {number}")
        make_seat(forum=other, organisation=host, person=member)
        for forum in (council, other):
            make_meeting(forum=forum)
        with django_assert_num_queries(QUERIES):
            assert Client().get(path).status_code == 200
