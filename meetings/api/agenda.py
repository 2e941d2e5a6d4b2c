from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django_filters import ChoiceFilter, UUIDFilter
from rest_framework import serializers

from forum.api.filtering import ResourceFilter
from forum.api.serializing import Code, ResourceSerializer
from forum.api.views import ReadViewSet
from forum.enums import ItemKind
from meetings.enums import Answer, ItemOpenness
from meetings.models import AgendaItem

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet


class AgendaItemSerializer(ResourceSerializer):
    path = "agenda-items"
    related: ClassVar = {
        "meeting": ("meetings", "meeting_id"),
        "forum": ("forums", "forum_id"),
        "topic": ("topics", "topic_id"),
        "placement": ("placements", "placement_id"),
        "presenterSeat": ("seats", "presenter_seat_id"),
        "carriedFrom": ("agenda-items", "carried_from_id"),
        "recalls": ("meetings", "recalls_id"),
    }
    collections: ClassVar = {
        "decisions": ("decisions", "item"),
        "actionItems": ("action-items", "item"),
        "documents": ("documents", "item"),
    }

    meeting_id = serializers.UUIDField()
    forum_id = serializers.UUIDField()
    position = serializers.IntegerField()
    section = serializers.CharField(help_text="Heading that items in a row share; empty for none.")
    paragraph = serializers.IntegerField(allow_null=True, help_text="§ number, unique in forum and year.")
    paragraph_year = serializers.IntegerField(allow_null=True)
    redacted = serializers.SerializerMethodField(
        help_text="Whether only number and neutral title are shown to this client."
    )
    kind = Code(ItemKind)
    title = serializers.CharField()
    topic_id = serializers.UUIDField(allow_null=True)
    placement_id = serializers.UUIDField(allow_null=True)
    question = serializers.CharField()
    presenter_seat_id = serializers.UUIDField(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True, help_text="How long it is thought to take.")
    registry_number = serializers.CharField()
    draft_decision = serializers.CharField()
    openness = Code(ItemOpenness)
    secrecy_provision = serializers.CharField(help_text="A mark that warns, with the provision it rests on.")
    notes = serializers.CharField()
    answer = Code(Answer, allow_null=True, help_text="What came of it; null until that was shared.")
    carried_from_id = serializers.UUIDField(
        allow_null=True,
        help_text="Item of an earlier meeting that was put off, not reached or cancelled, and came back as this one.",
    )
    times_put_off = serializers.IntegerField(
        help_text="At how many meetings it was put off or not reached before this one."
    )
    waiting_since = serializers.DateField(allow_null=True, help_text="Day of the first of these meetings.")
    put_off_until = serializers.DateField(
        allow_null=True, help_text="Put off, and not back on an agenda before this day; null: at the next meeting."
    )
    recalls_id = serializers.UUIDField(
        allow_null=True,
        help_text="Meeting that this item follows up: its minutes, its decisions (/decisions?meeting=) and the forum's open actions "
        "(/action-items?forum=), as far as they are shared with the client. At most one item of an agenda has it.",
    )

    def get_redacted(self, item: AgendaItem) -> bool:
        return not item.in_full  # type: ignore[attr-defined]  # annotated by visible_to


class AgendaItemFilter(ResourceFilter):
    forum = UUIDFilter(label="Id of the forum.")
    meeting = UUIDFilter(label="Id of the meeting.")
    topic = UUIDFilter(method="of_topic", label="Id of the topic.")
    kind = ChoiceFilter(choices=ItemKind.choices, label="Kind of item.")

    def of_topic(self, queryset: QuerySet[Any], _name: str, topic: uuid.UUID) -> QuerySet[Any]:
        """Among what is shown in full, so that the filter does not tell what redaction hides."""
        return queryset.filter(topic=topic, in_full=True)


class AgendaItemViewSet(ReadViewSet):
    """Agendas and outcomes that were sent to the client's organisation; restricted items with number and neutral title."""

    queryset = AgendaItem.objects.none()
    collection = "agendaItems"
    scope = "meetings:read"
    serializer_class = AgendaItemSerializer
    filterset_class = AgendaItemFilter
    lookup_url_kwarg = "agendaItemId"

    def visible_rows(self) -> QuerySet[Any]:
        return AgendaItem.objects.visible_to(self.actor)
