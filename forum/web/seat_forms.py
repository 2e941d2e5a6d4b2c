from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import Office
from forum.models import Forum, Person, Seat
from forum.templatetags.people import person_words
from forum.web.choices import UnitField, organisation_choices
from forum.web.forms import OnceForm, VersionedForm, enum_field


class SeatForm(OnceForm):
    """A new place in a forum."""

    role_title = forms.CharField(
        label=_("Role"),
        max_length=200,
        help_text=_("The function, not the person: for example “Municipal police officer”."),
    )
    organisation = forms.ChoiceField(label=_("Organisation"))
    unit = UnitField(label=_("Unit"), help_text=_("Committee, department or school."))
    office = enum_field(Office, _("Office"), initial=Office.MEMBER)
    substitute_for = forms.ModelChoiceField(label=_("Stands in for"), queryset=Seat.objects.none(), required=False)

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisation_choices()  # type: ignore[attr-defined]  # ChoiceField
        self.fields["substitute_for"].queryset = Seat.objects.filter(forum=forum, closed_on__isnull=True)  # type: ignore[attr-defined]


class HolderForm(OnceForm):
    """Who is to hold a seat: somebody known, or somebody new. `after` = whom the page showed as the holder."""

    after = forms.UUIDField(widget=forms.HiddenInput, required=False)

    person = forms.ModelChoiceField(label=_("Somebody in the list"), queryset=Person.objects.none(), required=False)
    name = forms.CharField(label=_("Or somebody new: name"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Leave empty for somebody who gets printed notices only."),
    )
    invite = forms.BooleanField(
        label=_("Send somebody new an invitation to sign in"), required=False,
        help_text=_("Nobody has to sign in: notices and reminders come by mail anyway."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), initial=timezone.localdate)
    ends_on = forms.DateField(
        label=_("To and including"), required=False, help_text=_("YYYY-MM-DD. Empty = until further notice.")
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Person.objects.filter(Q(organisation=seat.organisation), is_active=True, protected=False)
        self.fields["person"].queryset = known  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["person"].label_from_instance = person_words  # type: ignore[attr-defined]  # as above


class LastDayForm(VersionedForm):
    """The last day of a holder."""

    ends_on = forms.DateField(label=_("Last day"), initial=timezone.localdate)


class CloseSeatForm(VersionedForm):
    """The day from which a seat is out of use."""

    day = forms.DateField(label=_("Last day"), initial=timezone.localdate)
