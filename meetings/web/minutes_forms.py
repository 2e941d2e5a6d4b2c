from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.web.forms import OnceForm, VersionedForm, enum_field
from meetings.enums import CommentAnswer

if TYPE_CHECKING:
    import uuid


class CirculateForm(VersionedForm):
    """Sends the minutes. For notes: until when corrections are asked for."""

    reply_by = forms.DateField(
        label=_("Corrections no later than"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("YYYY-MM-DD. Empty: in 14 days."),
    )


class ApproveForm(VersionedForm):
    """A yes to the version that was read."""


class CorrectionForm(VersionedForm):
    reason = forms.CharField(
        label=_("What is corrected, and why"),
        max_length=300,
        error_messages={"required": _("Write what is corrected and why.")},
        help_text=_("It stands in the new version. The old one stays readable."),
    )


class CommentForm(OnceForm):
    """A comment on one point, or on the whole."""

    item = forms.ChoiceField(label=_("What is it about?"), required=False)
    text = forms.CharField(
        label=_("What should be changed, and how?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what should be changed, and how.")},
        help_text=_("The secretary gets it at once and answers. Everybody who reads the minutes sees both."),
    )

    def __init__(self, *args: Any, points: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix="comment", **kwargs)
        self.fields["item"].choices = [("", _("The whole")), *points]  # type: ignore[attr-defined]  # ChoiceField


class AnswerForm(VersionedForm):
    """What the secretary makes of a comment."""

    answer = enum_field(CommentAnswer, _("Answer"), widget=forms.RadioSelect(attrs={"class": "choice"}))
    answer_text = forms.CharField(
        label=_("Words to whoever commented"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, comment_id: uuid.UUID, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{comment_id}_%s", **kwargs)
        self.comment_id = comment_id
