from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.enums import ForumKind, Openness
from forum.models import Forum, Membership
from meetings.models import Meeting
from tests.factories import make_forum

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from forum.models import Organisation, Person
    from tests.conftest import SignIn

NEW = "/forums/bring-in/"
SERIES = """BEGIN:VEVENT
UID:{uid}@demo.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Stockholm:20261006T130000
DTEND;TZID=Europe/Stockholm:20261006T143000
RRULE:FREQ=MONTHLY;COUNT=4
SUMMARY:{title}
LOCATION:Rum Mälaren
END:VEVENT
"""
BROKEN = "BEGIN:VEVENT\nUID:x@demo.example\nDTSTART:nonsense\nSUMMARY:Trasig\nEND:VEVENT\n"


def calendar(*entries: str) -> SimpleUploadedFile:
    text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//demo//demo\n" + "".join(entries) + "END:VCALENDAR\n"
    return SimpleUploadedFile("forum.ics", text.replace("\n", "\r\n").encode(), content_type="text/calendar")


def est(uid: str = "est", title: str = "EST-gruppen") -> str:
    return SERIES.format(uid=uid, title=title)


def facts(**changes: Any) -> dict[str, Any]:
    typed = {"series": ["est@demo.example"], "name": "EST-gruppen", "kind": "est", "organisation_code": "0486"}
    return typed | {"minutes_form": "notes"} | changes


def upload(browser: Client, *entries: str) -> str:
    return str(browser.post(NEW, {"file": calendar(*entries)})["Location"])


def test_a_file_of_which_nothing_can_be_used_says_why(signed_in: SignIn, official: Person) -> None:
    browser = signed_in(official)
    text = browser.get(upload(browser, re.sub("RRULE:[^\r\n]*", "RRULE:FREQ=DAILY;COUNT=3100", est()))).text

    assert "No meetings in the file" in text
    assert "FREQ=DAILY;COUNT=3100" in text


def test_who_may_bring_in(signed_in: SignIn, official: Person, administrator: Person, stranger: Person) -> None:
    people = [official, administrator, stranger]
    assert [signed_in(person).get(NEW).status_code for person in people] == [200, 200, 403]


def test_the_whole_way(now: datetime, signed_in: SignIn, official: Person) -> None:
    browser = signed_in(official)
    second = upload(browser, est(), est("lunch", "Lunch"), BROKEN)
    page = browser.get(second)
    assert [(look.summary, look.count, len(look.ahead)) for look in page.context["looks"]] == [
        ("EST-gruppen", 4, 2),
        ("Lunch", 4, 2),
    ]
    look = browser.post(second, facts(look="1"))
    assert [f"{one.starts_at:%m-%d}" for one in look.context["ahead"]] == ["12-06", "01-06"]
    assert (look.context["past_count"], Forum.objects.count()) == (2, 0)
    done = browser.post(second, facts(bring="1"))
    assert (done.status_code, done["Location"]) == (302, f"{second}done/")
    report = browser.get(done["Location"]).context["report"]
    assert (report["new"], report["ahead"], report["skipped_count"]) == (4, 2, 1)
    assert list(Meeting.objects.order_by("starts_at").values_list("historic", flat=True)) == [True, True, False, False]
    assert list(Membership.objects.values_list("person__name", "seat__office")) == [("Hanna Handläggare", "secretary")]
    again = browser.post(second, facts(bring="1"))  # pressed twice
    assert (again["Location"], Forum.objects.count()) == (f"{second}done/", 1)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\xff\xfe" * 100, b"A" * 10_000_001])
def test_a_file_that_can_not_be_used_is_told(content: bytes, signed_in: SignIn, official: Person) -> None:
    answer = signed_in(official).post(NEW, {"file": SimpleUploadedFile("forum.ics", content)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_a_file_without_a_meeting_that_can_be_used_leads_back(signed_in: SignIn, official: Person) -> None:
    browser = signed_in(official)
    answer = browser.get(upload(browser, BROKEN))
    assert (answer.status_code, answer.context["looks"]) == (200, [])
    assert 'href="/forums/bring-in/"' in answer.content.decode()


def test_no_file_is_told(signed_in: SignIn, official: Person) -> None:
    assert list(signed_in(official).post(NEW, {}).context["form"].errors) == ["file"]


def test_the_file_belongs_to_whoever_sent_it(
    now: datetime, signed_in: SignIn, official: Person, administrator: Person
) -> None:
    second = upload(signed_in(official), est())
    assert signed_in(administrator).get(second).status_code == 404
    assert signed_in(official).get(f"{second}done/").status_code == 404


def test_wrong_facts_are_told_and_nothing_is_written(now: datetime, signed_in: SignIn, official: Person) -> None:
    browser = signed_in(official)
    second = upload(browser, est())
    for button in ("look", "bring"):
        wrong = browser.post(
            second, facts(series=["other@demo.example"], name="", kind="sip", organisation_code="1", **{button: "1"})
        )
        assert wrong.status_code == 422
        assert sorted(wrong.context["form"].errors) == ["kind", "name", "organisation_code", "series"]
    assert Forum.objects.count() == 0


@pytest.mark.parametrize("name", ["Rådet", "Rå\u200bdet"])
def test_a_forum_of_that_name_is_somebody_elses_however_it_is_written(
    name: str, now: datetime, signed_in: SignIn, official: Person, host: Organisation
) -> None:
    make_forum(organisation=host, name="Rådet")
    browser = signed_in(official)
    wrong = browser.post(upload(browser, est()), facts(bring="1", name=name))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["name"])
    assert Meeting.objects.count() == 0


def test_the_same_forum_is_brought_up_to_date_by_its_secretary(
    now: datetime, signed_in: SignIn, official: Person
) -> None:
    browser = signed_in(official)
    for _round in range(2):
        assert browser.post(upload(browser, est()), facts(bring="1")).status_code == 302
    assert (Forum.objects.count(), Meeting.objects.count(), Membership.objects.count()) == (1, 4, 1)


def test_a_forum_much_like_one_that_is_here_is_told_with_reasons_and_comes_in(
    now: datetime, signed_in: SignIn, official: Person, host: Organisation
) -> None:
    """Only those that the reader may know are named; one that others lead is beside nothing."""
    make_forum(organisation=host, name="EST", kind=ForumKind.EST, openness=Openness.PUBLIC)
    make_forum(
        organisation=host, name="EST på landet", kind=ForumKind.WORKING, openness=Openness.PUBLIC
    )  # one word alone
    hidden = make_forum(organisation=host, name="EST i hemlighet", kind=ForumKind.EST)
    browser = signed_in(official)
    second = upload(browser, est())
    look = browser.post(second, facts(look="1"))
    assert [(one.forum.name, one.same_kind) for one in look.context["look"].beside] == [("EST", True)]
    assert hidden.name not in look.content.decode()
    assert browser.post(second, facts(look="1", external="on")).context["look"].beside == ()
    assert browser.post(second, facts(bring="1")).status_code == 302
