"""What has changed for the client, so that it can keep a copy that is equal to what it could read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.response import Response

from forum.api.authentication import ApiCaller
from forum.api.cursors import read_cursor, write_cursor
from forum.api.filtering import refuse_unknown
from forum.api.pagination import DEFAULT_LIMIT, MOST, whole_number
from forum.api.permissions import InsufficientScope, granted_scopes
from forum.api.problems import ReadAgain
from forum.api.serializing import LINK, CamelSerializer
from forum.api.urls import RESOURCES as WHAT_STANDS
from forum.api.views import ApiView, api_root
from forum.selectors.change_log import Position, can_follow, newest_position, read_log_state
from meetings.selectors.changes import ChangePage, Entry, changes_for_client, epoch_for_client

from .urls import RESOURCES as WHAT_HAPPENS

if TYPE_CHECKING:
    from rest_framework.request import Request

SCOPE_OF: Final = {kind: view.scope for kind, view in {**WHAT_STANDS, **WHAT_HAPPENS}.items()}
FILTER_OF: Final = {"forumId": "forum", "meetingId": "meeting", "agendaItemId": "item", "actionPlanId": "plan"}
PARAMETERS: Final = frozenset({"limit", "cursor"})
WITHIN: Final = {
    "type": ["object", "null"],
    "additionalProperties": {"type": "string", "format": "uuid"},
    "description": "Field and value that bound a part of the list; null for one row, and for the whole list when id is null.",
}


class ChangeSerializer(CamelSerializer):
    """A row, a list, or a part of a list, and what to do with it."""

    kind = serializers.ChoiceField(choices=list(SCOPE_OF), source="target.kind", help_text="The resource.")
    id = serializers.UUIDField(
        source="target.id", allow_null=True, help_text="Of the row; null for a list or a part of one."
    )
    within = serializers.SerializerMethodField()
    op = serializers.ChoiceField(
        choices=["changed", "gone", "reread"],
        help_text="changed: read the row. gone: drop row, part or list. reread: read part or list and drop what isn't in it.",
    )
    href = serializers.SerializerMethodField(help_text="Where to read it.")

    @extend_schema_field(WITHIN)
    def get_within(self, entry: Entry) -> dict[str, str] | None:
        return {entry.target.part: str(entry.target.value)} if entry.target.part else None

    @extend_schema_field(OpenApiTypes.URI)
    def get_href(self, entry: Entry) -> str:
        target = entry.target
        address = f"{self.context['root']}{target.kind}"
        if target.part:
            return f"{address}?{FILTER_OF[target.part]}={target.value}"
        return f"{address}/{target.id}" if target.id else address


class ChangesMetaSerializer(CamelSerializer):
    """How to go on."""

    limit = serializers.IntegerField()
    count = serializers.IntegerField()
    more = serializers.BooleanField(help_text="Whether to go on at once; else come back later with nextCursor.")
    next_cursor = serializers.CharField(help_text="Always there; keep it with the copy.")


class ChangesSerializer(CamelSerializer):
    """What has to be read again or dropped."""

    meta = ChangesMetaSerializer()
    links = serializers.SerializerMethodField()
    changes = ChangeSerializer(many=True)

    @extend_schema_field({"type": "object", "properties": {"next": LINK}, "required": ["next"]})
    def get_links(self, answer: dict[str, Any]) -> dict[str, dict[str, str]]:
        return {"next": {"href": answer["following"]}}


CURSOR = OpenApiParameter(
    "cursor",
    str,
    description="The nextCursor of the last answer; without it the answer is empty and gives a first one.",
)
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
    description="How many at most.",
)


class ChangesView(ApiView):
    scope = None  # any scope that reads something: each kind has its own

    @extend_schema(
        operation_id="listChanges",
        summary="What has to be read again",
        responses=ChangesSerializer,
        tags=["changes"],
        parameters=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        """Rows, and lists or parts of lists, that are to be read again or dropped; for the kinds that the token may read.

        Take a cursor first, then read all lists, then follow.
        """
        refuse_unknown(request, PARAMETERS)
        if not isinstance(request.user, ApiCaller):
            raise NotAuthenticated
        limit = whole_number(request, "limit", DEFAULT_LIMIT, MOST)
        kinds = readable_kinds(request)
        state = read_log_state()
        epoch = epoch_for_client(request.user.actor, kinds, state)
        if "cursor" not in request.query_params:
            page = ChangePage([], newest_position(state.horizon), more=False)
        else:
            position = followed(request.query_params["cursor"], epoch, state.horizon)
            page = changes_for_client(request.user.actor, kinds, position=position, horizon=state.horizon, most=limit)
        return answer(request, page, write_cursor(epoch, page.end), limit)


def readable_kinds(request: Request) -> frozenset[str]:
    granted = granted_scopes(request)
    kinds = frozenset(kind for kind, scope in SCOPE_OF.items() if scope in granted)
    if not kinds:
        raise InsufficientScope(" ".join(sorted({scope for scope in SCOPE_OF.values() if scope})))
    return kinds


def followed(cursor: str, epoch: str, horizon: int) -> Position:
    """Raises `ReadAgain` for a cursor of another time, reader or set of kinds, and for one whose change the log has lost."""
    given, position = read_cursor(cursor)
    if given != epoch or not can_follow(position, horizon):
        raise ReadAgain
    return position


def answer(request: Request, page: ChangePage, cursor: str, limit: int) -> Response:
    query = request.query_params.copy()
    query["cursor"] = cursor
    following = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
    meta = {"limit": limit, "count": len(page.entries), "more": page.more, "next_cursor": cursor}
    body = {"meta": meta, "changes": page.entries, "following": following}
    data = ChangesSerializer(body, context={"root": api_root(request)}).data
    return Response(data, headers={"Link": f'<{following}>; rel="next"'})
