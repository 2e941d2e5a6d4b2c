from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.enums import ForumKind, MinutesForm, NoticeSender, Openness, ProposalRule
from forum.models import Forum, Organisation, Unit
from forum.web.choices import organisation_choices
from forum.web.forms import OnceForm, VersionedForm, enum_field

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class FoundForumForm(OnceForm):
    """A forum that is written in by hand."""

    aliases = MappingProxyType({"organisation": "organisation_code"})

    name = forms.CharField(label=_("The forum's name"), max_length=200, help_text=_("What you call it yourselves."))
    kind = enum_field(ForumKind, _("Kind"), ask=_("Choose kind"))
    organisation_code = forms.ChoiceField(label=_("Organisation that leads it"))
    purpose = forms.CharField(
        label=_("Purpose"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=_("What it is for, in a sentence. We look whether a forum that exists could carry it."),
    )  # fmt: skip
    organisations = forms.ModelMultipleChoiceField(
        label=_("Which others sit there?"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    minutes_form = enum_field(MinutesForm, _("What is written at its meetings"), initial=MinutesForm.NOTES)
    external = forms.BooleanField(
        label=_("Led by somebody else: we only log what concerns us"),
        required=False,
        help_text=_("No notices are sent from here, and its chair is not asked."),
    )
    default_place = forms.CharField(label=_("Usual place"), max_length=200, required=False)
    as_secretary = forms.BooleanField(
        label=_("I am its secretary or contact"),
        required=False,
        initial=True,
        help_text=_("You get a seat from today."),
    )

    reason = forms.CharField(label=_("Why can none of them carry it?"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_code"].choices = organisation_choices()  # type: ignore[attr-defined]  # ChoiceField
        self.fields["organisations"].queryset = Organisation.objects.order_by("name")  # type: ignore[attr-defined]  # ModelMultipleChoiceField
        if self.data.get("reason"):
            self.ask_why()

    def ask_why(self) -> None:
        """Shows the question for the reason, once forums that exist were found."""
        self.fields["reason"].widget = forms.Textarea(attrs={"rows": 3})
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _("The answer is kept with the forum. “It exists already” is an answer.")


def _number(label: _StrOrPromise) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=1440, widget=widget, help_text=_("Left empty: no limit.")
    )


class ForumForm(VersionedForm):
    """A forum's settings."""

    name = forms.CharField(label=_("The forum's name"), max_length=200)
    kind = enum_field(ForumKind, _("Kind"))
    purpose = forms.CharField(label=_("Purpose"), widget=forms.Textarea, required=False)
    unit = forms.ModelChoiceField(label=_("Unit that keeps its records"), queryset=Unit.objects.none(), required=False)
    parent_body = forms.CharField(
        label=_("Answers to"), max_length=200, required=False, help_text=_("For example the executive committee.")
    )
    mandate_document = forms.CharField(
        label=_("Decision that set it up"),
        max_length=300,
        required=False,
        help_text=_("Title, date and §, or an address."),
    )
    minutes_form = enum_field(MinutesForm, _("What is written at its meetings"))
    openness = enum_field(Openness, _("Who may read what is sent"))
    external = forms.BooleanField(label=_("Led by somebody else: we only log what concerns us"), required=False)
    notices_from = enum_field(NoticeSender, _("Notices of meetings are sent from"))
    proposals = enum_field(ProposalRule, _("When a topic is proposed"))
    most_proposed = _number(_("Proposed points at one meeting, at most"))
    most_proposed_minutes = _number(_("Minutes for proposed points at one meeting, at most"))
    refuses_more = forms.BooleanField(
        label=_("Take no more than that"),
        required=False,
        help_text=_("Otherwise chair and coordinator are only warned."),
    )
    recalls_minutes = forms.BooleanField(label=_("The last minutes come back on the next agenda"), required=False)
    recalls_decisions = forms.BooleanField(
        label=_("The last meeting's decisions come back, each with what came of it"), required=False
    )
    recalls_actions = forms.BooleanField(label=_("Actions still to be done come back"), required=False)
    carries_unfinished = forms.BooleanField(label=_("Points that were not reached come back"), required=False)
    lines_in_mails = forms.BooleanField(
        label=_("Support lines stand beneath notices and minutes that are mailed"), required=False,
        help_text=_("Those shown to all: of the questions on the agenda, and those for every question. With the hours as checked."),
    )  # fmt: skip
    lines_in_minutes = forms.BooleanField(label=_("Support lines stand at the end of the minutes"), required=False)
    default_place = forms.CharField(label=_("Usual place"), max_length=200, required=False)
    contact_address = forms.EmailField(label=_("Contact address"), required=False)

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name != "version"]
        super().__init__(*args, initial={name: getattr(forum, name) for name in (*names, "version")}, **kwargs)
        units = forum.organisation.units.filter(Q(archived_at__isnull=True) | Q(pk=forum.unit_id))
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # ModelChoiceField


class FirstParagraphForm(OnceForm):
    """Where the § of a year begin."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, widget=forms.TextInput(attrs={"class": "short"})
    )
    first_number = forms.IntegerField(
        label=_("First § of the year"), min_value=1, max_value=100_000, widget=forms.TextInput(attrs={"class": "short"})
    )
