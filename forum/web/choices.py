"""What can be chosen among, grouped so that a long list stays readable."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from forum.models import Organisation, Person, Unit
from forum.reference import counties, municipalities
from forum.templatetags.people import person_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

Group = tuple[str, list[tuple[str, str]]]


def _units(own: Unit | None = None) -> QuerySet[Unit]:
    used = Unit.objects.filter(Q(archived_at__isnull=True) | Q(pk=own.pk if own else None))
    return used.select_related("organisation").order_by("organisation__name", "name")


class UnitField(forms.ModelChoiceField[Unit]):
    """One of the units in use, each told with its organisation, since many have a unit of the same name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=_units(), required=False, **kwargs)

    def keep(self, own: Unit | None) -> None:
        """What a row was given can stay, though it was archived."""
        self.queryset = _units(own)

    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.organisation.name}: {obj.name}"


def _people(own: Person | None = None) -> QuerySet[Person]:
    return Person.objects.filter(Q(is_active=True) | Q(pk=own.pk if own else None)).order_by("name")


class PersonField(forms.ModelChoiceField[Person]):
    """Somebody who is still here, by name and title."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=_people(), **kwargs)

    def keep(self, own: Person | None) -> None:
        """Whom a row names can stay, though he or she has left."""
        self.queryset = _people(own)

    def label_from_instance(self, obj: Person) -> str:
        return person_words(obj)


def organisation_choices() -> list[Group | tuple[str, str]]:
    """By code: those that are here, the host first, then the municipalities that are not, by county."""
    here = list(Organisation.objects.order_by("-is_host", "name").values_list("code", "name"))
    taken = {code for code, _name in here}
    return [("", _("Choose organisation")), (_("Already here"), here), *_others(taken)]


def _others(taken: set[str]) -> Iterator[Group]:
    rest = [place for place in municipalities().values() if place.code not in taken]
    names = counties()
    for county, places in groupby(
        sorted(rest, key=lambda place: (place.county_code, place.name)), lambda place: place.county_code
    ):
        yield (
            _("Municipalities, %(county)s") % {"county": names[county]},
            [(place.code, place.name) for place in places],
        )


def county_choices() -> list[tuple[str, str]]:
    """The 21 counties by code, and none."""
    return [("", _("No county")), *sorted(counties().items())]
