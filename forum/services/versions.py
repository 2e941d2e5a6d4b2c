from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

from forum.errors import StaleVersionError

if TYPE_CHECKING:
    import uuid

    from django.db import models

M = TypeVar("M", bound="models.Model")


def lock_version(model: type[M], object_id: uuid.UUID, version: int | None) -> M:
    """The row, locked until the transaction ends, if it still has the version that the writer saw; None asks for no check.

    Must run inside a transaction. Raises `StaleVersionError` with the row as it now stands, or the model's DoesNotExist.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("lock_version needs a transaction")
    # No key is ever changed: rows that point here may be written meanwhile, by the release of reminders for one.
    row = model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=object_id)
    if version is not None and row.version != version:  # type: ignore[attr-defined]
        raise StaleVersionError(row)
    return row
