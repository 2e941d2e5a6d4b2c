"""The owner of an action answers from the mail: done, more time, not mine."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render

from forum.enums import SETTLED_PLANS
from forum.errors import ConflictError, DomainError
from forum.models import Measure, PersonActor
from forum.services.links import mark_used
from meetings.enums import UNFINISHED, ActionState, ItemOpenness, UpdateKind, Via
from meetings.models import ActionItem, Decision, Minutes
from meetings.selectors.meeting_pages import OWNERS, finishes
from meetings.services.action_progress import UNDO_WITHIN, can_be_undone, undo_done
from meetings.services.actions import Actor, change_state, move_due_date, return_action
from meetings.web.action_forms import DueForm, ReturnForm

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from forum.web.forms import ServiceForm
    from meetings.models import ActionLink, ActionUpdate


def action_link(request: HttpRequest, link: ActionLink) -> HttpResponse:
    """Shows the action; POST does what its button says. Doing it twice does no harm."""
    related = ("forum__organisation", "origin__meeting", *OWNERS)
    action = ActionItem.objects.select_related(*related).prefetch_related(finishes()).get(pk=link.action_id)
    if request.method != "POST":
        return _show(request, link, action)
    who = Actor(person=link.person, address="" if link.person else link.address, via=Via.MAIL_LINK)
    act = {"done": _done, "undo": _undo, "more_time": _more_time, "not_mine": _not_mine}.get(request.POST.get("do", ""))
    wrong = act(request, action, who) if act else None
    if wrong:
        return _show(request, link, action, **wrong)
    mark_used(link)
    again = request.POST.get("do") == "done" and action.state == ActionState.DONE
    return HttpResponseRedirect(_address(request, again=again))


def _address(request: HttpRequest, *, again: bool) -> str:
    """This page; `again`: it was done already when the button was pressed."""
    query = request.GET.copy()
    query.pop("again", None)
    if again:
        query["again"] = "1"
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _done(_request: HttpRequest, action: ActionItem, who: Actor) -> None:
    if action.state in UNFINISHED:
        with suppress(ConflictError):  # handed over at this moment: the page says how it stands
            change_state(action_id=action.pk, version=None, state=ActionState.DONE, actor=who)


def _undo(_request: HttpRequest, action: ActionItem, who: Actor) -> None:
    with suppress(ConflictError):  # the page says how it stands
        undo_done(action_id=action.pk, actor=who)


def _more_time(request: HttpRequest, action: ActionItem, who: Actor) -> dict[str, ServiceForm] | None:
    form = DueForm(request.POST)
    if form.is_valid() and not _same_day(action, form):
        try:
            move_due_date(
                action_id=action.pk,
                version=None,
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
                actor=who,
            )
        except DomainError as error:
            form.take(error)
    return None if form.status == 200 else {"due_form": form}


def _same_day(action: ActionItem, form: DueForm) -> bool:
    """The same answer sent twice."""
    last = action.updates.filter(kind=UpdateKind.DUE).last()
    wanted = form.cleaned_data
    return bool(
        last
        and (last.new_due_on, last.text) == (wanted["due_on"], wanted["reason"])
        and action.due_on == wanted["due_on"]
    )


def _not_mine(request: HttpRequest, action: ActionItem, who: Actor) -> dict[str, ServiceForm] | None:
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            return_action(action_id=action.pk, actor=who, text=form.cleaned_data["text"])
        except DomainError as error:
            form.take(error)
    return None if form.status == 200 else {"return_form": form}


def _show(request: HttpRequest, link: ActionLink, action: ActionItem, **posted: ServiceForm) -> HttpResponse:
    forum = action.forum
    context: dict[str, Any] = {
        "link": link,
        "action": action,
        "unfinished": action.state in UNFINISHED,
        "may_undo": can_be_undone(action),
        "undo_days": UNDO_WITHIN.days,
        "again": "again" in request.GET and action.state == ActionState.DONE,
        "answered": _answered(action.updates.last()),
        "decisions": _decisions(link, action),
        "measure": _measure(action),
        "contact": forum.mailbox,
        "due_form": DueForm(),
        "return_form": ReturnForm(),
        **posted,
    }
    status = next((form.status for form in posted.values()), 200)
    return render(request, "meetings/link_action.html", context, status=status)


def _answered(last: ActionUpdate | None) -> ActionUpdate | None:
    """The latest word, when it came by this door."""
    return last if last and last.via == Via.MAIL_LINK and last.kind in {UpdateKind.DUE, UpdateKind.RETURNED} else None


def _measure(action: ActionItem) -> Measure | None:
    """What of an adopted plan, which is a public record, the action carries out."""
    if action.measure_id is None:
        return None
    adopted = Measure.objects.filter(plan__state__in=SETTLED_PLANS, pk=action.measure_id)
    return adopted.select_related("plan").first()


def _decisions(link: ActionLink, action: ActionItem) -> QuerySet[Decision]:
    """The decisions behind the action: what the person may read; for a bare address those of an open point whose minutes went out."""
    if link.person:
        return Decision.objects.visible_to(PersonActor(link.person)).filter(item=action.origin_id)
    sent = Minutes.objects.filter(meeting=action.origin.meeting_id, circulated_at__isnull=False).exists()
    is_open = action.origin.openness == ItemOpenness.OPEN
    return Decision.objects.filter(item=action.origin_id) if sent and is_open else Decision.objects.none()
