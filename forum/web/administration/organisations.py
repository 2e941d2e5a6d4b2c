"""Organisations and their units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, F, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum.enums import OrganisationKind
from forum.models import Organisation
from forum.services.organisations import create_organisation, update_organisation
from forum.web.acting import attempt, done, find, page_of, posted, show
from forum.web.administration.frame import administrators_only, way
from forum.web.choices import county_choices
from forum.web.forms import OnceForm, VersionedForm, enum_field

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Facts(forms.Form):
    """What an organisation is known by."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = enum_field(OrganisationKind, gettext_lazy("Kind"))
    organisation_number = forms.CharField(
        label=gettext_lazy("Organisation number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Ten digits, for example 212000-0142."),
    )
    county_code = forms.ChoiceField(label=gettext_lazy("County"), required=False)
    mail_domains = forms.CharField(
        label=gettext_lazy("Mail domains"), max_length=400, required=False,
        help_text=gettext_lazy("With spaces between, for example example.se school.example.se. New people are recognised by them."),
    )  # fmt: skip
    contact_address = forms.EmailField(
        label=gettext_lazy("Contact address"), required=False,
        help_text=gettext_lazy("Gets what belongs to a seat that nobody holds."),
    )  # fmt: skip
    postal_address = forms.CharField(
        label=gettext_lazy("Postal address"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-guard": "off"}),
        help_text=gettext_lazy("For printed notices to those without e-mail."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county_code"].choices = county_choices()  # type: ignore[attr-defined]  # ChoiceField

    def clean_mail_domains(self) -> list[str]:
        typed = self.cleaned_data["mail_domains"].replace(",", " ").split()
        return sorted({domain.lower().lstrip("@") for domain in typed})


class NewOrganisationForm(Facts, OnceForm):
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40,
        help_text=gettext_lazy("A municipality's four digits, or a short name such as polisen. It can't be changed."),
    )  # fmt: skip
    field_order = ("code",)


class OrganisationForm(Facts, VersionedForm):
    def value_of(self, current: Any, name: str) -> Any:
        value = super().value_of(current, name)
        return " ".join(value) if name == "mail_domains" else value

    def words_of(self, name: str) -> Any:
        value = super().words_of(name)
        return " ".join(value) if name == "mail_domains" else value


@administrators_only
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    q = " ".join(request.GET.get("q", "").split())[:100]
    rows = Organisation.objects.annotate(people_count=Count("people", filter=Q(people__is_active=True))).order_by(
        "-is_host", "name"
    )
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__icontains=q))
    return render(
        request, "forum/administration/organisations.html", {"page": page_of(request, rows), "q": q, "way": way()}
    )


def _way() -> list[tuple[str, str]]:
    return way("organisations", _("Organisations"))


@administrators_only
def new(request: HttpRequest) -> HttpResponse:
    form = NewOrganisationForm(posted(request), initial={"kind": OrganisationKind.OTHER})
    back = reverse("organisations")
    if attempt(request, form, lambda data: create_organisation(**data)):
        to = reverse("organisation", args=[form.result.code]) if form.result else back
        return done(request, _("The organisation is added."), to)
    return show(
        request, "forum/form.html", form, title=_("Add an organisation"), way=_way(),
        lede=_("The 290 municipalities need not be added: they can be chosen by name where they are needed."),
        submit=_("Add the organisation"), cancel_url=back,
    )  # fmt: skip


@administrators_only
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    found = find(Organisation.objects.all(), code=code)
    names = ("name", "kind", "organisation_number", "county_code", "contact_address", "postal_address", "version")
    initial = {name: getattr(found, name) for name in names} | {"mail_domains": " ".join(found.mail_domains)}
    form = OrganisationForm(posted(request), initial=initial)
    if attempt(request, form, lambda data: update_organisation(organisation_id=found.pk, **data)):
        return done(request, _("The organisation is saved."), reverse("organisations"))
    units = found.units.order_by(F("archived_at").asc(nulls_first=True), "name")
    return show(
        request, "forum/administration/organisation.html", form, title=found.name, organisation=found, units=units,
        way=_way(), submit=_("Save"), cancel_url=reverse("organisations"),
    )  # fmt: skip
