"""Filters of lists: declared, typed, and nothing else gets through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import Filter, FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from .pagination import PARAMETERS
from .problems import ParameterError

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.views import APIView

RFC_3339: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)",
    re.IGNORECASE | re.ASCII,
)


class MomentField(forms.Field):
    """A date-time with offset (RFC 3339)."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "Give date and time with offset, for example 2026-11-24T09:00:00Z; write + as %2B in an address."
        ),
    }

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            moment = parse_datetime(value.upper()) if RFC_3339.fullmatch(value) else None
        except ValueError:
            moment = None
        if moment is None:
            raise ValidationError(self.default_error_messages["invalid"], code="invalid")
        return moment


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentFilter(Filter):
    field_class = MomentField


class YesNoField(forms.Field):
    """true or false, and nothing that only looks like it."""

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if value not in {"true", "false"}:
            raise ValidationError(_("Give true or false."), code="invalid")
        return bool(value == "true")


@extend_schema_field(OpenApiTypes.BOOL)
class YesNoFilter(Filter):
    field_class = YesNoField


class ResourceFilter(FilterSet):
    """What every list can be asked for."""

    modified_since = MomentFilter(
        field_name="modified_at",
        lookup_expr="gte",
        label="Changed at or after this moment.",
    )


class DeclaredFilters(DjangoFilterBackend):
    """A parameter that the list does not know, or twice the same, is an error: a misspelt filter must not return everything."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> Any:
        filterset = self.get_filterset(request, queryset, view)
        known = frozenset(filterset.filters) if filterset else frozenset()
        refuse_unknown(request, known | PARAMETERS)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise ParameterError({name: [str(text) for text in texts] for name, texts in filterset.errors.items()})
        return filterset.qs


def refuse_unknown(request: Request, known: frozenset[str] = frozenset()) -> None:
    """Raises `ParameterError` for parameters that are not known, repeated, or empty where a value is needed."""
    errors: dict[str, list[str]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name] = [_("There is no such parameter here.")]
        elif len(values) > 1:
            errors[name] = [_("Give this parameter once.")]
        elif not values[0] and name != "cursor":
            errors[name] = [_("Give a value, or leave the parameter out.")]
    if errors:
        raise ParameterError(errors)
