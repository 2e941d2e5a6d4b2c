from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from forum.services.uploads import ACCEPTED, KINDS, MEGABYTE, too_large
from forum.web.forms import OnceForm, VersionedForm


class _FileField(forms.FileField):
    """One file; whether it may be taken is looked at by the service."""

    def __init__(self) -> None:
        super().__init__(
            label=_("File"),
            widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
            max_length=None,
            allow_empty_file=True,
            error_messages={"required": _("Choose a file.")},
        )


def _name_limits(form: forms.Form, *, overflowed: bool) -> None:
    """A file over the limit never reaches the form, so that it would be asked for as if none had been chosen."""
    field = form.fields["file"]
    field.help_text = _("At most %(most)d MB: %(kinds)s.") % {
        "most": settings.DOCUMENT_MAX_BYTES // MEGABYTE,
        "kinds": ", ".join(kind for kind in KINDS if kind != "jpeg"),
    }
    if overflowed:
        field.error_messages["required"] = str(too_large().message)


class UploadForm(OnceForm):
    """A new document."""

    file = _FileField()
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty it is called as the file.")
    )

    def __init__(self, *args: Any, overflowed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_limits(self, overflowed=overflowed)


class ReplaceForm(VersionedForm):
    """A new file in the place of the present one."""

    file = _FileField()

    def __init__(self, *args: Any, overflowed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_limits(self, overflowed=overflowed)


class TitleForm(VersionedForm):
    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Write what the document is called.")}
    )
