from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import FileResponse, Http404, HttpResponse
from django_filters import UUIDFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from forum.api.conditional import is_unchanged, versioned_tag
from forum.api.filtering import MomentFilter, ResourceFilter, refuse_unknown
from forum.api.serializing import Moment, ResourceSerializer
from forum.api.views import ReadViewSet
from meetings.models import Document
from meetings.selectors.documents import content_of

from .minutes import AnyAccept

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponseBase
    from rest_framework.request import Request


class DocumentSerializer(ResourceSerializer):
    path = "documents"
    related: ClassVar = {
        "forum": ("forums", "forum_id"),
        "meeting": ("meetings", "at_meeting"),
        "agendaItem": ("agenda-items", "item_id"),
        "actionPlan": ("action-plans", "plan_id"),
    }

    forum_id = serializers.UUIDField(allow_null=True, help_text="Null for a document of an action plan.")
    meeting_id = serializers.UUIDField(
        source="at_meeting", allow_null=True, help_text="Null for a document of the forum itself or of a plan."
    )
    agenda_item_id = serializers.UUIDField(source="item_id", allow_null=True)
    action_plan_id = serializers.UUIDField(
        source="plan_id", allow_null=True, help_text="Null for all but documents of a plan."
    )
    title = serializers.CharField()
    number = serializers.IntegerField(help_text="1, and one more for each file that took the place of another.")
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    checksum = serializers.CharField(help_text="SHA-256 of the file, 64 hex digits.")
    uploaded_at = Moment()

    def get_links(self, row: Document) -> dict[str, dict[str, str]]:
        links = super().get_links(row)
        return {**links, "file": {"href": f"{links['self']['href']}/file"}}


class DocumentFilter(ResourceFilter):
    forum = UUIDFilter(label="Id of the forum.")
    meeting = UUIDFilter(field_name="at_meeting", label="Id of the meeting.")
    item = UUIDFilter(label="Id of the agenda item.")
    plan = UUIDFilter(label="Id of the action plan.")
    uploaded_after = MomentFilter(
        field_name="uploaded_at", lookup_expr="gt", label="Present file uploaded after this moment."
    )


class DocumentViewSet(ReadViewSet):
    """Documents of what was sent to the client's organisation, without those of restricted items, of plans that it reads, and their
    present files.
    """

    queryset = Document.objects.none()
    collection = "documents"
    scope = "documents:read"
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    lookup_url_kwarg = "documentId"

    def visible_rows(self) -> QuerySet[Any]:
        return Document.objects.visible_to(self.actor)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, content_negotiation_class=AnyAccept)
    def file(self, request: Request, **_: Any) -> HttpResponseBase:
        """The present file, always as a download, in the media type that `contentType` tells."""
        refuse_unknown(request)
        row: Document = self.get_object()
        tag = versioned_tag(row.checksum, row.number)
        if is_unchanged(request, tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        content = content_of(row)
        if content is None:
            raise Http404
        return FileResponse(
            content,
            as_attachment=True,
            filename=row.file_name,
            content_type=row.content_type,
            headers={"ETag": tag, "X-Content-Type-Options": "nosniff"},
        )
