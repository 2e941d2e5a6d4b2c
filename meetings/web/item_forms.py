from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.enums import ItemKind
from forum.web.forms import OnceForm, VersionedForm, enum_field
from meetings.enums import ItemOpenness
from meetings.selectors.upcoming import seats_of

if TYPE_CHECKING:
    from forum.models import Forum
    from meetings.models import AgendaItem


class QuickItemForm(OnceForm):
    """A new point by one line; the rest is added by editing it."""

    title = forms.CharField(
        label=_("New point"), max_length=300, error_messages={"required": _("Write what the point is about.")}
    )
    kind = enum_field(ItemKind, _("Kind"), initial=ItemKind.INFORMATION)
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    presenter = forms.CharField(label=_("Presented by"), max_length=200, required=False)


class HeadingForm(VersionedForm):
    """The heading that begins above a point."""

    section = forms.CharField(
        label=_("Heading"),
        max_length=120,
        required=False,
        help_text=_(
            "It stands above this point and those below it, until the next heading. Leave it empty to take it away."
        ),
    )


class ItemForm(VersionedForm):
    """All that can be said of a point before the meeting."""

    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Write what the point is about.")}
    )
    kind = enum_field(ItemKind, _("Kind"), widget=forms.RadioSelect(attrs={"class": "choice"}))
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    presenter = forms.CharField(
        label=_("Presented by"),
        max_length=200,
        required=False,
        help_text=_("Role and organisation, for example “Head of schools”."),
    )
    presenter_seat = forms.ChoiceField(
        label=_("Presenter's seat"), required=False, help_text=_("Whoever holds the seat may read the point.")
    )
    question = forms.CharField(label=_("What the forum is asked"), required=False, widget=forms.Textarea)
    draft_decision = forms.CharField(label=_("Draft decision"), required=False, widget=forms.Textarea)
    registry_number = forms.CharField(
        label=_("Registry number"), max_length=60, required=False, widget=forms.TextInput(attrs={"class": "short"})
    )
    openness = enum_field(ItemOpenness, _("Who may read it"), widget=forms.RadioSelect)
    named_seats = forms.MultipleChoiceField(
        label=_("Named seats"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only when the point is for named seats."),
    )
    secrecy_provision = forms.CharField(
        label=_("Secrecy mark: provision"),
        max_length=60,
        required=False,
        help_text=_(
            "For example “OSL 18:13”. The mark is a warning; whether something is secret is examined when somebody asks for it."
        ),
    )
    secrecy_authority = forms.CharField(label=_("Secrecy mark: authority"), max_length=200, required=False)

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.pk): seat for seat in seats_of(forum)}
        names = [(key, f"{seat.role_title}, {seat.organisation.name}") for key, seat in self.seats.items()]
        self.fields["presenter_seat"].choices = [("", _("None")), *names]  # type: ignore[attr-defined]  # ChoiceField
        self.fields["named_seats"].choices = names  # type: ignore[attr-defined]  # ChoiceField

    def facts(self) -> dict[str, Any]:
        """The cleaned data as the service takes it."""
        data = dict(self.cleaned_data)
        data["presenter_seat"] = self.seats.get(data["presenter_seat"])
        data["named_seats"] = [self.seats[key] for key in data["named_seats"]]
        return data

    def value_of(self, current: Any, name: str) -> Any:
        if name == "presenter_seat":
            return str(current.presenter_seat_id or "")
        if name == "named_seats":
            return list(current.named_seats.values_list("pk", flat=True))
        return super().value_of(current, name)


def initial_of(item: AgendaItem) -> dict[str, Any]:
    """The form's first values for a point."""
    names = (
        "title",
        "kind",
        "minutes",
        "presenter",
        "question",
        "draft_decision",
        "registry_number",
        "openness",
        "version",
    )
    return {
        **{name: getattr(item, name) for name in names},
        "presenter_seat": str(item.presenter_seat_id or ""),
        "named_seats": [str(key) for key in item.named_seats.values_list("pk", flat=True)],
        "secrecy_provision": item.secrecy_provision,
        "secrecy_authority": item.secrecy_authority,
    }
