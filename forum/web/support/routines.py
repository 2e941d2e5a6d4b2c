""" "What to do when you are worried": one sheet per organisation, to read, print and post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum.models import ConcernRoutine, Coordinator, Organisation
from forum.policies import can_keep_up
from forum.selectors.organisations import organisations_for_actor
from forum.selectors.support_lines import lines_for_reader
from forum.services.concern_routines import write_concern_routine
from forum.services.phone_numbers import spoken_number
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
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
    coordinators = Coordinator.objects.on(timezone.localdate()).filter(organisation=organisation)
    context = {
        "organisation": organisation,
        "routine": found,
        "coordinators": coordinators.select_related("person", "topic").order_by("topic__name"),
        "rows": lines_for_reader(actor),
        "may_keep": can_keep_up(actor, organisation),
    }
    return render(request, "forum/support/routine.html", context)


@signed_in
def change(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    organisation = organisation_for(actor, code)
    require(can_keep_up(actor, organisation))
    found = ConcernRoutine.objects.filter(organisation=organisation).first()
    names = ("introduction", "steps", "report_url", "is_public", "version")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names} if found else {"steps": str(EXAMPLE)}
    initial["report_number"] = spoken_number(found.report_number) if found and found.report_number else ""
    form = RoutineForm(posted(request), initial=initial)
    back = reverse("concern-routine", args=[code])
    if attempt(request, form, lambda data: write_concern_routine(organisation=organisation, **data)):
        return done(request, _("The routine is saved and counts as reviewed today."), back)
    title = _("Change the routine")
    return show(
        request, "forum/form.html", form, title=title, way=[*way_to(), (_("When you are worried"), back)],
        lede=organisation.name, submit=_("Save"), cancel_url=back,
    )  # fmt: skip
