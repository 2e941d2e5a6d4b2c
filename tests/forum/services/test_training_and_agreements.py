from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Agreement, PersonActor, Reminder, TrainingActivity
from forum.selectors.training import training_coverage
from forum.services.agreements import add_agreement, follow_up_agreement, update_agreement
from forum.services.support_lines import confirm_support_line
from forum.services.training import (
    add_target_group,
    add_training_activity,
    archive_target_group,
    update_training_activity,
)
from tests.conftest import LEAK
from tests.factories import make_agreement, make_coordinator, make_group, make_line, make_topic, make_training

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Organisation, Person, Topic

TODAY = date(2026, 11, 24)


def test_reach_per_group_and_half_year_the_least_reached_first(
    now: datetime, topic: Topic, host: Organisation, police: Organisation, coordinator: Person
) -> None:
    teachers = add_target_group(topic=topic, organisation=host, name="Lärare", size=40)
    officers = add_target_group(topic=topic, organisation=police, name="Poliser", size=10)
    held: dict[str, Any] = {"topic": topic, "organisation": host, "name": "Grund"}
    add_training_activity(**held, held_on=date(2024, 12, 1), counts={teachers: 30})
    add_training_activity(**held, held_on=date(2026, 3, 1), counts={teachers: 5, officers: 12})
    coverage = training_coverage(PersonActor(coordinator), topic)
    shown = [
        (row.group.name, row.now.share, row.now.lacking, [one.heads for one in row.periods]) for row in coverage.rows
    ]
    assert shown == [("Lärare", 87, 5, [0, 0, 5, 0]), ("Poliser", 100, 0, [0, 0, 12, 0])]
    assert coverage.whole
    assert (coverage.whole.trained, coverage.whole.size) == (45, 50)
    assert [(row.group.name, one.last_day, one.count) for row, one in coverage.renewals] == [
        ("Lärare", date(2026, 11, 30), 30)
    ]
    later = training_coverage(PersonActor(coordinator), topic, date(2026, 12, 1))
    assert [(row.group.name, row.lapsed) for row in later.gaps] == [("Lärare", 30)]
    archive_target_group(group_id=teachers.pk, version=teachers.version)
    assert [row.group.name for row in training_coverage(PersonActor(coordinator), topic).rows] == ["Poliser"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("name", {"name": " "}), ("held_on", {"held_on": date(2026, 11, 25)}), ("valid_months", {"valid_months": 0})],
)
def test_a_training_that_can_not_be_is_refused(
    now: datetime, topic: Topic, host: Organisation, field: str, wrong: dict[str, Any]
) -> None:
    group = make_group(topic=topic, organisation=host)
    facts: dict[str, Any] = {
        "topic": topic,
        "organisation": host,
        "name": "Grund",
        "held_on": TODAY,
        "counts": {group: 1},
    }
    with pytest.raises(InvalidInputError) as refused:
        add_training_activity(**(facts | wrong))
    assert refused.value.field == field
    other = make_group(topic=make_topic(organisation=host, name="Annan"), organisation=host)
    for counts in ({}, {group: 0}, {group: -1}, {other: 3}):
        with pytest.raises(InvalidInputError):
            add_training_activity(**(facts | {"counts": counts}))
    assert not TrainingActivity.objects.exists()


def test_counts_are_changed_as_a_whole(now: datetime, topic: Topic, host: Organisation) -> None:
    group = make_group(topic=topic, organisation=host)
    with pytest.raises(ConflictError):
        add_target_group(topic=topic, organisation=host, name="Lärare", size=3)
    activity = make_training(organisation=host, counts={group: 5})
    facts: dict[str, Any] = {"activity_id": activity.pk, "name": activity.name, "held_on": activity.held_on}
    changed = update_training_activity(**facts, version=activity.version, counts={group: 6})
    assert (changed.version, changed.participations.get().count) == (activity.version + 1, 6)
    with pytest.raises(StaleVersionError):
        update_training_activity(**facts, version=activity.version, counts={group: 7})


def test_heads_are_for_the_own_organisation_and_those_who_coordinate(
    now: datetime, topic: Topic, host: Organisation, police: Organisation, member: Person, coordinator: Person,
    stranger: Person,
) -> None:  # fmt: skip
    mine = make_group(topic=topic, organisation=police, name="Poliser")
    hidden = make_group(topic=topic, organisation=host, name=f"{LEAK} lärare")
    make_training(organisation=host, counts={mine: 2, hidden: 9}, name="Gemensam")
    make_training(organisation=host, counts={hidden: 9}, name=f"{LEAK} utbildning")
    seen = {}
    for person in (member, coordinator, stranger):
        actor = PersonActor(person)
        names = [row.group.name for row in training_coverage(actor, topic).rows]
        seen[person] = (names, [one.name for one in TrainingActivity.objects.visible_to(actor).order_by("name")])
    assert seen[member] == (["Poliser"], ["Gemensam"])
    assert seen[stranger] == ([], [])
    assert (len(seen[coordinator][0]), len(seen[coordinator][1])) == (2, 2)


def test_an_agreement_needs_purposes_areas_and_somebody_else(
    now: datetime, host: Organisation, police: Organisation, council: Forum
) -> None:
    facts: dict[str, Any] = {
        "organisation": host,
        "parties": [police],
        "title": "Överenskommelse",
        "purposes": "A",
        "areas": "B",
    }
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("purposes", {"purposes": " "}), ("areas", {"areas": ""}), ("parties", {"parties": [host]}),
        ("valid_to", {"valid_from": TODAY, "valid_to": date(2026, 1, 1)}), ("signed_on", {"signed_on": date(2026, 12, 1)}),
    ]  # fmt: skip
    for field, change in wrong:
        with pytest.raises(InvalidInputError) as refused:
            add_agreement(**(facts | change))
        assert refused.value.field == field
    slip = add_agreement(**facts, signed_on=date.min, follow_up_on=date.min, valid_to=date.max)
    assert not Reminder.objects.filter(object_id=slip.pk).exists()
    agreement = add_agreement(**facts, forums=[council])
    with pytest.raises(ConflictError):
        follow_up_agreement(
            agreement_id=agreement.pk, version=None, held_on=TODAY, outcome="Bra", next_on=None, written_by=None
        )
    changed = update_agreement(agreement_id=agreement.pk, version=agreement.version, parties=[police], signed_on=TODAY)
    assert (changed.forum_ties.count(), changed.version) == (0, agreement.version + 1)
    again = follow_up_agreement(
        agreement_id=agreement.pk, version=changed.version, held_on=TODAY, outcome="Bra", next_on=date(2027, 5, 3),
        written_by=None,
    )  # fmt: skip
    assert (again.follow_up_on, again.follow_ups.get().outcome) == (date(2027, 5, 3), "Bra")
    days = (
        Reminder.objects.planned()
        .filter(object_id=agreement.pk)
        .order_by("moment")
        .values_list("moment__date", flat=True)
    )
    assert list(days) == [
        date(2027, 4, 2),
        date(2027, 5, 3),
        date(2027, 5, 17),
    ]


def test_drafts_stay_with_their_keepers(
    now: datetime, topic: Topic, host: Organisation, police: Organisation, neighbour: Organisation, member: Person,
    official: Person, stranger: Person,
) -> None:  # fmt: skip
    make_agreement(organisation=host, party=police, title="Undertecknad")
    make_agreement(organisation=host, party=police, title=f"{LEAK} utkast", signed_on=None)

    def seen(person: Person) -> int:
        return Agreement.objects.visible_to(PersonActor(person)).count()

    assert (seen(official), seen(member), seen(stranger)) == (2, 1, 0)
    make_coordinator(topic=topic, person=member, organisation=police)
    elsewhere = make_agreement(organisation=neighbour, party=host, title="Grannens", signed_on=None)
    assert (seen(member), seen(official)) == (1, 2)
    make_coordinator(topic=topic, person=member, organisation=neighbour)
    assert list(Agreement.objects.visible_to(PersonActor(member)).filter(signed_on=None)) == [elsewhere]


def test_a_check_is_reminded_of_before_it_is_too_old(now: datetime, host: Organisation, coordinator: Person) -> None:
    line = make_line(organisation=host)
    confirm_support_line(line_id=line.pk, version=None, checked_by=coordinator)
    days = (
        Reminder.objects.planned().filter(object_id=line.pk).order_by("moment").values_list("moment__date", flat=True)
    )
    assert list(days) == [date(2027, 2, 8), date(2027, 2, 22), date(2027, 3, 1)]


def test_coverage_costs_the_same_for_one_group_and_three(topic: Topic, host: Organisation, coordinator: Person) -> None:
    costs = []
    for number in range(3):
        make_training(organisation=host, counts={make_group(topic=topic, organisation=host, name=f"Grupp {number}"): 1})
        with CaptureQueriesContext(connection) as found:
            training_coverage(PersonActor(coordinator), topic)
        costs.append(len(found))
    assert costs == [3, 3, 3]
