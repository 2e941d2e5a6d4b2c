"""The one thing that may be written: how it goes with an action, by the organisation that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pghistory
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from forum.api.conditional import expected_version
from forum.api.filtering import refuse_unknown
from forum.api.number_check import PERSONAL_NUMBER
from forum.api.views import ReadViewSet
from forum.errors import NotAllowedError
from meetings.enums import REPORTED, ActionState, Via
from meetings.models import ActionItem
from meetings.services.actions import Actor, change_state

if TYPE_CHECKING:
    from rest_framework.request import Request

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of what was read; its version counts.",
)
EXAMPLE = OpenApiExample(
    "Done", value={"state": "done", "note": "Underlaget är skickat till sekreteraren."}, request_only=True
)


class ActionChangeSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=REPORTED)
    reason = serializers.CharField(
        required=False, max_length=2000, help_text="Why nothing is to be done; needed with the state closed."
    )
    note = serializers.CharField(required=False, max_length=5000, help_text="A word on how it went.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        unknown = set(self.initial_data) - set(self.fields)
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such field here.")] for name in sorted(unknown)}, code="unknown"
            )
        return attrs


class ChangesActions(ReadViewSet):
    """Adds PATCH to the actions."""

    @extend_schema(request=ActionChangeSerializer, parameters=[IF_MATCH, PERSONAL_NUMBER], examples=[EXAMPLE])
    def partial_update(self, request: Request, **_: Any) -> Response:
        """Reports the state of an action that the client's organisation has to do."""
        refuse_unknown(request)
        action: ActionItem = self.get_object()
        if not ActionItem.objects.owned_by(self.actor).filter(pk=action.pk).exists():
            raise NotAllowedError
        version = expected_version(request, action.version)
        change = ActionChangeSerializer(data=request.data)
        change.is_valid(raise_exception=True)
        words = change.validated_data
        with pghistory.context(api_client=str(self.caller.client.pk)):
            change_state(
                action_id=action.pk,
                version=version,
                state=ActionState(words["state"]),
                actor=Actor(via=Via.API),
                text=words.get("note", ""),
                reason=words.get("reason", ""),
            )
        row = self.get_object()
        response = Response(self.get_serializer(row).data)
        response.version = row.version  # type: ignore[attr-defined]  # read where the ETag is made
        return response
