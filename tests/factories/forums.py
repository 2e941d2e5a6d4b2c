from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from forum.enums import ForumKind, MinutesForm, Office
from forum.models import Forum, Membership, Organisation, Person, Seat

if TYPE_CHECKING:
    from collections.abc import Sequence

TERM_START = date(2023, 1, 1)


def make_forum(*, organisation: Organisation, name: str, **fields: Any) -> Forum:
    """A forum with simple minutes; the slug follows from the name."""
    values: dict[str, Any] = {
        "slug": slugify(name),
        "kind": ForumKind.CRIME_PREVENTION,
        "minutes_form": MinutesForm.SIMPLE,
    }
    return Forum.objects.create(organisation=organisation, name=name, **(values | fields))


def make_seat(
    *,
    forum: Forum,
    organisation: Organisation,
    office: Office = Office.MEMBER,
    role_title: str = "",
    person: Person | None = None,
    **fields: Any,
) -> Seat:
    """A seat at the end of the row, held by the person when one is given."""
    fields.setdefault("position", Seat.objects.filter(forum=forum).count() + 1)
    seat = Seat.objects.create(
        forum=forum,
        organisation=organisation,
        office=office,
        role_title=role_title or str(office.value).replace("_", " "),
        **fields,
    )
    if person is not None:
        make_membership(seat=seat, person=person)
    return seat


def fill_forum(*, forum: Forum, seats: Sequence[Seat], people: Sequence[Person]) -> None:
    """Its first seats, and these people in the first of them, in two statements; for what nearly every test begins with."""
    for position, seat in enumerate(seats, start=1):
        seat.forum, seat.position = forum, position
    Seat.objects.bulk_create(seats)
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, starts_on=TERM_START) for seat, person in zip(seats, people, strict=False)
    )


def make_membership(
    *, seat: Seat, person: Person, starts_on: date = TERM_START, ends_on: date | None = None
) -> Membership:
    return Membership.objects.create(seat=seat, person=person, starts_on=starts_on, ends_on=ends_on)
