from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forum.web.forms import VersionedForm

if TYPE_CHECKING:
    from meetings.models import Meeting


class RescheduleForm(VersionedForm):
    """Day, hours and place in the meeting's own zone."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d"))
    starts = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    link = forms.URLField(
        label=_("Link for remote participants"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Write a complete address, for example https://meet.example.org/council.")},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        self.zone = ZoneInfo(meeting.zone)
        last = max(meeting.starts_at, meeting.ends_at - timedelta(microseconds=1))
        self.lasts = self._on_clock(last).date() - meeting.day
        kwargs.setdefault(
            "initial",
            {**self._times(meeting), "place": meeting.place, "link": meeting.link, "version": meeting.version},
        )
        super().__init__(*args, **kwargs)
        if self.lasts and not meeting.all_day:
            self.fields["ends"].help_text = ngettext(
                "On the day after it begins.", "%(days)d days after it begins.", self.lasts.days
            ) % {"days": self.lasts.days}

    def _on_clock(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _times(self, meeting: Meeting) -> dict[str, Any]:
        starts, ends = self._on_clock(meeting.starts_at), self._on_clock(meeting.ends_at)
        return {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}

    def moments(self) -> tuple[datetime, datetime]:
        """When it begins and ends, aware. One of several days goes on to last as many; midnight ends the last day."""
        day, ends = self.cleaned_data["day"], self.cleaned_data["ends"]
        last = day + self.lasts + timedelta(days=ends == time())
        return (
            datetime.combine(day, self.cleaned_data["starts"], self.zone),
            datetime.combine(last, ends, self.zone),
        )

    def value_of(self, current: Any, name: str) -> Any:
        times = self._times(current)
        return times[name] if name in times else super().value_of(current, name)

    def take(self, error: Any) -> None:
        """The service speaks of moments, the form of hours."""
        error.field = {"ends_at": "ends", "starts_at": "starts"}.get(error.field, error.field)
        super().take(error)


class CancelForm(VersionedForm):
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea,
        error_messages={"required": _("Write why the meeting was cancelled.")},
        help_text=_("Those who got the notice read this."),
    )


class VersionForm(VersionedForm):
    """Nothing but the version: for an act that is confirmed."""
