"""What those who were asked say of a plan, as a whole and of each part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import PlanState, Stance
from forum.errors import ConflictError, InvalidInputError
from forum.models import ConsultationRemark, Consultee, Goal, Measure
from forum.services.consultation_reminders import remind_of_replies
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

NO_REMARKS: Mapping[uuid.UUID, str] = {}


@transaction.atomic
def reply_to_consultation(
    *,
    consultee_id: uuid.UUID,
    version: int | None,
    stance: Stance,
    reply: str = "",
    remarks: Mapping[uuid.UUID, str] = NO_REMARKS,
) -> Consultee:
    """What an addressee thinks; can be changed until the reply-by day is over. The addressee, by page or mail link.

    `remarks`: by id of a goal or measure of the plan, what is said of it; empty words take a remark back, what is not named stays.
    Raises `InvalidInputError` for an objection or comment without any words, `ConflictError` after the day or the adoption,
    `StaleVersionError`.
    """
    row = lock_version(Consultee, consultee_id, version)
    _check_open(row)
    said = {pk: clean_text(text) for pk, text in remarks.items()}
    words = clean_text(reply)
    if stance in {Stance.COMMENTS, Stance.OBJECTS} and not (words or any(said.values())):
        raise InvalidInputError(_("Write what should be different, of the whole or beside a part."), field="reply")
    _keep_remarks(row, said)
    row.stance, row.reply, row.replied_at = stance, words, timezone.now()
    row.save()
    remind_of_replies([row])
    saved: Consultee = row.refreshed()
    return saved


def _check_open(row: Consultee) -> None:
    if row.plan.state != PlanState.CONSULTATION:
        raise ConflictError(
            _("The consultation is over: the plan is %s.") % row.plan.state.label.lower(), code="closed"
        )
    if row.reply_by and row.reply_by < timezone.localdate():
        raise ConflictError(
            _("The last day to answer has passed. Ask %(organisation)s for more time.")
            % {"organisation": row.plan.organisation.name},
            code="closed",
        )


def _keep_remarks(row: Consultee, said: Mapping[uuid.UUID, str]) -> None:
    """One per part; ids of other plans say nothing here."""
    earlier = {one.goal_id or one.measure_id: one for one in row.remarks.all()}
    goals = {goal.pk: goal for goal in Goal.objects.filter(plan=row.plan, pk__in=said)}
    measures = {measure.pk: measure for measure in Measure.objects.filter(plan=row.plan, pk__in=said)}
    for pk in goals.keys() | measures.keys():
        remark = earlier.get(pk) or ConsultationRemark(consultee=row, goal=goals.get(pk), measure=measures.get(pk))
        if said[pk]:
            remark.text, remark.about = said[pk], str(goals.get(pk) or measures.get(pk))
            remark.save()
        elif remark.pk:
            remark.delete()
