"""Proposals, and the answer of the organisation that leads the forum or keeps its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from forum.api.changing import HEADERS, ChangeSerializer, ChangingViewSet
from forum.api.topics import PlacementViewSet as ReadPlacements
from forum.enums import PlacementState
from forum.errors import InvalidInputError
from forum.models import ClientActor, Placement
from forum.models.topic import answered_by_client
from meetings.services.proposals import accept_proposal, decline_proposal, defer_proposal

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.response import Response

ANSWERS = [
    (PlacementState.ACCEPTED.value, "Accepted"),
    (PlacementState.DEFERRED.value, "Deferred"),
    (PlacementState.DECLINED.value, "Declined"),
]
EXAMPLES = [
    OpenApiExample("Later", value={"state": "deferred", "until": "2027-03-01"}, request_only=True),
    OpenApiExample("No", value={"state": "declined", "reason": "Frågan ligger hos styrgruppen."}, request_only=True),
]


class PlacementAnswerSerializer(ChangeSerializer):
    state = serializers.ChoiceField(choices=ANSWERS)
    until = serializers.DateField(required=False, help_text="When to ask again; needed with the state deferred.")
    reason = serializers.CharField(required=False, max_length=2000, help_text="Needed with the state declined.")


class PlacementViewSet(ReadPlacements, ChangingViewSet):
    """Topics that were accepted where the client's organisation has a seat, and all that is asked where it leads or keeps the records."""

    scopes: ClassVar = {"PATCH": "topics:write"}
    change_serializer = PlacementAnswerSerializer

    @extend_schema(request=PlacementAnswerSerializer, parameters=HEADERS, examples=EXAMPLES)
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Answers a proposal: accept it, put it off to a day, or decline it with a reason."""
        return self.change(request)

    def changeable_rows(self) -> QuerySet[Any]:
        mine = answered_by_client(self.actor) if isinstance(self.actor, ClientActor) else Q(pk__in=[])
        return Placement.objects.filter(mine)

    def write(self, row_id: uuid.UUID, version: int | None, words: dict[str, Any]) -> None:
        _act(words)(placement_id=row_id, version=version, answered_by=None)


def _act(words: dict[str, Any]) -> Callable[..., Placement]:
    if words["state"] == PlacementState.ACCEPTED:
        return accept_proposal
    if words["state"] == PlacementState.DECLINED:
        return lambda **known: decline_proposal(reason=words.get("reason", ""), **known)
    if "until" not in words:
        raise InvalidInputError(_("Write the day when the proposal is to come back."), field="until")
    return lambda **known: defer_proposal(until=words["until"], **known)
