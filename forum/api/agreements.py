from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django_filters import UUIDFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from forum.models import Agreement, AgreementFollowUp, AgreementForum, AgreementParty

from .filtering import ResourceFilter
from .serializing import CamelSerializer, OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class AgreementPartySerializer(CamelSerializer):
    """A party by id, code and name."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    signatory = serializers.CharField(help_text="The function that signs for it.")


class AgreementFollowUpSerializer(CamelSerializer):
    held_on = serializers.DateField()
    outcome = serializers.CharField()


class AgreementSerializer(ResourceSerializer):
    """A written agreement on cooperation (lag 2023:196, 9 §)."""

    path = "agreements"
    related: ClassVar = {
        "organisation": ("organisations", "organisation_id"),
        "topic": ("topics", "topic_id"),
        "actionPlan": ("action-plans", "plan_id"),
    }

    title = serializers.CharField()
    organisation = OrganisationReference(help_text="Keeps it up to date here.")
    signatory = serializers.CharField(help_text="The function that signs for the organisation that keeps it.")
    parties = serializers.SerializerMethodField(help_text="The others.")
    topic_id = serializers.UUIDField(allow_null=True)
    action_plan_id = serializers.UUIDField(source="plan_id", allow_null=True, help_text="The plan that carries it out.")
    forum_ids = serializers.ListField(
        child=serializers.UUIDField(), source="forums_tied", help_text="The forums in which it is carried out."
    )
    purposes = serializers.CharField()
    areas = serializers.CharField()
    registry_number = serializers.CharField()
    url = serializers.CharField()
    signed_on = serializers.DateField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    follow_up_on = serializers.DateField(allow_null=True)
    follow_ups = serializers.SerializerMethodField()

    @extend_schema_field(AgreementPartySerializer(many=True))
    def get_parties(self, agreement: Any) -> list[dict[str, Any]]:
        return list(AgreementPartySerializer(agreement.party_rows, many=True).data)

    @extend_schema_field(AgreementFollowUpSerializer(many=True))
    def get_follow_ups(self, agreement: Any) -> list[dict[str, Any]]:
        return list(AgreementFollowUpSerializer(agreement.follow_up_rows, many=True).data)


class AgreementFilter(ResourceFilter):
    topic = UUIDFilter(label="Id of the topic.")
    plan = UUIDFilter(label="Id of the action plan that carries it out.")
    forum = UUIDFilter(field_name="forum_ties__forum", label="Id of a forum in which it is carried out.")


class AgreementViewSet(ReadViewSet):
    """Agreements that the client's organisation keeps, and signed ones to which it is a party."""

    queryset = Agreement.objects.none()
    collection = "agreements"
    scope = "agreements:read"
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter
    lookup_url_kwarg = "agreementId"

    def visible_rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Agreement.objects.visible_to(self.actor).select_related("organisation")
        parties = AgreementParty.objects.filter(agreement=OuterRef("pk")).order_by("organisation__name")
        party = JSONObject(
            id=F("organisation_id"),
            code=F("organisation__code"),
            name=F("organisation__name"),
            signatory=F("signatory"),
        )
        follow_ups = AgreementFollowUp.objects.filter(agreement=OuterRef("pk")).order_by("-held_on", "-pk")
        found = JSONObject(held_on=F("held_on"), outcome=F("outcome"))
        ties = AgreementForum.objects.filter(agreement=OuterRef("pk")).order_by("forum")
        shown: QuerySet[Any] = rows.annotate(
            forums_tied=ArraySubquery(ties.values("forum")),
            party_rows=ArraySubquery(parties.values(part=party)),
            follow_up_rows=ArraySubquery(follow_ups.values(part=found)),
        )
        return shown
