from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.web.forms import OnceForm, ServiceForm
from meetings.enums import Presence
from meetings.models import Attendance
from meetings.services.attendance import UNMARKED, SeatPresence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

    from meetings.selectors.meeting_pages import SeatRow

SHOWN = (Presence.PRESENT, Presence.REMOTE, Presence.EXCUSED, Presence.ABSENT, Presence.SUBSTITUTE)


class AttendanceForm(ServiceForm):
    """One row per seat: presence, who stood in, and the version of the row that was seen."""

    def __init__(self, *args: Any, rows: list[SeatRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        choices = [(presence.value, presence.label) for presence in SHOWN]
        for row in rows:
            key, known = row.seat.pk, row.attendance
            self.fields[f"presence-{key}"] = forms.ChoiceField(
                label=row.seat.role_title,
                choices=choices,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "choice"}),
                initial=known.presence.value if known else "",
            )
            self.fields[f"who-{key}"] = forms.CharField(
                label=_("Who stands in"), required=False, max_length=200, initial=known.substitute_name if known else ""
            )
            self.fields[f"seen-{key}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=known.version if known else UNMARKED
            )

    def lines(self) -> Iterator[tuple[SeatRow, BoundField, BoundField, BoundField]]:
        """The rows as the page shows them."""
        for row in self.rows:
            key = row.seat.pk
            yield row, self[f"presence-{key}"], self[f"who-{key}"], self[f"seen-{key}"]

    def changed(self, *, rest_present: bool) -> list[SeatPresence]:
        """What differs from what is saved; with `rest_present` the seats without a mark count as here."""
        wanted = []
        for row in self.rows:
            presence = self.cleaned_data[f"presence-{row.seat.pk}"]
            if not presence and rest_present:
                presence = Presence.PRESENT
            who = self.cleaned_data[f"who-{row.seat.pk}"] if presence == Presence.SUBSTITUTE else ""
            known = row.attendance
            if presence and (known is None or (known.presence, known.substitute_name) != (presence, who)):
                seen = self.cleaned_data[f"seen-{row.seat.pk}"]
                wanted.append(SeatPresence(row.seat, Presence(presence), UNMARKED if seen is None else seen, who))
        return wanted

    def take_current(self, current: Any) -> None:
        """Somebody saved one of the seats first: that row shows both marks and carries the new version."""
        self.current = current
        if not isinstance(current, Attendance):
            return
        name = f"presence-{current.seat_id}"
        yours = Presence(self.cleaned_data[name]).label if self.cleaned_data[name] else ""
        self.conflict = [{"label": self.fields[name].label, "yours": yours, "theirs": current.presence.label}]
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data[f"seen-{current.seat_id}"] = str(current.version)
        self.data = data


class GuestForm(OnceForm):
    name = forms.CharField(
        label=_("Guest"),
        max_length=200,
        help_text=_("Name or role, and organisation."),
        error_messages={"required": _("Write who took part: name or role, and organisation.")},
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("For example “point 4”."))

    def take(self, error: Any) -> None:
        """The service calls the name by its column."""
        error.field = "name" if error.field == "guest_name" else error.field
        super().take(error)


class ApproversForm(ServiceForm):
    approvers = forms.MultipleChoiceField(
        label=_("Approves beside the chair"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
    )

    def __init__(self, *args: Any, rows: list[SeatRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(row.seat.pk): row.seat for row in rows}
        names = [(str(row.seat.pk), f"{row.seat.role_title}, {row.seat.organisation.name}") for row in rows]
        self.fields["approvers"].choices = names  # type: ignore[attr-defined]  # ChoiceField
