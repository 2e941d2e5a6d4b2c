"""Forms of a measure: what it is, how it is measured, when it is looked at again, and how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.enums import MeasureLevel, MeasureState
from forum.models import Finding, Goal, Indicator, Organisation
from forum.web.choices import PersonField, UnitField
from forum.web.forms import OnceForm, ServiceForm, VersionedForm, area, enum_field

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from forum.models import ActionPlan, Actor, Measure

SHORT = {"class": "short", "inputmode": "decimal"}


def value_field(label: _StrOrPromise) -> forms.DecimalField:
    """A value of an indicator, with decimals as the reader's language writes them."""
    widget = forms.TextInput(attrs=SHORT)
    return forms.DecimalField(
        label=label, required=False, max_digits=12, decimal_places=2, widget=widget, localize=True
    )


class MeasureFacts(ServiceForm):
    """What is done, for which finding and goal, whose it is, and when."""

    title = forms.CharField(label=_("What is to be done?"), max_length=300)
    finding = forms.ModelChoiceField(
        label=_("Which finding does it answer to?"), queryset=Finding.objects.none(), required=False,
        help_text=_("A measure that answers to nothing found is hard to defend, and to follow up."),
    )  # fmt: skip
    goal = forms.ModelChoiceField(label=_("Under which goal?"), queryset=Goal.objects.none())
    description = forms.CharField(label=_("How?"), widget=area(), required=False)
    owner_organisation = forms.ModelChoiceField(
        label=_("Which organisation owns it?"), queryset=Organisation.objects.none(), required=False
    )
    owner_unit = UnitField(label=_("Which committee, department or unit?"))
    owner_function = forms.CharField(
        label=_("Which function?"), max_length=200, required=False, help_text=_("For example head of schools.")
    )
    owner_person = PersonField(
        label=_("Who is reminded?"), required=False,
        help_text=_("Gets the reminders of follow-ups. Empty = the unit's or organisation's contact address."),
    )  # fmt: skip
    partners = forms.CharField(label=_("Together with"), max_length=300, required=False)
    target_group = forms.CharField(label=_("For whom?"), max_length=200, required=False)
    level = enum_field(MeasureLevel, _("Level"), initial=MeasureLevel.GENERAL)
    starts_on = forms.DateField(label=_("Begins"), required=False)
    due_on = forms.DateField(label=_("Done by"), required=False)
    funding = forms.CharField(label=_("How is it paid for?"), widget=area(2), required=False)
    cost = forms.IntegerField(
        label=_("Cost in kronor"), required=False, min_value=0, widget=forms.TextInput(attrs=SHORT)
    )

    def __init__(self, *args: Any, actor: Actor, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "finding": Finding.objects.visible_to(actor).filter(topic=plan.topic_id),
            "goal": Goal.objects.filter(plan=plan),
            "owner_organisation": Organisation.objects.order_by("-is_host", "name"),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["owner_unit"].keep(self.initial.get("owner_unit"))  # type: ignore[attr-defined]
        person: Any = self.fields["owner_person"]
        person.keep(self.initial.get("owner_person"))
        person.queryset = person.queryset.exclude(email=None)


class MeasureForm(MeasureFacts, OnceForm):
    pass


class MeasureChangeForm(MeasureFacts, VersionedForm):
    pass


class IndicatorFacts(forms.Form):
    name = forms.CharField(label=_("What is counted or measured?"), max_length=300)
    measured_in = forms.CharField(
        label=_("In what?"), max_length=40, required=False, help_text=_("For example per cent, or number of schools."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )  # fmt: skip
    baseline = value_field(_("Value now"))
    target = value_field(_("Target"))
    method = forms.CharField(
        label=_("How is it measured?"), widget=area(2), required=False,
        help_text=_("So that somebody else gets the same value next year."),
    )  # fmt: skip


class IndicatorForm(IndicatorFacts, OnceForm):
    pass


class IndicatorChangeForm(IndicatorFacts, VersionedForm):
    pass


class FollowUpForm(OnceForm):
    due_on = forms.DateField(label=_("When is it looked at again?"))
    indicator = forms.ModelChoiceField(label=_("Which indicator?"), queryset=Indicator.objects.none(), required=False)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = measure.indicators.all()  # type: ignore[attr-defined]  # ModelChoiceField
        if not measure.indicators.exists():
            del self.fields["indicator"]


class LogFollowUpForm(VersionedForm):
    """What was seen; the indicator's value is asked for when there is one."""

    outcome = forms.CharField(
        label=_("What do you see?"), widget=area(), help_text=_("At group level. No single persons.")
    )
    value = value_field(_("Value"))
    next_on = forms.DateField(label=_("Next time"), required=False)

    def __init__(self, *args: Any, indicator: Indicator | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if indicator is None:
            del self.fields["value"]
        else:
            words = f"{indicator.name}, {indicator.measured_in}" if indicator.measured_in else indicator.name
            self.fields["value"].label = words


class ReportForm(VersionedForm):
    state = enum_field(MeasureState, _("How does it go?"), widget=forms.RadioSelect)
    result = forms.CharField(
        label=_("Result"), widget=area(), required=False, help_text=_("Needed when it is done or stopped.")
    )
