"""A fixed report goes to a forum's agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.enums import ItemKind, PlacementState
from forum.errors import ConflictError
from forum.models import PersonActor
from meetings.models import Document, ReportEdition
from meetings.services.report_sending import send_report
from meetings.services.reports import fix_report
from tests.factories import (
    make_coordinator,
    make_item,
    make_meeting,
    make_placement,
)
from tests.meetings.services.report_samples import (
    DAY,
    report_on,
)

if TYPE_CHECKING:
    from pathlib import Path

    from forum.models import Forum, Person, Topic

pytestmark = pytest.mark.usefixtures("now", "store")


def fixed(topic: Topic, person: Person) -> ReportEdition:
    report = report_on(topic)
    return fix_report(report_id=report.pk, version=None, actor=PersonActor(person), fixed_by=person, day=DAY)


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
