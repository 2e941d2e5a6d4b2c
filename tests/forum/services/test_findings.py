from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from forum.enums import FindingPriority, FindingStatus
from forum.errors import InvalidInputError, StaleVersionError
from forum.models import Finding, PersonActor
from forum.services.findings import change_finding, record_finding, remove_finding

if TYPE_CHECKING:
    from forum.models import Organisation, Person, Topic


def test_findings_are_numbered_per_topic_and_organisation(
    topic: Topic, host: Organisation, police: Organisation
) -> None:
    first = record_finding(topic=topic, organisation=host, text=" Fyra skolor saknar rutin vid oro. ")
    second = record_finding(topic=topic, organisation=host, text="Få anhöriga hittar stödet.")
    theirs = record_finding(
        topic=topic, organisation=police, text="Klotter anmäls inte.", priority=FindingPriority.HIGH
    )
    assert [(row.number, row.text) for row in (first, second, theirs)] == [
        (1, "Fyra skolor saknar rutin vid oro."),
        (2, "Få anhöriga hittar stödet."),
        (1, "Klotter anmäls inte."),
    ]
    remove_finding(finding_id=first.pk, version=first.version)
    assert record_finding(topic=topic, organisation=host, text="Ny.").number == 3


def test_a_finding_is_left_with_a_reason_only_and_never_over_somebody_elses_words(
    topic: Topic, host: Organisation
) -> None:
    finding = record_finding(topic=topic, organisation=host, text="Rutin saknas.")
    change = partial(change_finding, finding_id=finding.pk, text=finding.text, priority=FindingPriority.LOW)
    with pytest.raises(InvalidInputError) as error:
        change(version=1, status=FindingStatus.WATCHED)
    assert error.value.field == "reason"
    saved = change(version=1, status=FindingStatus.WATCHED, reason="Följs av skolan.")
    assert (saved.status, saved.reason, saved.version) == (FindingStatus.WATCHED, "Följs av skolan.", 2)
    with pytest.raises(StaleVersionError):
        change(version=1, status=FindingStatus.OPEN)
    with pytest.raises(InvalidInputError):
        record_finding(topic=topic, organisation=host, text="  ")


def test_findings_are_read_by_coordinators_and_by_those_who_have_to_act(
    topic: Topic, host: Organisation, police: Organisation, coordinator: Person, member: Person, stranger: Person
) -> None:
    own = record_finding(topic=topic, organisation=host, text="Kommunens.")
    theirs = record_finding(topic=topic, organisation=police, text="Polisens.", recorded_by=coordinator)
    record_finding(topic=topic, organisation=police, text="Polisens eget.", recorded_by=member)

    def seen_by(person: Person) -> list[Finding]:
        return list(Finding.objects.visible_to(PersonActor(person)).order_by("created_at"))

    assert seen_by(coordinator) == [own, theirs]
    assert [row.text for row in seen_by(member)] == ["Polisens.", "Polisens eget."]
    assert seen_by(stranger) == []
