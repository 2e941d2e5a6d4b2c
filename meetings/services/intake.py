"""Large calendars: asked for on the page, brought in by a worker, all or nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, override

from forum.enums import ForumKind, MinutesForm, Office, OrganisationKind
from forum.errors import DomainError, NotAllowedError
from forum.models import Person, PersonActor
from forum.policies import can_bring_in
from meetings.enums import IntakeState
from meetings.models import CalendarIntake
from meetings.services.bring_in import bring_in_forum
from meetings.services.bring_in_told import told_report
from meetings.services.progress import Progress, silent
from meetings.services.seat_invited import DomainAnswer, InvitedChoice

if TYPE_CHECKING:
    import uuid

MOST_TRIES: Final = 3
KEPT: Final = timedelta(days=7)
ENUMS: Final = {"kind": ForumKind, "minutes_form": MinutesForm}


@dataclass(frozen=True)
class SentCalendar:
    """What its sender gave: the file, a member list, and the address when the calendar is to be followed."""

    data: bytes
    members: bytes | None = None
    address: str = ""


@transaction.atomic
def ask_for_intake(
    *,
    person: Person,
    file: uuid.UUID,
    sent: SentCalendar,
    facts: dict[str, Any],
    choice: InvitedChoice,
    left_out: list[str],
) -> CalendarIntake:
    """Has a worker bring a calendar in as `bring_in_forum` would; `facts` are its keyword arguments, `left_out` goes into the report.

    Asked twice for the same file while it waits it is one. Officials of the host, administrators.
    """
    # A press that came twice waits for the first.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    own = CalendarIntake.objects.filter(person=person, file=file)
    if waiting := own.filter(state=IntakeState.WAITING).first():
        return waiting
    own.delete()
    return CalendarIntake.objects.create(
        person=person,
        file=file,
        name=facts["name"],
        calendar=sent.data,
        members=sent.members,
        address=sent.address,
        facts={"forum": facts, "choice": _stored_choice(choice), "left_out": left_out},
    )


def _stored_choice(choice: InvitedChoice) -> dict[str, Any]:
    return {
        "offices": dict(choice.offices),
        "domains": {domain: asdict(answer) for domain, answer in choice.domains.items()},
        "organisations": sorted(choice.organisations),
        "leave": sorted(choice.leave),
    }


def _choice_of(stored: dict[str, Any]) -> InvitedChoice:
    domains = {
        domain: DomainAnswer(answer["code"], answer["name"], OrganisationKind(answer["kind"]))
        for domain, answer in stored["domains"].items()
    }
    offices = {address: Office(office) for address, office in stored["offices"].items()}
    return InvitedChoice(offices, domains, frozenset(stored["organisations"]), frozenset(stored["leave"]))


@transaction.atomic
def begin_next_intake() -> CalendarIntake | None:
    """The oldest that waits and nobody works at, with one try more; one that broke off too often fails instead."""
    waiting = CalendarIntake.objects.filter(state=IntakeState.WAITING)
    intake = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("person").first()
    if intake is None:
        return None
    if intake.tries >= MOST_TRIES:
        _fail(intake, "")
        return None
    CalendarIntake.objects.filter(pk=intake.pk).update(tries=F("tries") + 1)
    return intake


def take_in(*, intake_id: uuid.UUID, progress: Progress = silent) -> bool:
    """Brings the calendar in; False when another worker has it or it is over.

    The row is locked for as long as the work goes on and marked in the same transaction, so a worker that is killed has written nothing.
    What the calendar's sender must know of is remembered as `problem`; any other error is raised, and the next worker tries again.
    """
    try:
        with transaction.atomic():
            rows = CalendarIntake.objects.filter(state=IntakeState.WAITING).select_related("person")
            intake = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=intake_id).first()
            if intake is None:
                return False
            with override(intake.person.language):
                _finish(intake, progress)
    except DomainError as error:
        with transaction.atomic(), override(intake.person.language):  # type: ignore[union-attr]  # it was there to fail
            _fail(intake, str(error.message))  # type: ignore[arg-type]  # as above
    return True


def _finish(intake: CalendarIntake, progress: Progress) -> None:
    if not can_bring_in(PersonActor(intake.person)):
        raise NotAllowedError
    facts = {name: ENUMS[name](value) if name in ENUMS else value for name, value in intake.facts["forum"].items()}
    report = bring_in_forum(
        founder=intake.person,
        data=bytes(intake.calendar),
        members=bytes(intake.members) if intake.members is not None else None,
        invited=_choice_of(intake.facts["choice"]),
        followed_address=intake.address,
        progress=progress,
        **facts,
    )
    _end(intake, IntakeState.DONE, report=told_report(report, intake.facts["left_out"]))


def _fail(intake: CalendarIntake, problem: str) -> None:
    with override(intake.person.language):
        broke = gettext("The work broke off several times. Choose fewer series, or ask whoever looks after the system.")
    _end(intake, IntakeState.FAILED, problem=problem or broke)


def _end(intake: CalendarIntake, state: IntakeState, **what: Any) -> None:
    """The sender's file is not kept for longer than it is needed."""
    emptied: dict[str, Any] = {"calendar": b"", "members": None, "address": "", "facts": {}}
    CalendarIntake.objects.filter(pk=intake.pk).update(state=state, **emptied, **what)


def forget_old_intakes() -> int:
    """Removes what came in, or did not, a week ago."""
    return CalendarIntake.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()[0]
