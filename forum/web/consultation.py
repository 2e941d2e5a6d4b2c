"""A plan goes out for consultation, and the answers come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from forum.models import Consultee
from forum.policies import can_edit_plan, can_reply
from forum.services.consultation import extend_reply_by, reply_to_consultation, send_for_consultation
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of
from forum.web.plan_forms import ConsultForm, ExtendForm, ReplyForm
from forum.web.plans import edited_plan, plan_url, way_to_plan

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
def consult(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    """Whom to ask, until when; more can be asked later."""
    plan = edited_plan(request, slug, plan_id)
    form = ConsultForm(posted(request), plan=plan, initial={"version": plan.version, "reply_by": plan.reply_by})

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
    if attempt(request, form, lambda data: extend_reply_by(consultee_id=row.pk, **data)):
        return done(request, _("%(name)s has more time.") % {"name": row}, plan_url(row.plan))
    return show(
        request, "forum/form.html", form, title=_("More time for %(name)s") % {"name": row}, way=way_to_plan(row.plan),
        submit=_("Save"), cancel_url=plan_url(row.plan),
    )  # fmt: skip


@signed_in
def reply(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The answer of an addressee who signs in; others answer by their link."""
    row = _consultee(request, slug, pk)
    require(can_reply(actor_of(request), row))
    form = ReplyForm(
        posted(request), initial={"stance": row.stance or None, "reply": row.reply, "version": row.version}
    )
    to = reverse("plan", args=[slug, row.plan_id])
    if attempt(request, form, lambda data: reply_to_consultation(consultee_id=row.pk, **data)):
        return done(request, _("Thank you. The answer is saved, and can be changed until the last day."), to)
    return show(
        request, "forum/form.html", form, title=_("Answer the consultation"), way=way_to_plan(row.plan),
        submit=_("Send the answer"), cancel_url=to,
    )  # fmt: skip
