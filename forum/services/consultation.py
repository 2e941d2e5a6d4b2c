"""A plan is sent to those who are to say what they think of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import MessageKind, PlanState
from forum.errors import ConflictError, InvalidInputError
from forum.models import ActionPlan, ConsultationLink, Consultee, Organisation, Person, Unit
from forum.selectors.people import people_working_at
from forum.services.consultation_reminders import end_of_day, remind_of_replies
from forum.services.days import refuse_today_and_before
from forum.services.links import prepare_link
from forum.services.organisations import check_address
from forum.services.outbox import Letter, queue_letters
from forum.services.plans import lock_writable_plan, touch
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import date, datetime

LINK_OUTLIVES = timedelta(days=60)


@dataclass(frozen=True)
class Addressee:
    """Whom a plan is sent to: an organisation (with unit), a person, or somebody known by address alone."""

    organisation: Organisation | None = None
    unit: Unit | None = None
    person: Person | None = None
    address: str = ""


@transaction.atomic
def send_for_consultation(
    *, plan_id: uuid.UUID, version: int | None, addressees: Iterable[Addressee], reply_by: date
) -> list[Consultee]:
    """Sends a plan to those who are to say what they think, each with a link of its own. Coordinators.

    Who has it already is not asked twice; more can be added until the plan is adopted. Sending is what makes it a public record.
    Raises `InvalidInputError` (nobody, somebody without an address, a day that has passed), `ConflictError`, `StaleVersionError`.
    """
    plan = lock_writable_plan(plan_id, version)
    refuse_today_and_before(reply_by, field="reply_by")
    rows = [_consultee(plan, one, reply_by) for one in _known(addressees)]
    if not rows:
        raise InvalidInputError(_("Choose at least one who is to answer."), field="organisations")
    if not plan.measures.exists():
        raise ConflictError(_("The plan has no measures yet. Add at least one before others are asked."))
    known = {_key(row) for row in plan.consultees.all()}
    new = [row for key, row in {_key(row): row for row in rows}.items() if key not in known]
    Consultee.objects.bulk_create(new)
    if plan.state == PlanState.DRAFT:
        plan.state, plan.sent_at = PlanState.CONSULTATION, timezone.now()
    plan.reply_by = max(plan.reply_by or reply_by, reply_by)
    touch(plan)
    remind_of_replies(new)
    _tell(plan, new)
    return new


def _known(addressees: Iterable[Addressee]) -> list[Addressee]:
    """An address that is a person's here becomes that person, who then sees the plan on the own pages too."""
    rows = list(addressees)
    typed = {one.address.strip().lower() for one in rows if one.address}
    people = people_working_at(typed) if typed else {}
    known = {one: people.get(one.address.strip().lower()) for one in rows}
    return [Addressee(person=person) if person else one for one, person in known.items()]


def _key(row: Consultee) -> tuple[object, ...]:
    return row.organisation_id, row.unit_id, row.person_id, row.address


def _consultee(plan: ActionPlan, to: Addressee, reply_by: date) -> Consultee:
    address = check_address(to.address, field="addresses") if to.address else ""
    row = Consultee(
        plan=plan, organisation=to.organisation, unit=to.unit, person=to.person, address=address,
        reply_by=reply_by, sent_at=timezone.now(),
    )  # fmt: skip
    if not _address_of(row):
        raise InvalidInputError(
            _("%(name)s has no e-mail address. Write an address for it instead.") % {"name": row}, field="organisations"
        )
    return row


def _address_of(row: Consultee) -> str:
    if row.person:
        return row.person.email or ""
    return (
        row.address
        or (row.unit and row.unit.contact_address)
        or (row.organisation and row.organisation.contact_address)
        or ""
    )


def _tell(plan: ActionPlan, rows: list[Consultee]) -> None:
    links, letters = [], []
    for row in rows:
        address = _address_of(row)
        expires_at = end_of_day(row.reply_by) + LINK_OUTLIVES
        link, url = prepare_link(
            ConsultationLink, address=address, person=row.person, expires_at=expires_at, consultee=row
        )
        links.append(link)
        letters.append(_letter(plan, row, address, url, expires_at))
    ConsultationLink.objects.bulk_create(links)
    queue_letters(letters)


def _letter(plan: ActionPlan, row: Consultee, address: str, url: str, expires_at: datetime) -> Letter:
    reply_to = plan.organisation.contact_address
    return Letter(
        kind=MessageKind.CONSULTATION,
        recipient=address,
        person=row.person,
        language=row.person.language if row.person else settings.LANGUAGE_CODE,
        template="mail/consultation",
        context={"plan": plan, "consultee": row, "link": url, "reply_to": reply_to, "why": ""},
        reply_to=reply_to,
        dedup_key=f"consultation:{row.pk}",
        expires_at=expires_at,
    )


@transaction.atomic
def extend_reply_by(*, consultee_id: uuid.UUID, version: int | None, reply_by: date) -> Consultee:
    """More time for one addressee; its links live as much longer, and it is reminded anew. Coordinators.

    Raises `InvalidInputError`, `ConflictError`, `StaleVersionError`.
    """
    row = lock_version(Consultee, consultee_id, version)
    plan = lock_writable_plan(row.plan_id)
    refuse_today_and_before(reply_by, field="reply_by")
    row.reply_by = reply_by
    row.save()
    if plan.reply_by is None or plan.reply_by < reply_by:
        plan.reply_by = reply_by
        plan.save()
    row.links.update(expires_at=end_of_day(reply_by) + LINK_OUTLIVES)
    remind_of_replies([row])
    saved: Consultee = row.refreshed()
    return saved
