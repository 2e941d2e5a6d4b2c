"""Where the chain from finding to follow-up is broken, as far as the client may see its links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from forum.api.problems import ParameterError
from forum.api.serializing import CamelSerializer, Code
from forum.api.views import ApiView
from meetings.api.topic_reads import PAGING, PageMetaSerializer, page_of, topic_for_client
from meetings.enums import BreakKind
from meetings.selectors.plan_breaks import breaks_for_reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rest_framework.request import Request

    from meetings.selectors.plan_breaks import Break

#: The list that the broken link is a row of, by kind.
LISTS: Final = {
    BreakKind.NO_MEASURE: "findings",
    BreakKind.NO_DECISION: "measures",
    BreakKind.NO_ACTION: "decisions",
    BreakKind.OVERDUE: "action-items",
    BreakKind.NO_FOLLOW_UP: "measures",
}
NEEDED: Final = ("pictures:read", "meetings:read", "actions:read")
PARAMETERS: Final = frozenset({"kind", "limit", "page"})


class BreakSerializer(CamelSerializer):
    """What is missing after which row, and since which day."""

    kind = Code(BreakKind)
    id = serializers.UUIDField(help_text="Of the row after which something is missing.")
    href = serializers.URLField()
    since = serializers.DateField(allow_null=True)


class BreaksSerializer(CamelSerializer):
    """The earlier the link that is missing, the worse; the worst come first."""

    meta = PageMetaSerializer()
    topic_id = serializers.UUIDField()
    breaks = BreakSerializer(many=True)


ASKED: Final = [
    OpenApiParameter("kind", str, enum=BreakKind.values, description="One kind alone."),
    *PAGING,
]


class BreaksView(ApiView):
    scope = "plans:read"

    @extend_schema(
        operation_id="readTopicBreaks", summary="What is missing in the chain", responses=BreaksSerializer,
        tags=["topics"], parameters=ASKED,
    )  # fmt: skip
    def get(self, request: Request, **place: Any) -> Response:
        """Findings without measure, measures without decision, decisions without action, actions overdue without a word, measures that
        nobody follows up. Links that the client may not see do not count. Needs pictures:read, meetings:read and actions:read as well."""
        topic, actor = topic_for_client(request, place["topicId"], scopes=NEEDED, parameters=PARAMETERS)
        rows, meta = page_of(request, breaks_for_reader(actor, topic, kinds=_kinds(request)))
        body = {"meta": meta, "topic_id": topic.pk, "breaks": [_row(request, one) for one in rows]}
        return Response(BreaksSerializer(body).data)


def _kinds(request: Request) -> Iterable[BreakKind]:
    given = request.query_params.get("kind")
    if given is None:
        return tuple(BreakKind)
    if given not in BreakKind.values:
        raise ParameterError({"kind": [_("Give one of the kinds of breaks.")]})
    return (BreakKind(given),)


def _row(request: Request, one: Break) -> dict[str, Any]:
    href = request.build_absolute_uri(f"/api/v1/{LISTS[one.kind]}/{one.object_id}")
    return {"kind": one.kind, "id": one.object_id, "href": href, "since": one.since}
