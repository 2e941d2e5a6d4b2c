"""Forums, their settings and first §; topics and their coordinators."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import ForumKind, MinutesForm, ProposalRule, ReminderKind
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Coordinator, Forum, ParagraphSeries, Topic
from forum.services.forums import archive_forum, create_forum, set_first_paragraph, update_forum
from forum.services.topics import appoint_coordinator, create_topic
from tests.factories import make_unit

if TYPE_CHECKING:
    from forum.models import Organisation, Person


def test_a_forum_gets_a_slug_and_the_default_rules(host: Organisation) -> None:
    first = create_forum(name=" Brottsförebyggande  rådet ", kind=ForumKind.CRIME_PREVENTION, organisation=host)
    assert (first.name, first.slug, first.minutes_form) == (
        "Brottsförebyggande rådet",
        "brottsforebyggande-radet",
        MinutesForm.NOTES,
    )
    assert list(first.reminder_rules.values_list("kind", "offset_days", "hour")) == [
        (ReminderKind.ACTION_DUE, -7, 8),
        (ReminderKind.ACTION_DUE, -1, 8),
        (ReminderKind.ACTION_DUE, 0, 8),
        (ReminderKind.ACTION_DUE, 3, 8),
        (ReminderKind.ACTION_GIVEN, 0, 8),
        (ReminderKind.LOG_OUTCOME, 1, 8),
        (ReminderKind.MEETING_AGENDA, -7, 8),
        (ReminderKind.MEETING_AHEAD, -1, 8),
    ]


def test_the_same_name_at_another_organisation_gets_another_slug(host: Organisation, police: Organisation) -> None:
    slugs = [create_forum(name="Rådet", kind=ForumKind.OTHER, organisation=one).slug for one in (host, police)]
    assert slugs == ["radet", "radet-2"]
    assert create_forum(name="会议", kind=ForumKind.OTHER, organisation=host).slug == "forum"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"zone": "Europa/Stockholm"}, "zone"),
        ({"contact_address": "fel"}, "contact_address"),
        ({"parent_body": "x" * 201}, "parent_body"),
        ({"unit": "other"}, "unit"),
        ({"proposals": ProposalRule.STANDING_AT_ONCE, "organisation": "police"}, "proposals"),
    ],
)
def test_what_is_refused(facts: dict[str, Any], field: str, host: Organisation, police: Organisation) -> None:
    given: dict[str, Any] = {"name": "Rådet", "kind": ForumKind.OTHER, "organisation": host, **facts}
    if facts.get("unit"):
        given["unit"] = make_unit(organisation=police)
    if facts.get("organisation"):
        given["organisation"] = police
    with pytest.raises(InvalidInputError) as error:
        create_forum(**given)
    assert error.value.field == field
    assert not Forum.objects.exists()


def test_settings_change_by_version_and_names_stay_apart(council: Forum, host: Organisation) -> None:
    create_forum(name="Skolgruppen", kind=ForumKind.OTHER, organisation=host)
    with pytest.raises(ConflictError) as error:
        update_forum(forum_id=council.pk, version=1, name="skolgruppen")
    assert error.value.field == "name"
    with pytest.raises(InvalidInputError):
        update_forum(forum_id=council.pk, version=1, name=" ")
    assert update_forum(forum_id=council.pk, version=1, name="Rådet", external=True).version == 2
    with pytest.raises(StaleVersionError):
        update_forum(forum_id=council.pk, version=1, name="Rådet")


def test_an_archived_name_is_free_again(council: Forum, host: Organisation) -> None:
    first = archive_forum(forum_id=council.pk, version=1)
    assert archive_forum(forum_id=council.pk, version=2).archived_at == first.archived_at
    create_forum(name=council.name, kind=ForumKind.OTHER, organisation=host)


@pytest.mark.parametrize(
    ("year", "number", "field"),
    [
        (2027, 0, "first_number"),
        (27, 1, "year"),
        (99999, 1, "year"),
        (2027, 3_000_000_000, "first_number"),
    ],
)
def test_an_impossible_first_paragraph(year: int, number: int, field: str, council: Forum) -> None:
    with pytest.raises(InvalidInputError) as error:
        set_first_paragraph(forum=council, year=year, first_number=number)
    assert error.value.field == field
    assert not ParagraphSeries.objects.exists()


def test_topics_are_told_apart_by_their_address(host: Organisation) -> None:
    assert create_topic(name="Våldsbejakande extremism", organisation=host).slug == "valdsbejakande-extremism"
    for name, kind in (
        ("våldsbejakande Extremism", ConflictError),
        ("", InvalidInputError),
        ("会议", InvalidInputError),
        ("x" * 201, InvalidInputError),
    ):
        with pytest.raises(kind) as error:
            create_topic(name=name, organisation=host)
        assert error.value.field == "name"
    assert Topic.objects.count() == 1


def test_coordinators_need_a_possible_term_and_another_deputy(
    topic: Topic, host: Organisation, official: Person, chair: Person
) -> None:
    start = date(2026, 1, 1)
    with pytest.raises(InvalidInputError) as error:
        appoint_coordinator(topic=topic, organisation=host, person=official, starts_on=start, ends_on=date(2025, 1, 1))
    assert error.value.field == "ends_on"
    with pytest.raises(InvalidInputError) as error:
        appoint_coordinator(topic=topic, organisation=host, person=official, starts_on=start, deputy=official)
    assert error.value.field == "deputy"
    appoint_coordinator(topic=topic, organisation=host, person=official, starts_on=start, deputy=chair)
    assert list(Coordinator.objects.values_list("person__name", "deputy__name")) == [(official.name, chair.name)]
