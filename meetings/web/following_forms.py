from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.web.forms import OnceForm, ServiceForm
from meetings.web.bring_in_forms import PublishedAddressField, series_in_words

if TYPE_CHECKING:
    from meetings.web.bring_in_forms import SeriesLook


class PublishedAddressForm(ServiceForm):
    """Where a forum's calendar is published."""

    aliases = MappingProxyType({"file": "address"})

    address = PublishedAddressField(
        label=_("Published address"),
        help_text=_(
            "Begins with https:// or webcal:// and often ends in .ics. It is kept secret, since whoever has it can read the calendar."
        ),
    )


class ChooseSeriesForm(OnceForm):
    """Which series of a followed calendar are the forum's."""

    series = forms.MultipleChoiceField(
        label=_("Series"), widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    every = forms.BooleanField(
        label=_("All of them, and what is added later"),
        required=False,
        help_text=_("For a calendar that holds nothing but this forum's meetings."),
    )

    def __init__(self, *args: Any, series: list[SeriesLook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = [(look.uid, series_in_words(look)) for look in series]  # type: ignore[attr-defined]  # ChoiceField

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("series") and not data.get("every"):
            self.add_error("series", _("Choose at least one series, or all of them."))
        return data
