from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django_filters import CharFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from forum.calendar.opening_text import clock_words
from forum.enums import OpeningDay, SpokenLanguage
from forum.models import OpeningException, OpeningInterval, SupportLine
from forum.selectors.support_lines import check_by

from .filtering import ResourceFilter
from .serializing import CamelSerializer, OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

DAYS = [OpeningDay(number).name.lower() for number in range(9)]
HOURS = "Wall clock of Europe/Stockholm, HH:MM; 24:00 is the end of the day."


class OpeningHoursSerializer(CamelSerializer):
    """One span on one kind of day, within days that both count."""

    day = serializers.ChoiceField(
        choices=DAYS, help_text="Holiday and eve replace the weekday, unless the line says usual."
    )
    opens = serializers.CharField(help_text=HOURS)
    closes = serializers.CharField(help_text=HOURS)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class OtherHoursSerializer(CamelSerializer):
    """Days with other hours than the usual; without hours closed."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    opens = serializers.CharField(allow_null=True, help_text=HOURS)
    closes = serializers.CharField(allow_null=True, help_text=HOURS)
    reason = serializers.CharField()


class SupportLineSerializer(ResourceSerializer):
    """Hours and check, not whether it is open now: that changes with the clock, and the rules are all here."""

    path = "support-lines"

    name = serializers.CharField()
    operator = serializers.CharField()
    number = serializers.CharField(help_text="E.164, or a short number such as 112.")
    organisation = OrganisationReference(help_text="Keeps the line up to date.")
    audience = serializers.CharField()
    languages = serializers.ListField(child=serializers.ChoiceField(choices=SpokenLanguage.choices))
    anonymous = serializers.BooleanField()
    note = serializers.CharField()
    url = serializers.CharField()
    email = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    usual_on_holidays = serializers.BooleanField()
    usual_on_eves = serializers.BooleanField()
    hours = serializers.SerializerMethodField()
    other_hours = serializers.SerializerMethodField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of ours, where a field keeps its source
    checked_on = serializers.DateField(allow_null=True)
    check_counts_until = serializers.SerializerMethodField(
        help_text="Afterwards nobody knows whether it is open: never show it as open then. Null: never checked."
    )

    @extend_schema_field(OpeningHoursSerializer(many=True))
    def get_hours(self, line: Any) -> list[dict[str, Any]]:
        rows = [{**row, "day": DAYS[row["day"]], **_clocks(row)} for row in line.hour_rows]
        return list(OpeningHoursSerializer(rows, many=True).data)

    @extend_schema_field(OtherHoursSerializer(many=True))
    def get_other_hours(self, line: Any) -> list[dict[str, Any]]:
        rows = [{**row, **_clocks(row)} for row in line.exception_rows]
        return list(OtherHoursSerializer(rows, many=True).data)

    @extend_schema_field({"type": ["string", "null"], "format": "date"})
    def get_check_counts_until(self, line: Any) -> date | None:
        return check_by(line)


def _clocks(row: dict[str, Any]) -> dict[str, str | None]:
    return {name: None if row[name] is None else clock_words(row[name]) for name in ("opens", "closes")}


class SupportLineFilter(ResourceFilter):
    number = CharFilter(label="The number, as E.164.")


class SupportLineViewSet(ReadViewSet):
    """Support lines that are public, those that have ended too; the same for every client."""

    queryset = SupportLine.objects.none()
    collection = "supportLines"
    scope = "support:read"
    serializer_class = SupportLineSerializer
    filterset_class = SupportLineFilter
    lookup_url_kwarg = "supportLineId"

    def visible_rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = SupportLine.objects.visible_to(self.actor).select_related("organisation")
        parts = {
            "hour_rows": _parts(OpeningInterval, HOUR_FIELDS),
            "exception_rows": _parts(OpeningException, DAY_FIELDS),
        }
        found: QuerySet[Any] = rows.annotate(**parts)
        return found


HOUR_FIELDS = ("day", "opens", "closes", "valid_from", "valid_to")
DAY_FIELDS = ("starts_on", "ends_on", "opens", "closes", "reason")


def _parts(model: Any, fields: tuple[str, ...]) -> ArraySubquery:
    """The line's parts in its own row, so that a list costs no more statements."""
    rows = model.objects.filter(line=OuterRef("pk")).order_by(*fields[:2], "pk")
    return ArraySubquery(rows.values(part=JSONObject(**{name: name for name in fields})))
