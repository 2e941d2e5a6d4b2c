"""Forums with reminders that wait; `python -m tests.faults.seed ACTIONS [COUNCILS]` prints whom they reach, as JSON.

Each action has a receiver of its own, but one in twenty shares the receiver of the action before: two reminders, one letter.
Each council has a meeting that is reminded of, and two of its five seats are held by people who also sit in the next council.
All wait for the year 2030 until `make_due` brings them here.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import django

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person
    from meetings.models import ActionItem, Meeting

LATER: Final = datetime(2030, 1, 7, 7, 0, tzinfo=UTC)
SHARED: Final = 20
SEATS: Final = 5


def sow(actions: int, councils: int) -> list[str]:
    """Write everything and return the receivers' addresses, each of whom is to get one letter."""
    from forum.models import Organisation  # noqa: PLC0415  (Django is set up first)
    from tests.factories import make_organisation  # noqa: PLC0415

    host = Organisation.objects.filter(is_host=True).first()
    host = host or make_organisation(code="0486", name="Strängnäs kommun", is_host=True)
    return _sow_actions(host, actions) + _sow_councils(host, councils)


def _sow_actions(host: Organisation, count: int) -> list[str]:
    from forum.enums import ReminderKind  # noqa: PLC0415
    from meetings.enums import DueKind  # noqa: PLC0415
    from meetings.models import ActionItem  # noqa: PLC0415
    from tests.factories import make_forum, make_item, make_meeting  # noqa: PLC0415

    forum = make_forum(organisation=host, name=f"Lokala brottsförebyggande rådet {_next_number()}")
    origin = make_item(meeting=make_meeting(forum=forum, noticed=True))
    addresses = [f"a{number - (number % SHARED == 1)}.{forum.slug[-4:]}@mottagare.example" for number in range(count)]
    rows = [
        ActionItem(
            forum=forum, origin=origin, number=number + 1, text=f"Ta fram underlag nummer {number}.",
            owner_address=address, due_kind=DueKind.DATE, due_on=date(2030, 1, 7),
        )
        for number, address in enumerate(addresses)
    ]  # fmt: skip
    ActionItem.objects.bulk_create(rows, batch_size=1000)
    _plan(forum, ReminderKind.ACTION_DUE, rows)
    return sorted(set(addresses))


def _sow_councils(host: Organisation, count: int) -> list[str]:
    from forum.enums import NoticeSender, ReminderKind  # noqa: PLC0415
    from tests.factories import make_forum, make_item, make_meeting, make_person, make_seat  # noqa: PLC0415

    scene = _next_number()
    people: list[Person] = [
        make_person(name=f"Person {number}", email=f"p{number}.{scene}@sittande.example", organisation=host)
        for number in range(count * (SEATS - 2) + 2 if count else 0)
    ]
    for number in range(count):
        forum = make_forum(organisation=host, name=f"Råd {number} {_next_number()}", notices_from=NoticeSender.SAMVERKA)
        first = number * (SEATS - 2)
        for person in people[first : first + SEATS]:
            make_seat(forum=forum, organisation=host, person=person)
        meeting = make_meeting(forum=forum, noticed=True, starts_at=LATER + timedelta(days=1))
        make_item(meeting=meeting)
        _plan(forum, ReminderKind.MEETING_AHEAD, [meeting])
    return [str(person.email) for person in people]


def _plan(forum: Forum, kind: str, objects: list[ActionItem] | list[Meeting]) -> None:
    from forum.models import Reminder, ReminderRule  # noqa: PLC0415

    rule, _ = ReminderRule.objects.get_or_create(forum=forum, kind=kind, offset_days=0)
    rows = [
        Reminder(
            rule=rule, forum=forum, kind=kind, object_id=row.pk, moment=LATER, expires_at=LATER + timedelta(days=14)
        )
        for row in objects
    ]
    Reminder.objects.bulk_create(rows, batch_size=1000)


def _next_number() -> str:
    from forum.models import Forum  # noqa: PLC0415

    return f"{Forum.objects.count():04d}"


if __name__ == "__main__":
    django.setup()
    actions_wanted, councils_wanted = (int(argument) for argument in [*sys.argv[1:], "0"][:2])
    sys.stdout.write(json.dumps(sow(actions_wanted, councils_wanted)))
