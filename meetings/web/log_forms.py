from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.web.forms import OnceForm, VersionedForm, enum_field
from meetings.enums import Answer, DueKind, Progress
from meetings.services.actions import Owner
from meetings.services.outcomes import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from forum.models import Organisation, Seat
    from meetings.models import ActionItem, AgendaItem

OUTCOME: Final = ("answer", "notes")


class OutcomeForm(VersionedForm):
    """What came of a point, and notes. `seen_*` mark what the writer saw, so that each field is compared by itself."""

    answer = forms.ChoiceField(
        label=_("What came of the point?"),
        choices=Answer.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choice", "form": "outcome-form"}),
    )
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    seen_answer = forms.CharField(
        required=False, max_length=20, widget=forms.HiddenInput(attrs={"form": "outcome-form"})
    )
    seen_notes = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    @classmethod
    def of(cls, item: AgendaItem) -> Self:
        """The form as it first stands under a point."""
        marks = {f"seen_{name}": digest(getattr(item, name)) for name in OUTCOME}
        return cls(initial={"answer": item.answer, "notes": item.notes, "version": item.version, **marks})

    def values(self, only: str) -> dict[str, Any]:
        """Keyword arguments of the service: one field or both, and what the writer saw."""
        names = [only] if only in OUTCOME else OUTCOME
        data = self.cleaned_data
        return {
            "version": data["version"],
            "values": {name: data[name] for name in names},
            "seen": {name: data[f"seen_{name}"] for name in names},
        }

    def take_current(self, current: Any) -> None:
        super().take_current(current)
        for name in OUTCOME:
            self.data[f"seen_{name}"] = digest(getattr(current, name))  # type: ignore[index]  # a copy of the QueryDict


class DecisionForm(OnceForm):
    text = forms.CharField(
        label=_("Decision"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what was decided.")},
    )
    reservations = forms.CharField(
        label=_("Reservation"), required=False, widget=forms.Textarea(attrs={"rows": 2, "data-guard": "off"})
    )


class DecisionEditForm(VersionedForm):
    text = DecisionForm.base_fields["text"]
    reservations = DecisionForm.base_fields["reservations"]


class PutOffForm(VersionedForm):
    """A point that comes back, not before a day."""

    put_off_until = forms.DateField(
        label=_("Put off until"),
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("It comes back on the first agenda from that day."),
        error_messages={"required": _("Write the day from which it comes back.")},
    )

    @classmethod
    def of(cls, item: AgendaItem) -> Self:
        """The form as it first stands under a point."""
        return cls(prefix="put-off", initial={"put_off_until": item.put_off_until})


class RecalledForm(VersionedForm):
    """What the meeting heard of an action that it follows up."""

    progress = enum_field(Progress, _("How does it go?"), widget=forms.HiddenInput)
    due_on = forms.DateField(
        label=_("New day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("Without a day the next meeting's."),
    )
    text = forms.CharField(label=_("Word to the history"), required=False, max_length=300)


class OwnerFields(forms.Form):
    """Who is to do something: a seat or an organisation from the list, or an address."""

    owner = forms.ChoiceField(label=_("Who is to do it"), required=False)
    owner_address = forms.EmailField(
        label=_("or an e-mail address"),
        required=False,
        help_text=_("For somebody without a seat. A mail with a link is enough to answer."),
    )

    def offer(self, seats: Iterable[Seat], organisations: Iterable[Organisation]) -> None:
        """Fills the list: the forum's seats first, then whole organisations."""
        self.seats = {str(seat.pk): seat for seat in seats}
        self.organisations = {str(row.pk): row for row in organisations}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]  # ChoiceField
            ("", _("Choose a seat or an organisation")),
            (
                _("Seats"),
                [(f"seat:{key}", f"{seat.role_title}, {seat.organisation.name}") for key, seat in self.seats.items()],
            ),
            (_("Organisations"), [(f"org:{key}", row.name) for key, row in self.organisations.items()]),
        ]

    def owner_named(self) -> Owner:
        """As the service takes it; an address beside a choice is the service's to refuse."""
        kind, _colon, key = self.cleaned_data["owner"].partition(":")
        return Owner(
            seat=self.seats.get(key) if kind == "seat" else None,
            organisation=self.organisations.get(key) if kind == "org" else None,
            address=self.cleaned_data["owner_address"],
        )


class ActionFields(OwnerFields):
    text = forms.CharField(
        label=_("Action"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what is to be done.")},
    )
    due_kind = enum_field(
        DueKind, _("Due"), widget=forms.RadioSelect(attrs={"class": "choice"}), initial=DueKind.NEXT_MEETING
    )
    due_on = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    field_order = ("text", "owner", "owner_address", "due_kind", "due_on")

    def due(self) -> tuple[DueKind, date | None]:
        """A day that was written down says more than the mark beside it."""
        day = self.cleaned_data["due_on"]
        return (DueKind.DATE, day) if day else (self.cleaned_data["due_kind"], None)

    def facts(self) -> dict[str, Any]:
        """The cleaned data as the services take it."""
        due_kind, due_on = self.due()
        return {"text": self.cleaned_data["text"], "owner": self.owner_named(), "due_kind": due_kind, "due_on": due_on}


class ActionForm(ActionFields, OnceForm):
    """A new action under a point."""


class ActionEditForm(ActionFields, VersionedForm):
    """An action while the outcome is still being logged."""

    def value_of(self, current: Any, name: str) -> Any:
        return owner_key(current) if name == "owner" else super().value_of(current, name)


def owner_key(action: ActionItem) -> str:
    """The owner as a choice in the list; empty for addresses and single persons."""
    if action.owner_seat_id:
        return f"seat:{action.owner_seat_id}"
    return f"org:{action.owner_organisation_id}" if action.owner_organisation_id else ""
