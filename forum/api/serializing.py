"""What every resource looks like: declared fields only, camelCase names, UTC, links."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from .naming import camel_case

if TYPE_CHECKING:
    from enum import Enum

    from django.db.models import TextChoices

LINK = {
    "type": "object",
    "properties": {"href": {"type": "string", "format": "uri"}},
    "required": ["href"],
}
LINKS = {
    "type": "object",
    "additionalProperties": LINK,
    "description": "`self` and what belongs to it.",
}


class Moment(serializers.DateTimeField):
    """A point in time, always in UTC, ending in Z (RFC 3339)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class Code(serializers.ChoiceField):
    """A member of an enumeration by its value; what has none is null."""

    def __init__(self, enumeration: type[TextChoices], **kwargs: Any) -> None:
        super().__init__(choices=enumeration.choices, **kwargs)

    def to_representation(self, value: Enum | str) -> Any:
        return str(getattr(value, "value", value)) or None


class CamelSerializer(serializers.Serializer[Any]):
    """Read-only; `starts_at` in the code is `startsAt` outside, in data, schema and errors alike."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = {}
        for name, field in super().get_fields().items():
            if isinstance(field, serializers.SerializerMethodField):
                field.method_name = field.method_name or f"get_{name}"
            elif field.source is None and (camel_case(name) != name or name == "meta"):
                field.source = name
            field.read_only = True
            fields[f"_{name}" if name in {"links", "meta"} else camel_case(name)] = field
        return fields


class OrganisationReference(CamelSerializer):
    """An organisation by its code and name."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class ResourceSerializer(CamelSerializer):
    """`related`: link → (collection, attribute with the id). `collections`: link → (collection, its filter for this one)."""

    path: ClassVar[str]
    related: ClassVar[dict[str, tuple[str, str]]] = {}
    collections: ClassVar[dict[str, tuple[str, str]]] = {}

    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, help_text="Raised by every change; the first part of the ETag.")
    created_at = Moment()
    modified_at = Moment()
    links = serializers.SerializerMethodField()

    @extend_schema_field(LINKS)
    def get_links(self, row: Any) -> dict[str, dict[str, str]]:
        root = self.context["root"]
        links = {"self": f"{root}{self.path}/{row.pk}"}
        for name, (collection, attribute) in self.related.items():
            key = getattr(row, attribute)
            if key:
                links[name] = f"{root}{collection}/{key}"
        for name, (collection, parameter) in self.collections.items():
            links[name] = f"{root}{collection}?{parameter}={row.pk}"
        return {name: {"href": href} for name, href in links.items()}
