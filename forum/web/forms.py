"""What every form of ours can do: take a service's error to its field, show both texts, act once."""

from __future__ import annotations

import uuid
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.errors import StaleVersionError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import Enum

    from django.utils.functional import _StrOrPromise

    from forum.errors import DomainError


class ServiceForm(forms.Form):
    """A form in front of a service.

    `result`: what the service answered. `conflict`: the rows of ui/conflict.html when somebody saved first.
    `aliases`: where a service names a field otherwise than the form.
    """

    template_name = "ui/service_form.html"
    aliases: Mapping[str, str] = MappingProxyType({})
    result: Any = None
    current: Any = None
    conflict: list[dict[str, Any]] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_what_to_do(field)

    def take(self, error: DomainError) -> None:
        """Puts a service's error where it belongs; a stale version becomes the two texts side by side."""
        if isinstance(error, StaleVersionError):
            self.take_current(error.current)
            return
        name = self.aliases.get(error.field or "", error.field or "")
        shown = name in self.fields and not self.fields[name].widget.is_hidden
        self.add_error(name if shown else None, str(error.message))

    def take_current(self, current: Any) -> None:
        """The form now carries the new version and keeps what was typed; `conflict` tells where the two differ."""
        self.current = current
        self.conflict = [row for name in self.fields if (row := self._difference(name, current))]
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was posted is a QueryDict
        data[self.add_prefix("version")] = str(current.version)
        self.data = data

    def _difference(self, name: str, current: Any) -> dict[str, Any] | None:
        field = self.fields[name]
        if field.widget.is_hidden:
            return None
        yours, theirs = _words(field, self.words_of(name)), _words(field, self.value_of(current, name))
        return {"label": field.label or name, "yours": yours, "theirs": theirs} if yours != theirs else None

    def value_of(self, current: Any, name: str) -> Any:
        """What the row now has for a field; forms whose fields are named otherwise override this."""
        return getattr(current, name, None)

    def words_of(self, name: str) -> Any:
        """What was typed for a field, as it compares with `value_of`."""
        return self.cleaned_data.get(name)

    @property
    def status(self) -> int:
        """200 as long as nothing went wrong, 409 with two texts, 422 when something must be corrected."""
        if self.conflict:
            return 409
        return 422 if self.is_bound and self.errors else 200


class VersionedForm(ServiceForm):
    """For a row that exists: carries the version that the writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class OnceForm(ServiceForm):
    """For something new: carries a key, so that a second press of the button makes nothing more (`acting.attempt`)."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


def enum_field(
    enumeration: type[Enum], label: _StrOrPromise, *, ask: _StrOrPromise = "", **kwargs: Any
) -> forms.TypedChoiceField:
    """A choice among an enumeration's members, by their labels. `ask`: words of an empty first choice, so that nothing is preset."""
    first = [("", ask)] if ask else []
    choices = [*first, *enumeration.choices]  # type: ignore[attr-defined]  # TextChoices
    return forms.TypedChoiceField(label=label, choices=choices, coerce=enumeration, **kwargs)


def area(rows: int = 3) -> forms.Textarea:
    """Room for some sentences."""
    return forms.Textarea(attrs={"rows": rows})


def _say_what_to_do(field: forms.Field) -> None:
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _("Fill in this field.")
    if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
        field.empty_label = _("Nothing chosen")
    if isinstance(field, forms.DateField):
        field.error_messages["invalid"] = _("Write the day as year-month-day, for example 2026-12-11.")
    if isinstance(field, forms.TimeField):
        field.error_messages["invalid"] = _("Write the time as hours and minutes, for example 09:00.")
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = _("Write a complete e-mail address, for example name@example.org.")


def _words(field: forms.Field, value: Any) -> str:
    """A value as it is read on the page."""
    offered: Any = getattr(field, "choices", ())
    if isinstance(value, bool):
        return str(_("Yes")) if value else str(_("No"))
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        chosen = {str(getattr(one, "pk", one)) for one in value or ()}
        return "; ".join(str(label) for key, label in offered if str(key) in chosen)
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in offered if not isinstance(label, list | tuple)}
        return labels.get(str(getattr(value, "value", value)), str(value))
    return str(value)
