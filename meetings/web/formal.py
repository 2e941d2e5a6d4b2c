"""What formal minutes hold beside the outcome: approvers, adjournments, and point by point motions, recusals and votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.enums import MinutesForm
from forum.web.acting import act_at_once, act_or_show, find, posted, require, show, signed_in, version_of
from meetings.models import Adjournment, AgendaItem, ApprovalPlan, Decision, Motion
from meetings.selectors.meeting_pages import seat_rows
from meetings.services.formalities import (
    add_adjournment,
    add_motion,
    edit_motion,
    mark_immediate,
    plan_approval,
    record_vote,
    remove_adjournment,
    remove_motion,
    set_recusals,
)
from meetings.services.minutes_formal import quorum_words, vote_words
from meetings.web.access import latest_version, meeting_for_editor, standing
from meetings.web.formal_forms import BreakForm, MotionForm, PlanForm, PointForm, VoteForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.web.forms import ServiceForm
    from meetings.models import Meeting
    from meetings.selectors.meeting_pages import SeatRow


def formal_address(meeting: Meeting, item: AgendaItem | None = None) -> str:
    if item:
        return reverse("formal-item", args=[meeting.pk, item.pk])
    return reverse("formal", args=[meeting.pk])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def approvers(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Who approves, where and when. Chair, secretary; notes have nobody."""
    meeting = meeting_for_editor(request, meeting_id)
    require(meeting.forum.minutes_form != MinutesForm.NOTES)
    rows = seat_rows(meeting)
    chosen = [str(pk) for pk in meeting.approvers.values_list("pk", flat=True)]
    form = PlanForm.of(ApprovalPlan.objects.filter(meeting=meeting).first(), chosen, rows, posted(request))

    def act(data: dict[str, Any]) -> ApprovalPlan:
        seats = [form.seats[key] for key in data["approvers"]]
        return plan_approval(
            meeting=meeting, version=data["version"], seats=seats, place=data["place"], day=data["day"]
        )

    facts = standing(request, meeting, latest_version(meeting))
    to = reverse("meeting-minutes", args=[meeting.pk])
    return act_or_show(
        request, form, act, _("The approvers are saved."), to,
        lambda: show(request, "meetings/approvers.html", form, **facts, back=to),
    )  # fmt: skip


def _formal(request: HttpRequest, meeting_id: uuid.UUID) -> Meeting:
    """The meeting, when its minutes are formal; 403 otherwise, since the page is not for it."""
    meeting = meeting_for_editor(request, meeting_id)
    require(meeting.forum.minutes_form == MinutesForm.FORMAL)
    return meeting


@signed_in
@require_safe
def formal_page(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The whole meeting's part, and the points with what is noted under each."""
    return _show(request, _formal(request, meeting_id), BreakForm())


def _show(request: HttpRequest, meeting: Meeting, form: BreakForm) -> HttpResponse:
    items = meeting.items.order_by("position").select_related("immediate_approval")
    context = {
        **standing(request, meeting, latest_version(meeting)),
        "items": items.prefetch_related("motions", "recusals", "decisions__vote"),
        "breaks": list(meeting.adjournments.order_by("starts")),
        "quorum": quorum_words(meeting),
        "approvers": meeting.approvers.select_related("organisation"),
        "plan": ApprovalPlan.objects.filter(meeting=meeting).first(),
    }
    return show(request, "meetings/formal.html", form, **context)


@signed_in
@require_POST
def add_break(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """An adjournment with its times."""
    meeting = _formal(request, meeting_id)
    form = BreakForm(request.POST)

    def act(data: dict[str, Any]) -> Adjournment:
        return add_adjournment(meeting=meeting, **data)

    said = _("The adjournment is noted.")
    return act_or_show(request, form, act, said, formal_address(meeting), lambda: _show(request, meeting, form))


@signed_in
@require_POST
def remove_break(request: HttpRequest, meeting_id: uuid.UUID, break_id: uuid.UUID) -> HttpResponse:
    """Takes an adjournment away."""
    meeting = _formal(request, meeting_id)
    row = find(Adjournment.objects.filter(meeting=meeting), pk=break_id)
    return act_at_once(
        request,
        lambda: remove_adjournment(adjournment_id=row.pk, version=version_of(request)),
        _("The adjournment is taken away."),
        formal_address(meeting),
    )


def _item(meeting: Meeting, item_id: uuid.UUID) -> AgendaItem:
    items = AgendaItem.objects.filter(meeting=meeting).select_related("immediate_approval")
    item: AgendaItem = find(items.prefetch_related("motions__seat", "recusals", "decisions__vote"), pk=item_id)
    return item


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """One point: who took no part, whether its § was approved at once, motions, votes."""
    meeting = _formal(request, meeting_id)
    item = _item(meeting, item_id)
    rows = seat_rows(meeting)
    form = _point_form(item, rows, posted(request))

    def act(data: dict[str, Any]) -> bool:
        set_recusals(item=item, seats=[form.seats[key] for key in data["recusals"]])
        mark_immediate(item=item, immediate=data["immediate"])
        return True

    to = formal_address(meeting, item)
    return act_or_show(
        request, form, act, _("The point is saved."), to, lambda: _show_point(request, meeting, item, point=form)
    )


def _point_form(item: AgendaItem, rows: list[SeatRow], data: Any = None) -> PointForm:
    first = {
        "recusals": [str(row.seat_id) for row in item.recusals.all()],
        "immediate": hasattr(item, "immediate_approval"),
    }
    return PointForm(data, rows=rows, initial=first)


def _show_point(request: HttpRequest, meeting: Meeting, item: AgendaItem, **forms: ServiceForm) -> HttpResponse:
    rows = seat_rows(meeting)
    decisions = list(item.decisions.all())
    for decision in decisions:
        decision.words = vote_words(decision.vote) if hasattr(decision, "vote") else ""
        decision.form = forms.get(f"vote-{decision.pk}") or VoteForm.of(decision)
    context = {
        **standing(request, meeting, latest_version(meeting)),
        "item": item,
        "decisions": decisions,
        "point_form": forms.get("point") or _point_form(item, rows),
        "motion_form": forms.get("motion") or MotionForm(rows=rows, prefix="motion"),
    }
    return show(request, "meetings/formal_item.html", next(iter(forms.values()), None), **context)


@signed_in
@require_POST
def motion_add(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """One more motion under a point."""
    meeting = _formal(request, meeting_id)
    item = _item(meeting, item_id)
    form = MotionForm(request.POST, rows=seat_rows(meeting), prefix="motion")
    return act_or_show(
        request,
        form,
        lambda _data: add_motion(item=item, **form.facts()),
        _("The motion is saved."),
        formal_address(meeting, item),
        lambda: _show_point(request, meeting, item, motion=form),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def motion(request: HttpRequest, meeting_id: uuid.UUID, motion_id: uuid.UUID) -> HttpResponse:
    """Changes a motion."""
    meeting = _formal(request, meeting_id)
    row = find(Motion.objects.filter(item__meeting=meeting).select_related("item"), pk=motion_id)
    first = {"text": row.text, "seat": str(row.seat_id or ""), "outcome": row.outcome, "version": row.version}
    form = MotionForm(posted(request), rows=seat_rows(meeting), initial=first)
    back = formal_address(meeting, row.item)
    return act_or_show(
        request,
        form,
        lambda data: edit_motion(motion_id=row.pk, version=data["version"], **form.facts()),
        _("The motion is saved."),
        back,
        lambda: show(
            request, "meetings/formal_motion.html", form, meeting=meeting, forum=meeting.forum, motion=row, back=back
        ),
    )


@signed_in
@require_POST
def motion_remove(request: HttpRequest, meeting_id: uuid.UUID, motion_id: uuid.UUID) -> HttpResponse:
    """Takes a motion away that was noted by mistake."""
    meeting = _formal(request, meeting_id)
    row = find(Motion.objects.filter(item__meeting=meeting).select_related("item"), pk=motion_id)
    return act_at_once(
        request,
        lambda: remove_motion(motion_id=row.pk, version=version_of(request)),
        _("The motion is taken away; the history keeps it."),
        formal_address(meeting, row.item),
    )


@signed_in
@require_POST
def vote(request: HttpRequest, meeting_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """The result of a vote on a decision."""
    meeting = _formal(request, meeting_id)
    decision = find(Decision.objects.filter(item__meeting=meeting).select_related("item", "vote"), pk=decision_id)
    form = VoteForm.of(decision, request.POST)
    item = _item(meeting, decision.item_id)
    return act_or_show(
        request,
        form,
        lambda data: record_vote(decision_id=decision.pk, **data),
        _("The vote is saved."),
        formal_address(meeting, item),
        lambda: _show_point(request, meeting, item, **{f"vote-{decision.pk}": form}),
    )
