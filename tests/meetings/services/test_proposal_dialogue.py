"""What else belongs to the dialogue: undo, limits that a forum has set, the letter to a convenor, the file that goes along."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.files.base import ContentFile

from forum.enums import MessageState, PlacementState, ProposalRule, SharedKind
from forum.errors import ConflictError
from forum.models import Forum, OutboxMessage, Placement, ProposalFile, Share
from meetings.models import Document, Meeting
from meetings.services.proposal_facts import Proposal
from meetings.services.proposal_files import forget_unsent_files, keep_proposal_file
from meetings.services.proposal_undo import undo_proposals
from meetings.services.proposals import (
    accept_proposal,
    decline_proposal,
    defer_proposal,
    propose_topic,
    withdraw_proposal,
)
from tests.factories import make_item, make_meeting, make_placement, make_topic

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from forum.models import Organisation, Person, Topic
    from meetings.services.proposals import Proposed

STATES = PlacementState


def send(topic: Topic, *forums: Forum, by: Person | None = None, **facts: object) -> Proposed:
    return propose_topic(topic=topic, forums=forums, proposal=Proposal(title="Rutin", **facts), proposed_by=by)  # type: ignore[arg-type]


def letters() -> list[tuple[str, str]]:
    return sorted(OutboxMessage.objects.values_list("recipient", "state"))


def text_of_letter(to: str) -> str:
    row = OutboxMessage.objects.get(recipient=to)
    return str(message_from_bytes(bytes(row.body), policy=policy.default).get_body(("plain",)).get_content())  # type: ignore[union-attr]


# Undo


def test_undone_before_the_letters_left_nobody_hears_of_it(
    now: datetime, council: Forum, school_group: Forum, topic: Topic, settings: Settings
) -> None:
    settings.PROPOSALS_WAIT_SECONDS = 120
    done = send(topic, council, school_group)
    assert set(OutboxMessage.objects.values_list("not_before", flat=True)) == {now + timedelta(seconds=120)}
    assert done.batch
    undone = undo_proposals(topic=topic, batch=done.batch)
    assert (undone.taken_back, undone.unheard, undone.answered) == (2, 2, [])
    assert {state for _to, state in letters()} == {MessageState.WITHDRAWN}
    assert set(Placement.objects.values_list("state", flat=True)) == {STATES.WITHDRAWN}
    assert len(send(topic, council).placements) == 1  # and it can be proposed anew


def test_undone_later_those_who_got_the_letter_are_told_and_answers_stay(
    now: datetime, council: Forum, school_group: Forum, topic: Topic, chair: Person
) -> None:
    done = send(topic, council, school_group)
    OutboxMessage.objects.update(state=MessageState.SENT)
    decline_proposal(placement_id=done.placements[0].pk, version=None, answered_by=chair, reason="Nej")
    assert done.batch
    undone = undo_proposals(topic=topic, batch=done.batch)
    assert (undone.taken_back, undone.unheard) == (1, 0)
    assert letters() == [
        ("chair@demo.example", MessageState.SENT),
        ("head@demo.example", MessageState.QUEUED),
        ("head@demo.example", MessageState.SENT),
    ]
    assert "Rutin" in OutboxMessage.objects.get(state=MessageState.QUEUED).subject
    with time_machine.travel(now + timedelta(minutes=31), tick=False), pytest.raises(ConflictError) as error:
        undo_proposals(topic=topic, batch=done.batch)
    assert error.value.code == "too_late"


def test_what_stood_at_once_leaves_the_agenda_again(
    now: datetime, council: Forum, topic: Topic, coordinator: Person
) -> None:
    Forum.objects.update(proposals=ProposalRule.STANDING_AT_ONCE)
    meeting = make_meeting(forum=council)
    done = send(topic, council.refreshed(), by=coordinator)
    assert (meeting.items.count(), bool(done.batch)) == (1, True)
    undo_proposals(topic=topic, batch=done.batch)  # type: ignore[arg-type]
    assert meeting.items.count() == 0


def test_an_answer_keeps_a_letter_back_that_has_not_left(council: Forum, topic: Topic, chair: Person) -> None:
    accept_proposal(placement_id=send(topic, council).placements[0].pk, version=None, answered_by=chair)
    assert letters() == [("chair@demo.example", MessageState.WITHDRAWN)]


# Limits


@pytest.mark.parametrize(
    ("limits", "minutes", "full"),
    [
        ({"most_proposed": 2}, 10, False),
        ({"most_proposed": 1}, None, True),
        ({"most_proposed_minutes": 30}, 15, False),
        ({"most_proposed_minutes": 30}, 16, True),
    ],
)
def test_a_forum_takes_what_it_has_set(
    limits: dict[str, int], minutes: int | None, full: bool, now: datetime, council: Forum, topic: Topic, chair: Person
) -> None:
    """One proposed point of 15 minutes stands there; points of the forum's own do not count."""
    other = make_placement(topic=make_topic(organisation=council.organisation, name="Annat"), forum=council)
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, placement=other, minutes=15)
    make_item(meeting=meeting, minutes=200, title="Egen punkt")
    asked = send(topic, council, minutes=minutes).placements[0]
    Forum.objects.update(**limits, refuses_more=True)
    if full:
        with pytest.raises(ConflictError) as error:
            accept_proposal(placement_id=asked.pk, version=None, answered_by=chair)
        assert error.value.code == "full"
        Forum.objects.update(refuses_more=False)
    assert accept_proposal(placement_id=asked.pk, version=None, answered_by=chair).state == STATES.ACCEPTED


def test_a_forum_that_is_full_is_left_out_and_named(
    now: datetime, council: Forum, school_group: Forum, topic: Topic
) -> None:
    Forum.objects.filter(pk=council.pk).update(most_proposed=1, refuses_more=True)
    make_placement(topic=make_topic(organisation=council.organisation, name="Annat"), forum=council)
    done = send(topic, council.refreshed(), school_group)
    assert ([one.forum for one in done.placements], done.full) == ([school_group], [council])


# The convenor


def test_the_convenor_of_a_forum_led_by_others_gets_a_letter(
    network: Forum, topic: Topic, host: Organisation, settings: Settings
) -> None:
    settings.PROPOSALS_WAIT_SECONDS = 0
    Forum.objects.filter(pk=network.pk).update(contact_address="natverk@demo.example")
    send(topic, network.refreshed())
    assert letters() == [("natverk@demo.example", MessageState.QUEUED)]
    text = " ".join(text_of_letter("natverk@demo.example").split())
    assert f"{host.name} " in text
    assert network.name in text
    assert "/link/p" in text


def test_what_is_sent_to_those_who_lead_a_forum_is_shared_with_them_unless_it_never_left(
    now: datetime, network: Forum, council: Forum, topic: Topic, coordinator: Person, settings: Settings
) -> None:
    settings.PROPOSALS_WAIT_SECONDS = 120
    Forum.objects.filter(pk=network.pk).update(contact_address="natverk@demo.example")
    first = send(topic, network.refreshed(), council, by=coordinator)
    row = Share.objects.get()
    assert (row.kind, row.organisation, row.placement_id, row.meeting_id, row.shared_by) == (
        SharedKind.PROPOSAL, network.organisation, first.placements[0].pk, None, coordinator,
    )  # fmt: skip
    assert first.batch
    undo_proposals(topic=topic, batch=first.batch)
    assert not Share.objects.exists()
    again = send(topic, network.refreshed(), by=coordinator)
    OutboxMessage.objects.update(state=MessageState.SENT)
    withdraw_proposal(placement_id=again.placements[0].pk, version=None)
    assert Share.objects.get().placement_id == again.placements[0].pk


# How often it was put off


def test_it_is_remembered_how_often_the_answer_was_put_off(
    now: datetime, council: Forum, topic: Topic, chair: Person
) -> None:
    asked = send(topic, council).placements[0]
    for day in (date(2027, 1, 1), date(2027, 2, 1)):
        asked = defer_proposal(placement_id=asked.pk, version=None, answered_by=chair, until=day)
    assert asked.times_deferred == 2


# The file


def test_the_file_is_a_document_of_the_point_on_each_agenda(
    now: datetime, store: Path, council: Forum, school_group: Forum, topic: Topic, coordinator: Person, chair: Person
) -> None:
    file = keep_proposal_file(file=ContentFile(b"Underlag", name="Underlag.txt"), uploaded_by=coordinator)
    for forum in (council, school_group):
        make_meeting(forum=forum)
    done = send(topic, council, school_group, attachment=file)
    for placement in done.placements:
        accept_proposal(placement_id=placement.pk, version=None, answered_by=chair)
    found = Document.objects.filter(stored_as=file.stored_as).values_list(
        "forum", "item__placement", "stored_as", "title"
    )
    assert set(found) == {(one.forum_id, one.pk, file.stored_as, "Underlag.txt") for one in done.placements}
    withdraw_proposal(placement_id=done.placements[0].pk, version=None)
    assert Meeting.objects.get(forum=council).items.count() == 0
    keep_proposal_file(file=ContentFile(b"Aldrig skickat", name="a.txt"), uploaded_by=coordinator)
    with time_machine.travel(datetime(2026, 11, 27, tzinfo=UTC), tick=False):
        assert forget_unsent_files() == 1
    assert list(ProposalFile.objects.all()) == [file]
