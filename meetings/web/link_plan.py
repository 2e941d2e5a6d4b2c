"""What links about a plan are for: to say what one thinks of it, and to follow up a measure, without sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from forum.enums import PlanState
from forum.errors import ConflictError, DomainError
from forum.models import Consultee, FollowUp
from forum.services.consultation_replies import reply_to_consultation
from forum.services.follow_ups import log_follow_up
from forum.services.links import mark_used
from forum.web.consultation_forms import ReplyForm
from forum.web.measure_forms import LogFollowUpForm
from meetings.selectors.documents import documents_for_addressee

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import ConsultationLink, FollowUpLink
    from meetings.models import Document


def consultation_link(request: HttpRequest, link: ConsultationLink) -> HttpResponse:
    """The plan as it stands, and the addressee's answer to it."""
    related = ("plan__organisation", "plan__topic", "organisation", "unit", "person")
    row: Consultee = Consultee.objects.select_related(*related).get(pk=link.consultee_id)
    initial = {"stance": row.stance or None, "reply": row.reply}
    form = ReplyForm(request.POST if request.method == "POST" else None, consultee=row, initial=initial)
    saved, refused = _answer(row, form)
    if saved:
        mark_used(link)
        return HttpResponseRedirect(request.get_full_path())
    late = bool(row.reply_by and row.reply_by < timezone.localdate())
    context = {
        "link": link,
        "consultee": row,
        "plan": row.plan,
        "form": form,
        "refused": refused,
        "documents": documents_for_addressee(row.plan),
        "path": request.path,
        "open": row.plan.state == PlanState.CONSULTATION and not late and not refused,
        "contact": row.plan.organisation.contact_address,
    }
    return render(request, "meetings/link_consultation.html", context, status=409 if refused else form.status)


def document_for_addressee(link: ConsultationLink, document_id: uuid.UUID) -> Document | None:
    """A document of the plan that the addressee was asked about."""
    return documents_for_addressee(link.consultee.plan).filter(pk=document_id).first()


def _answer(row: Consultee, form: ReplyForm) -> tuple[bool, str]:
    """Whether what was typed is saved, and why the consultation takes no answer; what is wrong in the form, the form knows."""
    if not form.is_bound or not form.is_valid():
        return False, ""
    said = {name: form.cleaned_data[name] for name in ("stance", "reply")}
    try:
        reply_to_consultation(consultee_id=row.pk, version=None, remarks=form.remarks(), **said)
    except ConflictError as error:
        return False, str(error.message)
    except DomainError as error:
        form.take(error)
        return False, ""
    return True, ""


def follow_up_link(request: HttpRequest, link: FollowUpLink) -> HttpResponse:
    """One follow-up of a measure: what is seen, and the indicator's value. Can be corrected as long as the link lives."""
    related = ("plan__organisation", "measure__goal", "indicator")
    row: FollowUp = FollowUp.objects.select_related(*related).get(pk=link.follow_up_id)
    open_ = row.plan.state == PlanState.ADOPTED
    initial = {"outcome": row.outcome, "value": row.value}
    form = LogFollowUpForm(
        request.POST if request.method == "POST" and open_ else None, indicator=row.indicator, initial=initial
    )
    if form.is_bound and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            log_follow_up(follow_up_id=row.pk, version=None, followed_by=link.person, **data)
        except DomainError as error:
            form.take(error)
        else:
            mark_used(link)
            return HttpResponseRedirect(request.get_full_path())
    context = {
        "link": link, "row": row, "measure": row.measure, "plan": row.plan, "form": form, "open": open_,
        "contact": row.plan.organisation.contact_address,
    }  # fmt: skip
    return render(request, "meetings/link_follow_up.html", context, status=form.status)
