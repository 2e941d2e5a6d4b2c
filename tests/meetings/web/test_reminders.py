"""The page of coming reminders: who, what, when and why, what became of it, and who may see that."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import MessageState, PlanState, ReminderKind, Silence
from forum.models import OutboxMessage, Reminder
from forum.services.consultation import Addressee, send_for_consultation
from forum.services.upkeep import plan_agreement, plan_line_check
from meetings.enums import ActionState, DueKind
from meetings.services.actions import Actor, change_state
from meetings.services.meetings import cancel_meeting
from meetings.services.release import release_due_reminders
from tests.conftest import LEAK
from tests.factories import (
    make_action,
    make_agreement,
    make_goal,
    make_item,
    make_line,
    make_measure,
    make_meeting,
    make_person,
    make_plan,
    make_reminder,
    make_rule,
    make_seat,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person, Topic
    from meetings.models import ActionItem, AgendaItem
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

TODAY = datetime.now(tz=UTC)  # PostgreSQL's clock decides
COMING_QUERIES = 25
SENT_QUERIES = 8


@pytest.fixture
def item(council: Forum) -> AgendaItem:
    return make_item(meeting=make_meeting(forum=council, starts_at=TODAY - timedelta(days=5)))


def _page(forum: Forum, rest: str = "") -> str:
    return f"/forums/{forum.slug}/reminders/{rest}"


def _sent(item: AgendaItem, number: int = 1, **facts: Any) -> ActionItem:
    """An action whose reminder lies in the outbox."""
    facts.setdefault("owner_address", f"a{number}@skolan.example")
    action = make_action(origin=item, text=f"Uppdrag {number}", due_on=TODAY.date(), **facts)
    make_reminder(of=action)
    release_due_reminders()
    return action


def test_chair_and_secretary_read_it_others_do_not(
    council: Forum, chair: Person, secretary: Person, member: Person, administrator: Person, stranger: Person,
    signed_in: SignIn,
) -> None:  # fmt: skip
    people = (chair, secretary, member, administrator, stranger)
    assert [signed_in(one).get(_page(council)).status_code for one in people] == [200, 200, 403, 403, 404]


def test_it_says_who_gets_what_when_and_why(
    now: datetime, council: Forum, secretary: Person, signed_in: SignIn
) -> None:
    seat = council.seats.get(role_title="Lokalpolisområdeschef")
    vacant = council.seats.get(role_title="Säkerhetssamordnare")
    origin = make_item(meeting=make_meeting(forum=council))
    rule = make_rule(forum=council, offset_days=-7)
    for owner, text in ((seat, "Ta fram statistik"), (vacant, "Gör en karta")):
        action = make_action(
            origin=origin, text=text, owner_seat=owner, due_kind=DueKind.DATE, due_on=date(2027, 1, 13)
        )  # a week before is Epiphany
        make_reminder(of=action, rule=rule, moment=datetime(2027, 1, 5, 7, tzinfo=UTC))

    rows = signed_in(secretary).get(_page(council)).context["coming"]

    assert [(row.thing.words, row.to, row.silence) for row in rows] == [
        ("Ta fram statistik", ["Mikael Ledamot"], ""),
        (
            "Gör en karta",
            [],
            "Nobody can get this: the seat Säkerhetssamordnare is vacant or its holder has no address,"
            " and Nyköpings kommun has no contact address.",
        ),
    ]
    assert {row.why for row in rows} == {
        "7 days before the due date, back to Tuesday 5 January because Wednesday 6 January is no working day"
    }


def test_sent_failed_waiting_and_withdrawn_each_have_their_place(
    council: Forum, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    for number, (state, error, tries) in enumerate(
        [("sent", "", 1), ("failed", "550 No such mailbox", 1), ("queued", "451 Greylisted", 2)], start=1
    ):
        _sent(item, number)
        OutboxMessage.objects.filter(recipient=f"a{number}@skolan.example").update(
            state=state, last_error=error, attempts=tries, sent_at=TODAY if state == "sent" else None
        )
    done = _sent(item, 4)
    change_state(action_id=done.pk, version=None, state=ActionState.DONE, actor=Actor())
    release_due_reminders()
    browser = signed_in(secretary)

    def of(show: str) -> tuple[list[str], str]:
        answer = browser.get(_page(council, f"?show={show}"))
        return [thing.words for row in answer.context["letters"] for thing in row.things], answer.text

    assert of("sent")[0] == ["Uppdrag 1"]
    assert "Accepted by the mail server" in of("sent")[1]
    words, text = of("failed")
    assert (words, "550 No such mailbox" in text, "Correct the address" in text) == (["Uppdrag 2"], True, True)
    words, text = of("waiting")
    assert (words, "Tried 2 times" in text, "451 Greylisted" in text) == (["Uppdrag 3"], True, True)
    words, text = of("withdrawn")
    assert (words, "It was done before" in text) == (["Uppdrag 4"], True)


def test_a_cancelled_meeting_stands_under_withdrawn_with_the_reason(
    council: Forum, secretary: Person, signed_in: SignIn
) -> None:
    meeting = make_meeting(forum=council, starts_at=TODAY + timedelta(days=30))
    make_reminder(of=meeting, kind=ReminderKind.MEETING_AHEAD, moment=TODAY + timedelta(days=29))
    cancel_meeting(meeting_id=meeting.pk, version=None, reason="Sjukdom")

    (row,) = signed_in(secretary).get(_page(council, "?show=withdrawn")).context["ended"]

    assert row.thing.words.startswith(f"Meeting of {council.name}, ")
    assert row.silence == "The meeting was cancelled"


def test_send_again_writes_a_reminder_anew_to_the_right_address(
    council: Forum, item: AgendaItem, member: Person, secretary: Person, signed_in: SignIn
) -> None:
    _sent(item, owner_address="", owner_person=member)
    OutboxMessage.objects.update(state=MessageState.FAILED, last_error="550 No such mailbox")
    type(member).objects.filter(pk=member.pk).update(email="ratt@polisen.example")
    letter = OutboxMessage.objects.get()

    for _ in range(2):
        signed_in(secretary).post(f"/letters/{letter.pk}/send-again/")
        release_due_reminders()

    rows = OutboxMessage.objects.order_by("pk").values_list("recipient", "state", "silence")
    assert list(rows) == [
        (member.email, "withdrawn", Silence.AGAIN),
        ("ratt@polisen.example", "queued", ""),
    ]


def test_send_again_is_for_the_editors_and_only_in_time(
    council: Forum, item: AgendaItem, member: Person, secretary: Person, stranger: Person, signed_in: SignIn
) -> None:
    _sent(item, owner_address="", owner_person=member)
    OutboxMessage.objects.update(state=MessageState.FAILED, expires_at=TODAY - timedelta(days=1))
    address = f"/letters/{OutboxMessage.objects.get().pk}/send-again/"

    assert [signed_in(one).post(address).status_code for one in (member, stranger)] == [403, 404]
    answer = signed_in(secretary).post(address, follow=True)
    assert "It is too late" in answer.text
    assert OutboxMessage.objects.get().state == MessageState.FAILED


def test_my_page_lists_what_reaches_me_and_nothing_of_others(
    council: Forum, item: AgendaItem, school_group: Forum, member: Person, substitute: Person, signed_in: SignIn
) -> None:
    soon = TODAY + timedelta(days=3)
    mine = make_action(origin=item, text="Mitt", owner_person=member, due_on=soon.date())
    other = make_action(origin=item, text="Annans", owner_person=substitute, due_on=soon.date())
    for action in (mine, other):
        make_reminder(of=action, moment=soon)
    meeting = make_meeting(forum=council, starts_at=TODAY + timedelta(days=5))
    make_reminder(of=meeting, kind=ReminderKind.MEETING_AHEAD, moment=soon)
    for closed in school_group.meetings.all():
        make_reminder(of=closed, kind=ReminderKind.MEETING_AHEAD, moment=soon)

    answer = signed_in(member).get("/reminders/")

    assert sorted(row.thing.words.partition(",")[0] for row in answer.context["coming"]) == [
        f"Meeting of {council.name}",
        "Mitt",
    ]
    assert LEAK not in answer.text


def test_what_another_forum_says_in_the_same_letter_is_not_shown(
    council: Forum, school_group: Forum, item: AgendaItem, member: Person, secretary: Person, signed_in: SignIn
) -> None:
    moment = TODAY - timedelta(minutes=1)
    closed = make_action(
        origin=make_item(meeting=make_meeting(forum=school_group), title=f"{LEAK} x"), text=f"{LEAK} uppdrag",
        owner_person=member, due_on=TODAY.date(),
    )  # fmt: skip
    ours = make_action(origin=item, text="Vårt", owner_person=member, due_on=TODAY.date())
    for action in (closed, ours):
        make_reminder(of=action, moment=moment)
    release_due_reminders()

    answer = signed_in(secretary).get(_page(council, "?show=waiting"))

    assert [[thing.words for thing in row.things] for row in answer.context["letters"]] == [["Vårt"]]
    assert LEAK not in answer.text


def test_a_page_goes_on_where_the_last_ended(
    council: Forum, item: AgendaItem, secretary: Person, signed_in: SignIn
) -> None:
    action = make_action(origin=item, owner_address="a@skolan.example", due_on=TODAY.date())
    for day in range(30):
        make_reminder(of=action, moment=TODAY + timedelta(days=1 + day))
    browser = signed_in(secretary)
    first = browser.get(_page(council)).context
    second = browser.get(_page(council), {"after": first["after"]}).context

    moments = [row.moment for page in (first, second) for row in page["coming"]]
    assert moments == sorted(Reminder.objects.values_list("moment", flat=True))
    assert (len(first["coming"]), second["after"]) == (25, "")
    for rubbish in ("x", "2026-01-01~y", "~"):
        assert browser.get(_page(council), {"after": rubbish, "show": "rubbish"}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_is_constant(
    number: int, council: Forum, item: AgendaItem, host: Organisation, secretary: Person, signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(number):
        person = make_person(name=f"P{n}", email=f"p{n}@demo.example", organisation=host)
        seat = make_seat(forum=council, organisation=host, person=person)
        for moment in (TODAY - timedelta(minutes=1), TODAY + timedelta(days=2)):
            make_reminder(of=make_action(origin=item, owner_seat=seat, due_on=TODAY.date()), moment=moment)
        meeting = make_meeting(forum=council, starts_at=TODAY + timedelta(days=5 + n))
        make_reminder(of=meeting, kind=ReminderKind.MEETING_AHEAD, moment=TODAY + timedelta(days=3))
    release_due_reminders()
    OutboxMessage.objects.update(state=MessageState.SENT, sent_at=TODAY)
    browser = signed_in(secretary)
    with django_assert_num_queries(COMING_QUERIES):
        assert len(browser.get(_page(council)).context["coming"]) == 2 * number
    with django_assert_num_queries(SENT_QUERIES):
        assert len(browser.get(_page(council, "?show=sent")).context["letters"]) == number


def test_what_belongs_to_no_forum_is_named_to_who_keeps_it(
    host: Organisation, police: Organisation, member: Person, coordinator: Person, signed_in: SignIn
) -> None:
    line = make_line(organisation=police, name="Stödlinjen", keeper=member)
    agreement = make_agreement(organisation=host, party=police, title="Överenskommelsen", keeper=member)
    plan_line_check(line)
    agreement.follow_up_on = TODAY.date() + timedelta(days=60)
    agreement.save()
    plan_agreement(agreement)
    OutboxMessage.objects.all().delete()
    reader = signed_in(member)

    rows = {row.thing.words: row for row in reader.get("/reminders/").context["coming"]}
    assert rows.keys() <= {"Stödlinjen", "Överenskommelsen"}
    assert rows["Överenskommelsen"].thing.url == f"/agreements/{agreement.pk}/"
    assert "meeting" not in rows["Överenskommelsen"].why
    assert signed_in(coordinator).get("/reminders/").context["coming"] == []
    Reminder.objects.update(moment=TODAY - timedelta(minutes=1))
    release_due_reminders()
    letters = reader.get("/reminders/", {"show": "waiting"}).context["letters"]
    told = {thing.words for row in letters for thing in row.things}
    assert told == {"Stödlinjen", "Överenskommelsen"}
    line.delete()
    told = {thing.words for row in reader.get("/reminders/?show=waiting").context["letters"] for thing in row.things}
    assert told == {"Överenskommelsen"}


def test_an_answer_to_a_consultation_is_named_to_whoever_is_asked(
    topic: Topic, member: Person, coordinator: Person, signed_in: SignIn
) -> None:
    plan = make_plan(topic=topic, state=PlanState.DRAFT, title="Planen")
    make_measure(plan=plan, goal=make_goal(plan=plan))
    who, day = [Addressee(person=member)], TODAY.date() + timedelta(days=30)
    (asked,) = send_for_consultation(plan_id=plan.pk, version=None, addressees=who, reply_by=day)

    row, *_later = signed_in(member).get("/reminders/").context["coming"]
    assert (row.thing.words, row.thing.url) == ("Planen", f"/topics/{topic.slug}/plan/consultation/{asked.pk}/")
    assert "meeting" not in row.why
    assert signed_in(coordinator).get("/reminders/").context["coming"] == []
