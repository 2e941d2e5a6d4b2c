"""Time zones as calendars of ours carry them (VTIMEZONE)."""

from __future__ import annotations

import datetime as dt
from typing import Final

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

#: Central European Time since 1996: the rules of the whole European Union.
_CENTRAL_EUROPEAN: Final = frozenset(
    {
        "Europe/Amsterdam",
        "Europe/Berlin",
        "Europe/Brussels",
        "Europe/Copenhagen",
        "Europe/Madrid",
        "Europe/Oslo",
        "Europe/Paris",
        "Europe/Rome",
        "Europe/Stockholm",
        "Europe/Vienna",
        "Europe/Warsaw",
        "Europe/Zurich",
    }
)


def zone_component(zone: str, first_year: int, last_year: int) -> Timezone:
    """Return the VTIMEZONE of a zone that is right from the first to the last year.

    Central European zones get two rules without end, written by hand: icalendar would list the
    changes one by one with a comment for which libical refuses a feed.
    """
    if zone in _CENTRAL_EUROPEAN and first_year >= 1996:
        return _central_european(zone)
    last = dt.date(max(last_year, first_year) + 3, 1, 1)
    component = Timezone.from_tzid(zone, first_date=dt.date(first_year - 1, 1, 1), last_date=last)
    for part in (component, *component.subcomponents):
        part.pop("COMMENT", None)
    return component


def _central_european(zone: str) -> Timezone:
    summer = TimezoneDaylight()
    summer.add("dtstart", dt.datetime(1996, 3, 31, 2, 0))  # noqa: DTZ001  (local by RFC 5545)
    summer["RRULE"] = vRecur.from_ical("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
    summer.add("tzoffsetfrom", dt.timedelta(hours=1))
    summer.add("tzoffsetto", dt.timedelta(hours=2))
    summer.add("tzname", "CEST")
    winter = TimezoneStandard()
    winter.add("dtstart", dt.datetime(1996, 10, 27, 3, 0))  # noqa: DTZ001  (local by RFC 5545)
    winter["RRULE"] = vRecur.from_ical("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
    winter.add("tzoffsetfrom", dt.timedelta(hours=2))
    winter.add("tzoffsetto", dt.timedelta(hours=1))
    winter.add("tzname", "CET")
    component = Timezone()
    component.add("tzid", zone)
    component.add_component(summer)
    component.add_component(winter)
    return component
