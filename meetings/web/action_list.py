"""The action log: the list, its row that is changed where it stands, and the list on paper and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.selectors.keyset import in_order, stretch_of
from forum.web.acting import ROWS, attempt, done, find, posted, require, signed_in
from forum.web.actor import actor_of, person_of
from meetings.selectors.action_lists import ActionFilter, actions_for_reader
from meetings.services.action_progress import update_action
from meetings.services.actions import Actor
from meetings.web.action_filter import asked_for
from meetings.web.action_forms import ChangeForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.models import ActionItem

PAPER: Final = 1000
PAGING: Final = ("after", "before", "page")


@signed_in
@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    """All that the reader may see, filtered and ordered by the address."""
    form, rows = asked_for(request, actor_of(request))
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = stretch_of(rows, form.order(), size=ROWS, after=after, before=before)
    context = {
        "form": form,
        "page": page,
        "count": rows.count(),
        "filters": filters_of(request),
        "later": after or before,
    }
    return render(request, "meetings/actions.html", context)


def filters_of(request: HttpRequest) -> str:
    """The address's filters, without the place in the list."""
    kept = [(name, value) for name, value in request.GET.items() if name not in PAGING and value]
    return urlencode(kept)


@signed_in
@require_safe
def print_list(request: HttpRequest) -> HttpResponse:
    """The same list for paper."""
    form, rows = asked_for(request, actor_of(request))
    found = list(in_order(rows, form.order())[: PAPER + 1])
    filters = filters_of(request)
    context = {
        "actions": found[:PAPER],
        "cut": PAPER if len(found) > PAPER else 0,
        "said": _said(form),
        "now": timezone.now(),
        "back_url": f"{reverse('actions')}?{filters}" if filters else reverse("actions"),
    }
    return render(request, "meetings/actions_print.html", context)


def _said(form: Any) -> list[tuple[str, str]]:
    """The filters in words, as the paper tells what it shows."""
    words = []
    for name, value in form.said.items():
        labels = {key: str(label) for key, label in getattr(form.fields[name], "choices", [])}
        words.append((str(form.fields[name].label), labels.get(value, str(value))))
    return words


@signed_in
def change(request: HttpRequest, action_id: uuid.UUID) -> HttpResponse:
    """State and day of one row, where it stands; a page of its own without script. Owner, secretary, chair."""
    action = _row(request, action_id)
    require(action.changeable)  # type: ignore[attr-defined]  # annotated
    form = ChangeForm.of(action, posted(request))
    to = _list_behind(request)
    who = Actor(person=person_of(request))
    saved = attempt(request, form, lambda data: update_action(action_id=action.pk, actor=who, **data))
    if not request.headers.get("HX-Request"):
        if saved:
            return done(request, _saved(action), f"{to}#action-{action.pk}")
        context = {"action": action, "form": form, "next": to}
        return render(request, "meetings/action_change.html", context, status=form.status)
    if saved or "row" in request.GET:
        context = {
            "action": _row(request, action_id),
            "saved": _saved(action) if saved else "",
            "next": to,
            "swapped": True,
        }
        return render(request, "meetings/_action_line.html", context)
    return render(
        request, "meetings/_action_line_edit.html", {"action": action, "form": form, "next": to}, status=form.status
    )


def _row(request: HttpRequest, action_id: uuid.UUID) -> ActionItem:
    return find(actions_for_reader(actor_of(request), ActionFilter(state="all")), pk=action_id)


def _list_behind(request: HttpRequest) -> str:
    """The list with its filters that the reader came from."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("actions")


def _saved(action: ActionItem) -> str:
    return _("Action %(number)d is saved.") % {"number": action.number}
