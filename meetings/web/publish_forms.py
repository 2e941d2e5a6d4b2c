from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.web.forms import VersionedForm

if TYPE_CHECKING:
    from meetings.services.publication_content import Part


class PrepareForm(VersionedForm):
    """One field for each text that can be masked: the provision, or nothing."""

    names = forms.BooleanField(
        label=_("Show the names of those who attended and approved"),
        required=False,
        help_text=_("Otherwise they stand by function. Whoever is protected is never named."),
    )

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        self.keys = {f"mask_{number}": part.key for number, part in enumerate(parts)}
        super().__init__(*args, **kwargs)
        for name in self.keys:
            self.fields[name] = forms.CharField(
                label=_("Masked by the provision"),
                required=False,
                max_length=100,
                widget=forms.TextInput(attrs={"list": "provisions", "autocomplete": "off"}),
            )

    def masks(self) -> dict[str, str]:
        """Part → provision, of what was typed."""
        return {key: text for name, key in self.keys.items() if (text := self.cleaned_data.get(name, ""))}

    def value_of(self, current: Any, name: str) -> Any:
        return current.masks.get(self.keys[name], "") if name in self.keys else super().value_of(current, name)


class PublishForm(VersionedForm):
    """The reviewer's word."""

    reviewed = forms.BooleanField(
        label=_("I have read all of it as the public will see it"),
        error_messages={"required": _("Read it and say so here. Then it can be published.")},
    )
    anyway = forms.BooleanField(label=_("What was found may be published"), required=False)
    found = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class WithdrawForm(VersionedForm):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=300,
        help_text=_("Stays here. The public only sees that it was withdrawn, and when."),
        error_messages={"required": _("Write why, for those who look after the forum later.")},
    )
