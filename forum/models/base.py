from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pghistory
import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable


class RaiseVersion(pgtrigger.Trigger):
    """Raises `version` and `modified_at` at every real change, whoever makes it; what a client writes there is ignored."""

    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Condition("OLD.* IS DISTINCT FROM NEW.*")
    func = "NEW.version = OLD.version + 1; NEW.modified_at = clock_timestamp(); RETURN NEW;"


class WriteChange(pgtrigger.Trigger):
    """Writes a `Change` in the transaction of its cause, so that readers of changes can lose none."""

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def get_func(self, model: Any) -> str:
        kind = slugify(str(model._meta.verbose_name_plural))
        return f"""
            IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;
            INSERT INTO forum_change (kind, object_id, op, xid, at)
            VALUES ('{kind}', COALESCE(NEW.id, OLD.id), lower(TG_OP),
                    pg_current_xact_id()::text::bigint, clock_timestamp());
            RETURN NULL;
        """  # noqa: S608  (the kind is a constant of ours)


def record_triggers(*, ignore: tuple[str, ...] = ()) -> list[pgtrigger.Trigger]:
    """The two that every record has; a change of the columns in `ignore` alone makes no new version."""
    raises = RaiseVersion(name="raise_version")
    if ignore:
        raises.condition = pgtrigger.AnyChange(exclude=list(ignore))
    return [raises, WriteChange(name="write_change")]


class Record(models.Model):
    """What every row that others may read has: a time-ordered id, a version and two moments (UTC)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        abstract = True
        triggers = record_triggers()

    def refreshed(self, fields: Iterable[str] | None = None) -> Self:
        """The same row as the database now has it; triggers raise its version behind our back."""
        self.refresh_from_db(fields=list(fields) if fields else None)
        return self


def tracked(*, exclude: tuple[str, ...] = ()) -> Any:
    """Keeps the history of a model's rows by triggers. Trackers are made anew: they remember the fields of the model they serve."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
    )
