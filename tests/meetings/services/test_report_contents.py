"""Reports write themselves from what their reader may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.enums import FindingStatus, MeasureState, Office, PlacementState
from forum.models import PersonActor
from meetings.enums import ActionState, ItemOpenness, Presence, ReportKind
from meetings.services.reporting.writing import SECTIONS, write_report
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_attendance,
    make_decision,
    make_finding,
    make_follow_up,
    make_forum,
    make_group,
    make_line,
    make_measure,
    make_meeting,
    make_person,
    make_placement,
    make_plan,
    make_training,
)
from tests.meetings.services.report_samples import (
    DAY,
    HELD,
    coordinator_sits,
    raised,
    report_on,
    said_in,
    told,
    year_of,
)

if TYPE_CHECKING:
    from forum.models import Finding, Forum, Organisation, Person, Topic

pytestmark = pytest.mark.usefixtures("now")
FACTS = 32  # statements for a report on a topic, however much there is to tell


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
    coordinator_sits(coordinator, council)
    assert "Rutinen ska finnas överallt." in told(report, coordinator)
    assert f"{LEAK} brist" not in told(report, administrator)
    assert f"{LEAK} deras" not in told(report, administrator)


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
