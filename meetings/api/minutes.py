from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpResponse
from django_filters import ChoiceFilter, UUIDFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.negotiation import BaseContentNegotiation

from forum.api.conditional import is_unchanged, versioned_tag
from forum.api.filtering import MomentFilter, ResourceFilter, refuse_unknown
from forum.api.serializing import CamelSerializer, Code, Moment, ResourceSerializer
from forum.api.views import ReadViewSet
from forum.enums import MinutesForm
from meetings.enums import MinutesState
from meetings.models import Minutes
from meetings.services.minutes_content import content_checksum
from meetings.services.minutes_pdf import render_minutes_pdf

from .minutes_copy import copy_for_client

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from rest_framework.renderers import BaseRenderer
    from rest_framework.request import Request


class MinutesSerializer(ResourceSerializer):
    path = "minutes"
    related: ClassVar = {
        "meeting": ("meetings", "meeting_id"),
        "forum": ("forums", "forum_id"),
        "corrects": ("minutes", "corrects_id"),
    }

    meeting_id = serializers.UUIDField()
    forum_id = serializers.UUIDField(source="meeting.forum_id")
    number = serializers.IntegerField(help_text="1, and one more for each correction.")
    state = Code(MinutesState)
    corrects_id = serializers.UUIDField(allow_null=True)
    correction_reason = serializers.CharField()
    circulated_at = Moment()
    reply_by = serializers.DateField(allow_null=True)
    locked_at = Moment(allow_null=True)

    def get_links(self, row: Minutes) -> dict[str, dict[str, str]]:
        row.forum_id = row.meeting.forum_id  # type: ignore[attr-defined]  # where `related` looks
        links = super().get_links(row)
        return {**links, "pdf": {"href": f"{links['self']['href']}/pdf"}}


class PlaceSerializer(CamelSerializer):
    role = serializers.CharField(help_text="Title of the seat; empty for a guest.")
    organisation = serializers.CharField()


class MinutesApprovalSerializer(CamelSerializer):
    role = serializers.CharField()
    approved_at = serializers.CharField(help_text="In words; empty until then.")


class MinutesDecisionSerializer(CamelSerializer):
    id = serializers.UUIDField(default=None, allow_null=True)
    text = serializers.CharField()
    reservations = serializers.ListField(child=serializers.CharField())


class MinutesActionSerializer(CamelSerializer):
    id = serializers.UUIDField(allow_null=True)
    number = serializers.CharField()
    text = serializers.CharField()
    due = serializers.CharField(help_text="In words.")


class RecalledActionSerializer(CamelSerializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    text = serializers.CharField()
    due = serializers.CharField(help_text="In words; empty when it is finished.")
    state = serializers.CharField(help_text="In words, as it was at the meeting.")


class RecalledDecisionSerializer(CamelSerializer):
    id = serializers.UUIDField()
    paragraph = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()
    actions = RecalledActionSerializer(many=True)


class RecalledSerializer(CamelSerializer):
    """What the meeting followed up of the last one, as the minutes recount it."""

    minutes = serializers.CharField(help_text="How far the last minutes were, in words.")
    decisions = RecalledDecisionSerializer(many=True)
    actions = RecalledActionSerializer(many=True)


class MinutesDocumentSerializer(CamelSerializer):
    title = serializers.CharField()
    file_name = serializers.CharField()
    checksum = serializers.CharField(help_text="SHA-256 of the file when the minutes were frozen.")


class MinutesItemSerializer(CamelSerializer):
    agenda_item_id = serializers.UUIDField(source="id", allow_null=True)
    number = serializers.IntegerField()
    paragraph = serializers.IntegerField(allow_null=True)
    redacted = serializers.BooleanField()
    title = serializers.CharField()
    registry_number = serializers.CharField()
    notes = serializers.CharField()
    decisions = MinutesDecisionSerializer(many=True)
    actions = MinutesActionSerializer(many=True)
    follow_up = RecalledSerializer(allow_null=True)
    documents = MinutesDocumentSerializer(many=True)


class MinutesContentSerializer(CamelSerializer):
    """The frozen words in the language of the minutes; people by role and organisation."""

    language = serializers.CharField()
    form = Code(MinutesForm)
    title = serializers.CharField()
    organisation = serializers.CharField()
    forum = serializers.CharField()
    when = serializers.CharField(source="meeting.when")
    place = serializers.CharField(source="meeting.place")
    present = PlaceSerializer(many=True)
    substitutes = PlaceSerializer(many=True)
    others = PlaceSerializer(many=True)
    excused = PlaceSerializer(many=True)
    absent = PlaceSerializer(many=True)
    approvals = MinutesApprovalSerializer(many=True)
    documents = MinutesDocumentSerializer(many=True)
    items = MinutesItemSerializer(many=True)
    next_meeting = serializers.CharField()
    support_lines = serializers.ListField(
        child=serializers.CharField(),
        default=list,
        help_text="Whom people can call, with the hours as they were checked.",
    )


class MinutesDetailSerializer(MinutesSerializer):
    content = serializers.SerializerMethodField()

    def get_content(self, row: Minutes) -> MinutesContentSerializer:
        return MinutesContentSerializer(copy_for_client(row.content)).data  # type: ignore[return-value]  # the schema reads the annotation


class MinutesFilter(ResourceFilter):
    forum = UUIDFilter(field_name="meeting__forum", label="Id of the forum.")
    meeting = UUIDFilter(label="Id of the meeting.")
    state = ChoiceFilter(choices=MinutesState.choices, label="State of the minutes.")
    circulated_after = MomentFilter(field_name="circulated_at", lookup_expr="gt", label="Circulated after this moment.")


class AnyAccept(BaseContentNegotiation):
    """For a file: problems are JSON whatever was asked for."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:  # noqa: ARG002  (the framework's signature)
        return next(iter(parsers))

    def select_renderer(
        self,
        request: Request,  # noqa: ARG002  (the framework's signature)
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,  # noqa: ARG002  (the framework's signature)
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, str(first.media_type)


class MinutesViewSet(ReadViewSet):
    """Circulated minutes that were sent to the client's organisation: facts, frozen words, and a PDF."""

    queryset = Minutes.objects.none()
    collection = "minutes"
    scope = "meetings:read"
    serializer_class = MinutesSerializer
    filterset_class = MinutesFilter
    lookup_url_kwarg = "minutesId"

    def get_serializer_class(self) -> type[MinutesSerializer]:
        return MinutesDetailSerializer if self.detail else MinutesSerializer

    def visible_rows(self) -> QuerySet[Any]:
        rows = Minutes.objects.visible_to(self.actor).select_related("meeting").defer("pdf")
        return rows if self.detail else rows.defer("pdf", "content")

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, content_negotiation_class=AnyAccept)
    def pdf(self, request: Request, **_: Any) -> HttpResponse:
        """The minutes as tagged PDF, people by role and organisation. The same content gives the same bytes."""
        refuse_unknown(request)
        row: Minutes = self.get_object()
        content = copy_for_client(row.content)
        tag = versioned_tag(content_checksum(content), row.version)
        if is_unchanged(request, tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        name = f"minutes-{row.pk}-{row.number}.pdf"
        headers = {"ETag": tag, "Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(render_minutes_pdf(content), content_type="application/pdf", headers=headers)
