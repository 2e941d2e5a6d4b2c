"""Forms of a consultation: whom to ask, more time, and the answer with remarks on goals and measures."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.enums import Stance
from forum.models import Measure, Organisation, Person, Unit
from forum.services.consultation import Addressee
from forum.templatetags.people import person_words
from forum.web.forms import VersionedForm, area, enum_field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import BoundField

    from forum.models import ActionPlan, Consultee, Goal


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
    people = forms.ModelMultipleChoiceField(
        label=_("Persons"), queryset=Person.objects.none(), required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )  # fmt: skip
    addresses = forms.CharField(
        label=_("Others, by e-mail address"), widget=area(2), required=False, help_text=_("One on each line.")
    )
    reply_by = forms.DateField(label=_("Answer by"))

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        asked = plan.consultees.filter(organisation=OuterRef("pk"), unit=None, person=None)
        organisations = Organisation.objects.filter(~Exists(asked)).exclude(contact_address="")
        fields["organisations"].queryset = organisations.exclude(is_host=True).order_by("name")
        asked_units = plan.consultees.filter(unit=OuterRef("pk"))
        units = Unit.objects.filter(~Exists(asked_units), archived_at__isnull=True).exclude(contact_address="")
        fields["units"].queryset = units.select_related("organisation").order_by("organisation__name", "name")
        fields["units"].label_from_instance = lambda unit: f"{unit.name} ({unit.organisation.name})"
        people = Person.objects.filter(is_active=True, email__isnull=False, protected=False)
        fields["people"].queryset = people.exclude(
            pk__in=plan.consultees.exclude(person=None).values("person")
        ).order_by("name")
        fields["people"].label_from_instance = person_words
        for name in ("organisations", "units", "people"):
            if not fields[name].queryset.exists():
                del fields[name]

    def addressees(self) -> list[Addressee]:
        """What the service is asked."""
        data: Mapping[str, Any] = self.cleaned_data
        found = [Addressee(organisation=one) for one in data.get("organisations", [])]
        found += [Addressee(organisation=one.organisation, unit=one) for one in data.get("units", [])]
        found += [Addressee(person=one) for one in data.get("people", [])]
        return found + [Addressee(address=line.strip()) for line in data["addresses"].splitlines() if line.strip()]


class ExtendForm(VersionedForm):
    reply_by = forms.DateField(label=_("Answer by"))


@dataclass(frozen=True)
class AnsweredPart:
    """A goal or measure with the field in which something can be said of it; a goal also with its measures."""

    part: Goal | Measure
    field: BoundField
    measures: tuple[AnsweredPart, ...] = ()


class ReplyForm(VersionedForm):
    """The plan as it is answered: what is thought of the whole, and a field beside each goal and measure."""

    stance = enum_field(
        Stance, pgettext_lazy("consultation", "What do you think of the plan?"), widget=forms.RadioSelect
    )
    reply = forms.CharField(
        label=_("What should be different, and why?"), widget=area(6), required=False,
        help_text=_("Of the plan as a whole. Write nothing about single persons."),
    )  # fmt: skip

    def __init__(self, *args: Any, consultee: Consultee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = Measure.objects.select_related("owner_organisation", "owner_unit")
        self.goals: list[Goal] = list(consultee.plan.goals.prefetch_related(Prefetch("measures", measures)))
        said = remarks_of(consultee)
        for part in self.parts():
            self.fields[f"on_{part.pk}"] = forms.CharField(
                label=_("What should be different in “%(part)s”?") % {"part": part},
                widget=area(2), required=False, initial=said.get(part.pk, ""),
            )  # fmt: skip

    def parts(self) -> Iterator[Goal | Measure]:
        """Goals, each followed by its measures."""
        for goal in self.goals:
            yield goal
            yield from goal.measures.all()

    @cached_property
    def rows(self) -> list[AnsweredPart]:
        """For the page: each part with its field."""

        def row(part: Goal | Measure, measures: tuple[AnsweredPart, ...] = ()) -> AnsweredPart:
            return AnsweredPart(part, self[f"on_{part.pk}"], measures)

        return [row(goal, tuple(row(one) for one in goal.measures.all())) for goal in self.goals]

    @property
    def typed(self) -> list[str]:
        """All words that were sent, so that none is lost when they come too late."""
        return [text for text in (self.cleaned_data.get("reply", ""), *self.remarks().values()) if text]

    def remarks(self) -> dict[uuid.UUID, str]:
        """By part, what was said of it."""
        return {part.pk: self.cleaned_data[f"on_{part.pk}"] for part in self.parts()}

    def value_of(self, current: Any, name: str) -> Any:
        if not name.startswith("on_"):
            return super().value_of(current, name)
        return remarks_of(current).get(uuid.UUID(name.removeprefix("on_")), "")


def remarks_of(consultee: Consultee) -> dict[uuid.UUID | None, str]:
    return {one.goal_id or one.measure_id: one.text for one in consultee.remarks.all()}
