"""A report's life: drafted, given own words, fixed as an edition."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import Language
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.services.days import refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.models import Report, ReportEdition, ReportWords
from meetings.services.reporting.pdf import render_report_pdf
from meetings.services.reporting.writing import SECTIONS, write_report

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from forum.models import Actor, Forum, Organisation, Person, Topic
    from meetings.enums import ReportKind


@transaction.atomic
def draft_report(
    *,
    kind: ReportKind,
    organisation: Organisation,
    title: str,
    starts_on: date,
    ends_on: date,
    drafted_by: Person | None,
    topic: Topic | None = None,
    forum: Forum | None = None,
    language: Language = Language.SWEDISH,
) -> Report:
    """A report about a period, first and last day in it; it writes itself anew each time it is read, until it is fixed.

    On a topic: its coordinators in the organisation, administrators. A forum's year: chair, secretary.
    Raises `InvalidInputError` without a title or for a period that ends before it starts.
    """
    report = Report(kind=kind, organisation=organisation, topic=topic, forum=forum, drafted_by=drafted_by)
    _apply(report, title=title, starts_on=starts_on, ends_on=ends_on, language=language)
    report.save()
    return report.refreshed()


def _apply(report: Report, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(report, name, value)
    report.title = clean_text(report.title, single_line=True)
    if not report.title:
        raise InvalidInputError(_("Write what the report is called."), field="title")
    refuse_wrong_order(report.starts_on, report.ends_on, field="ends_on")
    refuse_what_does_not_fit(report)


@transaction.atomic
def change_report(*, report_id: uuid.UUID, version: int | None, **facts: Any) -> Report:
    """Title, period, language of a draft; editions that were fixed stay as they are. Raises as `draft_report`, `StaleVersionError`."""
    report = lock_version(Report, report_id, version)
    _apply(report, **facts)
    report.save()
    return report.refreshed()


@transaction.atomic
def write_words(
    *, report: Report, section: str, version: int | None, text: str, written_by: Person | None
) -> ReportWords:
    """Own words under one section; empty takes them away. `version` None: the writer saw none. Whoever writes the report.

    Raises `InvalidInputError` for a section that the report does not have, `StaleVersionError`.
    """
    if section not in SECTIONS[report.kind]:
        raise InvalidInputError(_("The report has no such section."), field="text")
    there = ReportWords.objects.filter(report=report, section=section).first()
    if there is None:
        words = ReportWords(report=report, section=section)
    elif version is None:
        raise StaleVersionError(there)
    else:
        words = lock_version(ReportWords, there.pk, version)
    words.text, words.written_by = clean_text(text), written_by
    try:
        with transaction.atomic():
            words.save()
    except IntegrityError as error:
        raise StaleVersionError(ReportWords.objects.get(report=report, section=section)) from error
    return words.refreshed()


@transaction.atomic
def fix_report(
    *, report_id: uuid.UUID, version: int | None, actor: Actor, fixed_by: Person | None, day: date | None = None
) -> ReportEdition:
    """Freezes the report as its fixer sees it on the day (today): words, figures, PDF and checksum. Later data change nothing in it.

    All who may write the report read the edition. Raises `StaleVersionError`.
    """
    report = lock_version(Report, report_id, version)
    day = day or timezone.localdate()
    latest = report.editions.order_by("-number").values_list("number", flat=True).first() or 0
    content = write_report(report=report, actor=actor, day=day, number=latest + 1)
    pdf = render_report_pdf(content)
    edition = ReportEdition.objects.create(
        report=report,
        number=latest + 1,
        fixed_on=day,
        fixed_by=fixed_by,
        content=content,
        pdf=pdf,
        checksum=hashlib.sha256(pdf).hexdigest(),
    )
    return edition.refreshed()


@transaction.atomic
def discard_report(*, report_id: uuid.UUID, version: int | None) -> None:
    """Takes a draft away. Raises `ConflictError` once an edition of it was fixed, `StaleVersionError`."""
    report = lock_version(Report, report_id, version)
    if report.editions.exists():
        raise ConflictError(_("An edition of the report is fixed, so it stays."))
    report.delete()
