"""The settings of the whole installation, and what was changed there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.enums import ReminderKind
from forum.models import Installation, Organisation
from forum.selectors.installation import installation
from forum.services.installation import LAST_HOUR, update_installation
from forum.services.reminders import DEFAULT_RULES
from forum.web.acting import attempt, done, posted, show
from forum.web.administration.frame import administrators_only, way
from forum.web.forms import VersionedForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# field: the kind of reminder, the sign of its days
DAYS: dict[str, tuple[ReminderKind, int]] = {
    "action_before": (ReminderKind.ACTION_DUE, -1),
    "action_after": (ReminderKind.ACTION_DUE, 1),
    "agenda_before": (ReminderKind.MEETING_AGENDA, -1),
    "ahead_before": (ReminderKind.MEETING_AHEAD, -1),
    "log_after": (ReminderKind.LOG_OUTCOME, 1),
}


class DaysField(forms.CharField):
    """Numbers of days with commas between, largest first; empty for none."""

    widget = forms.TextInput(attrs={"class": "short", "inputmode": "text"})

    def __init__(self, *, sign: int, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)
        self.sign = sign

    def clean(self, value: Any) -> list[int]:
        words = super().clean(value).replace(",", " ").replace(";", " ").split()
        if not all(word.isdecimal() and len(word) < 4 for word in words):
            raise forms.ValidationError(gettext_lazy("Write numbers of days with commas between, for example 7, 1, 0."))
        return [self.sign * int(word) for word in words]


class InstallationForm(VersionedForm):
    host_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    host_name = forms.CharField(
        label=gettext_lazy("The host's name"), max_length=200,
        help_text=gettext_lazy("Stands at the top of each page, in each mail and on the public pages."),
    )  # fmt: skip
    contact_address = forms.EmailField(
        label=gettext_lazy("Function mailbox"), required=False,
        help_text=gettext_lazy("Answers to mails and questions from the public go here where a forum has no contact address of its own."),
    )  # fmt: skip
    accessibility_address = forms.EmailField(
        label=gettext_lazy("Who answers for accessibility"), required=False,
        help_text=gettext_lazy("Shown in the accessibility statement. Left empty the function mailbox stands there."),
    )  # fmt: skip
    privacy_address = forms.EmailField(
        label=gettext_lazy("Data protection officer"), required=False,
        help_text=gettext_lazy("Shown on the page on personal data. Left empty the function mailbox stands there."),
    )  # fmt: skip
    public_words = forms.CharField(
        label=gettext_lazy("First words on the public pages"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "data-guard": "off"}),
        help_text=gettext_lazy("Left empty the usual sentence stands there."),
    )  # fmt: skip
    action_before = DaysField(label=gettext_lazy("Action: days before it is due"), sign=-1)
    action_after = DaysField(label=gettext_lazy("Action: days after it was due"), sign=1)
    agenda_before = DaysField(label=gettext_lazy("Agenda to chair and secretary: days before the meeting"), sign=-1)
    ahead_before = DaysField(label=gettext_lazy("Reminder of the meeting: days before"), sign=-1)
    log_after = DaysField(label=gettext_lazy("Log the outcome: days after the meeting"), sign=1)
    reminder_hour = forms.IntegerField(
        label=gettext_lazy("At what hour"), min_value=0, max_value=LAST_HOUR,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    aliases = {kind.value: name for name, (kind, _sign) in reversed(DAYS.items())}

    def take_current(self, current: Any) -> None:  # noqa: ARG002  (it may be either row)
        """Either row may be the one that was changed: both are shown as they now stand, and both versions taken on."""
        row, host = installation(), _host()
        super().take_current(row)
        self.data["host_version"] = str(host.version) if host else ""  # type: ignore[index]  # a copy of ours

    def value_of(self, current: Any, name: str) -> Any:
        return _initial(current, _host()).get(name)

    def words_of(self, name: str) -> Any:
        typed = super().words_of(name)
        return _days_words(typed) if name in DAYS and typed is not None else typed

    def facts(self) -> dict[str, Any]:
        """What the service takes: the days joined by kind."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in DAYS}
        reminders: dict[ReminderKind, list[int]] = {}
        for name, (kind, _sign) in DAYS.items():
            reminders.setdefault(kind, []).extend(self.cleaned_data[name])
        return {**data, "reminders": reminders}


def _host() -> Organisation | None:
    host: Organisation | None = Organisation.objects.filter(is_host=True).first()
    return host


def _initial(row: Installation, host: Organisation | None) -> dict[str, Any]:
    names = ("version", "accessibility_address", "privacy_address", "public_words", "reminder_hour")
    known = {name: getattr(row, name) for name in names}
    known |= (
        {"host_name": host.name, "contact_address": host.contact_address, "host_version": host.version} if host else {}
    )
    for name, (kind, sign) in DAYS.items():
        days = row.reminders.get(kind.value, DEFAULT_RULES[kind])
        known[name] = _days_words([day for day in days if (day <= 0 if sign < 0 else day > 0)])
    return known


def _days_words(days: list[int]) -> str:
    return ", ".join(str(day) for day in sorted({abs(day) for day in days}, reverse=True))


@administrators_only
def settings(request: HttpRequest) -> HttpResponse:
    row, host = installation(), _host()
    form = InstallationForm(posted(request), initial=_initial(row, host))
    here = reverse("installation")
    if attempt(request, form, lambda _data: update_installation(**form.facts())):
        return done(request, _("The settings are saved."), here)
    return show(
        request, "forum/administration/installation.html", form, title=_("Settings of the installation"), way=way(),
        submit=_("Save"), cancel_url=reverse("administration"), row=row,
        saved=Installation.objects.filter(pk=row.pk).exists(),
    )  # fmt: skip
