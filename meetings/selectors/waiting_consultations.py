"""Plans that wait for an answer, and consultations that are over and wait for the plan to go on. A statement each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.enums import PlanState
from forum.models import ActionPlan, Consultee
from meetings.selectors.duties import Duty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from forum.models import PersonActor


def plans_to_answer(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Of the person, of the own unit, and of the own organisation where that is a guest here: the host's units are asked one by one."""
    person = actor.person
    as_party = Q(organisation=person.organisation_id, unit=None, organisation__is_host=False)
    of_unit = Q(unit=person.unit_id) if person.unit_id else Q(pk__in=[])
    mine = Q(person=person) | (Q(person=None) & (as_party | of_unit))
    rows = Consultee.objects.visible_to(actor).filter(
        mine, replied_at=None, reply_by__gte=today, plan__state=PlanState.CONSULTATION
    )
    for row in rows.select_related("plan__topic", "plan__organisation"):
        title = _("Say what you think of the plan: %(title)s") % {"title": row.plan.title}
        url = reverse("consultation-reply", args=[row.plan.topic.slug, row.pk])
        yield Duty(row.reply_by or today, title, row.plan.organisation.name, url, _("Read and answer"))


def consultations_over(actor: PersonActor, today: date) -> Iterator[Duty]:
    """Plans whose last day to answer has passed, or which everybody has answered."""
    rows = ActionPlan.objects.edited_by(actor).filter(state=PlanState.CONSULTATION).select_related("topic")
    counted = rows.annotate(
        asked=Count("consultees"), answered=Count("consultees", filter=Q(consultees__replied_at__isnull=False))
    )
    for row in counted:
        if row.answered < row.asked and row.reply_by and row.reply_by >= today:
            continue
        about = _("%(answered)d of %(asked)d have answered.") % {"answered": row.answered, "asked": row.asked}
        url = reverse("plan", args=[row.topic.slug, row.pk])
        title = _("The consultation is over: %(title)s") % {"title": row.title}
        yield Duty(row.reply_by or today, title, f"{row.topic.name} · {about}", url, _("Go on with the plan"))
