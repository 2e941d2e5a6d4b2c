from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.models import Unit
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.organisations import check_address
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid

    from forum.enums import UnitKind


@transaction.atomic
def update_unit(
    *, unit_id: uuid.UUID, version: int | None, name: str, kind: UnitKind, contact_address: str = ""
) -> Unit:
    """Changes a unit's name, kind or contact address. Administrators.

    Raises `InvalidInputError`, `ConflictError` (name in use), `StaleVersionError`.
    """
    unit = lock_version(Unit, unit_id, version)
    unit.name, unit.kind = clean_text(name, single_line=True), kind
    if not unit.name:
        raise InvalidInputError(_("Write the unit's name."), field="name")
    unit.contact_address = check_address(contact_address, field="contact_address") if contact_address.strip() else ""
    refuse_what_does_not_fit(unit)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise ConflictError(_("The organisation already has a unit with that name."), field="name") from error
    return unit.refreshed()


@transaction.atomic
def archive_unit(*, unit_id: uuid.UUID, version: int | None) -> Unit:
    """Ends a unit: it can no longer be chosen; what points at it stays readable. Administrators.

    Raises `ConflictError` while a system reads for it, `StaleVersionError`.
    """
    unit = lock_version(Unit, unit_id, version)
    if unit.api_clients.filter(revoked_at__isnull=True).exists():
        raise ConflictError(_("A system still reads for the unit. Revoke that API client first."))
    unit.archived_at = unit.archived_at or timezone.now()
    unit.save(update_fields=["archived_at"])
    return unit.refreshed()


@transaction.atomic
def restore_unit(*, unit_id: uuid.UUID) -> Unit:
    """Takes a unit into use again. Administrators."""
    unit = lock_version(Unit, unit_id, None)
    unit.archived_at = None
    unit.save(update_fields=["archived_at"])
    return unit.refreshed()
