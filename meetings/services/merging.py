"""Two entries that are the same person become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from forum.errors import ConflictError, InvalidInputError
from forum.models import InvitationLink, Membership, Person
from forum.services.locks import lock_seat
from forum.services.versions import lock_version
from forum.services.withdrawal import readdress_letters

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

NOT_MOVED = (EmailAddress, InvitationLink, LogEntry, Person)


@transaction.atomic
def merge_people(
    *,
    kept_id: uuid.UUID,
    double_id: uuid.UUID,
    version: int | None = None,
    kept_version: int | None = None,
    dry_run: bool = False,
) -> dict[type[models.Model], int]:
    """Moves all that points at the double to the one who is kept, and shuts the double out; how many rows of each kind.

    The kept one's own facts stand; a title, organisation or unit that it lacks comes from the double. So does the address: as the one to
    write to where there was none, else as a further one, by which the kept one is found in lists and calendars and signs in.
    `version`, `kept_version`: of both as they were looked at. `dry_run` takes everything back. Administrators.
    Raises `InvalidInputError` for one and the same entry, `ConflictError` where the two can't be one, `StaleVersionError`.
    """
    if kept_id == double_id:
        raise InvalidInputError(_("Choose another person."), field="double")
    for one in sorted((kept_id, double_id)):
        lock_version(Person, one, None)
    kept, double = lock_version(Person, kept_id, kept_version), lock_version(Person, double_id, version)
    _refuse(kept, double)
    readdress_letters(person=double)
    moved: dict[type[models.Model], int] = {Membership: _join_seats(kept, double)}
    for model, name in _pointers():
        moved[model] = moved.get(model, 0) + _move(model, name, kept, double)
    _join_facts(kept, double)
    readdress_letters(person=kept)
    if dry_run:
        transaction.set_rollback(True)
    return {model: number for model, number in moved.items() if number}


def _refuse(kept: Person, double: Person) -> None:
    if double.is_administrator or double.is_superuser or double.is_staff:
        raise ConflictError(_("The double is an administrator. Take that right away first."), field="double")
    if kept.merged_into_id or double.merged_into_id:
        raise ConflictError(_("One of the two was already merged. Search for the person again."), field="double")
    if not kept.is_active:
        raise ConflictError(_("The person you keep is shut out. Let him or her in first, or keep the other one."))


def _pointers() -> Iterator[tuple[type[models.Model], str]]:
    """Every column that points at a person, history apart: what was, stays as it was."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model: Any = relation.related_model
        is_table = model._meta.managed and not model._meta.proxy and not model._meta.auto_created
        if is_table and not issubclass(model, Event) and model not in (*NOT_MOVED, Membership):
            yield model, relation.field.name


def _move(model: type[models.Model], name: str, kept: Person, double: Person) -> int:
    """One by one where both have the same: the double's own search or feed is then one too many."""
    rows = model._default_manager.filter(**{name: double})
    try:
        with transaction.atomic():
            return rows.update(**{name: kept})
    except IntegrityError:
        moved = 0
    for row in rows:
        try:
            with transaction.atomic():
                moved += model._default_manager.filter(pk=row.pk).update(**{name: kept})
        except IntegrityError as error:
            if model._meta.get_field(name).remote_field.on_delete is not models.CASCADE:  # type: ignore[union-attr]
                raise ConflictError(
                    _("Both have the same thing in their name, so they can't be merged."), field="double"
                ) from error
            row.delete()
    return moved


def _join_seats(kept: Person, double: Person) -> int:
    """Terms in different seats are moved; in the same seat two people never overlap, so they stand after each other."""
    rows = list(Membership.objects.filter(person=double).order_by("seat"))
    for row in rows:
        lock_seat(row.seat_id)
    Membership.objects.filter(pk__in=[row.pk for row in rows]).update(person=kept)
    return len(rows)


def _join_facts(kept: Person, double: Person) -> None:
    address = double.email
    InvitationLink.objects.filter(person=double).delete()
    double.email, double.is_active, double.merged_into = None, False, kept
    double.set_unusable_password()
    double.save()
    kept.email = kept.email or address
    _join_addresses(kept, double, address)
    kept.title = kept.title or double.title
    if kept.organisation_id is None:
        kept.organisation, kept.unit = double.organisation, double.unit
    kept.protected = kept.protected or double.protected
    kept.save()


def _join_addresses(kept: Person, double: Person, address: str | None) -> None:
    known = set(EmailAddress.objects.filter(user=double, verified=True).values_list("email", flat=True))
    EmailAddress.objects.filter(user=double).delete()
    for further in sorted(known | ({address} if address else set())):
        EmailAddress.objects.update_or_create(
            user=kept, email=further, defaults={"verified": True, "primary": further == kept.email}
        )
