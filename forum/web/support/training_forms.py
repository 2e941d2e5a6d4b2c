"""Forms of target groups and of training that was held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.enums import STANDING_PLANS, TargetGroupKind
from forum.models import Measure, Organisation, TargetGroup
from forum.models.training import VALID_FOR
from forum.web.choices import UnitField
from forum.web.forms import OnceForm, ServiceForm, VersionedForm, enum_field

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from forum.models import Actor, Topic

HEADS = {"class": "short", "inputmode": "numeric"}


class GroupFields(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Who are they?"), max_length=200,
        help_text=gettext_lazy("For example: teachers, or leisure leaders."),
    )  # fmt: skip
    kind = enum_field(TargetGroupKind, gettext_lazy("Kind"))
    size = forms.IntegerField(
        label=gettext_lazy("How many are they?"), min_value=1, widget=forms.TextInput(attrs=HEADS)
    )
    size_as_of = forms.DateField(label=gettext_lazy("As of which day?"), initial=timezone.localdate)
    key_people = forms.BooleanField(
        label=gettext_lazy("One representative of each workplace is trained: the number is of workplaces"),
        required=False,
    )


class NewGroupForm(GroupFields, OnceForm):
    organisation = forms.ModelChoiceField(label=gettext_lazy("Organisation"), queryset=Organisation.objects.none())
    unit = UnitField(label=gettext_lazy("Unit"))
    field_order = ("organisation", "unit")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["organisation"].initial = organisations.first()
        unit: Any = self.fields["unit"]
        unit.queryset = unit.queryset.filter(organisation__in=organisations.order_by())


class GroupForm(GroupFields, VersionedForm):
    pass


class ActivityForm(ServiceForm):
    """One field of heads per group."""

    name = forms.CharField(label=gettext_lazy("What is the training called?"), max_length=200)
    organisation = forms.ModelChoiceField(label=gettext_lazy("Who arranged it?"), queryset=Organisation.objects.none())
    held_on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    valid_months = forms.IntegerField(
        label=gettext_lazy("Months that it counts"), min_value=1, max_value=600, required=False, initial=VALID_FOR,
        widget=forms.TextInput(attrs=HEADS),
        help_text=gettext_lazy("Empty = for good."),
    )  # fmt: skip
    measure = forms.ModelChoiceField(
        label=gettext_lazy("Measure that it carries out"), queryset=Measure.objects.none(), required=False
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    once = OnceForm.base_fields["once"]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self, *args: Any, groups: list[TargetGroup], organisations: QuerySet[Organisation],
        measures: QuerySet[Measure], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["measure"].label_from_instance = measure_words  # type: ignore[attr-defined]  # as above
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["organisation"].initial = organisations.first()
        for group in groups:
            label = _("%(group)s, %(organisation)s: heads") % {
                "group": group.name,
                "organisation": group.organisation.name,
            }
            self.fields[f"group_{group.pk}"] = forms.IntegerField(
                label=label, min_value=0, required=False, widget=forms.TextInput(attrs=HEADS)
            )
        self.order_fields(["name", "organisation", "held_on", *(f"group_{group.pk}" for group in groups)])

    def counts(self, data: dict[str, Any]) -> dict[TargetGroup, int]:
        return {group: data.pop(f"group_{group.pk}") or 0 for group in self.groups}

    def value_of(self, current: Any, name: str) -> Any:
        if not name.startswith("group_"):
            return super().value_of(current, name)
        counted = {f"group_{one.group_id}": one.count for one in current.participations.all()}
        return counted.get(name)


def measure_words(measure: Measure) -> str:
    return f"{measure.number}. {measure.title} ({measure.plan.title})"


def measures_to_choose(actor: Actor, topic: Topic, chosen: uuid.UUID | None = None) -> QuerySet[Measure]:
    """Of the plans of the question that stand or are written, and the one that is chosen."""
    rows = Measure.objects.visible_to(actor).filter(plan__topic=topic).select_related("plan")
    found: QuerySet[Measure] = rows.filter(Q(plan__state__in=STANDING_PLANS) | Q(pk=chosen))
    return found.order_by("plan__title", "plan__edition", "number")
