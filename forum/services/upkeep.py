"""What has to be looked at again in time: planned as reminders of the installation, resolved when they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import ReminderKind, Silence
from forum.selectors.support_lines import check_by
from forum.services.reminders import Occasion, plan_reminders

if TYPE_CHECKING:
    from forum.models import ActionPlan, Agreement, ConcernRoutine, Coordinator, SupportLine


def plan_line_check(line: SupportLine) -> None:
    """Reminds of the last day on which the check counts; of a line that ends before that nobody is reminded."""
    day = check_by(line)
    if day and line.valid_to and line.valid_to <= day:
        day = None
    occasion = Occasion(ReminderKind.LINE_CHECK, line.pk, day, silence=None if day else Silence.DONE)
    plan_reminders(forum=None, occasions=[occasion], catch_up=True)


def plan_routine_review(routine: ConcernRoutine) -> None:
    """Reminds of the day by which the routine is to be looked at again."""
    occasion = Occasion(ReminderKind.ROUTINE_REVIEW, routine.pk, routine.review_by)
    plan_reminders(forum=None, occasions=[occasion], catch_up=True)


def plan_agreement(agreement: Agreement) -> None:
    """Reminds of the next follow-up and of the last day of an agreement that is signed."""
    signed = agreement.signed_on is not None
    occasions = [
        Occasion(kind, agreement.pk, day if signed else None, silence=None if signed and day else Silence.DONE)
        for kind, day in (
            (ReminderKind.AGREEMENT_FOLLOW_UP, agreement.follow_up_on),
            (ReminderKind.AGREEMENT_ENDS, agreement.valid_to),
        )
    ]
    plan_reminders(forum=None, occasions=occasions, catch_up=True)


def plan_coordinator(coordinator: Coordinator, *, left: bool = False) -> None:
    """Reminds of the last day, and of the vacancy after it; when the coordinator has `left`, today counts."""
    day = min(filter(None, (coordinator.ends_on, timezone.localdate()))) if left else coordinator.ends_on
    silence = None if day else Silence.DONE
    occasion = Occasion(ReminderKind.COORDINATOR_ENDS, coordinator.pk, day, silence=silence)
    plan_reminders(forum=None, occasions=[occasion], catch_up=True)


def plan_revision(plan: ActionPlan) -> None:
    """Reminds of the day by which a plan that is in force is to be revised; whether it still is, is asked when it is due."""
    occasion = Occasion(ReminderKind.PLAN_REVISION, plan.pk, plan.revision_due)
    plan_reminders(forum=None, occasions=[occasion], catch_up=True)
