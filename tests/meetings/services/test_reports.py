"""Reports write themselves from what their reader may see; a fixed edition is what it was."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.enums import FindingStatus, ItemKind, MeasureState, Office, PlacementState, PlanState
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import ActionPlan, Measure, PersonActor, Placement, SituationPicture
from meetings.enums import ActionState, Answer, ItemOpenness, Presence, ReportKind
from meetings.models import ActionItem, Document, ReportEdition
from meetings.services.report_sending import send_report
from meetings.services.reporting.docx import render_report_docx
from meetings.services.reporting.pdf import render_report_pdf
from meetings.services.reporting.writing import SECTIONS, write_report
from meetings.services.reports import change_report, discard_report, draft_report, fix_report, write_words
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_attendance,
    make_coordinator,
    make_decision,
    make_finding,
    make_follow_up,
    make_forum,
    make_group,
    make_indicator,
    make_item,
    make_line,
    make_measure,
    make_meeting,
    make_minutes,
    make_person,
    make_picture,
    make_placement,
    make_plan,
    make_seat,
    make_training,
)

if TYPE_CHECKING:
    from pathlib import Path

    from forum.models import Finding, Forum, Organisation, Person, Topic
    from meetings.models import AgendaItem, Report

DAY = date(2026, 11, 24)
HELD = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
FACTS = 32  # statements for a report on a topic, however much there is to tell


def report_on(topic: Topic, kind: ReportKind = ReportKind.COUNCIL, **fields: Any) -> Report:
    facts: dict[str, Any] = {"title": "Rapport 2026", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return draft_report(kind=kind, organisation=topic.organisation, topic=topic, drafted_by=None, **(facts | fields))


def year_of(forum: Forum) -> Report:
    return draft_report(
        kind=ReportKind.FORUM_YEAR, organisation=forum.organisation, forum=forum, title="Rådets år", drafted_by=None,
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip


def told(report: Report, reader: Person, day: date = DAY) -> str:
    """Everything that the report says to its reader, as one text."""
    return json.dumps(write_report(report=report, actor=PersonActor(reader), day=day), ensure_ascii=False)


def said_in(report: Report, reader: Person, key: str) -> str:
    content = write_report(report=report, actor=PersonActor(reader), day=DAY)
    return json.dumps(next(one for one in content["sections"] if one["key"] == key), ensure_ascii=False)


@pytest.fixture
def answered(topic: Topic, council: Forum) -> Finding:
    """A finding to which a measure of the adopted plan answers; the council decided on it and gave an action that is overdue."""
    plan = make_plan(topic=topic)
    finding = make_finding(topic=topic, text="Fyra skolor saknar rutin.")
    measure = make_measure(plan=plan, title="Rutin vid oro", finding=finding, due_on=date(2026, 6, 1))
    sign = make_indicator(measure=measure, measured_in="procent", baseline=40, target=100)
    make_follow_up(
        measure=measure,
        due_on=date(2026, 9, 1),
        done_on=date(2026, 9, 2),
        outcome="Sju av elva.",
        indicator=sign,
        value=64,
    )
    item = raised(council, topic, title="Rutin", registry_number="KS 2026/7", paragraph=45, paragraph_year=2026)
    decision = make_decision(item=item, text="Rutinen ska finnas överallt.", measure=measure)
    make_action(origin=item, decision=decision, measure=measure, text="Sätt upp rutinen", due_on=date(2026, 11, 1))
    return finding


def raised(forum: Forum, topic: Topic, *, sent: bool = True, at: datetime = HELD, **fields: Any) -> AgendaItem:
    """A point of a meeting that was held; `sent`: its minutes are."""
    meeting = make_meeting(forum=forum, starts_at=at, noticed=True)
    item = make_item(meeting=meeting, topic=topic, answer=Answer.RAISED, **fields)
    if sent:
        make_minutes(meeting=meeting)
    return item


def test_a_finding_is_told_with_what_was_done_about_it(
    answered: Finding, topic: Topic, coordinator: Person, council: Forum
) -> None:
    make_placement(topic=topic, forum=council)
    coordinator_sits(coordinator, council)

    found = said_in(report_on(topic, ReportKind.PLAN_YEAR), coordinator, "found")

    assert "Fyra skolor saknar rutin." in found
    assert "Åtgärden ”Rutin vid oro” svarar mot den (Strängnäs kommun, försenad, senast 1 juni 2026)." in found
    assert "Forum brottsförebyggande rådet beslutade 3 november 2026, § 45." in found
    assert "0 av 1 uppdrag är klart och 1 är försenat." in found


def coordinator_sits(coordinator: Person, forum: Forum) -> None:
    make_seat(forum=forum, organisation=forum.organisation, role_title="Samordnare", person=coordinator)


def test_what_was_not_done_is_told_with_its_reason(topic: Topic, coordinator: Person) -> None:
    make_finding(topic=topic, text="Klotter ökar.")
    make_finding(
        topic=topic, text="Läget vid stationen.", status=FindingStatus.WATCHED, reason="Polisen har redan en insats."
    )

    found = said_in(report_on(topic), coordinator, "found")

    assert "Ingen åtgärd svarar mot den, och inget skäl är angivet." in found
    assert "Den bevakas utan åtgärd: Polisen har redan en insats." in found


def test_where_it_was_raised_and_why_not_elsewhere(
    topic: Topic, council: Forum, network: Forum, coordinator: Person, host: Organisation
) -> None:
    coordinator_sits(coordinator, council)
    raised(council, topic)
    make_placement(topic=topic, forum=network, state=PlacementState.DECLINED, reason="Hör hemma i rådet")
    make_meeting(forum=network, starts_at=HELD)

    places = said_in(report_on(topic), coordinator, "places")

    assert '["Forum brottsförebyggande rådet", "3 november 2026", "–", "–"]' in places
    assert "Länsnätverket: det avböjde: Hör hemma i rådet" in places
    assert '"words": "1 av 1 möte"' in places
    make_forum(organisation=host, name="Ledningen")
    over = report_on(topic, ends_on=date(2026, 2, 28))
    assert "Ledningen: forumet möttes inte under perioden." in said_in(over, coordinator, "places")
    to_come = report_on(topic, starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31))
    assert "Ledningen: det har inte fått något förslag." in said_in(to_come, coordinator, "places")


def test_drafts_and_restricted_points_are_not_in_a_report(
    topic: Topic, council: Forum, coordinator: Person, secretary: Person
) -> None:
    """The coordinator sits in the council and reads its drafts; the report goes to others, who do not."""
    coordinator_sits(coordinator, council)
    draft = raised(council, topic, sent=False, title=f"{LEAK} punkt")
    make_decision(item=draft, text=f"{LEAK} utkast")
    make_action(origin=draft, text=f"{LEAK} uppdrag", due_on=date(2026, 1, 2))
    own = raised(council, topic, at=HELD.replace(day=4), openness=ItemOpenness.OWN_ORGANISATION, title=f"{LEAK} egen")
    make_decision(item=own, text=f"{LEAK} eget beslut")

    reports = [report_on(topic, kind) for kind in SECTIONS if kind != ReportKind.FORUM_YEAR]

    assert LEAK not in "".join(told(report, coordinator) for report in reports)
    assert LEAK not in told(year_of(council), secretary)


def test_a_report_shows_what_its_reader_may_see_alone(
    answered: Finding,
    topic: Topic,
    council: Forum,
    school_group: Forum,
    coordinator: Person,
    administrator: Person,
    police: Organisation,
) -> None:
    """A coordinator without a seat sees no decision of the council, since the point came by no proposal of the topic."""
    theirs = make_finding(topic=topic, organisation=police, text=f"{LEAK} brist hos andra")
    make_measure(plan=make_plan(topic=topic, organisation=police), title=f"{LEAK} deras åtgärd", finding=theirs)
    report = report_on(topic, ReportKind.DOSSIER)

    assert "Rutinen ska finnas överallt." not in told(report, coordinator)
    assert f"{LEAK} brist" not in told(report, administrator)
    assert f"{LEAK} deras" not in told(report, administrator)
    assert f"{LEAK} beslut" not in told(report, administrator)


def test_the_council_gets_groups_and_functions(
    answered: Finding, topic: Topic, council: Forum, coordinator: Person
) -> None:
    """No name of a person, no single action, no group in which few are trained."""
    coordinator_sits(coordinator, council)
    head = make_person(name=f"{LEAK} Rektor", email="rektor@demo.example", organisation=topic.organisation)
    measure = answered.measures.get()
    measure.owner_person = head
    measure.save()
    item = raised(council, topic, at=HELD.replace(day=5))
    make_action(origin=item, text=f"{LEAK} uppdrag", owner_person=head, due_on=date(2026, 11, 6))
    few = make_group(topic=topic, organisation=topic.organisation, name="Tolkar", size=8)
    many = make_group(topic=topic, organisation=topic.organisation, name="Lärare", size=320)
    make_training(organisation=topic.organisation, held_on=date(2026, 9, 1), counts={few: 3, many: 127})
    make_training(organisation=topic.organisation, held_on=date(2026, 9, 1), counts={many: 3}, valid_months=6)

    report = report_on(topic)
    training = said_in(report, coordinator, "training")

    assert LEAK not in told(report, coordinator)
    assert '["Tolkar", "uppges inte", "–", "–"]' in training
    assert '["Lärare", "130", "320", "190"]' in training
    assert "328" not in training
    assert "133" not in training
    assert "slutar räknas" not in training
    assert f"{LEAK} uppdrag" in told(report_on(topic, ReportKind.DOSSIER), coordinator)


def test_an_old_check_of_a_support_line_counts_for_nothing(topic: Topic, coordinator: Person) -> None:
    make_line(topic=topic, organisation=topic.organisation, name="Stödtelefonen", checked_on=date(2026, 1, 2))

    assert "senast kontrollerad 2 januari 2026, för länge sedan för att gälla." in said_in(
        report_on(topic), coordinator, "support"
    )


def test_a_forum_s_year(council: Forum, topic: Topic, chair: Person, secretary: Person) -> None:
    item = raised(council, topic, paragraph=3, paragraph_year=2026)
    make_decision(item=item, text="Rådet tar en lägesbild.")
    make_action(origin=item, state=ActionState.DONE)
    seats = council.seats.filter(office__in=[Office.CHAIR, Office.SECRETARY])
    for seat, presence in zip(seats, (Presence.PRESENT, Presence.ABSENT), strict=True):
        make_attendance(meeting=item.meeting, seat=seat, presence=presence)

    year = told(year_of(council), secretary)

    assert "Forumet möttes en gång. Ett beslut fattades. 1 av 1 uppdrag är klart" in year.replace('", "', " ")
    assert '["3 november 2026", "1", "1 av 2"]' in year
    assert '["Våldsbejakande extremism", "1"]' in year


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


def fixed(topic: Topic, person: Person) -> ReportEdition:
    report = report_on(topic)
    return fix_report(report_id=report.pk, version=None, actor=PersonActor(person), fixed_by=person, day=DAY)


@pytest.mark.usefixtures("now", "store")
def test_it_goes_to_the_council_s_agenda_as_a_proposal_with_the_pdf(
    topic: Topic, council: Forum, coordinator: Person
) -> None:
    edition = fixed(topic, coordinator)

    sending = send_report(
        edition=edition,
        forum=council,
        actor=PersonActor(coordinator),
        sent_by=coordinator,
        draft_decision="Läggs till handlingarna.",
    )

    placement = sending.placement
    assert placement is not None
    assert (placement.forum, placement.state, placement.kind) == (council, PlacementState.PROPOSED, ItemKind.DECISION)
    assert placement.attachment is not None
    assert placement.attachment.checksum == edition.checksum
    with pytest.raises(ConflictError):
        send_report(edition=edition, forum=council, actor=PersonActor(coordinator), sent_by=coordinator)


@pytest.mark.usefixtures("now", "store")
def test_a_chair_puts_it_on_the_agenda_at_once(topic: Topic, council: Forum, chair: Person) -> None:
    make_coordinator(topic=topic, person=chair)
    meeting = make_meeting(forum=council)

    sending = send_report(
        edition=(edition := fixed(topic, chair)), forum=council, actor=PersonActor(chair), sent_by=chair
    )

    document = Document.objects.get(item=sending.item)
    assert sending.item is not None
    assert (sending.item.meeting, sending.item.topic, sending.item.title) == (meeting, topic, "Rapport 2026")
    assert (document.checksum, document.content_type) == (edition.checksum, "application/pdf")


@pytest.mark.usefixtures("now", "store")
def test_where_the_topic_stands_its_point_gets_the_pdf(
    topic: Topic, council: Forum, coordinator: Person, store: Path
) -> None:
    placement = make_placement(topic=topic, forum=council, state=PlacementState.ACCEPTED, every=1)
    actor, edition = PersonActor(coordinator), fixed(topic, coordinator)
    with pytest.raises(ConflictError):  # no meeting ahead has it
        send_report(edition=edition, forum=council, actor=actor, sent_by=coordinator)
    item = make_item(meeting=make_meeting(forum=council), placement=placement, topic=topic)

    send_report(edition=edition, forum=council, actor=actor, sent_by=coordinator)

    assert Document.objects.get(item=item).checksum == edition.checksum


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_statements_does_not_depend_on_how_much_there_is(
    many: int, topic: Topic, council: Forum, coordinator: Person
) -> None:
    coordinator_sits(coordinator, council)
    plan = make_plan(topic=topic)
    for number in range(many):
        measure = make_measure(plan=plan, finding=make_finding(topic=topic), state=MeasureState.RUNNING)
        make_follow_up(measure=measure, due_on=date(2026, 12, number + 1))
        item = raised(council, topic, at=HELD.replace(day=number + 1))
        decision = make_decision(item=item, measure=measure)
        make_action(origin=item, decision=decision, measure=measure)
        group = make_group(topic=topic, organisation=topic.organisation, name=f"Grupp {number}")
        make_training(organisation=topic.organisation, held_on=date(2026, 9, number + 1), counts={group: 3})
        make_line(topic=topic, organisation=topic.organisation, name=f"Linje {number}")
    report = report_on(topic, ReportKind.DOSSIER)

    with CaptureQueriesContext(
        connection,
    ) as statements:
        write_report(report=report, actor=PersonActor(coordinator), day=DAY)

    assert len(statements) == FACTS
