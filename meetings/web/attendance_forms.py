from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.web.forms import OnceForm, ServiceForm, VersionedForm
from meetings.enums import Presence
from meetings.models import Attendance, Meeting
from meetings.services.attendance import UNMARKED, SeatPresence
from meetings.services.outcomes import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import BoundField

    from meetings.models import AgendaItem
    from meetings.selectors.meeting_pages import SeatRow

SHOWN = (Presence.PRESENT, Presence.REMOTE, Presence.EXCUSED, Presence.ABSENT, Presence.SUBSTITUTE)
MARKS = ("presence", "who", "note", "from", "to")


@dataclass(frozen=True)
class SeatLine:
    """One row of the list as the page shows it."""

    row: SeatRow
    presence: BoundField
    who: BoundField
    note: BoundField
    first: BoundField
    last: BoundField
    seen: BoundField
    was: BoundField


def marks_of(known: Attendance | None) -> dict[str, str]:
    """What is saved for a seat, as the fields of its row show it."""
    if known is None:
        return dict.fromkeys(MARKS, "")
    return {
        "presence": known.presence.value,
        "who": known.substitute_name,
        "note": known.note,
        "from": str(known.from_item.position) if known.from_item else "",
        "to": str(known.to_item.position) if known.to_item else "",
    }


def mark_digest(marks: Mapping[str, str]) -> str:
    return digest("\n".join(marks[name] for name in MARKS))


class AttendanceForm(ServiceForm):
    """One row per seat: presence, who stood in, a note, from and to which point; `seen` and `was` tell what its writer saw."""

    def __init__(self, *args: Any, rows: list[SeatRow], items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.points = {item.position: item for item in items}
        for row in rows:
            self._add_row(str(row.seat.pk), row)

    def _add_row(self, key: str, row: SeatRow) -> None:
        saved, number = marks_of(row.attendance), forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
        self.fields[f"presence-{key}"] = forms.ChoiceField(
            label=row.seat.role_title,
            choices=[(presence.value, presence.label) for presence in SHOWN],
            required=False,
            widget=forms.RadioSelect(attrs={"class": "choice"}),
        )
        self.fields[f"who-{key}"] = forms.CharField(label=_("Who stands in"), required=False, max_length=200)
        self.fields[f"note-{key}"] = forms.CharField(label=_("Note"), required=False, max_length=200)
        points: dict[str, Any] = {"required": False, "widget": number, "min_value": 1}
        self.fields[f"from-{key}"] = forms.IntegerField(label=_("From point"), **points)
        self.fields[f"to-{key}"] = forms.IntegerField(label=_("To point"), **points)
        for name in MARKS:
            self.fields[f"{name}-{key}"].initial = saved[name]
        self.fields[f"seen-{key}"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=row.attendance.version if row.attendance else UNMARKED
        )
        self.fields[f"was-{key}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, max_length=20, initial=mark_digest(saved)
        )

    def lines(self) -> Iterator[SeatLine]:
        """The rows as the page shows them."""
        for row in self.rows:
            fields = [self[f"{name}-{row.seat.pk}"] for name in (*MARKS, "seen", "was")]
            yield SeatLine(row, *fields)

    def clean(self) -> dict[str, Any]:
        for row in self.rows:
            for name in ("from", "to"):
                number = self.cleaned_data.get(f"{name}-{row.seat.pk}")
                if number and number not in self.points:
                    words = _("The meeting has no point %(number)d.") % {"number": number}
                    self.add_error(f"{name}-{row.seat.pk}", words)
        return self.cleaned_data

    def _typed(self, key: str) -> dict[str, str]:
        """The marks of one row as they were sent; a note without a mark means that somebody was there."""
        typed = {name: str(self.cleaned_data[f"{name}-{key}"] or "") for name in MARKS}
        if not typed["presence"] and any(typed.values()):
            typed["presence"] = Presence.SUBSTITUTE.value if typed["who"] else Presence.PRESENT.value
        if typed["presence"] != Presence.SUBSTITUTE:
            typed["who"] = ""
        return typed

    def changed(self, *, rest_present: bool = False, only: str = "") -> list[SeatPresence]:
        """What this writer changed and is not saved yet; `rest_present`: seats without a mark count as here; `only`: one seat."""
        wanted = []
        for row in self.rows:
            key, saved = str(row.seat.pk), marks_of(row.attendance)
            typed = self._typed(key)
            if not typed["presence"] and not saved["presence"] and rest_present:
                typed["presence"] = Presence.PRESENT.value
            untouched = mark_digest(typed) == self.cleaned_data[f"was-{key}"]
            if typed["presence"] and typed != saved and not untouched and only in ("", key):
                wanted.append(self._presence(row, typed))
        return wanted

    def _presence(self, row: SeatRow, typed: dict[str, str]) -> SeatPresence:
        seen = self.cleaned_data[f"seen-{row.seat.pk}"]
        first, last = (self.points[int(typed[name])] if typed[name] else None for name in ("from", "to"))
        version = UNMARKED if seen is None else seen
        return SeatPresence(
            row.seat, Presence(typed["presence"]), version, typed["who"], typed["note"], from_item=first, to_item=last
        )

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
        data[f"was-{current.seat_id}"] = ""
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


class NamesApprovers(ServiceForm):
    """A form with the approvers of a meeting, which tells both choices when somebody else saved first."""

    @staticmethod
    def who_can(rows: list[SeatRow]) -> list[SeatRow]:
        """Seats that have been closed since the meeting are asked nothing more."""
        return [row for row in rows if row.seat.closed_on is None]

    def value_of(self, current: Any, name: str) -> Any:
        if name != "approvers":
            return super().value_of(current, name)
        meeting = current if isinstance(current, Meeting) else current.meeting
        return list(meeting.approvers.values_list("pk", flat=True))


class ApproversForm(NamesApprovers, VersionedForm):
    """Carries the version of the meeting, which the approvers are part of."""

    approvers = forms.MultipleChoiceField(
        label=_("Approves beside the chair"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
    )

    def __init__(self, *args: Any, rows: list[SeatRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.who_can(rows)
        self.seats = {str(row.seat.pk): row.seat for row in rows}
        names = [(str(row.seat.pk), f"{row.seat.role_title}, {row.seat.organisation.name}") for row in rows]
        self.fields["approvers"].choices = names  # type: ignore[attr-defined]  # ChoiceField
