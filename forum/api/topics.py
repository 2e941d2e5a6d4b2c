from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django_filters import ChoiceFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import ItemKind, PlacementState
from forum.models import Placement, Topic

from .filtering import ResourceFilter
from .serializing import Code, Moment, OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TopicSerializer(ResourceSerializer):
    path = "topics"
    related: ClassVar = {"organisation": ("organisations", "organisation_id")}
    collections: ClassVar = {"placements": ("placements", "topic"), "agendaItems": ("agenda-items", "topic")}

    slug = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    organisation = OrganisationReference()
    archived_at = Moment(allow_null=True)


class TopicViewSet(ReadViewSet):
    """Topics that stand on the agenda of a forum in which the client's organisation has a seat."""

    queryset = Topic.objects.none()
    collection = "topics"
    scope = "topics:read"
    serializer_class = TopicSerializer
    filterset_class = ResourceFilter
    lookup_url_kwarg = "topicId"

    def visible_rows(self) -> QuerySet[Any]:
        return Topic.objects.visible_to(self.actor).select_related("organisation")


class PlacementSerializer(ResourceSerializer):
    """That a topic stands on a forum's agendas. The words of the proposal are a draft until the agenda with them was sent."""

    path = "placements"
    related: ClassVar = {"topic": ("topics", "topic_id"), "forum": ("forums", "forum_id")}

    topic_id = serializers.UUIDField()
    forum_id = serializers.UUIDField()
    state = Code(PlacementState)
    kind = Code(ItemKind)
    minutes = serializers.IntegerField(allow_null=True, help_text="How long it is thought to take.")
    every = serializers.IntegerField(help_text="At every n-th meeting; 0 = once.")
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    answered_at = Moment(allow_null=True)


class PlacementFilter(ResourceFilter):
    topic = UUIDFilter(label="Id of the topic.")
    forum = UUIDFilter(label="Id of the forum.")
    state = ChoiceFilter(choices=PlacementState.choices, label="What the chair answered.")


class PlacementViewSet(ReadViewSet):
    """Topics that were accepted for the agendas of forums in which the client's organisation has a seat."""

    queryset = Placement.objects.none()
    collection = "placements"
    scope = "topics:read"
    serializer_class = PlacementSerializer
    filterset_class = PlacementFilter
    lookup_url_kwarg = "placementId"

    def visible_rows(self) -> QuerySet[Any]:
        return Placement.objects.visible_to(self.actor)
