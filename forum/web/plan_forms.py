"""Forms of a plan itself, its goals and its way to adoption."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.web.forms import OnceForm, VersionedForm, area

NO_DAY = _("YYYY-MM-DD. Empty = until further notice.")


class PlanFacts(forms.Form):
    title = forms.CharField(label=_("What is the plan called?"), max_length=200)
    summary = forms.CharField(label=_("What is it to lead to?"), widget=area(), required=False)
    responsible = forms.CharField(
        label=_("Who answers for its revision?"), max_length=200, required=False,
        help_text=_("A function, for example the chief executive."),
    )  # fmt: skip
    funding = forms.CharField(label=_("How is it paid for?"), widget=area(2), required=False)
    valid_from = forms.DateField(label=_("Valid from"), required=False, help_text=_("Empty = the day of adoption."))
    valid_until = forms.DateField(label=_("Valid to and including"), required=False, help_text=NO_DAY)
    revise_by = forms.DateField(label=_("To be revised by"), required=False)


class PlanForm(PlanFacts, OnceForm):
    pass


class PlanChangeForm(PlanFacts, VersionedForm):
    pass


class GoalFacts(forms.Form):
    text = forms.CharField(
        label=_("What is to be reached?"), max_length=300, help_text=_("One sentence that can be followed up.")
    )
    description = forms.CharField(label=_("More about the goal"), widget=area(), required=False)


class GoalForm(GoalFacts, OnceForm):
    pass


class GoalChangeForm(GoalFacts, VersionedForm):
    pass


class StepForm(VersionedForm):
    body = forms.CharField(
        label=_("Which body?"), max_length=200, help_text=_("For example the executive committee, or the council.")
    )
    decided_on = forms.DateField(label=_("On which day?"), initial=timezone.localdate)
    paragraph = forms.CharField(
        label=_("§"), max_length=20, required=False, widget=forms.TextInput(attrs={"class": "short"})
    )
    registry_number = forms.CharField(label=_("Registry number"), max_length=60, required=False)
    adopts = forms.BooleanField(
        label=_("The plan is adopted by this"), required=False,
        help_text=_("It is then in force and its words stand; the edition before is replaced."),
    )  # fmt: skip


class RevokeForm(VersionedForm):
    on = forms.DateField(label=_("From which day?"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Why, and who decided it?"), widget=area())
