from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.services.list_file import LARGEST_BYTES
from forum.web.forms import ServiceForm

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

BROUGHT_IN = b""  # no list that was sent is empty
MEMBER_FILES = ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def member_file_field(*, required: bool) -> forms.FileField:
    """A field for a member list."""
    return forms.FileField(
        label=_("Member list"),
        required=required,
        help_text=_(
            "CSV or XLSX. The first line names the columns, in any order: Namn; E-post; Roll; Organisation; Enhet; Uppdrag."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": MEMBER_FILES}),
        error_messages={
            "required": _("Choose the list, a file that ends in .csv or .xlsx."),
            "empty": _("The file is empty. Save the list again."),
        },
    )


def checked_size(file: UploadedFile[bytes] | None) -> UploadedFile[bytes] | None:
    """The file, unless it is larger than is read anyway."""
    if file and (file.size or 0) > LARGEST_BYTES:
        raise forms.ValidationError(_("The list is larger than 5 MB. Save the members alone."))
    return file


class MemberListForm(ServiceForm):
    """The list, as the office keeps it."""

    members = member_file_field(required=True)

    def clean_members(self) -> UploadedFile[bytes] | None:
        return checked_size(self.cleaned_data["members"])
