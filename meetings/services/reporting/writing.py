"""A report as it stands for one reader on one day: what is computed, and the writers' own words under it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.enums import ReportKind
from meetings.selectors.report_facts import Span, facts_for_report
from meetings.selectors.report_year import year_for_report
from meetings.services.reporting import council, dossier, forum_year, plan_year
from meetings.services.reporting.shape import ReportContent, on_day, report_labels

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Actor
    from meetings.models import Report
    from meetings.services.reporting.shape import Section

ON_TOPICS: Final = {
    ReportKind.PLAN_YEAR: plan_year.sections,
    ReportKind.COUNCIL: council.sections,
    ReportKind.DOSSIER: dossier.sections,
}
SECTIONS: Final = {
    ReportKind.PLAN_YEAR: ("in-short", "found", "measures", "follow-ups", "decisions", "actions", "missing", "ahead"),
    ReportKind.COUNCIL: (
        "in-short", "basis", "found", "places", "decisions", "actions", "training", "support", "missing", "ahead",
    ),
    ReportKind.DOSSIER: (
        "about", "in-short", "basis", "found", "measures", "follow-ups", "places", "decisions", "actions", "training",
        "support", "missing", "ahead",
    ),
    ReportKind.FORUM_YEAR: ("in-short", "meetings", "topics", "decisions", "actions", "ahead"),
}  # fmt: skip


def write_report(*, report: Report, actor: Actor, day: date, number: int = 0) -> ReportContent:
    """The report as its reader sees it on that day; `number`: of the edition that is being fixed, 0 for a draft.

    It tells how things stood on its last day, or on the day itself while the period runs. The same rows, reader and day give the same
    words, whatever the clock says.
    """
    with translation.override(report.language):
        span = Span(report.starts_on, report.ends_on, min(day, report.ends_on))
        sections = _sections(report, actor, span)
        words = dict(report.words.values_list("section", "text"))
        for section in sections:
            section["words"] = words.get(section["key"], "")
        subject = report.topic or report.forum
        edition = _("Edition %(number)d, fixed %(day)s") % {"number": number, "day": on_day(day)}
        return ReportContent(
            kind=report.kind,
            language=report.language,
            title=report.title,
            kind_words=str(report.kind.label),
            organisation=report.organisation.name,
            subject=subject.name if subject else "",
            period=f"{on_day(report.starts_on)} – {on_day(report.ends_on)}",
            as_of=on_day(span.day),
            number=number,
            state=edition if number else _("Draft"),
            drawn_up_at=_moment(day).isoformat(),
            labels=report_labels(),
            sections=sections,
        )


def _sections(report: Report, actor: Actor, span: Span) -> list[Section]:
    if report.forum:
        return forum_year.sections(year_for_report(actor, report.forum, span))
    return ON_TOPICS[report.kind](facts_for_report(actor, report.topic, report.organisation, span))  # type: ignore[arg-type]


def _moment(day: date) -> datetime:
    """Noon of the day in the installation's time zone: what dates the files."""
    return timezone.make_aware(datetime.combine(day, time(12)), timezone.get_default_timezone())
