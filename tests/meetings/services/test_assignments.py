"""The letter about a new action: when the log has been quiet, one for all of a receiver's, and not to whoever took it on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import MessageKind, ReminderKind, ReminderState
from forum.models import OutboxMessage, Reminder, ReminderRule
from forum.services.reminders import create_default_rules
from meetings.enums import ActionState, DueKind
from meetings.models import ActionLink
from meetings.services.action_owners import edit_action, give_to_other
from meetings.services.actions import Actor, Owner, change_state, give_action
from meetings.services.minutes import circulate_minutes, draw_up_minutes
from meetings.services.outcomes import write_outcome
from meetings.services.release import release_due_reminders
from tests.factories import make_item, make_meeting, make_person
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from time_machine import TimeMachineFixture

    from forum.models import Forum, Organisation, Person
    from meetings.models import ActionItem, AgendaItem

HEAD = "rektor@skolan.example"
QUIET = timedelta(minutes=15)
AGO = timedelta(days=7)


@pytest.fixture
def item(council: Forum, now: datetime) -> AgendaItem:
    create_default_rules(forum=council)
    return make_item(meeting=make_meeting(forum=council, starts_at=now - timedelta(hours=1)))


def _give(item: AgendaItem, text: str = "Sätt upp rutinen", **facts: Any) -> ActionItem:
    facts = {"owner": Owner(address=HEAD), "due_kind": DueKind.DATE, "due_on": date(2027, 3, 1), **facts}
    return give_action(item=item, text=text, **facts)


def _waiting() -> list[datetime]:
    rows = Reminder.objects.planned().filter(kind=ReminderKind.ACTION_GIVEN)
    return list(rows.order_by("pk").values_list("moment", flat=True))


def _pass_time() -> None:
    """What waits is due: PostgreSQL's clock decides, so the rows are moved."""
    for row in Reminder.objects.filter(kind=ReminderKind.ACTION_GIVEN):
        row.moment, row.expires_at = row.moment - AGO, row.expires_at + AGO
        row.save()
    release_due_reminders()


def test_one_letter_lists_all_with_why_due_and_link(item: AgendaItem, council: Forum) -> None:
    _give(item, "Sätt upp rutinen")
    _give(make_item(meeting=item.meeting), "Utse kontaktperson")
    _pass_time()

    (message,) = OutboxMessage.objects.all()
    text = text_of(message)
    assert (message.kind, message.recipient, message.forum) == (MessageKind.ASSIGNMENT, HEAD, council)
    assert message.subject == "2 nya uppdrag till dig"
    assert "Du får mejlet för att du har fått uppdraget" in text
    assert [word for word in ("Sätt upp rutinen", "Utse kontaktperson") if word in text] == [
        "Sätt upp rutinen",
        "Utse kontaktperson",
    ]
    assert "1 mars" in text
    assert text.count("/link/a") == ActionLink.objects.count() == 2


def test_it_waits_until_the_log_is_quiet(item: AgendaItem, now: datetime, time_machine: TimeMachineFixture) -> None:
    _give(item)
    assert _waiting() == [now + QUIET]
    later = now + timedelta(minutes=10)
    time_machine.move_to(later, tick=False)
    write_outcome(item_id=item.pk, version=None, notes="Mer")
    assert _waiting() == [later + QUIET]
    time_machine.move_to(later + timedelta(minutes=1), tick=False)
    _give(item, "Ett till")
    assert _waiting() == [later + timedelta(minutes=16)] * 2


def test_the_log_of_another_meeting_moves_nothing(item: AgendaItem, council: Forum, now: datetime) -> None:
    _give(item)
    Reminder.objects.update(moment=now)
    write_outcome(item_id=make_item(meeting=make_meeting(forum=council)).pk, version=None, notes="Annat")
    assert _waiting() == [now]


def test_circulated_minutes_send_it_at_once(item: AgendaItem, secretary: Person, now: datetime) -> None:
    _give(item)
    minutes = draw_up_minutes(meeting=item.meeting, drawn_up_by=secretary)
    circulate_minutes(minutes_id=minutes.pk, version=None, circulated_by=secretary)
    assert _waiting() == [now]


@pytest.mark.parametrize("whose", ["person", "address", "seat"])
def test_who_took_it_on_gets_none(whose: str, item: AgendaItem, secretary: Person, council: Forum) -> None:
    owner = {
        "person": Owner(person=secretary),
        "address": Owner(address=str(secretary.email)),
        "seat": Owner(seat=council.seats.get(role_title="Sekreterare")),
    }[whose]
    _give(item, owner=owner, given_by=secretary)
    assert _waiting() == []
    _give(item, owner=owner)
    assert len(_waiting()) == 1


@pytest.mark.parametrize("what", ["done", "deleted"])
def test_what_is_done_or_gone_before_is_not_told(what: str, item: AgendaItem) -> None:
    action = _give(item)
    if what == "done":
        change_state(action_id=action.pk, version=None, state=ActionState.DONE, actor=Actor())
    else:
        action.delete()
    _pass_time()
    assert OutboxMessage.objects.count() == 0
    assert Reminder.objects.get(kind=ReminderKind.ACTION_GIVEN).state == ReminderState.WITHDRAWN


def test_a_forum_can_switch_it_off(item: AgendaItem, council: Forum) -> None:
    ReminderRule.objects.filter(forum=council, kind=ReminderKind.ACTION_GIVEN).delete()
    _give(item)
    assert _waiting() == []


def test_corrected_while_typing_only_the_right_one_gets_it(item: AgendaItem, secretary: Person) -> None:
    action = _give(item, owner=Owner(address="fel@skolan.example"))
    edit_action(
        action_id=action.pk, version=None, text="Sätt upp rutinen", owner=Owner(address=HEAD),
        due_kind=DueKind.DATE, due_on=date(2027, 3, 1), actor=Actor(person=secretary),
    )  # fmt: skip
    _pass_time()
    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [HEAD]


def test_corrected_after_the_letter_the_wrong_one_can_not_answer_any_more(item: AgendaItem) -> None:
    action = _give(item, owner=Owner(address="fel@skolan.example"))
    _pass_time()
    edit_action(
        action_id=action.pk, version=None, text="Sätt upp rutinen", owner=Owner(address=HEAD),
        due_kind=DueKind.DATE, due_on=date(2027, 3, 1), actor=Actor(),
    )  # fmt: skip
    _pass_time()
    assert [link.address for link in ActionLink.objects.filter(revoked_at=None)] == [HEAD]


def test_given_to_somebody_else_later_that_one_is_told_once(item: AgendaItem, host: Organisation) -> None:
    action = _give(item)
    _pass_time()
    other = make_person(name="Nils Ny", email="ny@demo.example", organisation=host)
    give_to_other(action_id=action.pk, version=None, owner=Owner(person=other), actor=Actor())
    _pass_time()
    release_due_reminders()
    assert sorted(OutboxMessage.objects.values_list("recipient", flat=True)) == ["ny@demo.example", HEAD]
