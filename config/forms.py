"""How every form comes out: label, hint, error and the line about individuals, tied to the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import BoundField, DateInput, Textarea, TextInput, TimeInput
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.forms import Field, Form, Widget

DJANGOS_TEXTAREA_ROWS = "10"


class SiteBoundField(BoundField):
    """A field that knows its hint for dates and times, and whether it is an editor.

    Text areas carry the line about individuals (`guarded`); the widget attribute `data-guard`
    asks for it on other fields (`"on"`) or takes it away (`"off"`).
    """

    def __init__(self, form: Form, field: Field, name: str) -> None:
        super().__init__(form, field, name)
        if not self.help_text and isinstance(field.widget, DateInput):
            self.help_text = _("YYYY-MM-DD")
        if not self.help_text and isinstance(field.widget, TimeInput):
            self.help_text = _("HH:MM, for example 09:00")

    @property
    def guarded(self) -> bool:
        widget = self.field.widget
        default = "on" if isinstance(widget, Textarea) else "off"
        return str(widget.attrs.get("data-guard", default)) == "on"

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if described is None or not self.guarded or self.is_hidden:
            return described
        return f"{described} {self.auto_id}_guard".strip()

    @property
    def error_anchor(self) -> str:
        """The id that the error summary leads to: the field, or the first of a group."""
        return f"{self.auto_id}_0" if self.use_fieldset else str(self.auto_id)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        shown = widget or self.field.widget
        attrs = dict(super().build_widget_attrs(attrs, widget))
        if isinstance(shown, DateInput | TimeInput) and isinstance(shown, TextInput):
            attrs.setdefault("inputmode", "numeric")
            attrs.setdefault("autocomplete", "off")
            attrs["class"] = f"{shown.attrs.get('class', '')} short".strip()
        if "placeholder" in shown.attrs:
            attrs["placeholder"] = False  # it vanishes when typing starts; the label and the hint stay
        if isinstance(shown, Textarea) and shown.attrs.get("rows") == DJANGOS_TEXTAREA_ROWS:
            attrs["rows"] = 4
        return attrs


class SiteFormRenderer(TemplatesSetting):
    """Set as FORM_RENDERER; needs `django.forms` among the installed apps."""

    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/field.html"
    bound_field_class = SiteBoundField
