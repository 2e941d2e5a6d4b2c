from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django_filters import ChoiceFilter, DateFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import MeasureLevel, MeasureState, PlanState
from forum.models import ActionPlan, AdoptionStep, FollowUp, Goal, Indicator, Measure

from .filtering import ResourceFilter, YesNoFilter
from .serializing import CamelSerializer, Code, Moment, OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class StepSerializer(CamelSerializer):
    """One station on the way to adoption."""

    body = serializers.CharField()
    decided_on = serializers.DateField()
    paragraph = serializers.CharField()
    registry_number = serializers.CharField()
    adopts = serializers.BooleanField()


class ActionPlanSerializer(ResourceSerializer):
    path = "action-plans"
    related: ClassVar = {
        "topic": ("topics", "topic_id"),
        "organisation": ("organisations", "organisation_id"),
        "revises": ("action-plans", "revises_id"),
    }
    collections: ClassVar = {
        "goals": ("goals", "plan"),
        "measures": ("measures", "plan"),
        "indicators": ("indicators", "plan"),
        "followUps": ("follow-ups", "plan"),
    }

    topic_id = serializers.UUIDField()
    organisation = OrganisationReference()
    title = serializers.CharField()
    edition = serializers.IntegerField()
    revises_id = serializers.UUIDField(allow_null=True, help_text="The edition before.")
    state = Code(PlanState)
    summary = serializers.CharField()
    funding = serializers.CharField()
    responsible = serializers.CharField(help_text="The function that answers for its revision.")
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True, help_text="Null: until further notice.")
    revise_by = serializers.DateField(allow_null=True)
    reply_by = serializers.DateField(allow_null=True, help_text="The last day of its consultation.")
    sent_at = Moment(allow_null=True)
    registry_number = serializers.CharField()
    adopted_by = serializers.CharField()
    adopted_on = serializers.DateField(allow_null=True)
    adopted_paragraph = serializers.CharField()
    ended_on = serializers.DateField(allow_null=True)
    ended_reason = serializers.CharField()
    steps = StepSerializer(many=True, source="way", help_text="The way to adoption.")


class ActionPlanFilter(ResourceFilter):
    topic = UUIDFilter(label="Id of the topic.")
    organisation = UUIDFilter(label="Id of the organisation whose plan it is.")
    state = ChoiceFilter(choices=PlanState.choices, label="State of the plan.")


class PlansViewSet(ReadViewSet):
    scope = "plans:read"


class ActionPlanViewSet(PlansViewSet):
    """Adopted plans of topics that the client reads, its own organisation's, and those sent to it for consultation. Never drafts."""

    queryset = ActionPlan.objects.none()
    collection = "actionPlans"
    serializer_class = ActionPlanSerializer
    filterset_class = ActionPlanFilter
    lookup_url_kwarg = "actionPlanId"

    def visible_rows(self) -> QuerySet[Any]:
        steps = AdoptionStep.objects.filter(plan=OuterRef("pk")).order_by("decided_on", "pk")
        columns = {name: name for name in ("body", "decided_on", "paragraph", "registry_number", "adopts")}
        way = ArraySubquery(steps.values(json=JSONObject(**columns)))
        rows: QuerySet[Any] = ActionPlan.objects.visible_to(self.actor).select_related("organisation")
        with_way: QuerySet[Any] = rows.annotate(way=way)
        return with_way


class GoalSerializer(ResourceSerializer):
    path = "goals"
    related: ClassVar = {"actionPlan": ("action-plans", "plan_id")}
    collections: ClassVar = {"measures": ("measures", "goal")}

    action_plan_id = serializers.UUIDField(source="plan_id")
    position = serializers.IntegerField()
    text = serializers.CharField()
    description = serializers.CharField()


class GoalFilter(ResourceFilter):
    plan = UUIDFilter(label="Id of the action plan.")


class GoalViewSet(PlansViewSet):
    """What plans are to reach."""

    queryset = Goal.objects.none()
    collection = "goals"
    serializer_class = GoalSerializer
    filterset_class = GoalFilter
    lookup_url_kwarg = "goalId"

    def visible_rows(self) -> QuerySet[Any]:
        return Goal.objects.visible_to(self.actor)


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
