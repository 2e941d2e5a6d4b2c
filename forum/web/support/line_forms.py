"""What is typed about a support line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.calendar.opening_text import read_spans, write_spans
from forum.enums import OpeningDay, SpokenLanguage
from forum.models import Organisation, Topic
from forum.models.support import CHECKED_FOR
from forum.services.phone_numbers import spoken_number
from forum.web.choices import PersonField
from forum.web.forms import OnceForm, VersionedForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.calendar.opening import Span


class LineFields(forms.Form):
    """Number, operator and what callers want to know."""

    name = forms.CharField(label=gettext_lazy("What is the line called?"), max_length=200)
    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=40,
        help_text=gettext_lazy("As people dial it, for example 020-100 200."),
    )  # fmt: skip
    operator = forms.CharField(label=gettext_lazy("Who answers?"), max_length=200)
    audience = forms.CharField(
        label=gettext_lazy("For whom?"), max_length=300, required=False,
        help_text=gettext_lazy("For example: relatives, staff and associations."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=SpokenLanguage.choices, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
    )  # fmt: skip
    anonymous = forms.BooleanField(label=gettext_lazy("Callers can be anonymous"), required=False)
    topic = forms.ModelChoiceField(
        label=gettext_lazy("For which topic?"), queryset=Topic.objects.none(), required=False,
        help_text=gettext_lazy("Nothing chosen = shown with every topic."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    url = forms.URLField(label=gettext_lazy("Web page"), max_length=300, required=False, assume_scheme="https")
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    valid_from = forms.DateField(label=gettext_lazy("First day"), initial=timezone.localdate)
    valid_to = forms.DateField(
        label=gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("YYYY-MM-DD. Empty = until further notice. A new operator is a new line from the day after."),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Where does this come from?"), max_length=500, required=False,
        help_text=gettext_lazy("A page or a person at the operator, and when."),
    )  # fmt: skip
    check_every = forms.IntegerField(
        label=gettext_lazy("Days that a check counts"), min_value=1, max_value=730, initial=CHECKED_FOR,
        help_text=gettext_lazy("After that the line is shown as not checked, never as open."),
    )  # fmt: skip
    keeper = PersonField(
        label=gettext_lazy("Who checks it?"), required=False,
        help_text=gettext_lazy("Gets a letter in time. Nobody chosen = the organisation's coordinators."),
    )  # fmt: skip
    is_public = forms.BooleanField(label=gettext_lazy("Show on the public pages"), required=False, initial=True)

    def __init__(self, *args: Any, topics: QuerySet[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["keeper"].keep(self.initial.get("keeper"))  # type: ignore[attr-defined]


class NewLineForm(LineFields, OnceForm):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Whose register?"), queryset=Organisation.objects.none(),
        help_text=gettext_lazy("The organisation that keeps the line up to date."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["organisation"].initial = organisations.first()


class LineForm(LineFields, VersionedForm):
    def value_of(self, current: Any, name: str) -> Any:
        value = super().value_of(current, name)
        return spoken_number(value) if name == "number" else value


class SpansField(forms.CharField):
    """Hours of one day as text; cleans to spans."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=100, **kwargs)

    def clean(self, value: Any) -> tuple[Span, ...]:
        try:
            return read_spans(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(
                _(
                    "Write hours as 09:00–15:00, several with a comma between. Past midnight takes two days: 22–24 and 00–06."
                )
            ) from error


class HoursForm(VersionedForm):
    """A week's hours, a field for each kind of day."""

    valid_from = forms.DateField(
        label=gettext_lazy("From which day?"), help_text=gettext_lazy("Earlier days keep the hours they had.")
    )
    usual_on_holidays = forms.BooleanField(label=gettext_lazy("Public holidays are like other days"), required=False)
    usual_on_eves = forms.BooleanField(label=gettext_lazy("The eves are like other days"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in OpeningDay:
            self.fields[f"day_{day.value}"] = SpansField(label=day.label)
        self.order_fields(["valid_from", *(f"day_{day.value}" for day in OpeningDay)])
        self.fields["day_0"].help_text = _("For example 09:00–12:00, 13:00–16:00. Empty = closed.")

    def hours(self, data: dict[str, Any]) -> dict[OpeningDay, tuple[Span, ...]]:
        return {day: data.pop(f"day_{day.value}") for day in OpeningDay}

    def words_of(self, name: str) -> Any:
        value = super().words_of(name)
        return write_spans(value) if name.startswith("day_") and value is not None else value

    def value_of(self, current: Any, name: str) -> Any:
        if name == "valid_from":
            return self.words_of(name)
        if not name.startswith("day_"):
            return super().value_of(current, name)
        return hours_now(current).get(name, "")


def hours_now(line: Any) -> dict[str, str]:
    """Field → the newest hours as text."""
    rows = list(line.intervals.all())
    newest = max((one.valid_from for one in rows), default=None)
    spans: dict[str, list[Span]] = {}
    for one in rows:
        if one.valid_from == newest:
            spans.setdefault(f"day_{one.day}", []).append((one.opens, one.closes))
    return {name: write_spans(sorted(found)) for name, found in spans.items()}


class ExceptionForm(VersionedForm):
    """Other hours on some days."""

    starts_on = forms.DateField(label=gettext_lazy("First day"))
    ends_on = forms.DateField(
        label=gettext_lazy("To and including"), required=False, help_text=gettext_lazy("Empty = that day alone.")
    )
    spans = SpansField(
        label=gettext_lazy("Hours"), help_text=gettext_lazy("For example 10:00–12:00. Empty = closed all day.")
    )
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=200, required=False)
