"""The follow-up point on the faces of a meeting: what came back is read when preparing and updated when logging."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from meetings.enums import ActionState, Answer, DueKind, UpdateKind
from meetings.models import AgendaItem
from meetings.services.standing import place_standing_items
from tests.factories import make_action, make_decision, make_item, make_meeting, make_minutes

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person
    from meetings.models import ActionItem, Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

LAST = datetime(2026, 11, 10, 8, 0, tzinfo=UTC)
QUERIES, LOG_QUERIES = 23, 24


@pytest.fixture
def last(now: datetime, council: Forum) -> Meeting:
    return make_meeting(forum=council, starts_at=LAST, noticed=True)


@pytest.fixture
def meeting(council: Forum, last: Meeting) -> Meeting:
    meeting = make_meeting(forum=council)
    place_standing_items(forum=council)
    return meeting


@pytest.fixture
def action(last: Meeting) -> ActionItem:
    item = make_item(meeting=last, title="Belysning", answer=Answer.DECIDED, paragraph=44, paragraph_year=2026)
    make_decision(item=item, text="Belysningen byggs ut")
    return make_action(origin=item, text="Redovisa kostnaden", due_kind=DueKind.DATE, due_on=date(2026, 11, 20))


def page(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.pk}/{rest}"


def row(meeting: Meeting) -> AgendaItem:
    item: AgendaItem = meeting.items.get(recalls__isnull=False)
    return item


def test_the_secretary_reads_what_came_back(
    meeting: Meeting, last: Meeting, action: ActionItem, secretary: Person, signed_in: SignIn
) -> None:
    make_minutes(meeting=last)
    make_item(meeting=last, title="Utan utfall")

    text = signed_in(secretary).get(page(meeting)).text

    assert f'href="/meetings/{last.pk}/minutes/"' in text
    assert "Sent, waiting for approval" in text
    assert "§ 44" in text
    assert f"/meetings/{last.pk}/#decision-{action.origin.decisions.get().pk}" in text
    assert "Redovisa kostnaden" in text
    assert "Overdue 2 working days" in text


def test_points_without_an_outcome_are_asked_for_while_the_minutes_are_not_sent(
    meeting: Meeting, last: Meeting, secretary: Person, signed_in: SignIn
) -> None:
    make_item(meeting=last, title="Utan utfall")

    text = signed_in(secretary).get(page(meeting)).text

    assert "Not sent yet" in text
    assert "One point of that meeting has no outcome yet." in text


def test_a_partner_reads_nothing_of_what_was_not_sent(
    council: Forum, meeting: Meeting, action: ActionItem, member: Person, signed_in: SignIn
) -> None:
    type(meeting).objects.filter(pk=meeting.pk).update(noticed_at=LAST)

    for face in ("", "print/"):
        text = signed_in(member).get(page(meeting, face)).text
        assert "minutes and follow-up" in text
        assert "Belysningen byggs ut" not in text
        assert "Redovisa kostnaden" not in text


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("face", ["", "log/"])
def test_the_number_of_statements_is_constant(
    face: str,
    number: int,
    meeting: Meeting,
    last: Meeting,
    secretary: Person,
    signed_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        item = make_item(meeting=last)
        make_decision(item=item)
        make_action(origin=item)
        make_action(origin=make_item(meeting=last))
    browser = signed_in(secretary)
    with django_assert_num_queries(LOG_QUERIES if face else QUERIES):
        browser.get(page(meeting, face))


def test_on_paper_it_is_a_few_lines(
    meeting: Meeting, last: Meeting, action: ActionItem, secretary: Person, signed_in: SignIn
) -> None:
    make_minutes(meeting=last)

    text = signed_in(secretary).get(page(meeting, "print/")).text

    assert "1 decision, 1 action, 1 overdue" in text
    assert "§ 44 Belysningen byggs ut" in text


def test_taken_off_and_taken_back(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser, item = signed_in(secretary), row(meeting)
    browser.post(page(meeting, f"items/{item.pk}/remove/"), {"version": item.version})
    assert "Take it back now" in browser.get(page(meeting)).text

    assert browser.post(page(meeting, "items/taken-off/")).status_code == 302

    assert row(meeting).recalls == item.recalls
    assert "Take it back now" not in browser.get(page(meeting)).text


def test_put_off_until_later_is_told_beside_the_agenda(
    meeting: Meeting, last: Meeting, secretary: Person, signed_in: SignIn
) -> None:
    item = make_item(meeting=last, title="Väntar länge")
    sent = {"put-off-put_off_until": "2027-03-01"}
    browser = signed_in(secretary)

    browser.post(f"/meetings/{last.pk}/log/items/{item.pk}/put-off/", sent)

    assert AgendaItem.objects.get(pk=item.pk).put_off_until == date(2027, 3, 1)
    text = browser.get(page(meeting)).text
    assert "Väntar länge" in text
    assert "from 1 Mar 2027" in text


# Log


def update(meeting: Meeting, action: ActionItem) -> str:
    return page(meeting, f"log/recalled/{action.pk}/")


def test_done(meeting: Meeting, action: ActionItem, secretary: Person, signed_in: SignIn) -> None:
    response = signed_in(secretary).post(update(meeting, action), {"progress": "done", "version": action.version})

    assert response["Location"] == page(meeting, f"log/?item={row(meeting).pk}#action-{action.pk}")
    assert action.refreshed().state == ActionState.DONE
    assert action.updates.get().text == "Reported as done at the meeting on 3 December 2026."


def test_still_open(meeting: Meeting, action: ActionItem, secretary: Person, signed_in: SignIn) -> None:
    browser, said = signed_in(secretary), {"progress": "still_open", "text": "Väntar på offert"}
    browser.post(update(meeting, action), said)

    assert action.refreshed().state == ActionState.OPEN
    assert [(one.kind, one.text) for one in action.updates.all()] == [(UpdateKind.NOTE, "Väntar på offert")]

    type(action).objects.filter(pk=action.pk).update(state=ActionState.DONE, finished_at=meeting.starts_at)
    assert "The action is finished." in browser.post(update(meeting, action), said).text
    assert action.updates.count() == 1


def test_a_new_day_is_the_next_meetings_when_none_is_given(
    council: Forum, meeting: Meeting, action: ActionItem, secretary: Person, signed_in: SignIn
) -> None:
    make_meeting(forum=council, starts_at=meeting.starts_at + timedelta(days=28))
    browser = signed_in(secretary)

    browser.post(update(meeting, action), {"progress": "new_day"})
    assert action.refreshed().due_on == date(2026, 12, 31)

    browser.post(update(meeting, action), {"progress": "new_day", "due_on": "2027-02-01"})
    assert action.refreshed().due_on == date(2027, 2, 1)


def test_a_passed_day_comes_back_with_what_was_typed(
    meeting: Meeting, action: ActionItem, secretary: Person, signed_in: SignIn
) -> None:
    sent = {"progress": "new_day", "due_on": "2026-11-01", "text": "Behöver mer tid"}

    response = signed_in(secretary).post(update(meeting, action), sent)

    assert response.status_code == 422
    assert "The day has passed." in response.text
    assert "Behöver mer tid" in response.text


def test_only_who_logs_and_only_actions_of_the_forum(
    meeting: Meeting, action: ActionItem, school_group: Forum, secretary: Person, member: Person, signed_in: SignIn
) -> None:
    sent = {"progress": "done"}
    assert signed_in(member).post(update(meeting, action), sent).status_code == 403
    assert signed_in(secretary).post(update(meeting, school_group.actions.get()), sent).status_code == 404
    assert action.refreshed().state == ActionState.OPEN
