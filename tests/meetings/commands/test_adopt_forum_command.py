"""`manage.py adopt_forum`: the report's contract, dry run, and bad files."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from forum.models import Change, Forum, Organisation

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Demo//SV
BEGIN:VEVENT
UID:rad@demo.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Stockholm:20261110T090000
DTEND;TZID=Europe/Stockholm:20261110T110000
RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=3
SUMMARY:Rådet
END:VEVENT
BEGIN:VEVENT
UID:rad@demo.example
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID=Europe/Stockholm:20270112T090000
DTSTART;TZID=Europe/Stockholm:20270112T090000
STATUS:CANCELLED
SUMMARY:Rådet
END:VEVENT
BEGIN:VEVENT
UID:dag@demo.example
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261215
SUMMARY:Planeringsdag
END:VEVENT
BEGIN:VEVENT
UID:trasig@demo.example
SUMMARY:Trasig
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "radet.ics"
    path.write_text(CALENDAR)
    return path


def _report(file: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command(
        "adopt_forum",
        str(file),
        "--name",
        "Rådet",
        "--kind",
        "bra",
        "--organisation",
        "0486",
        "--json",
        *options,
        stdout=out,
    )
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


@pytest.mark.django_db
def test_the_report_says_what_came_in(file: Path, now: datetime) -> None:
    report = _report(file)
    assert set(report) >= {"forum", "series", "meetings", "members", "skipped", "warnings"}
    assert report["forum"] == "radet"
    assert [one["uid"] for one in report["series"]] == ["rad@demo.example", "dag@demo.example"]
    assert report["meetings"] == [
        {"uid": uid, "startsAt": start, "endsAt": end, "allDay": whole, "status": status}
        for uid, start, end, whole, status in (
            ("rad@demo.example", "2026-11-10T08:00:00Z", "2026-11-10T10:00:00Z", False, "historic"),
            ("rad@demo.example", "2026-12-08T08:00:00Z", "2026-12-08T10:00:00Z", False, "planned"),
            ("dag@demo.example", "2026-12-15", "2026-12-16", True, "planned"),
            ("rad@demo.example", "2027-01-12T08:00:00Z", report["meetings"][3]["endsAt"], False, "cancelled"),
        )
    ]
    assert [entry["line"] for entry in report["skipped"]] == [26]
    assert [report["new"], report["changed"], report["vanished"]] == [4, 0, 0]
    again = _report(file)
    assert [again["new"], again["changed"], again["vanished"]] == [0, 0, 0]


@pytest.mark.django_db
def test_one_series_of_the_file(file: Path, now: datetime) -> None:
    assert [one["uid"] for one in _report(file, "--series", "dag@demo.example")["meetings"]] == ["dag@demo.example"]


@pytest.mark.django_db
def test_a_dry_run_reports_and_writes_nothing(file: Path, now: datetime) -> None:
    assert len(_report(file, "--dry-run")["meetings"]) == 4
    assert (Forum.objects.count(), Organisation.objects.count(), Change.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "organisation"),
    [
        ("", "0486"),
        ("Namn;Adress", "0486"),
        (CALENDAR[:300], "0486"),
        (None, "0486"),
        (CALENDAR, "9999"),
    ],
)
def test_a_bad_file_or_code_is_one_sentence(content: str | None, organisation: str, file: Path) -> None:
    if content is None:
        file.unlink()
    else:
        file.write_text(content)
    with pytest.raises(CommandError) as error:
        call_command("adopt_forum", str(file), "--name", "Rådet", "--kind", "bra", "--organisation", organisation)
    assert (error.value.returncode, len(str(error.value).splitlines())) == (1, 1)
    assert (Forum.objects.count(), Organisation.objects.count()) == (0, 0)


@pytest.mark.slow
def test_as_a_process_it_ends_with_1_and_one_line_on_standard_error(file: Path) -> None:
    file.write_text("Namn;Adress")
    command = [
        sys.executable,
        "manage.py",
        "adopt_forum",
        str(file),
        "--name",
        "Rådet",
        "--kind",
        "bra",
        "--organisation",
        "0486",
    ]
    ended = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=120)
    assert (ended.returncode, ended.stdout, len(ended.stderr.strip().splitlines())) == (1, "", 1)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("more", "told"), [((), True), (("--json",), False)])
def test_a_terminal_is_told_how_far_it_has_come(
    more: tuple[str, ...], told: bool, file: Path, host: Organisation, now: datetime
) -> None:
    terminal = Terminal()
    call_command(
        "adopt_forum",
        str(file),
        "--name=Rådet",
        "--kind=bra",
        "--organisation=0486",
        *more,
        stdout=StringIO(),
        stderr=terminal,
    )
    stages = [text.removesuffix("\x1b[K") for text in terminal.getvalue().split("\r") if text]
    expected = ["reading the file", "series 0 of 2", "meetings 0 of 4", "planning reminders", ""]
    assert stages == (expected if told else [])


def test_a_file_of_nothing_but_broken_entries_says_what_is_broken(tmp_path: Path, host: Organisation) -> None:
    path = tmp_path / "broken.ics"
    path.write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Trasig\nEND:VEVENT\nEND:VCALENDAR\n")
    with pytest.raises(CommandError) as caught:
        call_command("adopt_forum", str(path), "--name=Rådet", "--kind=bra", "--organisation=0486")
    assert str(caught.value) == "Ingen post i filen går att använda. Rad 2: Posten har ingen starttid."
