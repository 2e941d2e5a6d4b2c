"""A forum's own choice of reminders: what is planned follows at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from forum.enums import ReminderKind
from forum.models import Reminder, ReminderRule
from forum.services.reminders import create_default_rules
from meetings.enums import DueKind
from meetings.services.actions import Owner, give_action
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from forum.models import Forum, Person
    from meetings.models import ActionItem
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(now: datetime, council: Forum) -> ActionItem:
    create_default_rules(forum=council)
    item = make_item(meeting=make_meeting(forum=council, starts_at=datetime(2026, 11, 20, 8, tzinfo=UTC)))
    return give_action(
        item=item, text="Gör det", owner=Owner(address="a@b.example"), due_kind=DueKind.DATE, due_on=date(2027, 3, 3)
    )


def _page(forum: Forum, rest: str = "") -> str:
    return f"/forums/{forum.slug}/settings/reminders/{rest}"


def _moments(action: ActionItem) -> list[str]:
    rows = Reminder.objects.planned().filter(object_id=action.pk, kind=ReminderKind.ACTION_DUE)
    return [f"{row.moment:%m-%d %H}" for row in rows.order_by("moment")]


def test_one_more_is_planned_for_what_is_ahead(
    action: ActionItem, council: Forum, secretary: Person, signed_in: SignIn
) -> None:
    signed_in(secretary).post(_page(council), {"kind": "action_due", "days": "14", "side": "-1", "hour": "10"})
    assert _moments(action) == ["02-17 09", "02-24 07", "03-02 07", "03-03 07", "03-08 07"]


def test_one_that_is_taken_away_is_planned_no_more(
    action: ActionItem, council: Forum, secretary: Person, signed_in: SignIn
) -> None:
    rule = ReminderRule.objects.get(kind=ReminderKind.ACTION_DUE, offset_days=-7)
    for _ in range(2):
        signed_in(secretary).post(_page(council, f"{rule.pk}/remove/"))
    assert _moments(action) == ["03-02 07", "03-03 07", "03-08 07"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": "action_due", "days": "7", "side": "-1", "hour": "8"}, "There is such a reminder already"),
        ({"kind": "meeting_ahead", "days": "2", "side": "1", "hour": "8"}, "comes before the meeting"),
        ({"kind": "log_outcome", "days": "2", "side": "-1", "hour": "8"}, "comes after the meeting"),
        ({"kind": "action_due", "days": "61", "side": "1", "hour": "8"}, "60"),
    ],
)
def test_what_can_not_be_is_said(
    sent: dict[str, str], words: str, action: ActionItem, council: Forum, chair: Person, signed_in: SignIn
) -> None:
    number = ReminderRule.objects.count()
    answer = signed_in(chair).post(_page(council), sent)
    assert (answer.status_code, words in answer.text, ReminderRule.objects.count()) == (422, True, number)


def test_mail_about_new_actions_is_switched_off_and_on(
    action: ActionItem, council: Forum, secretary: Person, signed_in: SignIn
) -> None:
    browser = signed_in(secretary)
    given = ReminderRule.objects.get(kind=ReminderKind.ACTION_GIVEN)
    browser.post(_page(council, f"{given.pk}/remove/"))
    assert Reminder.objects.filter(kind=ReminderKind.ACTION_GIVEN).count() == 0
    for _ in range(2):
        browser.post(_page(council, "tell-of-actions/"))
    assert ReminderRule.objects.filter(kind=ReminderKind.ACTION_GIVEN).count() == 1


def test_only_the_editors_may(
    action: ActionItem, council: Forum, chair: Person, member: Person, administrator: Person, stranger: Person,
    signed_in: SignIn,
) -> None:  # fmt: skip
    people = (chair, member, administrator, stranger)
    assert [signed_in(one).get(_page(council)).status_code for one in people] == [200, 403, 403, 404]
    assert [signed_in(one).post(_page(council, "tell-of-actions/")).status_code for one in people] == [
        302,
        403,
        403,
        404,
    ]
