"""What is the same wherever a client writes: the version in If-Match, no unknown fields, the row as it then is in the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

import pghistory
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from forum.errors import NotAllowedError

from .conditional import expected_version
from .filtering import refuse_unknown
from .number_check import PERSONAL_NUMBER
from .views import ReadViewSet

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.response import Response

IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of what was read; its version counts.",
)
HEADERS: Final = [IF_MATCH, PERSONAL_NUMBER]


class ChangeSerializer(serializers.Serializer[Any]):
    """The body of a change; a field that it does not know is refused."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        unknown = set(self.initial_data) - set(self.fields)
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such field here.")] for name in sorted(unknown)}, code="unknown"
            )
        return attrs


class ChangingViewSet(ReadViewSet):
    """Reading, and PATCH by `change`."""

    change_serializer: ClassVar[type[ChangeSerializer]]

    def changeable_rows(self) -> QuerySet[Any]:
        """Those that the client may change; it may read more."""
        raise NotImplementedError

    def write(self, row_id: uuid.UUID, version: int | None, words: dict[str, Any]) -> None:
        """Calls the verb."""
        raise NotImplementedError

    def change(self, request: Request) -> Response:
        refuse_unknown(request)
        row = self.get_object()
        if not self.changeable_rows().filter(pk=row.pk).exists():
            raise NotAllowedError
        version = expected_version(request, row.version)
        change = self.change_serializer(data=request.data)
        change.is_valid(raise_exception=True)
        with pghistory.context(api_client=str(self.caller.client.pk)):
            self.write(row.pk, version, change.validated_data)
        return self.one(self.get_object())
