from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django_filters import ChoiceFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import SharedKind
from forum.models import Share

from .filtering import MomentFilter, ResourceFilter
from .serializing import Code, Moment, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ShareSerializer(ResourceSerializer):
    path = "shares"
    related: ClassVar = {
        "forum": ("forums", "forum_id"),
        "organisation": ("organisations", "organisation_id"),
        "meeting": ("meetings", "meeting_id"),
        "document": ("documents", "document_id"),
    }

    forum_id = serializers.UUIDField()
    meeting_id = serializers.UUIDField(
        allow_null=True,
        help_text="The meeting of which something was sent; null for a document of the forum itself and for a proposal.",
    )
    document_id = serializers.UUIDField(allow_null=True, help_text="The document, when kind is document.")
    placement_id = serializers.UUIDField(
        allow_null=True,
        help_text="The proposal whose words were sent to whoever leads the forum, when kind is proposal.",
    )
    kind = Code(SharedKind)
    shared_version = serializers.IntegerField()
    organisation_id = serializers.UUIDField(help_text="To whom it was sent.")
    shared_at = Moment(help_text="When it became a public record there.")
    ended_at = Moment(allow_null=True)


class ShareFilter(ResourceFilter):
    forum = UUIDFilter(label="Id of the forum.")
    meeting = UUIDFilter(field_name="object_id", label="Id of the meeting.")
    kind = ChoiceFilter(choices=SharedKind.choices, label="What was sent.")
    shared_after = MomentFilter(field_name="shared_at", lookup_expr="gt", label="Sent after this moment.")


class ShareViewSet(ReadViewSet):
    """What was sent to the client's own organisation, in which version and when."""

    queryset = Share.objects.none()
    collection = "shares"
    scope = "meetings:read"
    serializer_class = ShareSerializer
    filterset_class = ShareFilter
    lookup_url_kwarg = "shareId"

    def visible_rows(self) -> QuerySet[Any]:
        return Share.objects.visible_to(self.actor).filter(organisation=self.caller.client.organisation_id)
