"""Proposals, and the answer of the organisation that leads the forum or keeps its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pghistory
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from forum.api.conditional import expected_version
from forum.api.filtering import refuse_unknown
from forum.api.topics import PlacementViewSet as ReadPlacements
from forum.enums import PlacementState
from forum.errors import InvalidInputError, NotAllowedError
from forum.models import ClientActor, Placement
from forum.models.topic import answered_by_client
from meetings.services.proposals import accept_proposal, decline_proposal, defer_proposal

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.request import Request

ANSWERS = [
    (PlacementState.ACCEPTED.value, "Accepted"),
    (PlacementState.DEFERRED.value, "Deferred"),
    (PlacementState.DECLINED.value, "Declined"),
]
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of what was read; its version counts.",
)
EXAMPLES = [
    OpenApiExample("Later", value={"state": "deferred", "until": "2027-03-01"}, request_only=True),
    OpenApiExample("No", value={"state": "declined", "reason": "Frågan ligger hos styrgruppen."}, request_only=True),
]


class PlacementAnswerSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=ANSWERS)
    until = serializers.DateField(required=False, help_text="When to ask again; needed with the state deferred.")
    reason = serializers.CharField(required=False, max_length=2000, help_text="Needed with the state declined.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        unknown = set(self.initial_data) - set(self.fields)
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such field here.")] for name in sorted(unknown)}, code="unknown"
            )
        return attrs


class PlacementViewSet(ReadPlacements):
    """Topics that were accepted where the client's organisation has a seat, and all that is asked where it leads or keeps the records."""

    scopes: ClassVar = {"PATCH": "topics:write"}

    @extend_schema(request=PlacementAnswerSerializer, parameters=[IF_MATCH], examples=EXAMPLES)
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Answers a proposal: accept it, put it off to a day, or decline it with a reason."""
        refuse_unknown(request)
        placement: Placement = self.get_object()
        if not Placement.objects.filter(self._answerable(), pk=placement.pk).exists():
            raise NotAllowedError
        version = expected_version(request, placement.version)
        change = PlacementAnswerSerializer(data=request.data)
        change.is_valid(raise_exception=True)
        with pghistory.context(api_client=str(self.caller.client.pk)):
            _act(change.validated_data)(placement_id=placement.pk, version=version, answered_by=None)
        row = self.get_object()
        response = Response(self.get_serializer(row).data)
        response.version = row.version  # type: ignore[attr-defined]  # read where the ETag is made
        return response

    def _answerable(self) -> Q:
        return answered_by_client(self.actor) if isinstance(self.actor, ClientActor) else Q(pk__in=[])


def _act(words: dict[str, Any]) -> Callable[..., Placement]:
    if words["state"] == PlacementState.ACCEPTED:
        return accept_proposal
    if words["state"] == PlacementState.DECLINED:
        return lambda **known: decline_proposal(reason=words.get("reason", ""), **known)
    if "until" not in words:
        raise InvalidInputError(_("Write the day when the proposal is to come back."), field="until")
    return lambda **known: defer_proposal(until=words["until"], **known)
