"""`manage.py adopt_forum`: what becomes of those whom the calendar invites."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from forum.models import Organisation, Person, Seat
from meetings.models import Meeting
from tests.meetings.invitations import calendar, changed, entry, organiser, person

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

PER = person("per@polisen.demo.example", "Ek, Per")
INVITATION = entry(organiser("eva.al@demo.example"), PER, person("lo@okand.demo.example", "Lo Al"))


@pytest.fixture(autouse=True)
def _domains(now: datetime, host: Organisation, police: Organisation) -> None:
    Organisation.objects.filter(pk=host.pk).update(mail_domains=["demo.example"])
    Organisation.objects.filter(pk=police.pk).update(mail_domains=["polisen.demo.example"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "radet.ics"
    path.write_bytes(calendar(INVITATION))
    return path


def report_of(file: Path, *options: str, kind: str = "bra") -> dict[str, Any]:
    out = StringIO()
    given = [str(file), "--name", "Rådet", "--kind", kind, "--organisation", "0486", "--json", *options]
    call_command("adopt_forum", *given, stdout=out)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def member(name: str | None, email: str | None, organisation: str, role: str = "Ledamot") -> dict[str, str | None]:
    office = "secretary" if role == "Sekreterare" else "member"
    return {"name": name, "email": email, "role": role, "organisation": organisation, "office": office}


def test_they_become_members_and_an_unknown_domain_is_a_warning(file: Path) -> None:
    report = report_of(file)
    assert report["members"] == [
        member("Eva Al", "eva.al@demo.example", "0486"),
        member("Per Ek", "per@polisen.demo.example", "polisen"),
    ]
    assert [("okand.demo.example" in one, "lo@okand" in one) for one in report["warnings"]] == [(True, True)]
    again = report_of(file)
    assert (again["members"], len(again["warnings"]), Seat.objects.count()) == ([], 1, 2)


def test_an_unknown_domain_is_answered_by_an_option_and_remembered(file: Path) -> None:
    report = report_of(file, "--domain", "@Okand.demo.example=0480")
    assert (report["members"][-1], report["warnings"]) == (member("Lo Al", "lo@okand.demo.example", "0480"), [])
    assert Organisation.objects.get(code="0480").mail_domains == ["okand.demo.example"]


@pytest.mark.parametrize("option", ["okand.demo.example", "=0480", "okand.demo.example=9999"])
def test_an_answer_that_can_not_be_used_writes_nothing(option: str, file: Path) -> None:
    with pytest.raises(CommandError):
        report_of(file, "--domain", option)
    assert (Seat.objects.count(), Person.objects.count()) == (0, 0)


def test_whoever_calls_the_meetings_is_secretary_only_when_asked_for(file: Path) -> None:
    report = report_of(file, "--organiser-is-secretary")
    assert report["members"][0] == member("Eva Al", "eva.al@demo.example", "0486", "Sekreterare")


def test_they_can_be_left_out(file: Path) -> None:
    report = report_of(file, "--no-attendees")
    assert (report["members"], report["warnings"], Person.objects.count()) == ([], [], 0)


def test_video_links_and_descriptions_come_along_when_asked_for(file: Path) -> None:
    file.write_bytes(calendar(entry("CONFERENCE:https://video.demo.example/1", "DESCRIPTION:PIN 1234")))
    report_of(file)
    assert set(Meeting.objects.values_list("link", "description")) == {("", "")}
    report_of(file, "--with-details")
    assert set(Meeting.objects.values_list("link", "description")) == {("https://video.demo.example/1", "PIN 1234")}


def test_a_dry_run_tells_and_writes_nothing(file: Path) -> None:
    assert len(report_of(file, "--dry-run")["members"]) == 2
    assert (Person.objects.count(), Seat.objects.count()) == (0, 0)


def test_a_member_list_beside_it_says_the_role_and_nobody_gets_two_seats(file: Path, tmp_path: Path) -> None:
    members = tmp_path / "lista.csv"
    members.write_text("Namn;E-post;Roll;Organisation\nPer Ek;per@polisen.demo.example;Kommunpolis;polisen\n")
    report = report_of(file, "--members", str(members))
    assert report["members"] == [
        member("Per Ek", "per@polisen.demo.example", "polisen", "Kommunpolis"),
        member("Eva Al", "eva.al@demo.example", "0486"),
    ]


def test_lists_guests_and_those_who_declined_are_warnings(file: Path) -> None:
    no = person("nej@demo.example").replace("ACCEPTED", "DECLINED")
    group = "ATTENDEE;CN=Ledningen;CUTYPE=GROUP:mailto:ledning@demo.example"
    nowhere = "ATTENDEE;CN=Bo Al:invalid:nomail"
    guest = changed("20261206", PER, person("gast@demo.example"))
    file.write_bytes(calendar(entry(PER, no, group, nowhere), guest))
    report = report_of(file)
    assert [one["name"] for one in report["members"]] == ["Per Ek"]
    told = ["nej@demo.example", "gast@demo.example", "Ledningen", "Bo Al"]
    assert [[who for who in told if who in one] for one in report["warnings"]] == [[who] for who in told]


def test_a_faith_forum_gets_organisations_and_names_nobody_not_even_in_its_warnings(file: Path) -> None:
    report = report_of(file, kind="interfaith")
    assert report["members"] == [
        member(None, None, "0486", "Företrädare"),
        member(None, None, "polisen", "Företrädare"),
    ]
    assert [("okand.demo.example" in one, "lo@" in one or "Lo Al" in one) for one in report["warnings"]] == [
        (True, False)
    ]
    for model in apps.get_models():
        stored = str(list(model._default_manager.values()))
        assert [word for word in ("Eva Al", "eva.al", "Per Ek", "Lo Al") if word in stored] == [], model
