from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Value, When
from django.db.models.functions import JSONObject
from django_filters import ChoiceFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import Stance
from forum.models import ConsultationRemark, Consultee

from .filtering import ResourceFilter, YesNoFilter
from .plans import PlansViewSet
from .serializing import CamelSerializer, Code, Moment, OrganisationReference, ResourceSerializer

if TYPE_CHECKING:
    from django.db.models import QuerySet

ADDRESSEES = ("unit", "organisation", "person", "address")


class RemarkSerializer(CamelSerializer):
    """What is said of one part; neither id is given once the part is gone."""

    goal_id = serializers.UUIDField(allow_null=True)
    measure_id = serializers.UUIDField(allow_null=True)
    about = serializers.CharField(help_text="The goal or measure in its words at the time.")
    text = serializers.CharField()


class ConsultationReplySerializer(ResourceSerializer):
    """One addressee of a plan's consultation with its answer; names and addresses of persons stay here."""

    path = "consultation-replies"
    related: ClassVar = {
        "actionPlan": ("action-plans", "plan_id"),
        "organisation": ("organisations", "organisation_id"),
        "unit": ("units", "unit_id"),
    }

    action_plan_id = serializers.UUIDField(source="plan_id")
    addressee = serializers.ChoiceField(choices=ADDRESSEES, help_text="As what it was asked.")
    organisation = OrganisationReference(allow_null=True, help_text="Null where a person or an address was asked.")
    unit_id = serializers.UUIDField(allow_null=True)
    reply_by = serializers.DateField(allow_null=True, help_text="Its last day to answer.")
    sent_at = Moment()
    replied_at = Moment(allow_null=True)
    stance = Code(Stance, allow_null=True, help_text="Null until it has answered.")
    reply = serializers.CharField(help_text="Of the plan as a whole.")
    remarks = RemarkSerializer(many=True, source="said", help_text="Of its goals and measures.")


class ConsultationReplyFilter(ResourceFilter):
    plan = UUIDFilter(label="Id of the action plan.")
    organisation = UUIDFilter(label="Id of the organisation that was asked.")
    stance = ChoiceFilter(choices=Stance.choices, label="What it thinks of the plan.")
    replied = YesNoFilter(field_name="replied_at", method="only_replied", label="Whether it has answered.")

    def only_replied(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001  (django-filter calls by position)
        return queryset.filter(replied_at__isnull=not value)


class ConsultationReplyViewSet(PlansViewSet):
    """What the client's organisation was asked of plans and answered, and what others answered on its own plans."""

    queryset = Consultee.objects.none()
    collection = "consultationReplies"
    serializer_class = ConsultationReplySerializer
    filterset_class = ConsultationReplyFilter
    lookup_url_kwarg = "consultationReplyId"

    def visible_rows(self) -> QuerySet[Any]:
        remarks = ConsultationRemark.objects.filter(consultee=OuterRef("pk")).order_by("pk")
        columns = {name: name for name in ("goal_id", "measure_id", "about", "text")}
        kinds = [When(**{f"{name}__isnull": False}, then=Value(name)) for name in ADDRESSEES[:-1]]
        rows = Consultee.objects.visible_to(self.actor).select_related("organisation")
        found: QuerySet[Any] = rows.annotate(
            said=ArraySubquery(remarks.values(json=JSONObject(**columns))),
            addressee=Case(*kinds, default=Value("address")),
        )
        return found
