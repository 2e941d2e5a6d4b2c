"""What a reminder says of a support line to check, an agreement or a routine to look at, in the receiver's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import ReminderKind
from forum.models import ActionPlan, ConcernRoutine, Coordinator, SupportLine
from forum.selectors.support_lines import check_by
from forum.services.phone_numbers import spoken_number
from meetings.services.reminder_tasks import MailTask

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Agreement
    from forum.selectors.recipients import Recipient


def task_for_upkeep(
    kept: SupportLine | Agreement | ConcernRoutine | Coordinator | ActionPlan, recipient: Recipient, kind: ReminderKind
) -> MailTask:
    """A task with a link to the page on which it is done."""
    with override(recipient.language):
        if isinstance(kept, ConcernRoutine):
            heading = _("Review what to do when one is worried: %(organisation)s") % {
                "organisation": kept.organisation.name
            }
            source = _("Reviewed %(day)s.") % {"day": date_format(kept.reviewed_on, "j F Y")}
            return _task(
                heading, source, kept.review_by, f"routines/{kept.organisation.code}", _("Look at the routine")
            )
        if isinstance(kept, SupportLine):
            heading = _("Check number and opening hours: %(name)s") % {"name": kept.name}
            source = f"{spoken_number(kept.number)}, {kept.operator}"
            return _task(heading, source, check_by(kept), f"support/{kept.pk}", _("Look at the line"))
        if isinstance(kept, Coordinator):
            return _term_task(kept)
        if isinstance(kept, ActionPlan):
            heading = _("Revise the plan: %(title)s") % {"title": kept.title}
            source = _("Adopted by %(who)s, § %(paragraph)s") % {
                "who": kept.adopted_by,
                "paragraph": kept.adopted_paragraph,
            }
            return _task(
                heading, source, kept.revision_due, f"topics/{kept.topic.slug}/plan/{kept.pk}", _("Look at the plan")
            )
        if kind == ReminderKind.AGREEMENT_ENDS:
            heading, day = _("The agreement ends: %(title)s") % {"title": kept.title}, kept.valid_to
        else:
            heading, day = _("Follow up the agreement: %(title)s") % {"title": kept.title}, kept.follow_up_on
        return _task(heading, kept.registry_number, day, f"agreements/{kept.pk}", _("Look at the agreement"))


def _term_task(kept: Coordinator) -> MailTask:
    """Before the last day it ends, after it the question is without anybody."""
    over = bool(kept.ends_on and kept.ends_on < timezone.localdate()) or not kept.person.is_active
    words = _("Nobody coordinates: %(topic)s") if over else _("The assignment as coordinator ends: %(topic)s")
    path = f"topics/{kept.topic.slug}/contacts"
    return _task(
        words % {"topic": kept.topic.name}, kept.organisation.name, kept.ends_on, path, _("See who coordinates")
    )


def _task(heading: str, source: str, day: date | None, path: str, act: str) -> MailTask:
    late = bool(day and day < timezone.localdate())
    return MailTask(
        sort_key=day.isoformat() if day else "9999",
        state="late" if late else "soon",
        eyebrow=_("No later than %(date)s") % {"date": date_format(day, "j F Y")} if day else "",
        heading=heading,
        source=source,
        url=f"{settings.SITE_URL}/{path}/",
        act=act,
    )
