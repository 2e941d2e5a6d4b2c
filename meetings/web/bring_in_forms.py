from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from forum.enums import ForumKind, MinutesForm
from forum.errors import DomainError
from forum.services.outside_addresses import LONGEST_ADDRESS, read_outside_address
from forum.templatetags.samverka import short_date
from forum.web.choices import organisation_choices
from forum.web.forms import ServiceForm, enum_field
from forum.web.member_list_form import checked_size, member_file_field
from meetings.calendar.limits import MAX_FILE_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from meetings.calendar.expansion import Occurrence


@dataclass(frozen=True)
class SeriesLook:
    """One series as it is chosen: how many meetings, the next of them, how many are invited."""

    uid: str
    summary: str
    place: str
    count: int
    ahead: list[Occurrence]
    invited: int


class PublishedAddressField(forms.CharField):
    """The address at which a calendar is published, as https."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        super().__init__(max_length=LONGEST_ADDRESS, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return read_outside_address(text).url
        except DomainError as error:
            raise forms.ValidationError(str(error.message)) from error


class CalendarFileForm(ServiceForm):
    """The forum's own calendar, as its program saves it."""

    file = forms.FileField(
        label=_("Calendar file"),
        required=False,
        help_text=_("A file that ends in .ics, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={
            "empty": _("The file is empty. Export the calendar again."),
        },
    )

    address = PublishedAddressField(
        label=_("Or a published address"),
        required=False,
        help_text=_(
            "Begins with https:// or webcal://. The calendar is then read each hour, and the address is kept secret."
        ),
    )

    members = member_file_field(required=False)

    def clean_members(self) -> UploadedFile[bytes] | None:
        return checked_size(self.cleaned_data["members"])

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Export one calendar, or a shorter period."))
        return file

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("address"):
            self.add_error("file", _("Choose the calendar file, one that ends in .ics, or give an address."))
        return data


class WhichForumForm(ServiceForm):
    """Which forum the calendar is."""

    aliases = MappingProxyType({"organisation": "organisation_code"})

    series = forms.MultipleChoiceField(
        label=_("Which of these is the forum?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one series.")},
    )  # fmt: skip
    name = forms.CharField(label=_("The forum's name"), max_length=200, help_text=_("What you call it yourselves."))
    kind = enum_field(ForumKind, _("Kind"), ask=_("Choose kind"))
    organisation_code = forms.ChoiceField(label=_("Organisation that leads it"))
    minutes_form = enum_field(MinutesForm, _("What is written at its meetings"), initial=MinutesForm.NOTES)
    external = forms.BooleanField(
        label=_("Led by somebody else: we only log what concerns us"), required=False,
        help_text=_("No notices are sent from here, and its chair is not asked."),
    )  # fmt: skip
    as_secretary = forms.BooleanField(
        label=_("I am its secretary or contact"),
        required=False,
        initial=True,
        help_text=_("You get a seat from today."),
    )

    with_details = forms.BooleanField(
        label=_("Take along video links and descriptions"), required=False,
        help_text=_("Otherwise they stay in the calendar, with their codes. Those who sit in the forum can read them here."),
    )  # fmt: skip

    def __init__(self, *args: Any, series: list[SeriesLook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = [(look.uid, series_in_words(look)) for look in series]  # type: ignore[attr-defined]  # ChoiceField
        self.fields["organisation_code"].choices = organisation_choices()  # type: ignore[attr-defined]  # as above
        if len(series) == 1:
            self.fields["series"].widget = forms.MultipleHiddenInput()


def series_in_words(look: SeriesLook) -> str:
    """“Rådet, Stadshuset: 12 meetings, next 3 Dec, 4 Mar”."""
    parts = [look.summary, look.place] if look.place else [look.summary]
    counted = ngettext("%(number)d meeting", "%(number)d meetings", look.count) % {"number": look.count}
    days = ", ".join(short_date(one.starts_at) for one in look.ahead)
    dates = gettext("next %(days)s") % {"days": days} if days else gettext("none ahead")
    return f"{', '.join(parts)}: {counted}, {dates}"
