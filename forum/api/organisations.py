from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django_filters import CharFilter, ChoiceFilter, UUIDFilter
from rest_framework import serializers

from forum.enums import OrganisationKind, UnitKind
from forum.models import Organisation, Unit
from forum.selectors.organisations import organisations_for_actor, units_for_actor

from .filtering import ResourceFilter
from .serializing import Code, OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class OrganisationSerializer(ResourceSerializer):
    path = "organisations"
    collections: ClassVar = {"units": ("units", "organisation"), "forums": ("forums", "organisation")}

    code = serializers.CharField(help_text="A municipality's code, or a short name such as polisen.")
    name = serializers.CharField()
    kind = Code(OrganisationKind)
    organisation_number = serializers.CharField(allow_null=True)
    county_code = serializers.CharField(help_text="Two digits, or empty.")
    is_host = serializers.BooleanField(help_text="Whether this installation is theirs.")


class OrganisationFilter(ResourceFilter):
    code = CharFilter(label="The organisation's code.")
    kind = ChoiceFilter(choices=OrganisationKind.choices, label="Kind of organisation.")


class OrganisationViewSet(ReadViewSet):
    """Organisations that lead or sit in the forums that the client may know."""

    queryset = Organisation.objects.none()
    collection = "organisations"
    scope = "organisations:read"
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter
    lookup_url_kwarg = "organisationId"

    def visible_rows(self) -> QuerySet[Any]:
        return organisations_for_actor(self.actor)


class UnitSerializer(ResourceSerializer):
    path = "units"
    related: ClassVar = {"organisation": ("organisations", "organisation_id")}

    name = serializers.CharField()
    kind = Code(UnitKind)
    organisation = OrganisationReference()


class UnitFilter(ResourceFilter):
    organisation = UUIDFilter(label="Id of the organisation.")
    kind = ChoiceFilter(choices=UnitKind.choices, label="Kind of unit.")


class UnitViewSet(ReadViewSet):
    """Committees, departments and schools that keep or sit in the forums that the client may know."""

    queryset = Unit.objects.none()
    collection = "units"
    scope = "organisations:read"
    serializer_class = UnitSerializer
    filterset_class = UnitFilter
    lookup_url_kwarg = "unitId"

    def visible_rows(self) -> QuerySet[Any]:
        return units_for_actor(self.actor).select_related("organisation")
