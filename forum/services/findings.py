from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from forum.enums import FindingPriority, FindingStatus
from forum.errors import ConflictError, InvalidInputError
from forum.models import Answer, Finding, Organisation, Person, SituationPicture, Topic, Unit
from forum.services.belonging import refuse_unit_of_others
from forum.services.locks import lock_organisation
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid


@transaction.atomic
def record_finding(
    *,
    topic: Topic,
    organisation: Organisation,
    text: str,
    priority: FindingPriority = FindingPriority.MEDIUM,
    unit: Unit | None = None,
    picture: SituationPicture | None = None,
    answer: Answer | None = None,
    recorded_by: Person | None = None,
) -> Finding:
    """Writes down what is lacking, with the next number of the topic in the organisation. Coordinators of the topic.

    `answer` gives the picture that it stands in. Raises `InvalidInputError` without words, or for a unit, picture or answer of others.
    """
    words = clean_text(text).strip()
    if not words:
        raise InvalidInputError(_("Write what is lacking, in a sentence."), field="text")
    refuse_unit_of_others(unit, organisation.pk)
    picture = picture or (answer.picture if answer else None)
    if picture and picture.topic_id != topic.pk:
        raise InvalidInputError(_("Choose a situation picture of this topic."), field="picture")
    if answer and picture and answer.picture_id != picture.pk:
        raise InvalidInputError(_("Choose an answer of this situation picture."), field="answer")
    lock_organisation(organisation)
    last = Finding.objects.filter(topic=topic, organisation=organisation).aggregate(last=Max("number"))["last"] or 0
    return Finding.objects.create(
        topic=topic,
        organisation=organisation,
        unit=unit,
        number=last + 1,
        text=words,
        priority=priority,
        picture_id=picture.pk if picture else None,
        answer=answer,
        recorded_by=recorded_by,
    )


@transaction.atomic
def change_finding(
    *,
    finding_id: uuid.UUID,
    version: int | None,
    text: str,
    priority: FindingPriority,
    status: FindingStatus,
    reason: str = "",
    unit: Unit | None = None,
) -> Finding:
    """Changes words, weight and standing of a finding; whoever leaves one without a measure says why. Coordinators of the topic.

    Raises `InvalidInputError`, `StaleVersionError`.
    """
    finding = lock_version(Finding, finding_id, version)
    words, why = clean_text(text).strip(), clean_text(reason).strip()
    if not words:
        raise InvalidInputError(_("Write what is lacking, in a sentence."), field="text")
    if status != FindingStatus.OPEN and not why:
        raise InvalidInputError(_("Write why nothing more is to be done about it."), field="reason")
    refuse_unit_of_others(unit, finding.organisation_id)
    finding.text, finding.priority, finding.status = words, priority, status
    finding.reason, finding.unit = ("" if status == FindingStatus.OPEN else why), unit
    finding.save()
    return finding.refreshed()


@transaction.atomic
def remove_finding(*, finding_id: uuid.UUID, version: int | None) -> None:
    """Takes away a finding that was written by mistake; others keep their numbers. Coordinators.

    Raises `ConflictError` when its situation picture is adopted, `StaleVersionError`.
    """
    finding = lock_version(Finding, finding_id, version)
    if finding.picture and finding.picture.adopted_on:
        raise ConflictError(
            _("The situation picture is adopted, so the finding stands. Close it with a reason instead.")
        )
    finding.delete()
