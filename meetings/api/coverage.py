"""Where a topic was raised, as far as the client's organisation may know: the forums in which it sits, by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from forum.api.pagination import whole_number
from forum.api.problems import ParameterError
from forum.api.serializing import CamelSerializer, Code, Moment
from forum.api.views import ApiView
from forum.enums import PlacementState
from meetings.api.topic_reads import PAGING, PageMetaSerializer, number_parameter, page_of, topic_for_client
from meetings.enums import CoverageState, PeriodLength
from meetings.selectors.coverage import coverage_for_reader

if TYPE_CHECKING:
    from datetime import date

    from rest_framework.request import Request

    from meetings.selectors.coverage_rows import Coverage, CoverageRow

NEEDED: Final = "meetings:read"
MOST_PERIODS: Final = 36
USUAL: Final = 12
PARAMETERS: Final = frozenset({"period", "periods", "as_of", "limit", "page"})


class CoverageCellSerializer(CamelSerializer):
    period = serializers.CharField(help_text="As in `periods`.")
    state = Code(CoverageState)


class CoverageForumSerializer(CamelSerializer):
    """One forum. The states stand in the order of the periods."""

    forum_id = serializers.UUIDField()
    forum_name = serializers.CharField()
    never_raised = serializers.BooleanField(help_text="No point with an outcome, and none that waits for one.")
    last_raised_at = Moment(allow_null=True)
    not_logged_at = Moment(allow_null=True, help_text="A later point of which no outcome may be read.")
    planned_at = Moment(allow_null=True)
    answer = Code(PlacementState, allow_null=True, help_text="What the chair answered to the newest proposal.")
    cells = CoverageCellSerializer(many=True)


class PeriodSerializer(CamelSerializer):
    period = serializers.CharField(help_text="2026-11, 2026-Q4 or 2026.")
    first_day = serializers.DateField()
    last_day = serializers.DateField()


class CoverageSerializer(CamelSerializer):
    """Forums × periods, those that never raised the topic first."""

    meta = PageMetaSerializer()
    topic_id = serializers.UUIDField()
    as_of = serializers.DateField(help_text="The day whose end it tells of, in the zone of the installation.")
    periods = PeriodSerializer(many=True)
    forums = CoverageForumSerializer(many=True)


ASKED: Final = [
    OpenApiParameter("period", str, enum=PeriodLength.values, description="How long a period is; month if not given."),
    number_parameter("periods", USUAL, MOST_PERIODS, "How many periods; a sixth of them lie ahead."),
    OpenApiParameter("as_of", {"type": "string", "format": "date"}, description="A past day; today if not given."),
    *PAGING,
]


class CoverageView(ApiView):
    scope = "topics:read"

    @extend_schema(
        operation_id="readTopicCoverage", summary="Where a topic was raised", responses=CoverageSerializer,
        tags=["topics"], parameters=ASKED,
    )  # fmt: skip
    def get(self, request: Request, **place: Any) -> Response:
        """Forums in which the client's organisation sits, by period. Outcomes count only where they were sent to it; a meeting of which
        it was sent nothing is `unknown`. Needs the scope meetings:read as well."""
        topic, actor = topic_for_client(request, place["topicId"], scopes=[NEEDED], parameters=PARAMETERS)
        found = coverage_for_reader(
            actor, topic, length=_length(request), as_of=_day(request),
            count=whole_number(request, "periods", USUAL, MOST_PERIODS),
        )  # fmt: skip
        rows, meta = page_of(request, found.rows)
        body = {
            "meta": meta,
            "topic_id": topic.pk,
            "as_of": found.day,
            "periods": [{"period": one.key, "first_day": one.first, "last_day": one.last} for one in found.periods],
            "forums": [_forum(found, row) for row in rows],
        }
        return Response(CoverageSerializer(body).data)


def _forum(found: Coverage, row: CoverageRow) -> dict[str, Any]:
    states = row.states(len(found.periods))
    return {
        "forum_id": row.forum.pk,
        "forum_name": row.forum.name,
        "never_raised": row.never,
        "last_raised_at": row.last_at,
        "not_logged_at": row.unlogged_at,
        "planned_at": row.planned_at,
        "answer": row.asking.state if row.asking else None,
        "cells": [{"period": one.key, "state": state} for one, state in zip(found.periods, states, strict=True)],
    }


def _length(request: Request) -> str:
    given = request.query_params.get("period", PeriodLength.MONTH.value)
    if given not in PeriodLength.values:
        raise ParameterError({"period": [_("Give month, quarter or year.")]})
    return given


def _day(request: Request) -> date | None:
    given = request.query_params.get("as_of")
    if given is None:
        return None
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day is None or not day.year >= 1990 or day > timezone.localdate():
        raise ParameterError({"as_of": [_("Give a past day, for example 2026-06-30.")]})
    return day
