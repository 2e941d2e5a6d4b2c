"""“Rutin vid oro”: what to do when one is worried for somebody, one sheet per organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError, StaleVersionError
from forum.models import ConcernRoutine
from forum.models.support import REVIEW_EVERY
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.phone_numbers import normal_number
from forum.services.text import clean_text
from forum.services.upkeep import plan_routine_review
from forum.services.versions import lock_version
from forum.services.web_addresses import refuse_part_of_address

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from forum.models import Organisation


@transaction.atomic
def write_concern_routine(
    *,
    organisation: Organisation,
    version: int | None,
    steps: str,
    introduction: str = "",
    report_number: str = "",
    report_url: str = "",
    reviewed_on: date | None = None,
    review_every: int = REVIEW_EVERY,
    is_public: bool = False,
) -> ConcernRoutine:
    """Writes or changes an organisation's routine; saving it is reviewing it. Administrators, the organisation's coordinators.

    Raises `InvalidInputError`, `StaleVersionError`.
    """
    existing = ConcernRoutine.objects.filter(organisation=organisation).values_list("pk", flat=True).first()
    routine = lock_version(ConcernRoutine, existing, version) if existing else ConcernRoutine(organisation=organisation)
    routine.steps, routine.introduction = _lines(steps), clean_text(introduction)
    if not routine.steps:
        raise InvalidInputError(_("Write at least one step, each on a line of its own."), field="steps")
    routine.report_number = normal_number(report_number, field="report_number") if report_number.strip() else ""
    routine.report_url = clean_text(report_url, single_line=True)
    refuse_part_of_address(routine.report_url, field="report_url")
    today = timezone.localdate()
    routine.reviewed_on = reviewed_on or today
    if routine.reviewed_on > today:
        raise InvalidInputError(_("That day is yet to come. Write the day on which you checked."), field="reviewed_on")
    if review_every < 1:
        raise InvalidInputError(_("Write after how many days it is to be reviewed again."), field="review_every")
    routine.is_public, routine.review_every = is_public, review_every
    refuse_what_does_not_fit(routine)
    try:
        with transaction.atomic():
            routine.save()
    except IntegrityError as error:  # somebody else was as quick
        raise StaleVersionError(ConcernRoutine.objects.get(organisation=organisation)) from error
    plan_routine_review(routine)
    return routine.refreshed()


@transaction.atomic
def confirm_concern_routine(*, routine_id: uuid.UUID, version: int | None) -> ConcernRoutine:
    """Says that the routine was looked at today and still holds. Administrators, the organisation's coordinators.

    Raises `StaleVersionError`: what was reviewed is what was seen.
    """
    routine = lock_version(ConcernRoutine, routine_id, version)
    routine.reviewed_on = timezone.localdate()
    routine.save(update_fields=["reviewed_on"])
    plan_routine_review(routine)
    return routine.refreshed()


def _lines(text: str) -> str:
    return "\n".join(line for line in (clean_text(line, single_line=True) for line in text.splitlines()) if line)
