from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django_filters import ChoiceFilter, DateFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import MeasureLevel, MeasureState
from forum.models import FollowUp, Indicator, Measure

from .filtering import ResourceFilter, YesNoFilter
from .plans import PlansViewSet
from .serializing import Code, OrganisationReference, ResourceSerializer

if TYPE_CHECKING:
    from django.db.models import QuerySet


class MeasureSerializer(ResourceSerializer):
    """A measure with its owner by organisation, unit and function; a person's name stays here."""

    path = "measures"
    related: ClassVar = {
        "actionPlan": ("action-plans", "plan_id"),
        "goal": ("goals", "goal_id"),
        "finding": ("findings", "finding_id"),
        "forum": ("forums", "forum_id"),
    }
    collections: ClassVar = {
        "indicators": ("indicators", "measure"),
        "followUps": ("follow-ups", "measure"),
        "decisions": ("decisions", "measure"),
        "actionItems": ("action-items", "measure"),
        "trainingActivities": ("training-activities", "measure"),
    }

    action_plan_id = serializers.UUIDField(source="plan_id")
    goal_id = serializers.UUIDField()
    finding_id = serializers.UUIDField(allow_null=True, help_text="What was lacking, and this answers to.")
    line = serializers.UUIDField(help_text="The same in all editions of the plan.")
    number = serializers.IntegerField(help_text="Runs in the plan.")
    title = serializers.CharField()
    description = serializers.CharField()
    level = Code(MeasureLevel)
    target_group = serializers.CharField()
    owner_organisation = OrganisationReference()
    owner_unit_id = serializers.UUIDField(allow_null=True)
    owner_function = serializers.CharField()
    partners = serializers.CharField()
    forum_id = serializers.UUIDField(allow_null=True, help_text="The forum that carries it.")
    starts_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    funding = serializers.CharField()
    cost = serializers.IntegerField(allow_null=True, help_text="In kronor.")
    state = Code(MeasureState)
    result = serializers.CharField()
    finished_on = serializers.DateField(allow_null=True)


class MeasureFilter(ResourceFilter):
    plan = UUIDFilter(label="Id of the action plan.")
    goal = UUIDFilter(label="Id of the goal.")
    finding = UUIDFilter(label="Id of the finding that it answers to.")
    line = UUIDFilter(label="The measure through all editions of a plan.")
    forum = UUIDFilter(label="Id of the forum that carries it.")
    state = ChoiceFilter(choices=MeasureState.choices, label="How it goes.")


class MeasureViewSet(PlansViewSet):
    """What is done for a goal, by whom, carried by which forum."""

    queryset = Measure.objects.none()
    collection = "measures"
    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter
    lookup_url_kwarg = "measureId"

    def visible_rows(self) -> QuerySet[Any]:
        return Measure.objects.visible_to(self.actor).select_related("owner_organisation")


class IndicatorSerializer(ResourceSerializer):
    path = "indicators"
    related: ClassVar = {"actionPlan": ("action-plans", "plan_id"), "measure": ("measures", "measure_id")}
    collections: ClassVar = {"followUps": ("follow-ups", "indicator")}

    action_plan_id = serializers.UUIDField(source="plan_id")
    measure_id = serializers.UUIDField()
    name = serializers.CharField()
    measured_in = serializers.CharField(help_text="The unit, for example percent.")
    baseline = serializers.FloatField(allow_null=True)
    target = serializers.FloatField(allow_null=True)
    method = serializers.CharField()


class IndicatorFilter(ResourceFilter):
    plan = UUIDFilter(label="Id of the action plan.")
    measure = UUIDFilter(label="Id of the measure.")


class IndicatorViewSet(PlansViewSet):
    """How one sees whether a measure works."""

    queryset = Indicator.objects.none()
    collection = "indicators"
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    lookup_url_kwarg = "indicatorId"

    def visible_rows(self) -> QuerySet[Any]:
        return Indicator.objects.visible_to(self.actor)


class FollowUpSerializer(ResourceSerializer):
    path = "follow-ups"
    related: ClassVar = {
        "actionPlan": ("action-plans", "plan_id"),
        "measure": ("measures", "measure_id"),
        "indicator": ("indicators", "indicator_id"),
    }

    action_plan_id = serializers.UUIDField(source="plan_id")
    measure_id = serializers.UUIDField()
    indicator_id = serializers.UUIDField(allow_null=True)
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="Of the indicator, in its unit.")


class FollowUpFilter(ResourceFilter):
    plan = UUIDFilter(label="Id of the action plan.")
    measure = UUIDFilter(label="Id of the measure.")
    indicator = UUIDFilter(label="Id of the indicator.")
    due_before = DateFilter(field_name="due_on", lookup_expr="lt", label="Due before this day.")
    done = YesNoFilter(field_name="done_on", method="only_done", label="Whether it has been done.")

    def only_done(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001  (django-filter calls by position)
        return queryset.filter(done_on__isnull=not value)


class FollowUpViewSet(PlansViewSet):
    """When measures are looked at again, and what was seen."""

    queryset = FollowUp.objects.none()
    collection = "followUps"
    serializer_class = FollowUpSerializer
    filterset_class = FollowUpFilter
    lookup_url_kwarg = "followUpId"

    def visible_rows(self) -> QuerySet[Any]:
        return FollowUp.objects.visible_to(self.actor)
