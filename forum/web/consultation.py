"""A plan goes out for consultation, and the answers come in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.calendar.workdays import next_working_day
from forum.models import Consultee
from forum.policies import can_edit_plan, can_reply
from forum.services.consultation import extend_reply_by, send_for_consultation
from forum.services.consultation_replies import reply_to_consultation
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of
from forum.web.consultation_forms import ConsultForm, ExtendForm, ReplyForm
from forum.web.plan_parts import save_or_show
from forum.web.plans import edited_plan, plan_url, way_to_plan

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from forum.models import ActionPlan

TO_ANSWER = timedelta(weeks=6)


@signed_in
def consult(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    """Whom to ask, until when; more can be asked later."""
    plan = edited_plan(request, slug, plan_id)
    form = ConsultForm(posted(request), plan=plan, initial={"version": plan.version, "reply_by": _reply_by(plan)})

    def act(data: dict[str, Any]) -> list[Consultee]:
        return send_for_consultation(
            plan_id=plan.pk, version=data["version"], addressees=form.addressees(), reply_by=data["reply_by"]
        )

    if attempt(request, form, act):
        return done(request, _("The plan is sent. Each addressee has a link to read it and answer by."), plan_url(plan))
    return show(
        request, "forum/plan_consult.html", form, title=_("Send the plan for consultation"), way=way_to_plan(plan),
        submit=_("Send"), cancel_url=plan_url(plan),
    )  # fmt: skip


def _reply_by(plan: ActionPlan) -> date:
    """The day that those asked before have; six weeks when there is none that is still to come."""
    today = timezone.localdate()
    return plan.reply_by if plan.reply_by and plan.reply_by > today else next_working_day(today + TO_ANSWER)


def _consultee(request: HttpRequest, slug: str, pk: uuid.UUID) -> Consultee:
    related = ("plan__topic", "plan__organisation", "organisation", "unit", "person")
    rows = Consultee.objects.visible_to(actor_of(request)).select_related(*related)
    row: Consultee = find(rows, pk=pk, plan__topic__slug=slug)
    return row


@signed_in
def extend(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    row = _consultee(request, slug, pk)
    require(can_edit_plan(actor_of(request), row.plan))
    form = ExtendForm(posted(request), initial={"reply_by": row.reply_by, "version": row.version})
    name = {"name": row}
    words = (_("More time for %(name)s") % name, _("%(name)s has more time.") % name)
    return save_or_show(
        request, form, lambda data: extend_reply_by(consultee_id=row.pk, **data), words, way=way_to_plan(row.plan)
    )


@signed_in
def reply(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The answer of an addressee who signs in; others answer by their link."""
    row = _consultee(request, slug, pk)
    require(can_reply(actor_of(request), row))
    initial = {"stance": row.stance or None, "reply": row.reply, "version": row.version}
    form = ReplyForm(posted(request), consultee=row, initial=initial)
    to = reverse("plan", args=[slug, row.plan_id])

    def act(data: dict[str, Any]) -> Consultee:
        return reply_to_consultation(
            consultee_id=row.pk, version=data["version"], stance=data["stance"], reply=data["reply"],
            remarks=form.remarks(),
        )  # fmt: skip

    if attempt(request, form, act):
        return done(request, _("Thank you. The answer is saved, and can be changed until the last day."), to)
    return show(
        request, "forum/plan_reply.html", form, title=_("Answer the consultation"), way=way_to_plan(row.plan),
        consultee=row, plan=row.plan, cancel_url=to,
    )  # fmt: skip
