"""Units of an organisation: a new one, its facts, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from forum.enums import UnitKind
from forum.models import Organisation, Unit
from forum.services.organisations import create_unit
from forum.services.units import archive_unit, restore_unit, update_unit
from forum.web.acting import act_at_once, attempt, done, find, posted, show, version_of
from forum.web.administration.frame import administrators_only, way
from forum.web.forms import OnceForm, VersionedForm, enum_field

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


class UnitFacts(forms.Form):
    """A committee, department or school."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = enum_field(UnitKind, gettext_lazy("Kind"), initial=UnitKind.DEPARTMENT)
    contact_address = forms.EmailField(label=gettext_lazy("Contact address"), required=False)


class UnitForm(UnitFacts, OnceForm):
    pass


class UnitChangeForm(UnitFacts, VersionedForm):
    pass


def _way(organisation: Organisation) -> list[tuple[str, str]]:
    here = (organisation.name, reverse("organisation", args=[organisation.code]))
    return [*way("organisations", _("Organisations")), here]


@administrators_only
def new_unit(request: HttpRequest, code: str) -> HttpResponse:
    found = find(Organisation.objects.all(), code=code)
    form = UnitForm(posted(request))
    back = reverse("organisation", args=[code])
    if attempt(request, form, lambda data: create_unit(organisation=found, **data)):
        return done(request, _("The unit is added."), back)
    return show(
        request, "forum/form.html", form, title=_("Add a unit"), way=_way(found),
        lede=_("A committee, department or school that keeps its own records."), submit=_("Add the unit"), cancel_url=back,
    )  # fmt: skip


@administrators_only
def unit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """A unit's facts, who still belongs to it, and its end."""
    seats = Count("seats", filter=Q(seats__closed_on__isnull=True), distinct=True)
    people = Count("people", filter=Q(people__is_active=True), distinct=True)
    rows = Unit.objects.select_related("organisation").annotate(seat_count=seats, people_count=people)
    found = find(rows, pk=unit_id)
    initial = {name: getattr(found, name) for name in ("name", "kind", "contact_address", "version")}
    form = UnitChangeForm(posted(request), initial=initial)
    back = reverse("organisation", args=[found.organisation.code])
    if attempt(request, form, lambda data: update_unit(unit_id=unit_id, **data)):
        return done(request, _("The unit is saved."), back)
    return show(
        request, "forum/administration/unit.html", form, title=found.name, unit=found,
        way=_way(found.organisation), submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@administrators_only
@require_POST
def archive(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    find(Unit.objects.all(), pk=unit_id)
    version = version_of(request)
    words = _("The unit is archived and can no longer be chosen.")
    to = reverse("unit", args=[unit_id])
    return act_at_once(request, lambda: archive_unit(unit_id=unit_id, version=version), words, to)


@administrators_only
@require_POST
def restore(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    find(Unit.objects.all(), pk=unit_id)
    words = _("The unit is in use again.")
    return act_at_once(request, lambda: restore_unit(unit_id=unit_id), words, reverse("unit", args=[unit_id]))
