"""What is reckoned of one topic for a client: whose right it takes, and which part of it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated

from forum.api.authentication import ApiCaller
from forum.api.filtering import refuse_unknown
from forum.api.pagination import LAST_PAGE, MOST, whole_number
from forum.api.permissions import InsufficientScope, granted_scopes
from forum.api.serializing import CamelSerializer
from forum.models import Topic

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence

    from rest_framework.request import Request

    from forum.models import Actor


def topic_for_client(
    request: Request, topic_id: uuid.UUID, *, scopes: Iterable[str], parameters: frozenset[str]
) -> tuple[Topic, Actor]:
    """The topic and who asks. Refuses tokens without these scopes beside the view's own, and other parameters; 404 for topics unseen."""
    for scope in scopes:
        if scope not in granted_scopes(request):
            raise InsufficientScope(scope)
    refuse_unknown(request, parameters)
    if not isinstance(request.user, ApiCaller):
        raise NotAuthenticated
    topic = Topic.objects.visible_to(request.user.actor).filter(pk=topic_id).first()
    if topic is None:
        raise Http404
    return topic, request.user.actor


def number_parameter(name: str, default: int, most: int, text: str) -> OpenApiParameter:
    """A whole number from 1."""
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return OpenApiParameter(name, schema, description=text)


PAGING: Final = (
    number_parameter("limit", MOST, MOST, "How many at most."),
    number_parameter("page", 1, LAST_PAGE, "Which page, from 1."),
)


class PageMetaSerializer(CamelSerializer):
    """Which part of what was reckoned this is."""

    page = serializers.IntegerField()
    limit = serializers.IntegerField()
    count = serializers.IntegerField()
    total_records = serializers.IntegerField()


def page_of(request: Request, found: Sequence[Any]) -> tuple[Sequence[Any], dict[str, Any]]:
    """The part that is asked for, and what its `_meta` says."""
    limit, page = whole_number(request, "limit", MOST, MOST), whole_number(request, "page", 1, LAST_PAGE)
    rows = found[(page - 1) * limit : page * limit]
    return rows, {"page": page, "limit": limit, "count": len(rows), "total_records": len(found)}
