from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forum.models import Membership, OutboxMessage, Person
from forum.services.accounts import deactivate_person
from tests.factories import make_forum, make_membership, make_seat

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Organisation


def letters() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(kind="vacant").order_by("recipient")
    return [(one.recipient, str(one.forum)) for one in rows]


def test_the_seats_of_a_leaver_are_vacant_at_once_and_one_letter_tells_the_secretary(
    now: datetime, council: Forum, network: Forum, host: Organisation, member: Person
) -> None:
    make_seat(forum=network, organisation=host, role_title="Ersättaren", person=member)
    to_come = make_membership(
        seat=make_seat(forum=council, organisation=host), person=member, starts_on=date(2027, 1, 1)
    )
    deactivate_person(person_id=member.pk, version=None)
    ended = Membership.objects.filter(person=member)
    assert [one.ends_on for one in ended] == [date(2026, 11, 23)] * 2
    assert not Membership.objects.filter(pk=to_come.pk).exists()
    assert letters() == [("secretary@demo.example", "Forum brottsförebyggande rådet")]
    assert Membership.objects.on(date(2026, 11, 24)).filter(person=member).count() == 0


def test_where_the_secretary_leaves_the_chair_is_told(now: datetime, council: Forum, secretary: Person) -> None:
    deactivate_person(person_id=secretary.pk, version=None)
    deactivate_person(person_id=secretary.pk, version=None)
    assert letters() == [("chair@demo.example", "Forum brottsförebyggande rådet")]


def test_nobody_is_told_of_somebody_without_seats_or_of_an_archived_forum(
    now: datetime, host: Organisation, chair: Person, official: Person
) -> None:
    forum = make_forum(organisation=host, name="Gammalt", archived_at=now)
    make_seat(forum=forum, organisation=host, person=official)
    deactivate_person(person_id=official.pk, version=None)
    assert letters() == []
