"""The demo's reports: this year's to the municipal council, fixed once, and the council's own year as a draft."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forum.models import PersonActor
from meetings.enums import ReportKind
from meetings.management.demo.cast import COUNCIL, HOST
from meetings.services.reports import draft_report, fix_report, write_words

if TYPE_CHECKING:
    from forum.models import Topic
    from meetings.management.demo.cast import Cast


def write_reports(cast: Cast, topic: Topic, today: date) -> None:
    """For the year in which the demo begins."""
    writer, council = cast.people["samordnare"], cast.forums[COUNCIL]
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    report = draft_report(
        kind=ReportKind.COUNCIL, organisation=cast.organisations[HOST], topic=topic, drafted_by=writer, starts_on=first,
        ends_on=last, title=f"Rapport till kommunfullmäktige {today.year}: våldsbejakande extremism",
    )  # fmt: skip
    own = "Rutinen vid oro är årets viktigaste steg. Nu återstår stödet till anhöriga, som ingen har beslutat om än."
    write_words(report=report, section="in-short", version=None, text=own, written_by=writer)
    fix_report(report_id=report.pk, version=None, actor=PersonActor(writer), fixed_by=writer, day=today)
    draft_report(
        kind=ReportKind.FORUM_YEAR, organisation=council.organisation, forum=council, drafted_by=None, starts_on=first,
        ends_on=last, title=f"Brottsförebyggande rådets år {today.year}",
    )  # fmt: skip
