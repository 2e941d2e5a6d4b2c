"""What can be chosen among, grouped so that a long list stays readable."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from forum.models import Organisation
from forum.reference import counties, municipalities

if TYPE_CHECKING:
    from collections.abc import Iterator

Group = tuple[str, list[tuple[str, str]]]


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
