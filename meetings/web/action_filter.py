from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.selectors.action_lists import (
    ORDERS,
    ActionFilter,
    actions_for_reader,
    occurring_in_actions,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from forum.models import Actor
    from forum.selectors.keyset import Key
    from meetings.models import ActionItem

WHOSE: Final = [
    ("", _("All that I may see")),
    ("mine", _("Mine")),
    ("organisation", _("My organisation's")),
]
STATE_CHOICES: Final = [
    ("unfinished", _("Unfinished")),
    ("overdue", _("Overdue")),
    ("open", _("Not begun")),
    ("in_progress", _("In progress")),
    ("done", _("Done")),
    ("closed", _("Closed without action")),
    ("handed_over", _("Handed over")),
    ("all", _("All")),
]
SORTS: Final = [
    ("due", _("Most urgent first")),
    ("due_last", _("Latest day first")),
    ("given", _("Newest first")),
    ("forum", _("By forum and number")),
]
FOLDED: Final = ("topic", "organisation", "due_from", "due_to", "sort")


class FilterForm(forms.Form):
    """The filters of the action log; they live in the address."""

    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE, required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATE_CHOICES, required=False)
    forum = forms.ChoiceField(label=_("Forum"), required=False)
    text = forms.CharField(
        label=_("Words or number"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation responsible"), required=False)
    due_from = forms.DateField(label=_("Due from"), required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    due_to = forms.DateField(label=_("Due until"), required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("due_from", "due_to"):
            self.fields[name].error_messages["invalid"] = _("Write the day as year-month-day, for example 2026-12-11.")

    def offer(self, actor: Actor) -> None:
        """Only what occurs in actions that the reader may see."""
        found = occurring_in_actions(actor)
        self._choose("forum", _("All forums"), found.forums.values_list("slug", "name"))
        self._choose("topic", _("All topics"), found.topics.values_list("slug", "name"))
        self._choose("organisation", _("All organisations"), found.organisations.values_list("code", "name"))

    def _choose(self, name: str, everything: Any, choices: Any) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]  # ChoiceField

    @property
    def said(self) -> dict[str, Any]:
        """What the address says rightly; what it says wrongly counts as not said."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    @property
    def unfolded(self) -> bool:
        """Whether one of the filters behind the fold is in use, or wrong."""
        return any(name in self.said or name in self.errors for name in FOLDED)

    @property
    def filtering(self) -> bool:
        return bool(self.said.keys() - {"sort"})

    def wanted(self) -> ActionFilter:
        said = {name: value for name, value in self.said.items() if name != "sort"}
        return ActionFilter(**said)

    def order(self) -> list[Key]:
        return ORDERS[self.said.get("sort", "due")]


def asked_for(request: HttpRequest, actor: Actor) -> tuple[FilterForm, QuerySet[ActionItem]]:
    """The filters of the address and the rows that they leave, not ordered."""
    form = FilterForm(request.GET)
    form.offer(actor)
    return form, actions_for_reader(actor, form.wanted())
