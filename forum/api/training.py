from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django_filters import ChoiceFilter, UUIDFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from forum.enums import TargetGroupKind
from forum.models import Participation, TargetGroup, TrainingActivity

from .filtering import ResourceFilter
from .serializing import CamelSerializer, Code, Moment, OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TargetGroupSerializer(ResourceSerializer):
    """Whom a topic wants to reach with training, in heads."""

    path = "target-groups"
    related: ClassVar = {"organisation": ("organisations", "organisation_id")}

    topic_id = serializers.UUIDField()
    organisation = OrganisationReference()
    unit_id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    kind = Code(TargetGroupKind)
    size = serializers.IntegerField()
    size_as_of = serializers.DateField()
    key_people = serializers.BooleanField(help_text="One representative of each workplace: size counts workplaces.")
    archived_at = Moment(allow_null=True)


class TargetGroupFilter(ResourceFilter):
    topic = UUIDFilter(label="Id of the topic.")
    kind = ChoiceFilter(choices=TargetGroupKind.choices, label="Kind of group.")


class TargetGroupViewSet(ReadViewSet):
    """Target groups of the client's organisation; a client of one unit reads that unit's."""

    queryset = TargetGroup.objects.none()
    collection = "targetGroups"
    scope = "training:read"
    serializer_class = TargetGroupSerializer
    filterset_class = TargetGroupFilter
    lookup_url_kwarg = "targetGroupId"

    def visible_rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = TargetGroup.objects.visible_to(self.actor).select_related("organisation")
        return rows


class ParticipationSerializer(CamelSerializer):
    target_group_id = serializers.UUIDField()
    count = serializers.IntegerField()


class TrainingActivitySerializer(ResourceSerializer):
    """A training that was held, with the heads of the groups that the client may read."""

    path = "training-activities"
    related: ClassVar = {"topic": ("topics", "topic_id"), "measure": ("measures", "measure_id")}

    topic_id = serializers.UUIDField()
    organisation = OrganisationReference(help_text="Arranged it.")
    name = serializers.CharField()
    held_on = serializers.DateField()
    valid_months = serializers.IntegerField(allow_null=True, help_text="Months for which it counts; null: for good.")
    measure_id = serializers.UUIDField(allow_null=True, help_text="The measure of a plan that it carries out.")
    participations = serializers.SerializerMethodField()

    @extend_schema_field(ParticipationSerializer(many=True))
    def get_participations(self, activity: Any) -> list[dict[str, Any]]:
        return list(ParticipationSerializer(activity.counted, many=True).data)


class TrainingActivityFilter(ResourceFilter):
    topic = UUIDFilter(label="Id of the topic.")
    measure = UUIDFilter(label="Id of the measure that it carries out.")
    line = UUIDFilter(field_name="measure__line", label="The measure through all editions of a plan.")


class TrainingActivityViewSet(ReadViewSet):
    """Training that the client's organisation arranged, or in which groups of its took part."""

    queryset = TrainingActivity.objects.none()
    collection = "trainingActivities"
    scope = "training:read"
    serializer_class = TrainingActivitySerializer
    filterset_class = TrainingActivityFilter
    lookup_url_kwarg = "trainingActivityId"

    def visible_rows(self) -> QuerySet[Any]:
        groups = TargetGroup.objects.visible_to(self.actor).order_by().values("pk")
        counted = Participation.objects.filter(activity=OuterRef("pk"), group__in=groups).order_by("group")
        part = JSONObject(target_group_id=F("group_id"), count=F("count"))
        rows: QuerySet[Any] = TrainingActivity.objects.visible_to(self.actor).select_related("organisation")
        found: QuerySet[Any] = rows.annotate(counted=ArraySubquery(counted.values(part=part)))
        return found
