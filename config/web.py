"""Pages of the project itself: the style page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from forum.web.forms import ServiceForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ROLES = [("", "Välj plats eller organisation"), ("kommunpolis", "Kommunpolis, Polisen")]
PRESENCE = [("here", "Här"), ("remote", "Distans"), ("excused", "Förhinder"), ("substitute", "Ersättare")]
ROWS = [{"title": "Rutin vid oro"}, {"title": "Trygghetsmätningen"}]
REMIND = [("week", "En vecka före"), ("day", "Dagen före")]


class SpecimenForm(forms.Form):
    """One field of each kind; two are filled in wrongly."""

    name = forms.CharField(label="Forumets namn", help_text="Som ni själva kallar det.")
    due = forms.DateField(label="Klart senast", required=False)
    owner = forms.ChoiceField(
        label="Ansvarig", choices=ROLES, error_messages={"required": "Välj vem som får uppdraget."}
    )
    note = forms.CharField(label="Anteckning", widget=forms.Textarea, required=False)
    remind = forms.MultipleChoiceField(label="Påminn mig", choices=REMIND, widget=forms.CheckboxSelectMultiple)
    presence = forms.ChoiceField(label="Närvaro", choices=PRESENCE, widget=forms.RadioSelect(attrs={"class": "choice"}))
    calendar = forms.FileField(label="Kalenderfil", required=False, help_text="En .ics-fil, högst 5 MB.")
    share = forms.BooleanField(label="Visa på öppna sidor", required=False, help_text="Går att ändra senare.")

    def clean_due(self) -> None:
        raise forms.ValidationError("Datumet ligger före mötet. Välj 10 november eller senare.")


class ShortForm(ServiceForm):
    """What `{{ form }}` makes of a whole form."""

    title = forms.CharField(label="Rubrik", initial="Mörka stråk vid stationen")


class RowForm(forms.Form):
    """One of several alike."""

    title = forms.CharField(label="Punkt")


def _where_nothing_is_real() -> None:
    """404 outside debugging and demo."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404


def style_confirm(request: HttpRequest) -> HttpResponse:
    """The page that asks before an act, which is a whole page of its own."""
    _where_nothing_is_real()
    words = {
        "title": "Ställa in mötet 9 november?",
        "text": "Åtta platser får mejl om det, och mötet stryks i deras kalendrar.",
        "public_record": True,
        "action": ".",
        "label": "Ställ in mötet",
        "kind": "stop",
        "fields": [("version", 1)],
        "form": SpecimenForm(auto_id="c_%s")["note"].as_field_group(),
        "cancel_url": reverse("style"),
    }
    return render(request, "ui/confirm.html", words)


def style(request: HttpRequest) -> HttpResponse:
    """Every piece with its states."""
    _where_nothing_is_real()
    typed = {"name": "Skolledningsgruppen", "due": "2026-10-11", "remind": ["week"], "presence": "here"}
    conflict = [
        {
            "label": "Anteckning, § 45",
            "yours": "Rutinen ska finnas på varje skola senast den 31 januari.",
            "theirs": "Rutinen ska finnas på varje skola och fritidsgård senast den 31 januari 2027.",
        }
    ]
    context = {
        "form": SpecimenForm(typed, auto_id="f_%s"),
        "short": ShortForm(auto_id="s_%s"),
        "rows": formset_factory(RowForm, extra=0)(initial=ROWS),
        "conflict": conflict,
        "page": Paginator(range(143), 20).get_page(request.GET.get("page", 3)),
    }
    return render(request, "style.html", context)
