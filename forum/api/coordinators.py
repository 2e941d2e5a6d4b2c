from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django_filters import UUIDFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from forum.models import Coordinator

from .filtering import ResourceFilter
from .serializing import OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class CoordinatorSerializer(ResourceSerializer):
    """Who holds a topic together in an organisation, by function. A name stands here only where it stands on the public card."""

    path = "coordinators"
    related: ClassVar = {"topic": ("topics", "topic_id"), "organisation": ("organisations", "organisation_id")}

    topic_id = serializers.UUIDField(help_text="Readable when the topic stands on the agenda of a forum of yours.")
    topic_name = serializers.CharField(source="topic.name")
    organisation = OrganisationReference(help_text="Where it is coordinated.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, help_text="The last day; null: until further notice.")
    has_deputy = serializers.BooleanField(help_text="Whether somebody stands in.")
    function = serializers.CharField(help_text="For example “Security coordinator”; empty: not said.")
    mailbox = serializers.CharField(help_text="Address of the function, not of a person; empty: none.")
    phone = serializers.CharField(help_text="In international form; empty: none.")
    published = serializers.BooleanField(
        help_text="Whether the card stands on the public pages, for every client to read."
    )
    name = serializers.SerializerMethodField(help_text="Only where the public card tells it; else null.")

    @extend_schema_field({"type": ["string", "null"]})
    def get_name(self, coordinator: Coordinator) -> str | None:
        return coordinator.public_name


class CoordinatorFilter(ResourceFilter):
    topic = UUIDFilter(label="Id of the topic.")
    organisation = UUIDFilter(label="Id of the organisation.")


class CoordinatorViewSet(ReadViewSet):
    """Coordinators whose card is public, and all of the client's organisation; terms to come and that are over too."""

    queryset = Coordinator.objects.none()
    collection = "coordinators"
    scope = "topics:read"
    serializer_class = CoordinatorSerializer
    filterset_class = CoordinatorFilter
    lookup_url_kwarg = "coordinatorId"

    def visible_rows(self) -> QuerySet[Any]:
        rows = Coordinator.objects.visible_to(self.actor).select_related("topic", "organisation", "person")
        annotated: QuerySet[Any] = rows.annotate(has_deputy=Q(deputy__isnull=False))
        return annotated
