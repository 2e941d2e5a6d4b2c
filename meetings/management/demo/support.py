"""Whom people can call in the demo: the known history of 020-100 200, which nobody has checked, and the town's own line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from forum.enums import OpeningDay
from forum.services.concern_routines import write_concern_routine
from forum.services.known_lines import bring_in_known_lines
from forum.services.opening_hours import add_opening_exception, set_opening_hours
from forum.services.support_lines import add_support_line, confirm_support_line
from meetings.management.demo.cast import DOMAIN, HOST

if TYPE_CHECKING:
    from forum.models import Topic
    from meetings.management.demo.cast import Cast

#: Of the numbers that are kept for made-up content and never given to anybody.
NUMBER: Final = "08-465 004 04"
DAYTIME: Final = ((9 * 60, 12 * 60), (13 * 60, 16 * 60))
EVENING: Final = (*DAYTIME, (18 * 60, 20 * 60))
STEPS: Final = """Prata med en kollega eller din chef samma dag. Du behöver inte vara säker.
Gör en orosanmälan till socialtjänsten när ett barn kan fara illa.
Ring kommunens stödtelefon för råd. Du behöver inte säga vem det gäller.
Skriv aldrig ner namn eller händelser i mejl eller protokoll.
Om det är akut: ring 112."""


def open_lines(cast: Cast, topic: Topic, today: date) -> None:
    """Lines and routine of the host."""
    host, coordinator = cast.organisations[HOST], cast.people["samordnare"]
    bring_in_known_lines(organisation=host, topic=topic)
    line = add_support_line(
        organisation=host,
        topic=topic,
        name="Kommunens stödtelefon",
        operator="Socialtjänsten",
        number=NUMBER,
        audience="anhöriga, personal och föreningar",
        languages=["sv", "en", "ar"],
        anonymous=True,
        valid_from=date(today.year - 1, 3, 1),
        email=f"stod@{DOMAIN}",
        source="Socialtjänsten, enhetschefen",
        keeper=coordinator,
        in_mails=True,
        in_minutes=True,
    )
    hours = {OpeningDay(day): EVENING if day == OpeningDay.WEDNESDAY else DAYTIME for day in range(5)}
    set_opening_hours(line_id=line.pk, version=None, hours=hours)
    closed = today + timedelta(days=40)
    add_opening_exception(line_id=line.pk, version=None, starts_on=closed, reason="utbildningsdag")
    confirm_support_line(line_id=line.pk, version=None, checked_by=coordinator, checked_on=today - timedelta(days=20))
    intro = "Du är kanske den första som märker något. Att fråga om råd är aldrig fel."
    write_concern_routine(
        organisation=host, version=None, steps=STEPS, introduction=intro, report_number=NUMBER, is_public=True
    )
