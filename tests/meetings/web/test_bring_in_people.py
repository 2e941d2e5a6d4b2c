"""Bringing a forum in on the page: those who are invited, the member list beside it, and what a newer calendar changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.enums import Office
from forum.models import Membership, Organisation, Person, Seat
from meetings.models import Meeting
from tests.meetings.invitations import calendar, changed, entry, organiser, person

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from tests.conftest import SignIn

NEW = "/forums/bring-in/"
PER = person("per@polisen.demo.example", "Per Ek")
LO = person("lo@okand.demo.example", "Lo Al")
NO = person("nej@demo.example", "Nej Sägare").replace("ACCEPTED", "DECLINED")
INVITATION = entry(organiser("eva@demo.example", "Eva Al"), PER, LO, NO)
LIST = "Namn;E-post;Roll;Organisation\nPer Ek;per@polisen.demo.example;Kommunpolis;polisen\n"


@pytest.fixture(autouse=True)
def _domains(now: datetime, host: Organisation, police: Organisation) -> None:
    Organisation.objects.filter(pk=host.pk).update(mail_domains=["demo.example"])
    Organisation.objects.filter(pk=police.pk).update(mail_domains=["polisen.demo.example"])


def facts(**more: str) -> dict[str, Any]:
    given = {"series": ["rad@demo.example"], "name": "Rådet", "kind": "bra", "organisation_code": "0486"}
    return {**given, "minutes_form": "notes", **more}


def upload(browser: Client, *entries: str, members: str = "") -> str:
    files = {"file": SimpleUploadedFile("forum.ics", calendar(*entries))}
    if members:
        files["members"] = SimpleUploadedFile("lista.csv", members.encode())
    return str(browser.post(NEW, files)["Location"])


def look(browser: Client, address: str, **more: str) -> Any:
    return browser.post(address, facts(look="1", **more))


def typed(page: Any) -> dict[str, Any]:
    """What the browser sends when nothing is altered on the page."""
    form = page.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in fields.items() if value not in (None, False)}


def field_of(page: Any, start: str, address: str) -> str:
    form = page.context["form"]
    take = next(take for one, take, _office in form.people() if one.address == address)
    return str(take.name).replace("take", start)


def bring(browser: Client, address: str, page: Any, **more: str) -> Any:
    return browser.post(address, {**facts(bring="1"), **typed(page), **more})


def seats() -> list[tuple[str, str, Office]]:
    rows = Membership.objects.select_related("seat__organisation", "person").order_by("seat__position")
    return [(row.person.name, row.seat.organisation.code, row.seat.office) for row in rows]


def test_they_are_shown_ticked_and_nothing_is_written(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    page = look(browser, upload(browser, INVITATION))
    shown = [(one.address, take.value(), office.value()) for one, take, office in page.context["form"].people()]
    assert shown == [
        ("eva@demo.example", True, Office.SECRETARY),
        ("per@polisen.demo.example", True, Office.MEMBER),
        ("lo@okand.demo.example", True, Office.MEMBER),
        ("nej@demo.example", False, Office.MEMBER),
    ]
    assert [asked.domain for asked, _fields in page.context["form"].domains()] == ["okand.demo.example"]
    assert (Seat.objects.count(), Person.objects.count()) == (0, 1)


def test_they_are_brought_in_as_chosen(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    second = upload(browser, INVITATION)
    page = look(browser, second)
    given = typed(page)
    given.pop(field_of(page, "take", "per@polisen.demo.example"))
    given[field_of(page, "office", "eva@demo.example")] = "chair"
    domain = next(name for name in page.context["form"].fields if name.startswith("domain-"))
    answer = browser.post(second, {**facts(bring="1"), **given, domain: "0480"})
    assert (answer.status_code, answer["Location"]) == (302, f"{second}done/")
    assert seats() == [("Eva Al", "0486", Office.CHAIR), ("Lo Al", "0480", Office.MEMBER)]
    report = browser.get(answer["Location"]).context["report"]
    assert (report["people"], report["seats"], len(report["left_out"])) == (2, 2, 1)

    again = look(browser, upload(browser, INVITATION))
    assert (len(again.context["look"].invited.seated()), again.context["form"].domains()) == (2, [])
    assert again.context["look"].merged.new == again.context["look"].merged.changed == []


def test_a_new_organisation_is_written_on_the_page(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    second = upload(browser, INVITATION)
    page = look(browser, second)
    key = next(name for name in page.context["form"].fields if name.startswith("domain-")).removeprefix("domain-")
    both = bring(browser, second, page, **{f"domain-{key}": "0480", f"name-{key}": "Räddningstjänsten"})
    assert (both.status_code, list(both.context["form"].errors)) == (422, [f"name-{key}"])
    assert 'value="Räddningstjänsten"' in both.content.decode()
    assert Seat.objects.count() == 0
    assert bring(browser, second, page, **{f"name-{key}": "Räddningstjänsten"}).status_code == 302
    assert Organisation.objects.get(name="Räddningstjänsten").mail_domains == ["okand.demo.example"]


def test_an_unanswered_domain_leaves_its_people_out(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    second = upload(browser, INVITATION)
    done = bring(browser, second, look(browser, second))
    assert seats() == [("Eva Al", "0486", Office.SECRETARY), ("Per Ek", "polisen", Office.MEMBER)]
    assert "lo@okand.demo.example" in browser.get(done["Location"]).context["report"]["left_out"][0]


def test_whoever_brings_it_in_has_one_seat(signed_in: SignIn, official: Person) -> None:
    browser = signed_in(official)
    second = upload(browser, entry(organiser("official@demo.example"), PER))
    page = look(browser, second)
    assert [one.address for one, _take, _office in page.context["form"].people()] == ["per@polisen.demo.example"]
    bring(browser, second, page)
    assert seats() == [("Hanna Handläggare", "0486", Office.SECRETARY), ("Per Ek", "polisen", Office.MEMBER)]


def test_a_protected_person_is_not_named(signed_in: SignIn, administrator: Person, police: Organisation) -> None:
    Person.objects.create_user("per@polisen.demo.example", None, name="Per Ek", organisation=police, protected=True)
    browser = signed_in(administrator)
    html = look(browser, upload(browser, INVITATION)).content.decode()
    assert ("Per Ek" in html, "per@polisen" in html, "Eva Al" in html) == (False, False, True)


def test_a_member_list_beside_the_calendar_is_shown_and_says_the_role(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    second = upload(browser, entry(PER), members=LIST)
    page = look(browser, second)
    assert [one.outcome.value for one in page.context["look"].members.results] == ["added"]
    assert page.context["form"].people() == []
    assert (Seat.objects.count(), Meeting.objects.count()) == (0, 0)
    bring(browser, second, page)
    assert list(Seat.objects.values_list("role_title", flat=True)) == ["Kommunpolis"]


def test_a_list_with_a_faulty_line_is_all_or_nothing_or_left_out(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    second = upload(browser, entry(EVA_ALONE), members=LIST + "Bo;bo;Chef;0486\n")
    page = look(browser, second)
    assert [one.line for one in page.context["look"].members.refused] == [3]
    refused = bring(browser, second, page)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["without_list"])
    assert (Seat.objects.count(), Meeting.objects.count()) == (0, 0)
    assert bring(browser, second, page, without_list="on").status_code == 302
    assert seats() == [("Eva Al", "0486", Office.MEMBER)]


EVA_ALONE = person("eva@demo.example", "Eva Al")


@pytest.mark.parametrize("content", ["Hej;hopp\n1;2\n", "PK\x03\x04 not a workbook"])
def test_a_list_that_can_not_be_read_is_told_at_once(content: str, signed_in: SignIn, administrator: Person) -> None:
    files = {
        "file": SimpleUploadedFile("a.ics", calendar(INVITATION)),
        "members": SimpleUploadedFile("a", content.encode()),
    }
    answer = signed_in(administrator).post(NEW, files)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["members"])


def test_a_vanished_meeting_is_shown_before_it_is_cancelled(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    first = upload(browser, INVITATION)
    bring(browser, first, look(browser, first))
    second = upload(browser, INVITATION.replace("COUNT=8", "COUNT=8\nEXDATE;TZID=Europe/Stockholm:20261206T130000"))
    page = look(browser, second)
    merged = page.context["look"].merged
    assert ([f"{one.starts_at:%m-%d}" for one in merged.vanished], len(merged.new)) == (["12-06"], 0)
    assert Meeting.objects.filter(state="cancelled").count() == 0
    done = bring(browser, second, page)
    assert [f"{moment:%m-%d}" for moment in browser.get(done["Location"]).context["report"]["gone"]] == ["12-06"]
    assert [f"{one.starts_at:%m-%d}" for one in Meeting.objects.filter(state="cancelled")] == ["12-06"]


def test_a_moved_meeting_is_shown_before_it_moves(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    first = upload(browser, INVITATION)
    bring(browser, first, look(browser, first))
    moved = changed("20261206", PER).replace(
        "DTSTART;TZID=Europe/Stockholm:20261206", "DTSTART;TZID=Europe/Stockholm:20261208"
    )
    moved = moved.replace("DTEND;TZID=Europe/Stockholm:20261206", "DTEND;TZID=Europe/Stockholm:20261208")
    page = look(browser, upload(browser, INVITATION, moved))
    assert [f"{one.starts_at:%m-%d}" for one in page.context["look"].merged.changed] == ["12-08"]
    assert Meeting.objects.filter(starts_at__day=8, starts_at__month=12).count() == 0


def test_a_faith_forum_shows_and_keeps_organisations_alone(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    second = upload(browser, INVITATION)
    page = look(browser, second, kind="interfaith")
    names = ("Eva Al", "eva@demo", "Per Ek", "per@", "Lo Al", "lo@okand", "Nej Sägare", "nej@")
    assert [name for name in names if name in page.content.decode()] == []
    done = bring(browser, second, page, kind="interfaith")
    assert list(Seat.objects.values_list("organisation__code", flat=True)) == ["0486", "polisen"]
    told = browser.get(done["Location"]).content.decode()
    assert [name for name in names if name in told] == []
    for model in apps.get_models():
        stored = str(list(model._default_manager.values()))
        assert [name for name in names if name in stored] == [], model


def test_video_links_come_along_by_a_tick_alone(signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    series = entry("CONFERENCE:https://video.demo.example/1", "DESCRIPTION:PIN 1234")
    for ticks, stored in (({}, {("", "")}), ({"with_details": "on"}, {("https://video.demo.example/1", "PIN 1234")})):
        second = upload(browser, series)
        page = look(browser, second, **ticks)
        bring(browser, second, page, **ticks)
        assert set(Meeting.objects.values_list("link", "description")) == stored
