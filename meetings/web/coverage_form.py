"""What is asked of the table of where a topic has been raised; it lives in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.enums import ForumKind
from forum.models import Forum, Organisation
from meetings.enums import CoverageGrouping, CoverageOrder, PeriodLength
from meetings.selectors.coverage import MONTHS

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Actor

FACES: Final = [("map", _("Heat map")), ("table", _("Table"))]
SPANS: Final = [(str(MONTHS), "7"), ("12", "12"), ("24", "24")]


class CoverageForm(forms.Form):
    """What the address says wrongly is shown beside its field, and counts as not said."""

    face = forms.ChoiceField(label=_("Show as"), choices=FACES, required=False)
    per = forms.ChoiceField(label=_("Periods"), choices=PeriodLength.choices, required=False)
    span = forms.ChoiceField(label=_("How many periods"), choices=SPANS, required=False)
    order = forms.ChoiceField(label=_("Order"), choices=CoverageOrder.choices, required=False)
    group = forms.ChoiceField(label=_("Group by"), choices=CoverageGrouping.choices, required=False)
    kind = forms.ChoiceField(label=_("Kind of forum"), required=False)
    organisation = forms.ChoiceField(label=pgettext_lazy("filter", "Organisation"), required=False)
    as_of = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("A past day, YYYY-MM-DD. Empty = today."),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2026-12-11.")},
    )  # fmt: skip

    def offer(self, actor: Actor) -> None:
        """Only kinds and organisations that occur among the forums that the reader may know."""
        forums = Forum.objects.visible_to(actor)
        kinds = set(forums.order_by().values_list("kind", flat=True).distinct())
        owners = Organisation.objects.filter(pk__in=forums.order_by().values("organisation"))
        self._choose("kind", _("All kinds"), [(one.value, one.label) for one in ForumKind if one in kinds])
        self._choose("organisation", _("All organisations"), owners.order_by("name").values_list("code", "name"))

    def _choose(self, name: str, everything: Any, choices: Any) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]  # ChoiceField

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day and (day > timezone.localdate() or day.year < 1990):
            raise forms.ValidationError(_("Choose a day that has passed."), code="future")
        return day

    @property
    def said(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    @property
    def unfolded(self) -> bool:
        return bool({"group", "kind", "organisation", "as_of"} & {*self.said, *self.errors})

    def wanted(self) -> dict[str, Any]:
        """For `coverage_for_reader`."""
        said = self.said
        named: dict[str, Any] = {name: said[name] for name in ("kind", "organisation", "as_of") if name in said}
        return {"length": said.get("per", "month"), "count": int(said.get("span", MONTHS)), **named}
