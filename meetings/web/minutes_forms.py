from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.web.forms import VersionedForm


class CirculateForm(VersionedForm):
    """Sends the minutes. For notes: until when corrections are asked for."""

    reply_by = forms.DateField(
        label=_("Corrections no later than"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("YYYY-MM-DD. Empty: in 14 days."),
    )


class CorrectionForm(VersionedForm):
    reason = forms.CharField(
        label=_("What is corrected, and why"),
        max_length=300,
        error_messages={"required": _("Write what is corrected and why.")},
        help_text=_("It stands in the new version. The old one stays readable."),
    )
