from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from django_filters import ChoiceFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import ForumKind, MinutesForm, Office, Openness
from forum.models import Forum, Membership, Seat

from .filtering import ResourceFilter, YesNoFilter
from .serializing import Code, Moment, OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ForumSerializer(ResourceSerializer):
    path = "forums"
    related: ClassVar = {"organisation": ("organisations", "organisation_id"), "unit": ("units", "unit_id")}
    collections: ClassVar = {
        "seats": ("seats", "forum"),
        "meetings": ("meetings", "forum"),
        "placements": ("placements", "forum"),
        "actionItems": ("action-items", "forum"),
    }

    slug = serializers.CharField()
    name = serializers.CharField()
    kind = Code(ForumKind)
    purpose = serializers.CharField()
    organisation = OrganisationReference(help_text="Who leads the forum.")
    unit_id = serializers.UUIDField(allow_null=True)
    parent_body = serializers.CharField()
    mandate_document = serializers.CharField()
    minutes_form = Code(MinutesForm)
    openness = Code(Openness)
    external = serializers.BooleanField(help_text="Led by somebody other than the host, who only logs.")
    time_zone = serializers.CharField(source="zone", help_text="IANA name of the zone in which its clock is read.")
    archived_at = Moment(allow_null=True)


class ForumFilter(ResourceFilter):
    organisation = UUIDFilter(label="Id of the organisation that leads it.")
    kind = ChoiceFilter(choices=ForumKind.choices, label="Kind of forum.")
    external = YesNoFilter(label="Led by somebody other than the host.")


class ForumViewSet(ReadViewSet):
    """Forums in which the client's organisation has a seat."""

    queryset = Forum.objects.none()
    collection = "forums"
    scope = "forums:read"
    serializer_class = ForumSerializer
    filterset_class = ForumFilter
    lookup_url_kwarg = "forumId"

    def visible_rows(self) -> QuerySet[Any]:
        return Forum.objects.visible_to(self.actor).select_related("organisation")


class SeatSerializer(ResourceSerializer):
    path = "seats"
    related: ClassVar = {
        "forum": ("forums", "forum_id"),
        "organisation": ("organisations", "organisation_id"),
        "unit": ("units", "unit_id"),
        "substituteFor": ("seats", "substitute_for_id"),
    }
    collections: ClassVar = {"memberships": ("memberships", "seat")}

    forum_id = serializers.UUIDField()
    role_title = serializers.CharField()
    office = Code(Office)
    organisation = OrganisationReference()
    unit_id = serializers.UUIDField(allow_null=True)
    substitute_for_id = serializers.UUIDField(allow_null=True)
    position = serializers.IntegerField()
    closed_on = serializers.DateField(allow_null=True)


class SeatFilter(ResourceFilter):
    forum = UUIDFilter(label="Id of the forum.")
    organisation = UUIDFilter(label="Id of the organisation that has the seat.")
    office = ChoiceFilter(choices=Office.choices, label="Office in the forum.")


class SeatViewSet(ReadViewSet):
    """Seats by role and organisation."""

    queryset = Seat.objects.none()
    collection = "seats"
    scope = "forums:read"
    serializer_class = SeatSerializer
    filterset_class = SeatFilter
    lookup_url_kwarg = "seatId"

    def visible_rows(self) -> QuerySet[Any]:
        return Seat.objects.visible_to(self.actor).select_related("organisation")


class MembershipSerializer(ResourceSerializer):
    """Says that a seat is held and how long, never by whom."""

    path = "memberships"
    related: ClassVar = {"seat": ("seats", "seat_id"), "forum": ("forums", "forum_id")}

    seat_id = serializers.UUIDField()
    forum_id = serializers.UUIDField(source="seat.forum_id")
    role_title = serializers.CharField(source="seat.role_title")
    office = Code(Office, source="seat.office")
    organisation = OrganisationReference(source="seat.organisation")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, help_text="The last day; null until further notice.")

    def get_links(self, row: Membership) -> dict[str, dict[str, str]]:
        row.forum_id = row.seat.forum_id  # type: ignore[attr-defined]  # where `related` looks
        return super().get_links(row)


class MembershipFilter(ResourceFilter):
    forum = UUIDFilter(field_name="seat__forum", label="Id of the forum.")
    seat = UUIDFilter(label="Id of the seat.")
    current = YesNoFilter(method="only_current", label="Whether they hold today.")

    def only_current(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001  (django-filter calls by position)
        held = Membership.objects.on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=held) if value else queryset.exclude(pk__in=held)


class MembershipViewSet(ReadViewSet):
    """When seats are held, by role and organisation; without names and addresses."""

    queryset = Membership.objects.none()
    collection = "memberships"
    scope = "forums:read"
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilter
    lookup_url_kwarg = "membershipId"

    def visible_rows(self) -> QuerySet[Any]:
        return Membership.objects.visible_to(self.actor).select_related("seat__organisation")
