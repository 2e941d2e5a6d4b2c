"""Video links, descriptions and codes stay in the calendar unless somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from forum.enums import ForumKind
from meetings.models import Meeting
from meetings.services.adopt import adopt_forum
from tests.meetings.invitations import calendar, changed, entry

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Organisation, Person
    from tests.conftest import SignIn

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + "A" * 240 + "/0?context=x"
TEXT = f"DESCRIPTION:Hej!\\nAnslut: {TEAMS}\\nPIN: 123 456"
ENTRY = entry(TEXT, "LOCATION:Microsoft Teams; Rådssalen; PIN 4711081542", rule="FREQ=MONTHLY;COUNT=4")


def adopt(host: Organisation, *entries: str, kind: ForumKind = ForumKind.CRIME_PREVENTION, **more: Any) -> list[int]:
    report = adopt_forum(data=calendar(*entries), name="Rådet", kind=kind, organisation=host, **more)
    return [len(report.merged.new), len(report.merged.changed), len(report.merged.vanished)]


def test_they_are_dropped(now: datetime, host: Organisation) -> None:
    adopt(host, ENTRY)
    assert set(Meeting.objects.values_list("link", "description", "place")) == {("", "", "Microsoft Teams, Rådssalen")}
    for model in apps.get_models():
        stored = str(list(model._default_manager.values()))
        assert [word for word in ("teams.microsoft", "123 456", "4711081542", "Hej!") if word in stored] == [], model


def test_they_come_along_when_asked_for_and_a_second_time_changes_nothing(now: datetime, host: Organisation) -> None:
    assert adopt(host, ENTRY, with_details=True) == [4, 0, 0]
    assert set(Meeting.objects.values_list("link", "description")) == {(TEAMS, f"Hej!\nAnslut: {TEAMS}\nPIN: 123 456")}
    assert adopt(host, ENTRY, with_details=True) == [0, 0, 0]


def test_asked_for_later_they_are_added_and_without_the_tick_they_stay(now: datetime, host: Organisation) -> None:
    adopt(host, ENTRY)
    assert adopt(host, ENTRY, with_details=True) == [0, 4, 0]
    assert adopt(host, ENTRY) == [0, 0, 0]
    assert Meeting.objects.exclude(link="").count() == 4


def test_a_changed_meeting_has_its_own(now: datetime, host: Organisation) -> None:
    adopt(host, ENTRY, changed("20261206", "CONFERENCE;VALUE=URI:https://video.demo.example/2"), with_details=True)
    assert Meeting.objects.get(starts_at__month=12).link == "https://video.demo.example/2"


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc", "https://meet.google.com/abc"),
        ("X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.demo.example/1", "https://teams.demo.example/1"),
        ("LOCATION:Teams; https://kommun.zoom.us/j/12345", "https://kommun.zoom.us/j/12345"),
        ("DESCRIPTION:Läs https://www.kommun.example/handling.pdf före mötet", ""),
        ("CONFERENCE:javascript:alert(1)", ""),
        ("CONFERENCE:tel:+46701234567", ""),
        ("X-GOOGLE-CONFERENCE:http://meet.google.com/abc", ""),
        ("DESCRIPTION:(https://whereby.com/radet).", "https://whereby.com/radet"),
    ],
)
def test_which_link_is_the_meetings(line: str, link: str, now: datetime, host: Organisation) -> None:
    adopt(host, entry(line), with_details=True)
    assert set(Meeting.objects.values_list("link", flat=True)) == {link}


def test_a_faith_forum_gets_the_link_but_no_text(now: datetime, host: Organisation) -> None:
    adopt(host, ENTRY, kind=ForumKind.INTERFAITH, with_details=True)
    assert set(Meeting.objects.values_list("link", "description")) == {(TEAMS, "")}


def test_the_text_is_for_those_who_sit_in_the_forum(
    now: datetime, signed_in: SignIn, council: Any, secretary: Person, member: Person, coordinator: Person, administrator: Person
) -> None:  # fmt: skip
    meeting = Meeting.objects.create(
        forum=council, starts_at=now, ends_at=now, description="Kom i tid", zone="Europe/Stockholm"
    )
    shown = {
        who.name: "Kom i tid" in signed_in(who).get(f"/meetings/{meeting.pk}/").content.decode()
        for who in (secretary, member, coordinator, administrator)
    }
    assert list(shown.values()) == [True, True, False, False]
