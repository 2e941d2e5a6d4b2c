from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django_filters import ChoiceFilter, UUIDFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from forum.api.filtering import MomentFilter, ResourceFilter, YesNoFilter
from forum.api.serializing import CamelSerializer, Code, Moment, ResourceSerializer
from forum.api.views import ReadViewSet
from meetings.enums import MeetingState
from meetings.models import Meeting, MeetingSeries

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PauseSerializer(CamelSerializer):
    first_day = serializers.DateField()
    last_day = serializers.DateField()


class MeetingSeriesSerializer(ResourceSerializer):
    path = "meeting-series"
    related: ClassVar = {"forum": ("forums", "forum_id")}
    collections: ClassVar = {"meetings": ("meetings", "series")}

    forum_id = serializers.UUIDField()
    summary = serializers.CharField()
    rule = serializers.CharField(help_text="RRULE (RFC 5545), or empty.")
    time_zone = serializers.CharField(source="zone", help_text="IANA name of the zone in which the rule is read.")
    first_date = serializers.DateField()
    start_time = serializers.TimeField(allow_null=True, help_text="Wall-clock time in timeZone; null for whole days.")
    duration_minutes = serializers.IntegerField()
    all_day = serializers.BooleanField()
    place = serializers.CharField()
    pauses = serializers.SerializerMethodField(
        help_text="In which there are no meetings by the rule; both days included."
    )
    excluded_dates = serializers.ListField(
        child=serializers.DateField(), help_text="Days that the rule gives and that were taken out."
    )
    extra_dates = serializers.ListField(
        child=serializers.DateField(), help_text="Days besides those that the rule gives; in a pause too."
    )

    @extend_schema_field(PauseSerializer(many=True))
    def get_pauses(self, series: MeetingSeries) -> list[dict[str, str]]:
        return [{"firstDay": first, "lastDay": last} for first, last in series.pauses]


class MeetingSeriesFilter(ResourceFilter):
    forum = UUIDFilter(label="Id of the forum.")


class MeetingSeriesViewSet(ReadViewSet):
    """In which rhythm the forums meet."""

    queryset = MeetingSeries.objects.none()
    collection = "meetingSeries"
    scope = "meetings:read"
    serializer_class = MeetingSeriesSerializer
    filterset_class = MeetingSeriesFilter
    lookup_url_kwarg = "seriesId"

    def visible_rows(self) -> QuerySet[Any]:
        return MeetingSeries.objects.visible_to(self.actor)


class MeetingSerializer(ResourceSerializer):
    path = "meetings"
    related: ClassVar = {"forum": ("forums", "forum_id"), "series": ("meeting-series", "series_id")}
    collections: ClassVar = {
        "agendaItems": ("agenda-items", "meeting"),
        "decisions": ("decisions", "meeting"),
        "actionItems": ("action-items", "meeting"),
        "minutes": ("minutes", "meeting"),
    }

    forum_id = serializers.UUIDField()
    series_id = serializers.UUIDField(allow_null=True)
    uid = serializers.CharField(help_text="UID of the calendar event; never changes.")
    sequence = serializers.IntegerField()
    starts_at = Moment()
    ends_at = Moment()
    all_day = serializers.BooleanField()
    time_zone = serializers.CharField(
        source="zone", help_text="IANA name of the zone in which the meeting's clock is read."
    )
    place = serializers.CharField()
    state = Code(MeetingState)
    cancelled_reason = serializers.CharField()
    historic = serializers.BooleanField(help_text="Came in with the calendar and was never logged here.")
    noticed_at = Moment(allow_null=True)


class MeetingFilter(ResourceFilter):
    forum = UUIDFilter(label="Id of the forum.")
    series = UUIDFilter(label="Id of the series.")
    state = ChoiceFilter(choices=MeetingState.choices, label="State of the meeting.")
    historic = YesNoFilter(label="Came in with the calendar and was never logged here.")
    starts_after = MomentFilter(field_name="starts_at", lookup_expr="gt", label="Starts after this moment.")
    starts_before = MomentFilter(field_name="starts_at", lookup_expr="lt", label="Starts before this moment.")


class MeetingViewSet(ReadViewSet):
    """Dates of the forums in which the client's organisation has a seat."""

    queryset = Meeting.objects.none()
    collection = "meetings"
    scope = "meetings:read"
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    lookup_url_kwarg = "meetingId"

    def visible_rows(self) -> QuerySet[Any]:
        return Meeting.objects.visible_to(self.actor)
