"""Training: whom a topic wants to reach, and how many took part. Heads, never names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import TargetGroupKind
from forum.errors import ConflictError, InvalidInputError
from forum.models import Participation, TargetGroup, TrainingActivity
from forum.models.training import VALID_FOR
from forum.services.belonging import refuse_unit_of_others
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date

    from forum.models import Measure, Organisation, Topic, Unit

MOST_MONTHS = 600


@transaction.atomic
def add_target_group(
    *,
    topic: Topic,
    organisation: Organisation,
    name: str,
    size: int,
    kind: TargetGroupKind = TargetGroupKind.FRONT_LINE,
    size_as_of: date | None = None,
    unit: Unit | None = None,
    key_people: bool = False,
) -> TargetGroup:
    """Whom a topic wants to reach in an organisation, and how many they are. Administrators, the organisation's coordinators.

    Organisation and unit can't be changed later: they say who may read it. Raises `InvalidInputError`, `ConflictError`.
    """
    refuse_unit_of_others(unit, organisation.pk)
    group = TargetGroup(topic=topic, organisation=organisation, unit=unit)
    return _save_group(group, name, size, kind, size_as_of, key_people=key_people)


@transaction.atomic
def update_target_group(
    *,
    group_id: uuid.UUID,
    version: int | None,
    name: str,
    size: int,
    kind: TargetGroupKind,
    size_as_of: date | None = None,
    key_people: bool = False,
) -> TargetGroup:
    """Changes name, kind and size of a group. Administrators, the organisation's coordinators. Raises as `add_target_group`."""
    group = lock_version(TargetGroup, group_id, version)
    return _save_group(group, name, size, kind, size_as_of, key_people=key_people)


def _save_group(
    group: TargetGroup, name: str, size: int, kind: TargetGroupKind, size_as_of: date | None, *, key_people: bool
) -> TargetGroup:
    group.name, group.size, group.kind, group.key_people = clean_text(name, single_line=True), size, kind, key_people
    group.size_as_of = size_as_of or timezone.localdate()
    if not group.name:
        raise InvalidInputError(_("Write who they are, for example: teachers."), field="name")
    if size < 1:
        raise InvalidInputError(_("Write how many they are, at least 1."), field="size")
    refuse_what_does_not_fit(group)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise ConflictError(_("The organisation already has a group with that name."), field="name") from error
    return group.refreshed()


@transaction.atomic
def archive_target_group(*, group_id: uuid.UUID, version: int | None) -> TargetGroup:
    """Ends a group: it no longer counts in reach; its head counts stay. Administrators, the organisation's coordinators."""
    group = lock_version(TargetGroup, group_id, version)
    group.archived_at = group.archived_at or timezone.now()
    group.save(update_fields=["archived_at"])
    return group.refreshed()


@transaction.atomic
def add_training_activity(
    *,
    topic: Topic,
    organisation: Organisation,
    name: str,
    held_on: date,
    counts: Mapping[TargetGroup, int],
    valid_months: int | None = VALID_FOR,
    note: str = "",
    measure: Measure | None = None,
) -> TrainingActivity:
    """A training that was held, with the heads of each group. Administrators, the organisation's coordinators.

    Raises `InvalidInputError` for a day to come, a group of another topic, and when nobody took part.
    """
    activity = TrainingActivity(topic=topic, organisation=organisation, measure=measure)
    return _save_activity(activity, name, held_on, counts, valid_months, note)


@transaction.atomic
def update_training_activity(
    *,
    activity_id: uuid.UUID,
    version: int | None,
    name: str,
    held_on: date,
    counts: Mapping[TargetGroup, int],
    valid_months: int | None = VALID_FOR,
    note: str = "",
    measure: Measure | None = None,
) -> TrainingActivity:
    """Changes a training and its head counts as a whole. Raises as `add_training_activity`, and `StaleVersionError`."""
    activity = lock_version(TrainingActivity, activity_id, version)
    activity.measure = measure
    activity.version += 1  # its counts are part of it: any change of the row makes the trigger count one on
    return _save_activity(activity, name, held_on, counts, valid_months, note)


def _save_activity(
    activity: TrainingActivity,
    name: str,
    held_on: date,
    counts: Mapping[TargetGroup, int],
    valid_months: int | None,
    note: str,
) -> TrainingActivity:
    activity.name, activity.note = clean_text(name, single_line=True), clean_text(note)
    activity.held_on, activity.valid_months = held_on, valid_months
    taken = {group: count for group, count in counts.items() if count}
    _check_activity(activity, taken)
    activity.save()
    activity.participations.all().delete()
    rows = [Participation(activity=activity, group=group, count=count) for group, count in taken.items()]
    for row in rows:
        refuse_what_does_not_fit(row)
    Participation.objects.bulk_create(rows)
    return activity.refreshed()


def _check_activity(activity: TrainingActivity, taken: Mapping[TargetGroup, int]) -> None:
    if not activity.name:
        raise InvalidInputError(_("Write what the training is called."), field="name")
    if activity.held_on > timezone.localdate():
        raise InvalidInputError(
            _("That day is yet to come. Count the heads when the training has been held."), field="held_on"
        )
    if activity.valid_months is not None and not 1 <= activity.valid_months <= MOST_MONTHS:
        raise InvalidInputError(_("Write a number of months from 1 to 600, or leave it empty."), field="valid_months")
    if not taken:
        raise InvalidInputError(_("Write how many took part, for at least one group."), field="counts")
    if any(count < 0 for count in taken.values()):
        raise InvalidInputError(_("Write a number, 0 or more."), field="counts")
    if any(group.topic_id != activity.topic_id for group in taken):
        raise InvalidInputError(_("Choose groups of the same topic."), field="counts")
    if activity.measure and activity.measure.plan.topic_id != activity.topic_id:
        raise InvalidInputError(_("Choose a measure of the same topic."), field="measure")
    refuse_what_does_not_fit(activity)
