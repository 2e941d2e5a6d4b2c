from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.models import Forum
from forum.web.forms import OnceForm, ServiceForm, VersionedForm
from meetings.web.log_forms import ActionFields

if TYPE_CHECKING:
    from forum.models import Actor


class HandOverForm(VersionedForm):
    forum = forms.ModelChoiceField(
        Forum.objects.none(),
        label=_("Which forum should have it?"),
        error_messages={"required": _("Choose the forum."), "invalid_choice": _("Choose the forum.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why the other forum should have it.")},
    )

    def offer(self, actor: Actor, own: Forum) -> None:
        """Forums in use that the reader knows of, but for the action's own."""
        forums = Forum.objects.visible_to(actor).active().exclude(pk=own.pk)
        self.fields["forum"].queryset = forums.order_by("name").only("name")  # type: ignore[attr-defined]  # ModelChoiceField


class TakeForm(ActionFields, OnceForm):
    """The action as the forum that takes it writes it."""


class RefuseForm(ServiceForm):
    reason = forms.CharField(
        label=_("Why not?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why, so that they know where to turn.")},
    )
