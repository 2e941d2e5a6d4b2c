from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.enums import Language
from forum.models import Forum
from forum.web.forms import OnceForm, ServiceForm, VersionedForm, enum_field
from meetings.enums import ReportKind

if TYPE_CHECKING:
    from forum.models import Actor


class ReportFacts(forms.Form):
    title = forms.CharField(label=_("What is the report called?"), max_length=200)
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"), help_text=_("What has not happened yet is left out until it has."))
    language = enum_field(Language, _("Language of the report"))


class ReportForm(ReportFacts, OnceForm):
    kind = enum_field(ReportKind, _("Which report?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("What is the report called?"), max_length=200, required=False,
        help_text=_("Empty = by its kind, its year and what it is about."),
    )  # fmt: skip
    field_order = ("kind",)

    def __init__(self, *args: Any, kinds: list[ReportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(kind.value, kind.label) for kind in kinds]


class ReportChangeForm(ReportFacts, VersionedForm):
    pass


class WordsForm(VersionedForm):
    """Own words under one section."""

    text = forms.CharField(
        label=_("In our own words"), widget=forms.Textarea(attrs={"rows": 8}), required=False,
        help_text=_("Explain what the figures do not say. Empty = nothing of your own stands here."),
    )  # fmt: skip


class SendForm(ServiceForm):
    """To which forum an edition goes, and what is asked of it."""

    forum = forms.ModelChoiceField(label=_("To which forum?"), queryset=Forum.objects.none())
    question = forms.CharField(
        label=_("Question to the forum"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    draft_decision = forms.CharField(
        label=_("Draft decision"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=_("For example: The report is noted and handed on to the municipal council."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, only: Forum | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forums = Forum.objects.visible_to(actor).active().filter(external=False).order_by("name")
        field: Any = self.fields["forum"]
        field.queryset = forums.filter(pk=only.pk) if only else forums
