"""A rhythm as it is typed: in words, by choices, or day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _

from forum.web.forms import VersionedForm, enum_field
from meetings.calendar.errors import CalendarError
from meetings.calendar.rule_sentence import read_sentence
from meetings.calendar.rules import from_rrule, to_rrule
from meetings.calendar.series_dates import SeriesDates
from meetings.enums import SeriesScope
from meetings.services.calendar_words import sentence_for
from meetings.services.rule_words import rule_in_words, series_in_words
from meetings.services.series import rhythm_of
from meetings.services.series_plan import Rhythm
from meetings.web.day_fields import DaysField, PausesField
from meetings.web.series_choices import EVERY, WHICH, choices_of, chosen_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.models import MeetingSeries

WAYS: Final = [("words", _("In words")), ("choices", _("By choices")), ("days", _("Day by day"))]


class SeriesForm(VersionedForm):
    """The whole rhythm. `seen`: the digest of the plan that was looked at."""

    way = forms.ChoiceField(
        label=_("How do you want to say it?"), choices=WAYS, widget=forms.RadioSelect, initial="words"
    )
    sentence = forms.CharField(
        label=_("How often you meet"),
        max_length=300,
        required=False,
        help_text=_(
            "For example “first Tuesday of the month, except July”, “every other Wednesday” or "
            "“last Thursday of March, June, September and December”."
        ),
    )
    every = forms.ChoiceField(
        label=_("How often"), choices=[(key, row[3]) for key, row in EVERY.items()], required=False, initial="month"
    )
    which = forms.MultipleChoiceField(
        label=_("Which in the month"), choices=WHICH, required=False, widget=forms.CheckboxSelectMultiple
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Weekdays"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    not_in = forms.MultipleChoiceField(
        label=_("Not in"),
        choices=[(str(number), name) for number, name in MONTHS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_date = forms.DateField(
        label=_("From"), help_text=_("Every other week counts from the first meeting on or after this day.")
    )
    until = forms.DateField(label=_("Last day"), required=False)
    starts = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    summary = forms.CharField(label=_("Name of the series"), max_length=300, required=False)
    pauses = PausesField(
        label=_("Pauses"), required=False, help_text=_("First and last day, for example 2027-06-21 to 2027-08-15.")
    )
    excluded = DaysField(
        label=_("Not on"),
        required=False,
        help_text=_("Single days without a meeting, for example 2027-01-05, 2027-04-06."),
    )
    extra = DaysField(label=_("Also on"), required=False, help_text=_("Single days beside the rhythm, or all of them."))
    scope = enum_field(
        SeriesScope, _("The change concerns"), widget=forms.RadioSelect, initial=SeriesScope.ALL, required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, zone: str, series: MeetingSeries | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        if series is None:
            del self.fields["scope"], self.fields["version"]

    def clean(self) -> None:
        data = self.cleaned_data
        data["rule"] = self._rule(data)
        if data["rule"] == "" and not data.get("extra") and data.get("way") == "days" and "extra" not in self.errors:
            self.add_error("extra", _("Write at least one day."))
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The meeting ends before it starts. Correct one of the times."))
        if data.get("until") and data.get("first_date") and data["until"] < data["first_date"]:
            self.add_error("until", _("The last day is before the first. Correct one of them."))

    def _rule(self, data: dict[str, Any]) -> str:
        """RRULE in the zone of the series; empty when the days are given one by one, or something is wrong."""
        try:
            if data.get("way") == "choices":
                rule = chosen_rule(data)
            elif data.get("way") == "days":
                return ""
            else:
                rule = read_sentence(data.get("sentence", ""), start=data.get("first_date"))
            return to_rrule(replace(rule, until=data.get("until")), zone=self.zone)
        except CalendarError as error:
            self.add_error(
                "weekdays" if data.get("way") == "choices" else "sentence", sentence_for(error.code, error.params)
            )
            return ""

    @property
    def words(self) -> str:
        """The rule as it was understood."""
        rule, first = self.cleaned_data.get("rule"), self.cleaned_data.get("first_date")
        return rule_in_words(from_rrule(rule, start=first or date(2000, 1, 1))) if rule else ""

    def dates(self) -> SeriesDates | None:
        """As much as is right so far; None before a first day or a rhythm is known."""
        data = self.cleaned_data
        first, rule, extra = data.get("first_date"), data.get("rule", ""), data.get("extra") or ()
        if first is None or not (rule or extra):
            return None
        return SeriesDates(
            rule, first, data.get("pauses") or (), frozenset(data.get("excluded") or ()), frozenset(extra), self.zone
        )

    def rhythm(self) -> Rhythm:
        """For the service; when the form is right."""
        data, dates = self.cleaned_data, self.dates()
        if dates is None:
            raise RuntimeError("a form that is right has dates")
        return Rhythm(dates, data["starts"], data["ends"], data["place"], data["summary"])

    def value_of(self, current: Any, name: str) -> Any:
        return self.words_for(current).get(name)

    def words_of(self, name: str) -> Any:
        """Compared as typed: days stand in the row as days and here as text."""
        return self.data.getlist(name) if name in MANY else self.data.get(name, "")  # type: ignore[attr-defined]  # a QueryDict

    @staticmethod
    def words_for(series: MeetingSeries) -> dict[str, Any]:
        """What the form would show of the series."""
        return initial_of(series)


MANY: Final = ("which", "weekdays", "not_in")


def initial_of(series: MeetingSeries, *, first: date | None = None) -> dict[str, Any]:
    """The form's first values; `first`: the next meeting, from which the rhythm counts on; exceptions before it are past."""
    rhythm, words = rhythm_of(series), series_in_words(series)
    since = first or series.first_date
    values: dict[str, Any] = {
        "way": "words" if series.rule else "days",
        "sentence": words,
        "first_date": first or series.first_date,
        "starts": f"{rhythm.start_time:%H:%M}",
        "ends": f"{rhythm.end_time:%H:%M}",
        "place": series.place,
        "summary": series.summary,
        "pauses": ", ".join(f"{begin} – {end}" for begin, end in rhythm.dates.pauses),
        "excluded": _listed(day for day in series.excluded_dates if day >= since),
        "extra": _listed(day for day in series.extra_dates if day >= since),
        "scope": SeriesScope.ALL,
        "version": series.version,
    }
    return values | (choices_of(series) if words else {})


def _listed(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)
