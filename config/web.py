"""Pages of the project itself: the style page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ROLES = [("", "Välj plats eller organisation"), ("kommunpolis", "Kommunpolis, Polisen")]
PRESENCE = [("here", "Här"), ("remote", "Distans"), ("excused", "Förhinder"), ("substitute", "Ersättare")]
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


def style(request: HttpRequest) -> HttpResponse:
    """Every piece with its states. Only where nothing is real: 404 outside debugging and demo."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
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
        "conflict": conflict,
        "page": Paginator(range(143), 20).get_page(request.GET.get("page", 3)),
    }
    return render(request, "style.html", context)
