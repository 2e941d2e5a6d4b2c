""" "What to do when you are worried": one sheet per organisation, to read, print and post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.models import ConcernRoutine, Coordinator, Organisation
from forum.models.support import REVIEW_EVERY
from forum.policies import can_keep_up
from forum.selectors.organisations import organisations_for_actor
from forum.selectors.support_lines import lines_for_reader
from forum.services.concern_routines import confirm_concern_routine, write_concern_routine
from forum.services.phone_numbers import spoken_number
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of
from forum.web.forms import VersionedForm
from forum.web.support.lines import way_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor

EXAMPLE = gettext_lazy(
    "Talk to a colleague or your manager the same day.\n"
    "Report your concern to social services when a child may come to harm.\n"
    "Call the coordinator for advice; you need not say whom it is about.\n"
    "In an emergency: call 112."
)


class RoutineForm(VersionedForm):
    introduction = forms.CharField(label=gettext_lazy("Introduction"), widget=forms.Textarea, required=False)
    steps = forms.CharField(
        label=gettext_lazy("Steps"), widget=forms.Textarea, help_text=gettext_lazy("Each step on a line of its own.")
    )
    report_number = forms.CharField(
        label=gettext_lazy("Number for reporting a concern"), max_length=40, required=False,
        help_text=gettext_lazy("Of social services or their out-of-hours service."),
    )  # fmt: skip
    report_url = forms.URLField(
        label=gettext_lazy("Page for reporting a concern"), max_length=300, required=False, assume_scheme="https"
    )
    review_every = forms.IntegerField(
        label=gettext_lazy("Review it again after so many days"), min_value=1, max_value=3650,
        required=False, initial=REVIEW_EVERY,
        help_text=gettext_lazy("The organisation's coordinators are reminded in time."),
    )  # fmt: skip
    is_public = forms.BooleanField(label=gettext_lazy("Show on the public pages"), required=False)

    def value_of(self, current: Any, name: str) -> Any:
        value = super().value_of(current, name)
        return spoken_number(value) if name == "report_number" and value else value


def organisation_for(actor: Actor, code: str) -> Organisation:
    """One that the actor may know, or keeps up, or whose routine everybody here may read."""
    found = find(Organisation.objects.all(), code=code)
    with_routine = ConcernRoutine.objects.visible_to(actor).filter(organisation=found).exists()
    if with_routine or found.is_host or can_keep_up(actor, found):
        return found
    return find(organisations_for_actor(actor), code=code)


@signed_in
@require_safe
def routine(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet, with the lines' state at this moment."""
    actor = actor_of(request)
    organisation = organisation_for(actor, code)
    found = ConcernRoutine.objects.visible_to(actor).filter(organisation=organisation).first()
    coordinators = Coordinator.objects.on(timezone.localdate()).filter(
        organisation=organisation, topic__archived_at__isnull=True
    )
    context = {
        "organisation": organisation,
        "routine": found,
        "coordinators": coordinators.select_related("person", "topic").order_by("topic__name"),
        "rows": lines_for_reader(actor),
        "may_keep": can_keep_up(actor, organisation),
        "today": timezone.localdate(),
    }
    return render(request, "forum/support/routine.html", context)


@signed_in
def change(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    organisation = organisation_for(actor, code)
    require(can_keep_up(actor, organisation))
    found = ConcernRoutine.objects.filter(organisation=organisation).first()
    names = ("introduction", "steps", "report_url", "review_every", "is_public", "version")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names} if found else {"steps": str(EXAMPLE)}
    initial["report_number"] = spoken_number(found.report_number) if found and found.report_number else ""
    form = RoutineForm(posted(request), initial=initial)
    back = reverse("concern-routine", args=[code])

    def act(data: dict[str, Any]) -> Any:
        data["review_every"] = data["review_every"] or REVIEW_EVERY
        return write_concern_routine(organisation=organisation, **data)

    if attempt(request, form, act):
        return done(request, _("The routine is saved and counts as reviewed today."), back)
    title = _("Change the routine")
    return show(
        request, "forum/form.html", form, title=title, way=[*way_to(), (_("When you are worried"), back)],
        lede=organisation.name, submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_POST
def reviewed(request: HttpRequest, code: str) -> HttpResponse:
    """It was looked at today and still holds."""
    actor = actor_of(request)
    organisation = organisation_for(actor, code)
    require(can_keep_up(actor, organisation))
    found = find(ConcernRoutine.objects.filter(organisation=organisation))
    version = version_of(request)

    def act() -> Any:
        return confirm_concern_routine(routine_id=found.pk, version=version)

    return act_at_once(request, act, _("The routine is reviewed today."), reverse("concern-routine", args=[code]))
