from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django_filters import ChoiceFilter, DateFilter, UUIDFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from forum.api.filtering import ResourceFilter, YesNoFilter
from forum.api.serializing import CamelSerializer, Code, Moment, OrganisationReference, ResourceSerializer
from forum.api.views import ReadViewSet
from meetings.enums import ActionState, DueKind
from meetings.models import ActionItem, Decision

from .action_changes import ChangesActions

if TYPE_CHECKING:
    from django.db.models import QuerySet


class DecisionSerializer(ResourceSerializer):
    path = "decisions"
    related: ClassVar = {
        "agendaItem": ("agenda-items", "item_id"),
        "meeting": ("meetings", "meeting_id"),
        "forum": ("forums", "forum_id"),
        "measure": ("measures", "measure_id"),
    }
    collections: ClassVar = {"actionItems": ("action-items", "decision")}

    agenda_item_id = serializers.UUIDField(source="item_id")
    meeting_id = serializers.UUIDField(source="item.meeting_id")
    forum_id = serializers.UUIDField(source="item.forum_id")
    position = serializers.IntegerField()
    text = serializers.CharField()
    reservations = serializers.CharField()
    measure_id = serializers.UUIDField(allow_null=True, help_text="The measure of an action plan that it serves.")

    def get_links(self, row: Decision) -> dict[str, dict[str, str]]:
        row.meeting_id, row.forum_id = row.item.meeting_id, row.item.forum_id  # type: ignore[attr-defined]  # where `related` looks
        return super().get_links(row)


class DecisionFilter(ResourceFilter):
    forum = UUIDFilter(field_name="item__forum", label="Id of the forum.")
    meeting = UUIDFilter(field_name="item__meeting", label="Id of the meeting.")
    item = UUIDFilter(label="Id of the agenda item.")
    topic = UUIDFilter(field_name="item__topic", label="Id of the topic.")
    measure = UUIDFilter(label="Id of the measure that it serves.")


class DecisionViewSet(ReadViewSet):
    """Decisions that were shared with the client's organisation."""

    queryset = Decision.objects.none()
    collection = "decisions"
    scope = "meetings:read"
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    lookup_url_kwarg = "decisionId"

    def visible_rows(self) -> QuerySet[Any]:
        return Decision.objects.visible_to(self.actor).select_related("item")


class OwnerSerializer(CamelSerializer):
    """Who has to do it, by role and organisation; a person's name and address stay here."""

    seat_id = serializers.UUIDField(source="owner_seat_id", allow_null=True)
    role_title = serializers.CharField(
        source="owner_seat.role_title", default="", help_text="Of the seat; empty when no seat owns it."
    )
    organisation = serializers.SerializerMethodField()
    unit_id = serializers.UUIDField(source="owner_unit_id", allow_null=True)

    @extend_schema_field(OrganisationReference(allow_null=True))
    def get_organisation(self, action: ActionItem) -> dict[str, Any] | None:
        holder = action.owner_seat or action.owner_person
        organisation = action.owner_organisation or (holder.organisation if holder else None)
        return OrganisationReference(organisation).data if organisation else None


class ActionItemSerializer(ResourceSerializer):
    path = "action-items"
    related: ClassVar = {
        "forum": ("forums", "forum_id"),
        "agendaItem": ("agenda-items", "origin_id"),
        "decision": ("decisions", "decision_id"),
        "ownerSeat": ("seats", "owner_seat_id"),
        "measure": ("measures", "measure_id"),
    }

    forum_id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Runs in the forum.")
    agenda_item_id = serializers.UUIDField(source="origin_id", help_text="Where it was given.")
    meeting_id = serializers.UUIDField(source="origin.meeting_id")
    decision_id = serializers.UUIDField(allow_null=True)
    measure_id = serializers.UUIDField(allow_null=True, help_text="The measure of an action plan that it serves.")
    text = serializers.CharField()
    owner = OwnerSerializer(source="*")
    due_kind = Code(DueKind)
    due_on = serializers.DateField(
        allow_null=True, help_text="The last day; moves with the next meeting when dueKind says so."
    )
    state = Code(ActionState)
    finished_at = Moment(allow_null=True)
    closed_reason = serializers.CharField()


class ActionItemFilter(ResourceFilter):
    forum = UUIDFilter(label="Id of the forum.")
    meeting = UUIDFilter(field_name="origin__meeting", label="Id of the meeting at which it was given.")
    item = UUIDFilter(field_name="origin", label="Id of the agenda item.")
    decision = UUIDFilter(label="Id of the decision.")
    measure = UUIDFilter(label="Id of the measure that it serves.")
    state = ChoiceFilter(choices=ActionState.choices, label="State of the action.")
    due_before = DateFilter(field_name="due_on", lookup_expr="lt", label="Due before this day.")
    own = YesNoFilter(method="only_own", label="Whether the client's organisation has to do it.")

    def only_own(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001  (django-filter calls by position)
        own = ActionItem.objects.owned_by(self.request.user.actor).values("pk")
        return queryset.filter(pk__in=own) if value else queryset.exclude(pk__in=own)


class ActionItemViewSet(ChangesActions):
    """Actions of the client's organisation from the moment they are logged, and those that were shared with it."""

    queryset = ActionItem.objects.none()
    collection = "actionItems"
    scope = "actions:read"
    scopes: ClassVar = {"PATCH": "actions:write"}
    serializer_class = ActionItemSerializer
    filterset_class = ActionItemFilter
    lookup_url_kwarg = "actionItemId"

    def visible_rows(self) -> QuerySet[Any]:
        owners = ("owner_organisation", "owner_seat__organisation", "owner_person__organisation")
        return ActionItem.objects.visible_to(self.actor).select_related("origin", *owners)
