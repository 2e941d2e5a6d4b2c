from __future__ import annotations

import json
from argparse import ArgumentTypeError
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from forum.enums import FAITH, ForumKind, Office
from forum.errors import DomainError
from forum.services.members import import_members
from forum.services.organisations import ensure_organisation
from meetings.calendar.limits import MAX_FILE_BYTES
from meetings.services.adopt import AdoptionReport, adopt_forum
from meetings.services.adoption_plan import ends_at, starts_at
from meetings.services.invited import plan_invited
from meetings.services.invited_words import words_on_left_out
from meetings.services.progress import Progress, Stage, silent
from meetings.services.seat_invited import DomainAnswer, InvitedChoice, seat_invited

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from forum.models import Person, Seat
    from meetings.calendar.expansion import Occurrence
    from meetings.calendar.source import SeriesSource


CLEAR = "\x1b[K"  # the rest of the line


class Command(BaseCommand):
    """Brings a forum in from a calendar file; the same file again changes nothing."""

    help = "Bring an existing forum in from its calendar file (.ics)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.ics")
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", required=True, choices=ForumKind.values)
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help="municipality code, or an organisation's own code"
        )
        parser.add_argument("--series", default="all", metavar="all|UID,…")
        parser.add_argument(
            "--members", type=Path, metavar="FILE", help="CSV or XLSX: name, e-mail, role, organisation, office"
        )
        parser.add_argument(
            "--domain", action="append", default=[], metavar="DOMAIN=CODE", dest="domains", type=_domain_and_code,
            help="whose a mail domain is that no organisation has yet; may be repeated, and is remembered",
        )  # fmt: skip
        parser.add_argument("--no-attendees", action="store_true", help="leave those whom the calendar invites out")
        parser.add_argument(
            "--organiser-is-secretary", action="store_true", help="whoever calls the meetings gets the secretary's seat"
        )
        parser.add_argument(
            "--with-details",
            action="store_true",
            help="take along video links and descriptions, which are dropped otherwise",
        )
        parser.add_argument("--from", dest="from_date", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--until", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        try:
            report = self._adopt(options)
        except DomainError as error:
            raise CommandError(" ".join(str(error).split()), returncode=1) from error
        finally:
            if self.stderr.isatty() and not options["json"]:
                self.stderr.write(f"\r{CLEAR}", style_func=str, ending="")
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_in_words(report, dry_run=options["dry_run"]))

    def _progress(self) -> Progress:
        """A line on standard error that is written over and over, where somebody looks at it."""
        if not self.stderr.isatty():
            return silent

        def tell(stage: Stage, done: int, total: int) -> None:
            count = f" {done:,} of {total:,}" if total else ""
            self.stderr.write(f"\r{stage}{count}{CLEAR}", style_func=str, ending="")
            self.stderr.flush()

        return tell

    @transaction.atomic
    def _adopt(self, options: dict[str, Any]) -> AdoptionReport:
        series = None if options["series"] == "all" else [uid.strip() for uid in options["series"].split(",")]
        report = adopt_forum(
            data=_bytes(options["file"]),
            name=options["name"],
            kind=ForumKind(options["kind"]),
            organisation=ensure_organisation(code=options["organisation"]),
            series=series,
            from_date=options["from_date"],
            until=options["until"],
            progress=silent if options["json"] else self._progress(),
            with_details=options["with_details"],
        )
        members = None
        if options["members"]:
            data = _bytes(options["members"])
            members = import_members(forum=report.forum, data=data, starts_on=timezone.localdate())
        report = replace(report, members=members)
        if not options["no_attendees"]:
            report = _with_invited(report, options)
        transaction.set_rollback(options["dry_run"])
        return report


def _domain_and_code(typed: str) -> tuple[str, DomainAnswer]:
    domain, equals, code = typed.partition("=")
    if not (domain.strip() and equals and code.strip()):
        raise ArgumentTypeError(f"write it as polisen.se=polisen, not as {typed}")
    return domain.strip().lower().lstrip("@"), DomainAnswer(code=code.strip())


def _with_invited(report: AdoptionReport, options: dict[str, Any]) -> AdoptionReport:
    plan = plan_invited(report.plan.series, kind=report.forum.kind, forum=report.forum)
    secretary = options["organiser_is_secretary"]
    choice = InvitedChoice(
        {one.address: one.office if secretary else Office.MEMBER for one in plan.offered() if one.suggested},
        dict(options["domains"]),
        frozenset(one.code for one in plan.organisations),
    )
    seated = seat_invited(forum=report.forum, plan=plan, choice=choice)
    warnings = [*report.plan.warnings, *words_on_left_out(plan, choice)]
    return replace(report, plan=replace(report.plan, warnings=warnings), invited=seated)


def _bytes(path: Path) -> bytes:
    """At most one byte more than is read anyway, so that a huge file does not fill the memory first."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.", returncode=1) from error


def as_json(report: AdoptionReport) -> dict[str, Any]:
    """The report of the contract: camelCase keys, UTC times ending in Z, all-day entries as dates."""
    now = datetime.now(tz=UTC)
    return {
        "forum": report.forum.slug,
        "series": [_series(one.source) for one in report.plan.series],
        "meetings": [_meeting(one, now) for one in report.plan.occurrences()],
        "members": _members(report),
        "skipped": report.plan.skipped,
        "warnings": report.plan.warnings,
        "new": len(report.merged.new),
        "changed": len(report.merged.changed),
        "vanished": len(report.merged.vanished),
    }


def _series(source: SeriesSource) -> dict[str, str | None]:
    return {"uid": source.uid, "summary": source.summary, "rule": source.rule_text, "zone": source.zone}


def _members(report: AdoptionReport) -> list[dict[str, str | None]]:
    """Who was given a seat, from the list first; seats that stay without a name, those of faith forums, stand there without one."""
    parts = [part for part in (report.members, report.invited) if part]
    held = [membership for part in parts for membership in part.new_holders]
    filled = {membership.seat_id for membership in held}
    unnamed = (
        [seat for part in parts for seat in part.new_seats if seat.pk not in filled]
        if report.forum.kind in FAITH
        else []
    )
    return [*(_member(one.seat, one.person) for one in held), *(_member(seat, None) for seat in unnamed)]


def _member(seat: Seat, person: Person | None) -> dict[str, str | None]:
    return {
        "name": person.name if person else None,
        "email": person.email if person else None,
        "role": seat.role_title,
        "organisation": seat.organisation.code,
        "office": seat.office.value,
    }


def _meeting(one: Occurrence, now: datetime) -> dict[str, Any]:
    if one.all_day:
        start, end = one.starts_at.isoformat(), one.ends_at.isoformat()
    else:
        start, end = (f"{moment:%Y-%m-%dT%H:%M:%S}Z" for moment in (starts_at(one), ends_at(one)))
    status = "cancelled" if one.status == "cancelled" else "historic" if starts_at(one) < now else "planned"
    return {"uid": one.uid, "startsAt": start, "endsAt": end, "allDay": one.all_day, "status": status}


def _in_words(report: AdoptionReport, *, dry_run: bool) -> str:
    merged = report.merged
    lines = [
        f"{report.forum.name}: {len(merged.new)} new, {len(merged.changed)} changed, {len(merged.vanished)} cancelled"
        + (" (dry run, nothing written)" if dry_run else "")
    ]
    lines += [f"{len(_members(report))} seats filled or made"] if _members(report) else []
    lines += [f"line {entry['line']}: {entry['reason']}" for entry in report.plan.skipped]
    return "\n".join([*lines, *report.plan.warnings])
