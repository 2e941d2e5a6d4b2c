"""The opening hours of a support line: the week, and days with other hours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.policies import can_keep_up
from forum.services.opening_hours import add_opening_exception, remove_opening_exception, set_opening_hours
from forum.web.acting import act_at_once, attempt, done, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of
from forum.web.support.line_forms import ExceptionForm, HoursForm, hours_now
from forum.web.support.lines import line_for, way_to

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
def hours(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """A week's hours from a day on."""
    actor = actor_of(request)
    line = line_for(actor, line_id)
    require(can_keep_up(actor, line.organisation))
    has_hours = bool(line.intervals.all())
    since = max(line.valid_from, timezone.localdate()) if has_hours else line.valid_from
    initial: dict[str, Any] = {
        "valid_from": since, "version": line.version, **hours_now(line),
        "usual_on_holidays": line.usual_on_holidays, "usual_on_eves": line.usual_on_eves,
    }  # fmt: skip
    form = HoursForm(posted(request), initial=initial)
    back = reverse("support-line", args=[line.pk])

    def act(data: dict[str, Any]) -> Any:
        return set_opening_hours(line_id=line.pk, hours=form.hours(data), **data)

    if attempt(request, form, act):
        return done(request, _("The hours are saved. Press Checked today when you know that they are right."), back)
    return show(
        request, "forum/form.html", form, title=_("Opening hours"), way=way_to(line), submit=_("Save the hours"),
        lede=_("Holidays and eves follow the Swedish calendar by themselves."), cancel_url=back,
    )  # fmt: skip


@signed_in
def exception(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Days on which other hours hold, or none."""
    actor = actor_of(request)
    line = line_for(actor, line_id)
    require(can_keep_up(actor, line.organisation))
    form = ExceptionForm(posted(request), initial={"version": line.version})
    back = reverse("support-line", args=[line.pk])
    if attempt(request, form, lambda data: add_opening_exception(line_id=line.pk, **data)):
        return done(request, _("The other hours are saved."), back)
    return show(
        request, "forum/form.html", form, title=_("Other hours on some days"), way=way_to(line), submit=_("Save"),
        cancel_url=back,
    )  # fmt: skip


@signed_in
@require_POST
def end_exception(request: HttpRequest, line_id: uuid.UUID, day: str) -> HttpResponse:
    actor = actor_of(request)
    line = line_for(actor, line_id)
    require(can_keep_up(actor, line.organisation))
    try:
        starts_on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    version = version_of(request)

    def act() -> Any:
        return remove_opening_exception(line_id=line.pk, version=version, starts_on=starts_on)

    return act_at_once(request, act, _("The usual hours hold again."), reverse("support-line", args=[line.pk]))
