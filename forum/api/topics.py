from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django_filters import ChoiceFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import ItemKind, PlacementState
from forum.models import ClientActor, Placement, Topic
from forum.models.flags import flag
from forum.models.topic import answered_by_client

from .filtering import ResourceFilter
from .serializing import CamelSerializer, Code, Moment, OrganisationReference, ResourceSerializer
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


class ProposalWordsSerializer(CamelSerializer):
    """What is asked. Names stay here; the presenter comes with the agenda."""

    topic_name = serializers.CharField(source="topic.name")
    title = serializers.CharField(help_text="The line on the agenda.")
    purpose = serializers.CharField()
    question = serializers.CharField()
    draft_decision = serializers.CharField()


class PlacementSerializer(ResourceSerializer):
    """That a topic stands on a forum's agendas. The words of the proposal are a draft until the agenda with them was sent, but for the
    organisation that is to answer it."""

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
    deferred_until = serializers.DateField(allow_null=True, help_text="Put off, and asked again on this day.")
    times_deferred = serializers.IntegerField(help_text="How often the answer was put off.")
    proposal = ProposalWordsSerializer(
        source="*",
        help_text="Its words, for the organisation that leads the forum or keeps its records; else null.",
        allow_null=True,
    )

    def to_representation(self, instance: Placement) -> dict[str, Any]:
        body = super().to_representation(instance)
        if not instance.may_answer:  # type: ignore[attr-defined]  # annotated by the view
            body["proposal"] = None
        return body


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
        mine = answered_by_client(self.actor) if isinstance(self.actor, ClientActor) else Q(pk__in=[])
        rows: QuerySet[Any] = Placement.objects.visible_to(self.actor).select_related("topic")
        annotated: QuerySet[Any] = rows.annotate(may_answer=flag(mine))
        return annotated
