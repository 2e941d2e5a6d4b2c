"""Who holds a topic together: term, deputy, contact card, first week, and handing it over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import LIVE_PLACEMENTS, FirstWeek
from forum.errors import ConflictError, InvalidInputError
from forum.models import Agreement, Coordinator, Person, Placement, SupportLine
from forum.services.days import refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.organisations import check_address
from forum.services.phone_numbers import normal_number
from forum.services.text import clean_text
from forum.services.upkeep import plan_coordinator
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from datetime import date


@transaction.atomic
def change_term(
    *, coordinator_id: uuid.UUID, version: int | None, deputy: Person | None = None, ends_on: date | None = None
) -> Coordinator:
    """Deputy and last day; until further notice without one. Administrators. Raises `InvalidInputError`, `StaleVersionError`."""
    coordinator = lock_version(Coordinator, coordinator_id, version)
    check_term(coordinator.person_id, deputy, coordinator.starts_on, ends_on)
    coordinator.deputy, coordinator.ends_on = deputy, ends_on
    coordinator.save(update_fields=["deputy", "ends_on"])
    return _planned(coordinator)


def check_term(person_id: uuid.UUID, deputy: Person | None, starts_on: date, ends_on: date | None) -> None:
    """Raises `InvalidInputError` for days in the wrong order and for somebody who would stand in for himself or herself."""
    refuse_wrong_order(starts_on, ends_on, field="ends_on")
    if deputy and deputy.pk == person_id:
        raise InvalidInputError(_("Choose somebody else as deputy."), field="deputy")


@transaction.atomic
def write_contact_card(
    *,
    coordinator_id: uuid.UUID,
    version: int | None,
    function: str = "",
    mailbox: str = "",
    phone: str = "",
    published: bool = False,
    name_published: bool = False,
) -> Coordinator:
    """How whoever has the assignment is reached: by function and function mailbox, the name only when that is chosen.

    The coordinator, the deputy, administrators. A published card needs a function and a mailbox or a number.
    Raises `InvalidInputError`, `StaleVersionError`.
    """
    coordinator = lock_version(Coordinator, coordinator_id, version)
    coordinator.function = clean_text(function, single_line=True)
    coordinator.mailbox = check_address(mailbox, field="mailbox") if mailbox.strip() else ""
    coordinator.phone = normal_number(phone, field="phone") if phone.strip() else ""
    coordinator.published, coordinator.name_published = published, name_published
    _check_card(coordinator)
    refuse_what_does_not_fit(coordinator)
    coordinator.save()
    return coordinator.refreshed()


def _check_card(card: Coordinator) -> None:
    if card.published and not card.function:
        raise InvalidInputError(_("Write the function, for example “Security coordinator”."), field="function")
    if card.published and not (card.mailbox or card.phone):
        raise InvalidInputError(
            _("Write a function mailbox or a number, so that people can reach you."), field="mailbox"
        )


@transaction.atomic
def withdraw_ended_cards() -> int:
    """Cards of terms that are over are public no longer, and neither is the name on them. Returns how many. Daily."""
    over = Coordinator.objects.filter(ends_on__lt=timezone.localdate()).exclude(published=False, name_published=False)
    return over.update(published=False, name_published=False)


@transaction.atomic
def mark_first_week(*, coordinator_id: uuid.UUID, step: FirstWeek, done: bool) -> Coordinator:
    """Ticks a step of the first week, or takes the tick away. The coordinator, the deputy. Saying it twice changes nothing."""
    coordinator = lock_version(Coordinator, coordinator_id, None)
    steps = set(coordinator.first_week) | {step.value} if done else set(coordinator.first_week) - {step.value}
    coordinator.first_week = [one for one in FirstWeek.values if one in steps]
    coordinator.save(update_fields=["first_week"])
    return coordinator.refreshed()


@transaction.atomic
def hand_over_coordination(
    *,
    coordinator_id: uuid.UUID,
    version: int | None,
    person: Person,
    starts_on: date,
    ends_on: date | None = None,
    deputy: Person | None = None,
) -> Coordinator:
    """Somebody else takes over: the present term ends the day before, the card goes along without the name, and so does what the person
    was to present and to keep. Administrators.

    Raises `InvalidInputError` for the same person or days in the wrong order, `ConflictError` when the term is over, `StaleVersionError`.
    """
    old = lock_version(Coordinator, coordinator_id, version)
    today = timezone.localdate()
    if person.pk == old.person_id:
        raise InvalidInputError(_("Choose somebody else to take over."), field="person")
    if starts_on <= old.starts_on:
        raise InvalidInputError(_("Choose a day after the first day of the present coordinator."), field="starts_on")
    check_term(person.pk, deputy, starts_on, ends_on)
    if old.ends_on and old.ends_on < today:
        raise ConflictError(_("This term is over. Appoint a new coordinator instead."))
    old.ends_on = starts_on - timedelta(days=1)
    old.save(update_fields=["ends_on"])
    new = Coordinator.objects.create(
        topic_id=old.topic_id, organisation_id=old.organisation_id, person=person, deputy=deputy, starts_on=starts_on,
        ends_on=ends_on, function=old.function, mailbox=old.mailbox, phone=old.phone, published=old.published,
    )  # fmt: skip
    _move_what_goes_along(old, person)
    plan_coordinator(old)
    return _planned(new)


def _move_what_goes_along(old: Coordinator, person: Person) -> None:
    """Presentations of live proposals, and the keeping of support lines and agreements of the organisation."""
    Placement.objects.filter(topic=old.topic_id, presented_by=old.person_id, state__in=LIVE_PLACEMENTS).update(
        presented_by=person
    )
    of_topic = Q(organisation=old.organisation_id, keeper=old.person_id) & Q(topic=old.topic_id)
    SupportLine.objects.filter(of_topic).update(keeper=person)
    Agreement.objects.filter(of_topic).update(keeper=person)


@transaction.atomic
def leave_coordinations(*, person: Person) -> None:
    """What becomes of the assignments of somebody who leaves: the deputy stands in, where there is none the term ends the day before.

    So does one that he or she stood in for alone. Administrators are told at once. Terms that have not begun are taken away.
    Needs a transaction.
    """
    today = timezone.localdate()
    alone = Q(deputy=person, person__is_active=False)
    rows = Coordinator.objects.filter(Q(person=person) | alone).exclude(ends_on__lt=today)
    left = list(rows.select_for_update(of=("self",)))
    Coordinator.objects.filter(deputy=person).update(deputy=None)
    for row in left:
        if row.deputy_id == person.pk:
            row.deputy = None
        if row.starts_on >= today:
            row.delete()
            continue
        if row.deputy_id is None:
            row.ends_on = today - timedelta(days=1)
            row.save(update_fields=["ends_on"])
        plan_coordinator(row, left=True)


def _planned(coordinator: Coordinator) -> Coordinator:
    plan_coordinator(coordinator)
    return coordinator.refreshed()
