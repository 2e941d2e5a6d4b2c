"""How it goes with an action, by the organisation that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from forum.api.changing import HEADERS, ChangeSerializer, ChangingViewSet
from meetings.enums import REPORTED, ActionState, Via
from meetings.models import ActionItem
from meetings.services.actions import Actor, change_state

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.response import Response

EXAMPLE = OpenApiExample(
    "Done", value={"state": "done", "note": "Underlaget är skickat till sekreteraren."}, request_only=True
)


class ActionChangeSerializer(ChangeSerializer):
    state = serializers.ChoiceField(choices=REPORTED)
    reason = serializers.CharField(
        required=False, max_length=2000, help_text="Why nothing is to be done; needed with the state closed."
    )
    note = serializers.CharField(required=False, max_length=5000, help_text="A word on how it went.")


class ChangesActions(ChangingViewSet):
    """Adds PATCH to the actions."""

    change_serializer = ActionChangeSerializer

    @extend_schema(request=ActionChangeSerializer, parameters=HEADERS, examples=[EXAMPLE])
    def partial_update(self, request: Request, **_: Any) -> Response:
        """Reports the state of an action that the client's organisation has to do."""
        return self.change(request)

    def changeable_rows(self) -> QuerySet[Any]:
        return ActionItem.objects.owned_by(self.actor)

    def write(self, row_id: uuid.UUID, version: int | None, words: dict[str, Any]) -> None:
        change_state(
            action_id=row_id,
            version=version,
            state=ActionState(words["state"]),
            actor=Actor(via=Via.API),
            text=words.get("note", ""),
            reason=words.get("reason", ""),
        )
