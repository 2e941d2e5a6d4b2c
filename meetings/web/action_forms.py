from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.models import Forum
from forum.web.forms import OnceForm, VersionedForm
from meetings.models import ActionItem
from meetings.selectors.action_lists import ActionFilter
from meetings.web.log_forms import OwnerFields

if TYPE_CHECKING:
    from forum.models import Actor

WHOSE = [("", _("All that I may see")), ("mine", _("Mine"))]
STATE_CHOICES = [
    ("unfinished", _("Unfinished")),
    ("overdue", _("Overdue")),
    ("done", _("Done")),
    ("closed", _("Closed without action")),
    ("all", _("All")),
]


class FilterForm(forms.Form):
    """The filters of the list; they live in the address."""

    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE, required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATE_CHOICES, required=False)
    forum = forms.ChoiceField(label=_("Forum"), required=False)

    def offer(self, actor: Actor) -> None:
        """Only forums that have actions which the reader may see."""
        forums = Forum.objects.filter(pk__in=ActionItem.objects.visible_to(actor).values("forum")).values_list(
            "slug", "name"
        )
        self.fields["forum"].choices = [("", _("All forums")), *forums.order_by("name")]  # type: ignore[attr-defined]  # ChoiceField

    def wanted(self) -> ActionFilter:
        """The filter; what the address says wrongly counts as not said."""
        said = self.cleaned_data if self.is_valid() or hasattr(self, "cleaned_data") else {}
        state = said.get("state") or "unfinished"
        return ActionFilter(
            mine=said.get("whose") == "mine",
            overdue=state == "overdue",
            forum=said.get("forum", ""),
            state="unfinished" if state == "overdue" else state,
        )


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
