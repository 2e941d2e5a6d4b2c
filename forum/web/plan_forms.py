from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.enums import MeasureLevel, MeasureState, Stance
from forum.models import Finding, Goal, Indicator, Organisation, Person, Unit
from forum.services.consultation import Addressee
from forum.templatetags.people import person_words
from forum.web.forms import OnceForm, ServiceForm, VersionedForm, enum_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forum.models import ActionPlan, Actor, Measure

SHORT = {"class": "short", "inputmode": "decimal"}
NO_DAY = _("YYYY-MM-DD. Empty = until further notice.")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlanFacts(forms.Form):
    title = forms.CharField(label=_("What is the plan called?"), max_length=200)
    summary = forms.CharField(label=_("What is it to lead to?"), widget=_area(), required=False)
    responsible = forms.CharField(
        label=_("Who answers for its revision?"), max_length=200, required=False,
        help_text=_("A function, for example the chief executive."),
    )  # fmt: skip
    funding = forms.CharField(label=_("How is it paid for?"), widget=_area(2), required=False)
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
    description = forms.CharField(label=_("More about the goal"), widget=_area(), required=False)


class GoalForm(GoalFacts, OnceForm):
    pass


class GoalChangeForm(GoalFacts, VersionedForm):
    pass


class MeasureFacts(ServiceForm):
    """What is done, for which finding and goal, whose it is, and when."""

    title = forms.CharField(label=_("What is to be done?"), max_length=300)
    finding = forms.ModelChoiceField(
        label=_("Which finding does it answer to?"), queryset=Finding.objects.none(), required=False,
        help_text=_("A measure that answers to nothing found is hard to defend, and to follow up."),
    )  # fmt: skip
    goal = forms.ModelChoiceField(label=_("Under which goal?"), queryset=Goal.objects.none())
    description = forms.CharField(label=_("How?"), widget=_area(), required=False)
    owner_organisation = forms.ModelChoiceField(
        label=_("Which organisation owns it?"), queryset=Organisation.objects.none(), required=False
    )
    owner_unit = forms.ModelChoiceField(
        label=_("Which committee, department or unit?"), queryset=Unit.objects.none(), required=False
    )
    owner_function = forms.CharField(
        label=_("Which function?"), max_length=200, required=False, help_text=_("For example head of schools.")
    )
    owner_person = forms.ModelChoiceField(
        label=_("Who is reminded?"), queryset=Person.objects.none(), required=False,
        help_text=_("Gets the reminders of follow-ups. Empty = the unit's or organisation's contact address."),
    )  # fmt: skip
    partners = forms.CharField(label=_("Together with"), max_length=300, required=False)
    target_group = forms.CharField(label=_("For whom?"), max_length=200, required=False)
    level = enum_field(MeasureLevel, _("Level"), initial=MeasureLevel.GENERAL)
    starts_on = forms.DateField(label=_("Begins"), required=False)
    due_on = forms.DateField(label=_("Done by"), required=False)
    funding = forms.CharField(label=_("How is it paid for?"), widget=_area(2), required=False)
    cost = forms.IntegerField(
        label=_("Cost in kronor"), required=False, min_value=0, widget=forms.TextInput(attrs=SHORT)
    )

    def __init__(self, *args: Any, actor: Actor, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(archived_at__isnull=True).select_related("organisation")
        people = Person.objects.filter(is_active=True, email__isnull=False).select_related("organisation")
        rows = {
            "finding": Finding.objects.visible_to(actor).filter(topic=plan.topic_id),
            "goal": Goal.objects.filter(plan=plan),
            "owner_organisation": Organisation.objects.order_by("-is_host", "name"),
            "owner_unit": units.order_by("organisation__name", "name"),
            "owner_person": people.order_by("name"),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["owner_unit"].label_from_instance = lambda unit: f"{unit.name} ({unit.organisation.name})"  # type: ignore[attr-defined]
        self.fields["owner_person"].label_from_instance = person_words  # type: ignore[attr-defined]


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
    baseline = forms.DecimalField(
        label=_("Value now"),
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs=SHORT),
        localize=True,
    )
    target = forms.DecimalField(
        label=_("Target"),
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs=SHORT),
        localize=True,
    )
    method = forms.CharField(
        label=_("How is it measured?"), widget=_area(2), required=False,
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
        label=_("What do you see?"), widget=_area(), help_text=_("At group level. No single persons.")
    )
    value = forms.DecimalField(
        label=_("Value"),
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs=SHORT),
        localize=True,
    )
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
        label=_("Result"), widget=_area(), required=False, help_text=_("Needed when it is done or stopped.")
    )


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
    reason = forms.CharField(label=_("Why, and who decided it?"), widget=_area())


class ConsultForm(VersionedForm):
    """Whom a plan is sent to, and until when."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Committees, departments and units"), queryset=Unit.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    addresses = forms.CharField(
        label=_("Others, by e-mail address"), widget=_area(2), required=False, help_text=_("One on each line.")
    )
    reply_by = forms.DateField(label=_("Answer by"))

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = set(plan.consultees.values_list("organisation", flat=True)) | set(
            plan.consultees.values_list("unit", flat=True)
        )
        organisations = Organisation.objects.exclude(Q(contact_address="") | Q(pk__in=asked - {None}))
        units = Unit.objects.filter(archived_at__isnull=True).exclude(contact_address="").exclude(pk__in=asked - {None})
        self.fields["organisations"].queryset = organisations.exclude(is_host=True).order_by("name")  # type: ignore[attr-defined]
        self.fields["units"].queryset = units.select_related("organisation").order_by("organisation__name", "name")  # type: ignore[attr-defined]
        self.fields["units"].label_from_instance = lambda unit: f"{unit.name} ({unit.organisation.name})"  # type: ignore[attr-defined]
        if not self.fields["units"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["units"]

    def addressees(self) -> list[Addressee]:
        """What the service is asked."""
        data: Mapping[str, Any] = self.cleaned_data
        found = [Addressee(organisation=one) for one in data["organisations"]]
        found += [Addressee(organisation=one.organisation, unit=one) for one in data.get("units", [])]
        return found + [Addressee(address=line.strip()) for line in data["addresses"].splitlines() if line.strip()]


class ExtendForm(VersionedForm):
    reply_by = forms.DateField(label=_("Answer by"))


class ReplyForm(VersionedForm):
    stance = enum_field(
        Stance, pgettext_lazy("consultation", "What do you think of the plan?"), widget=forms.RadioSelect
    )
    reply = forms.CharField(
        label=_("What should be different, and why?"), widget=_area(6), required=False,
        help_text=_("Write nothing about single persons."),
    )  # fmt: skip
