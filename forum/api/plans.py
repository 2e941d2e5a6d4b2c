from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django_filters import ChoiceFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import PlanState
from forum.models import ActionPlan, AdoptionStep, Goal

from .filtering import ResourceFilter
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
        "consultationReplies": ("consultation-replies", "plan"),
        "agreements": ("agreements", "plan"),
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
