from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.web.forms import OnceForm, VersionedForm
from meetings.enums import REPORTED, ActionState, DueKind
from meetings.web.log_forms import OwnerFields

if TYPE_CHECKING:
    from meetings.models import ActionItem


class ChangeForm(VersionedForm):
    """State and day in a row of the list."""

    state = forms.TypedChoiceField(label=_("State"), choices=REPORTED, coerce=ActionState)
    due_on = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=2000,
        help_text=_("Needed for a new day, and to close it without action."),
    )

    @classmethod
    def of(cls, action: ActionItem, data: object = None) -> Self:
        """The form as it first stands; its ids are the action's own, since many may stand on one page."""
        day = action.due_on if action.due_kind == DueKind.DATE else None
        first = {"version": action.version, "state": action.state, "due_on": day}
        form = cls(data, initial=first, auto_id=f"id_{action.pk}_%s")
        form.fields["state"].widget.attrs["autofocus"] = True  # where the reader goes on when the row opens
        return form


class DueForm(VersionedForm):
    due_on = forms.DateField(
        label=_("New day"),
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={"required": _("Write the new day, as year-month-day.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why more time is needed.")},
    )


class NoteForm(OnceForm):
    text = forms.CharField(
        label=_("How does it go?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a word on how it goes.")},
    )


class CloseForm(VersionedForm):
    reason = forms.CharField(
        label=_("Why is nothing to be done?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why nothing is to be done.")},
    )


class OwnerForm(OwnerFields, VersionedForm):
    text = forms.CharField(label=_("Word to the history"), required=False, max_length=300)
    field_order = ("owner", "owner_address", "text")


class ReturnForm(OnceForm):
    text = forms.CharField(
        label=_("Who should have it?"),
        required=False,
        max_length=300,
        help_text=_("Role or organisation. Leave it empty if you don't know."),
    )
