"""What a report says of its period stays so, and a fixed edition is what it was."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pikepdf
import pytest
import time_machine
from django.utils import timezone

from forum.enums import MeasureState, PlacementState, PlanState
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import ActionPlan, Measure, PersonActor, Placement, SituationPicture
from meetings.enums import ActionState, ReportKind
from meetings.models import ActionItem, ReportEdition
from meetings.services.reporting.docx import render_report_docx
from meetings.services.reporting.pdf import render_report_pdf
from meetings.services.reporting.writing import SECTIONS, write_report
from meetings.services.reports import change_report, discard_report, fix_report, write_words
from tests.factories import (
    make_finding,
    make_group,
    make_picture,
    make_placement,
    make_plan,
    make_training,
)
from tests.meetings.services.report_samples import (
    DAY,
    coordinator_sits,
    report_on,
    year_of,
)

if TYPE_CHECKING:
    from forum.models import Finding, Forum, Person, Topic

pytestmark = pytest.mark.usefixtures("now")


@pytest.mark.parametrize("kind", list(ReportKind))
def test_what_happens_after_the_period_changes_nothing_in_its_report(
    kind: ReportKind, answered: Finding, topic: Topic, council: Forum, coordinator: Person, secretary: Person
) -> None:
    """On the last day, and in spring: the action and the measure are done by then, the proposal is answered, a picture is adopted, the
    plan is revised and something new is found."""
    coordinator_sits(coordinator, council)
    asked = make_placement(topic=topic, forum=council, state=PlacementState.PROPOSED)
    make_picture(topic=topic, published=True)
    Measure.objects.update(state=MeasureState.RUNNING)
    report = year_of(council) if kind == ReportKind.FORUM_YEAR else report_on(topic, kind)
    reader = secretary if kind == ReportKind.FORUM_YEAR else coordinator
    with time_machine.travel(datetime(2026, 12, 31, 9, 0, tzinfo=UTC)):
        then = write_report(report=report, actor=PersonActor(reader), day=timezone.localdate())
    with time_machine.travel(datetime(2027, 3, 30, 9, 0, tzinfo=UTC)):
        late, day = timezone.now(), timezone.localdate()
        ActionItem.objects.update(state=ActionState.DONE, finished_at=late)
        Measure.objects.update(state=MeasureState.DONE, result="Klart.", finished_on=day)
        Placement.objects.filter(pk=asked.pk).update(state="declined", reason="Nej.", answered_at=late)
        ActionPlan.objects.update(state=PlanState.REVISED, ended_on=day)
        make_plan(topic=topic, title="Ny plan", adopted_on=day)
        make_finding(topic=topic, text="Något nytt")
        later = make_picture(topic=topic, title="Ny lägesbild", published=True)
        SituationPicture.objects.filter(pk=later.pk).update(adopted_on=day)
        afterwards = write_report(report=report, actor=PersonActor(reader), day=day)
    assert afterwards["as_of"] == "31 december 2026"
    assert afterwards["sections"] == then["sections"]


@pytest.mark.parametrize("kind", list(ReportKind))
def test_the_same_input_and_date_give_the_same_bytes(
    kind: ReportKind, answered: Finding, topic: Topic, council: Forum, coordinator: Person, secretary: Person
) -> None:
    """Twice, and with another clock; for every kind of report, in both kinds of file."""
    coordinator_sits(coordinator, council)
    many = make_group(topic=topic, organisation=topic.organisation, name="Lärare", size=320)
    make_training(organisation=topic.organisation, held_on=date(2026, 9, 1), counts={many: 130})
    report = year_of(council) if kind == ReportKind.FORUM_YEAR else report_on(topic, kind)
    reader = PersonActor(secretary if kind == ReportKind.FORUM_YEAR else coordinator)

    def files() -> tuple[bytes, bytes]:
        content = write_report(report=report, actor=reader, day=DAY)
        return render_report_pdf(content), render_report_docx(content)

    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=UTC)):
        first = files()
    with time_machine.travel(datetime(2027, 3, 30, 23, 30, tzinfo=UTC)):
        assert files() == first


def test_the_pdf_is_tagged_and_dated_and_the_docx_has_real_headings(
    answered: Finding, topic: Topic, coordinator: Person
) -> None:
    report = report_on(topic)
    write_words(report=report, section="in-short", version=None, text="Vi är nöjda \U0001f600", written_by=None)
    content = write_report(report=report, actor=PersonActor(coordinator), day=DAY)

    with pikepdf.open(io.BytesIO(render_report_pdf(content))) as pdf, pdf.open_metadata() as facts:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("sv")
        assert facts["pdfuaid:part"] == "1"
        assert (facts["pdfaid:part"], facts["pdfaid:conformance"]) == ("2", "A")
    with zipfile.ZipFile(io.BytesIO(render_report_docx(content))) as file:
        document = file.read("word/document.xml").decode()
    assert "Vi är nöjda" in document
    assert document.count('w:val="Heading1"') == len(SECTIONS[ReportKind.COUNCIL])
    assert "w:tblHeader" in document


def test_a_fixed_edition_stays_what_it_was(answered: Finding, topic: Topic, coordinator: Person) -> None:
    report = report_on(topic)
    edition = fix_report(
        report_id=report.pk, version=report.version, actor=PersonActor(coordinator), fixed_by=coordinator, day=DAY
    )
    kept = ReportEdition.objects.get(pk=edition.pk)

    answered.text = "Något annat"
    answered.save()
    change_report(report_id=report.pk, version=None, title="Ny rubrik")
    second = fix_report(
        report_id=report.pk, version=None, actor=PersonActor(coordinator), fixed_by=coordinator, day=DAY
    )
    again = ReportEdition.objects.get(pk=edition.pk)

    assert (again.content, bytes(again.pdf), again.checksum) == (kept.content, bytes(kept.pdf), kept.checksum)
    assert "Fyra skolor saknar rutin." in json.dumps(again.content, ensure_ascii=False)
    assert (edition.number, second.number, second.content["title"]) == (1, 2, "Ny rubrik")
    with pytest.raises(ConflictError):
        discard_report(report_id=report.pk, version=None)


def test_own_words_of_two_writers_do_not_overwrite_each_other(topic: Topic, coordinator: Person) -> None:
    report = report_on(topic)
    first = write_words(report=report, section="found", version=None, text="Ett", written_by=coordinator)

    with pytest.raises(StaleVersionError):
        write_words(report=report, section="found", version=None, text="Två", written_by=coordinator)
    second = write_words(report=report, section="found", version=first.version, text="Två", written_by=coordinator)

    assert (second.text, second.version) == ("Två", 2)
    with pytest.raises(InvalidInputError):
        write_words(report=report, section="meetings", version=None, text="Fel", written_by=coordinator)


def test_a_period_that_ends_before_it_starts_is_refused(topic: Topic) -> None:
    with pytest.raises(InvalidInputError) as refused:
        report_on(topic, ends_on=date(2025, 12, 31))

    assert refused.value.field == "ends_on"
