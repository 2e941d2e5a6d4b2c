"""People: find, add, invite, change, shut out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django import forms
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.enums import Language
from forum.models import Membership, Organisation, Person
from forum.selectors.people import further_addresses
from forum.services.accounts import add_person, deactivate_person, forget_address, reactivate_person, update_person
from forum.services.people import invite_person
from forum.web.acting import act_at_once, attempt, done, find, page_of, posted, show, version_of
from forum.web.actor import person_of
from forum.web.administration.frame import administrators_only, way
from forum.web.choices import UnitField
from forum.web.forms import OnceForm, VersionedForm, enum_field

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


class Facts(forms.Form):
    """What a person is known by."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        help_text=gettext_lazy("Leave empty for somebody who gets printed notices only."),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.order_by("-is_host", "name"), required=False,
        help_text=gettext_lazy("Left empty it is found by the address."),
    )  # fmt: skip
    unit = UnitField(label=gettext_lazy("Unit"))
    postal_address = forms.CharField(
        label=gettext_lazy("Postal address at work"), max_length=300, required=False, strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "data-guard": "off"}),
        help_text=gettext_lazy("For printed notices to somebody without e-mail. Left empty the organisation's is used."),
    )  # fmt: skip
    language = enum_field(Language, gettext_lazy("Language of mail"), initial=Language.SWEDISH)
    protected = forms.BooleanField(
        label=gettext_lazy("Protected identity"),
        required=False,
        help_text=gettext_lazy("The name is then shown nowhere."),
    )
    is_administrator = forms.BooleanField(
        label=gettext_lazy("Administrator"),
        required=False,
        help_text=gettext_lazy("Organisations, people, seats and settings; not what is written."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].keep(self.initial.get("unit"))  # type: ignore[attr-defined]


class NewPersonForm(Facts, OnceForm):
    invite = forms.BooleanField(
        label=gettext_lazy("Send an invitation to sign in"), required=False,
        help_text=gettext_lazy("Nobody has to sign in: notices and reminders come by mail anyway."),
    )  # fmt: skip


class PersonForm(Facts, VersionedForm):
    pass


@administrators_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, or those of one group, searched by name, title, address or organisation."""
    q = " ".join(request.GET.get("q", "").split())[:100]
    groups = _groups()
    show = request.GET.get("show", "") if request.GET.get("show") in groups else ""
    rows = Person.objects.filter(groups[show][1], merged_into__isnull=True).select_related("organisation")
    rows = rows.order_by(*(["-created_at", "pk"] if show == "new" else ["-is_active", "name", "pk"]))
    if q:
        found = (
            Q(name__icontains=q) | Q(title__icontains=q) | Q(email__icontains=q) | Q(organisation__name__icontains=q)
            | Q(pk__in=EmailAddress.objects.filter(email__icontains=q).values("user"))
        )  # fmt: skip
        rows = rows.filter(found)
    tabs = [(label, f"?show={name}" if name else "?", name == show) for name, (label, _which) in groups.items()]
    context = {
        "page": page_of(request, rows),
        "q": q,
        "way": way(),
        "show": show,
        "tabs": tabs,
        "name": _("Which people"),
    }
    return render(request, "forum/administration/people.html", context)


def _groups() -> dict[str, tuple[str, Q]]:
    """What the address calls each group, its words, and who is in it."""
    return {
        "": (_("All"), Q()),
        "new": (_("New this week"), Q(created_at__gte=timezone.now() - timedelta(days=7))),
        "paper": (_("Without e-mail"), Q(email=None) | Q(email="")),
        "shut-out": (_("Shut out"), Q(is_active=False)),
    }


def _way() -> list[tuple[str, str]]:
    return way("people", _("People"))


@administrators_only
def new(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(posted(request))
    invited_by = person_of(request)

    def act(data: dict[str, Any]) -> Person:
        return add_person(invited_by=invited_by if data.pop("invite") else None, **data)

    back = reverse("people")
    if attempt(request, form, act):
        invited = form.cleaned_data["invite"] and form.cleaned_data["email"]
        return done(request, _("The person is added and invited.") if invited else _("The person is added."), back)
    return show(
        request,
        "forum/form.html",
        form,
        title=_("Add a person"),
        way=_way(),
        submit=_("Add the person"),
        cancel_url=back,
    )


@administrators_only
def person(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    found = find(Person.objects.select_related("organisation", "unit"), pk=person_id)
    initial = {name: getattr(found, name) for name in (*Facts.base_fields, "version")}
    form = PersonForm(posted(request), initial=initial)
    if attempt(request, form, lambda data: update_person(person_id=person_id, **data)):
        return done(request, _("The person is saved."), reverse("people"))
    seats = Membership.objects.filter(person=found).select_related("seat__forum").order_by("-starts_on")
    return show(
        request, "forum/administration/person.html", form, title=found.name, person=found, seats=seats,
        further=[] if found.protected else further_addresses(found),
        way=_way(), submit=_("Save"), cancel_url=reverse("people"),
    )  # fmt: skip


def _to(person_id: uuid.UUID) -> str:
    return reverse("person", args=[person_id])


@administrators_only
@require_POST
def invite(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    found = find(Person.objects.filter(is_active=True), pk=person_id)
    by = person_of(request)
    words = _("The invitation is on its way. Earlier ones no longer work.")
    return act_at_once(request, lambda: invite_person(person=found, invited_by=by), words, _to(person_id))


@administrators_only
@require_POST
def deactivate(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    find(Person.objects.all(), pk=person_id)
    version = version_of(request)
    words = _("The person is shut out. The seats are vacant and their secretaries are told.")
    return act_at_once(request, lambda: deactivate_person(person_id=person_id, version=version), words, _to(person_id))


@administrators_only
@require_POST
def reactivate(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    find(Person.objects.all(), pk=person_id)
    words = _("The person is let in again. Seats must be given anew.")
    return act_at_once(request, lambda: reactivate_person(person_id=person_id), words, _to(person_id))


@administrators_only
@require_POST
def forget(request: HttpRequest, person_id: uuid.UUID, address_id: int) -> HttpResponse:
    find(Person.objects.all(), pk=person_id)
    words = _("The address is no longer this person's.")
    return act_at_once(
        request, lambda: forget_address(person_id=person_id, address_id=address_id), words, _to(person_id)
    )
