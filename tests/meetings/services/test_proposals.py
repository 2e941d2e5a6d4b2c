"""A topic is proposed to many forums at once; their chairs decide, and the item stands on their own agendas."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
import time_machine

from forum.enums import ItemKind, Office, PlacementState, ProposalRule
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Forum, OutboxMessage, Placement, PlacementLink
from forum.models.link import token_digest
from meetings.models import AgendaItem, Meeting
from meetings.services.agendas import edit_item
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import (
    accept_proposal,
    decline_proposal,
    defer_proposal,
    propose_topic,
    reopen_deferred,
    withdraw_proposal,
)
from tests.factories import make_forum, make_item, make_meeting, make_person, make_seat

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Organisation, Person, Topic

PROPOSAL = Proposal(
    title="Rutin vid oro", purpose="Alla skolor", question="Vem ringer?", minutes=15, kind=ItemKind.DECISION
)


@pytest.fixture
def meeting(council: Forum, now: datetime) -> Meeting:
    return make_meeting(forum=council)


@pytest.fixture
def placement(meeting: Meeting, council: Forum, topic: Topic, coordinator: Person) -> Placement:
    return propose_topic(topic=topic, forums=[council], proposal=PROPOSAL, proposed_by=coordinator).placements[0]


def _addressees() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("recipient", flat=True))


def test_one_act_reaches_many_forums_and_their_chairs(
    council: Forum, network: Forum, school_group: Forum, topic: Topic, coordinator: Person
) -> None:
    done = propose_topic(
        topic=topic, forums=[council, network, school_group, council], proposal=PROPOSAL, proposed_by=coordinator
    )
    assert [(row.forum, row.state, row.title, row.proposed_by) for row in done.placements] == [
        (forum, PlacementState.PROPOSED, "Rutin vid oro", coordinator) for forum in (council, network, school_group)
    ]
    assert _addressees() == [
        "chair@demo.example",
        "head@demo.example",
        "secretary@demo.example",
    ]  # the network's chair has no holder
    assert not AgendaItem.objects.filter(title="Rutin vid oro").exists()


def test_the_letter_has_a_link_of_which_only_the_digest_is_kept(placement: Placement) -> None:
    (message,) = OutboxMessage.objects.all()
    body = message_from_bytes(bytes(message.body), policy=policy.default).get_body(("plain",))
    token = re.search(r"/link/(p[\w-]{32})/", body.get_content()).group(1)  # type: ignore[union-attr]
    (link,) = PlacementLink.objects.all()
    assert (link.placement, link.digest, link.address) == (placement, token_digest(token), "chair@demo.example")


def test_the_chair_is_asked_before_the_vice_chair(council: Forum, host: Organisation, topic: Topic) -> None:
    vice = make_person(name="Vice", email="vice@demo.example", organisation=host)
    make_seat(forum=council, organisation=host, office=Office.VICE_CHAIR, person=vice, position=0)
    propose_topic(topic=topic, forums=[council], proposal=PROPOSAL, proposed_by=None)
    assert _addressees() == ["chair@demo.example"]


def test_without_a_chair_the_vice_chair_is_asked(council: Forum, host: Organisation, topic: Topic) -> None:
    vice = make_person(name="Vice", email="vice@demo.example", organisation=host)
    make_seat(forum=council, organisation=host, office=Office.VICE_CHAIR, person=vice)
    council.seats.get(office=Office.CHAIR).memberships.all().delete()
    type(host).objects.update(contact_address="kommun@demo.example")
    propose_topic(topic=topic, forums=[council], proposal=PROPOSAL, proposed_by=None)
    assert _addressees() == ["vice@demo.example"]


def test_a_live_proposal_is_left_alone(placement: Placement, council: Forum, network: Forum, topic: Topic) -> None:
    done = propose_topic(topic=topic, forums=[council, network], proposal=Proposal(title="Ny rad"), proposed_by=None)
    assert ([row.forum for row in done.placements], done.already) == ([network], [council])
    assert Placement.objects.get(forum=council).title == "Rutin vid oro"


@pytest.mark.parametrize(
    ("proposal", "field"),
    [
        (Proposal(title=" "), "title"),
        (Proposal(title="x" * 301), "title"),
        (Proposal(title="X", presenter="x" * 201), "presenter"),
        (Proposal(title="X", minutes=0), "minutes"),
        (Proposal(title="X", minutes=1441), "minutes"),
        (Proposal(title="X", every=-1), "every"),
        (Proposal(title="X", every=53), "every"),
        (Proposal(title="X", starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1)), "ends_on"),
    ],
)
def test_what_is_refused(proposal: Proposal, field: str, council: Forum, topic: Topic) -> None:
    with pytest.raises(InvalidInputError) as error:
        propose_topic(topic=topic, forums=[council], proposal=proposal, proposed_by=None)
    assert error.value.field == field
    assert (Placement.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_archived_forums_and_none_are_refused_as_a_whole(council: Forum, network: Forum, topic: Topic) -> None:
    Forum.objects.filter(pk=network.pk).update(archived_at="2026-01-01T00:00:00Z")
    with pytest.raises(InvalidInputError):
        propose_topic(topic=topic, forums=[], proposal=PROPOSAL, proposed_by=None)
    with pytest.raises(ConflictError) as error:
        propose_topic(topic=topic, forums=[council, network.refreshed()], proposal=PROPOSAL, proposed_by=None)
    assert "Länsnätverket" in str(error.value)
    assert not Placement.objects.exists()


@pytest.mark.parametrize(
    ("whose", "external", "at_once"), [("host", False, True), ("host", True, False), ("county_board", False, False)]
)
def test_standing_at_once_is_for_the_hosts_own_alone(
    whose: str,
    external: bool,
    at_once: bool,
    topic: Topic,
    now: datetime,
    request: pytest.FixtureRequest,
    host: Organisation,
) -> None:
    organisation = request.getfixturevalue(whose)
    forum = make_forum(
        organisation=organisation, name="Grupp", proposals=ProposalRule.STANDING_AT_ONCE, external=external
    )
    make_meeting(forum=forum)
    (placement,) = propose_topic(topic=topic, forums=[forum], proposal=PROPOSAL, proposed_by=None).placements
    assert placement.refreshed().state == (PlacementState.ACCEPTED if at_once else PlacementState.PROPOSED)
    assert AgendaItem.objects.count() == at_once


@pytest.mark.parametrize("number", [1, 3])
def test_many_letters_cost_what_one_costs(
    number: int, host: Organisation, topic: Topic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    forums = []
    for n in range(number):
        forums.append(make_forum(organisation=host, name=f"Grupp {n}"))
        make_seat(
            forum=forums[-1],
            organisation=host,
            office=Office.CHAIR,
            person=make_person(name="C", email=f"c{n}@demo.example", organisation=host),
        )
    with django_assert_num_queries(17):
        propose_topic(topic=topic, forums=forums, proposal=PROPOSAL, proposed_by=None)
    assert len(_addressees()) == number


# Answers


def test_accepted_stands_on_the_next_agenda(placement: Placement, meeting: Meeting, chair: Person) -> None:
    make_item(meeting=meeting)
    answered = accept_proposal(placement_id=placement.pk, version=1, answered_by=chair)
    assert (answered.state, answered.answered_by) == (PlacementState.ACCEPTED, chair)
    item = meeting.items.get(placement=placement)
    assert (item.position, item.title, item.kind, item.question, item.minutes, item.topic) == (
        2,
        "Rutin vid oro",
        ItemKind.DECISION,
        "Vem ringer?",
        15,
        placement.topic,
    )


def test_an_answer_is_given_once_and_by_the_newest_page(placement: Placement, chair: Person) -> None:
    with pytest.raises(StaleVersionError):
        accept_proposal(placement_id=placement.pk, version=3, answered_by=chair)
    with pytest.raises(InvalidInputError) as error:
        decline_proposal(placement_id=placement.pk, version=1, answered_by=chair, reason=" ")
    assert error.value.field == "reason"
    declined = decline_proposal(placement_id=placement.pk, version=1, answered_by=chair, reason="Hör inte hit")
    assert (declined.state, declined.reason) == (PlacementState.DECLINED, "Hör inte hit")
    acts: list[Callable[[], object]] = [
        lambda: accept_proposal(placement_id=placement.pk, version=None, answered_by=chair),
        lambda: defer_proposal(placement_id=placement.pk, version=None, answered_by=chair, until=date(2027, 1, 1)),
        lambda: decline_proposal(placement_id=placement.pk, version=None, answered_by=chair, reason="Nej"),
    ]
    for act in acts:
        with pytest.raises(ConflictError) as conflict:
            act()
        assert conflict.value.code == "already_answered"
    assert not AgendaItem.objects.exists()


def test_an_archived_forum_takes_none(placement: Placement, chair: Person) -> None:
    Forum.objects.update(archived_at="2026-11-24T00:00:00Z")
    with pytest.raises(ConflictError) as error:
        accept_proposal(placement_id=placement.pk, version=None, answered_by=chair)
    assert error.value.code == "archived"


def test_deferred_comes_back_on_its_day_and_the_chair_is_told_again(placement: Placement, chair: Person) -> None:
    with pytest.raises(InvalidInputError) as error:
        defer_proposal(placement_id=placement.pk, version=1, answered_by=chair, until=date(2026, 11, 24))
    assert error.value.field == "until"
    defer_proposal(placement_id=placement.pk, version=1, answered_by=chair, until=date(2026, 12, 1))
    assert reopen_deferred() == 0
    with time_machine.travel(datetime(2026, 12, 1, 6, 0, tzinfo=UTC), tick=False):
        assert [reopen_deferred(), reopen_deferred()] == [1, 0]
    assert placement.refreshed().state == PlacementState.PROPOSED
    assert _addressees() == ["chair@demo.example"] * 2


def test_deferred_stays_so_in_an_archived_forum(placement: Placement, chair: Person) -> None:
    defer_proposal(placement_id=placement.pk, version=1, answered_by=chair, until=date(2026, 12, 1))
    Forum.objects.update(archived_at="2026-11-24T00:00:00Z")
    with time_machine.travel(datetime(2026, 12, 1, 6, 0, tzinfo=UTC), tick=False):
        assert reopen_deferred() == 0
    assert _addressees() == ["chair@demo.example"]


def test_withdrawn_leaves_coming_agendas_without_a_gap(placement: Placement, meeting: Meeting, chair: Person) -> None:
    accept_proposal(placement_id=placement.pk, version=1, answered_by=chair)
    make_item(meeting=meeting, title="Efteråt")
    withdrawn = withdraw_proposal(placement_id=placement.pk, version=None, reason="Löst")
    assert (withdrawn.state, withdrawn.reason) == (PlacementState.WITHDRAWN, "Löst")
    assert list(meeting.items.values_list("title", "position")) == [("Efteråt", 1)]
    with pytest.raises(ConflictError):
        withdraw_proposal(placement_id=placement.pk, version=None)


@pytest.mark.parametrize("why", ["noticed", "logged"])
def test_withdrawn_stays_where_it_was_announced_or_logged(
    why: str, placement: Placement, meeting: Meeting, chair: Person
) -> None:
    accept_proposal(placement_id=placement.pk, version=1, answered_by=chair)
    if why == "noticed":
        Meeting.objects.update(noticed_at="2026-11-24T09:00:00Z")
    else:
        edit_item(item_id=meeting.items.get().pk, version=None, notes="Redan sagt")
    withdraw_proposal(placement_id=placement.pk, version=None)
    assert meeting.items.count() == 1


def test_a_new_proposal_is_possible_after_a_no(
    placement: Placement, council: Forum, topic: Topic, chair: Person
) -> None:
    decline_proposal(placement_id=placement.pk, version=1, answered_by=chair, reason="Inte nu")
    done = propose_topic(topic=topic, forums=[council], proposal=PROPOSAL, proposed_by=None)
    assert (len(done.placements), done.already) == (1, [])
