"""Those who were asked: they answer, pass on, or say no. By page and by mail link alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forum.enums import AskedState, Certainty, PictureState, SourceKind, Trend
from forum.errors import ConflictError, InvalidInputError
from forum.models import Answer, PictureRecipient, SituationPicture
from forum.selectors.people import people_working_at
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.organisations import check_address
from forum.services.picture_letters import invite
from forum.services.pictures import plan_answers
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from forum.models import Person

MOST_PASSED_ON = 20
MOST_BY_OPEN_LINK = 500


@dataclass(frozen=True)
class Given:
    """What is said to one question."""

    text: str
    trend: Trend = Trend.UNKNOWN
    certainty: Certainty = Certainty.MEDIUM
    source_kind: SourceKind = SourceKind.OBSERVATION
    source: str = ""


def locked_asked(asked_id: uuid.UUID, version: int | None) -> PictureRecipient:
    """Who was asked, locked after the picture. Raises `ConflictError` when the round is not out, with what to do."""
    found = PictureRecipient.objects.only("picture_id").get(pk=asked_id)
    picture = lock_version(SituationPicture, found.picture_id, None)
    refuse_when_closed(picture)
    asked = lock_version(PictureRecipient, asked_id, version)
    asked.picture = picture
    return asked


def refuse_when_closed(picture: SituationPicture) -> None:
    if picture.state == PictureState.OPEN:
        return
    if picture.state == PictureState.DRAFT:
        raise ConflictError(_("The questions have not been sent yet."), code="not_open")
    contact = picture.organisation.contact_address or picture.organisation.name
    closed = date_format(timezone.localdate(picture.closed_at), "j F Y") if picture.closed_at else ""
    raise ConflictError(
        _(
            "The round was closed on %(date)s and takes no more answers. Send what you know to %(contact)s, who can open it again."
        )
        % {"contact": contact, "date": closed},
        code="closed",
    )


@transaction.atomic
def save_answers(
    *,
    asked_id: uuid.UUID,
    version: int | None,
    answers: Mapping[uuid.UUID, Given],
    finished: bool,
    answered_by: Person | None = None,
) -> PictureRecipient:
    """Keeps the answers by question; an empty text takes the answer away. `finished`: that was all, so no more reminders.

    Who was asked, until the round is closed; what was sent in may be changed until then. Raises `InvalidInputError`
    when there is nothing at all, `ConflictError` after closing, `StaleVersionError`.
    """
    asked = locked_asked(asked_id, version)
    if asked.state == AskedState.PASSED_ON:
        raise ConflictError(_("The questions were passed on. Answers come from who has them now."))
    questions = {row.pk: row for row in asked.picture.question_set.questions.all()}
    words = {key: clean_text(given.text).strip() for key, given in answers.items() if key in questions}
    _write(asked, {key: answers[key] for key in words}, words, answered_by)
    if finished and not asked.answers.exists():
        raise InvalidInputError(
            _("Answer at least one question, or say that you have nothing to add."), field="finished"
        )
    asked.state = AskedState.ANSWERED if finished else AskedState.BEGUN
    asked.answered_at = timezone.now() if finished else None
    asked.reason = ""
    asked.save()
    plan_answers(asked.picture, [asked])
    return asked.refreshed()


def _write(
    asked: PictureRecipient, answers: Mapping[uuid.UUID, Given], words: Mapping[uuid.UUID, str], by: Person | None
) -> None:
    kept = {row.question_id: row for row in asked.answers.all()}
    organisation, unit = _speaks_for(asked)
    for key, given in answers.items():
        row = kept.get(key)
        if not words[key]:
            if row:
                row.delete()
            continue
        row = row or Answer(picture=asked.picture, recipient=asked, question_id=key)
        row.text, row.source = words[key], clean_text(given.source).strip()
        row.trend, row.certainty, row.source_kind = given.trend, given.certainty, given.source_kind
        row.organisation_id, row.unit_id, row.answered_by = organisation, unit, by
        refuse_what_does_not_fit(row)
        row.save()


def _speaks_for(asked: PictureRecipient) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The organisation and unit whose answer it is; who passed it on stays the one who was asked."""
    root = asked
    while root.passed_on_from:
        root = root.passed_on_from
    if root.unit:
        return root.unit.organisation_id, root.unit_id
    if root.forum:
        return root.forum.organisation_id, root.forum.unit_id
    if root.person:
        return root.person.organisation_id, root.person.unit_id
    return root.organisation_id, None


@transaction.atomic
def pass_on(*, asked_id: uuid.UUID, version: int | None, address: str, word: str = "") -> PictureRecipient:
    """Lets somebody else answer instead: the questions go to that address at once. Who was asked.

    Raises `InvalidInputError`, `ConflictError` after closing or when it goes round in a circle, `StaleVersionError`.
    """
    asked = locked_asked(asked_id, version)
    address = check_address(address, field="address")
    person = people_working_at([address]).get(address)
    known = PictureRecipient.objects.filter(picture=asked.picture)
    if known.filter(person=person).exists() if person else known.filter(address=address).exists():
        raise ConflictError(_("Whoever has that address is asked already. Choose somebody else."), field="address")
    if known.filter(passed_on_from=asked).count() >= MOST_PASSED_ON:
        raise ConflictError(_("It has been passed on often enough. Write to who asks instead."), field="address")
    onward = PictureRecipient(picture=asked.picture, person=person, address="" if person else address)
    onward.passed_on_from, onward.word = asked, clean_text(word).strip()
    refuse_what_does_not_fit(onward)
    onward.save()
    asked.state, asked.answered_at = AskedState.PASSED_ON, None
    asked.save()
    plan_answers(asked.picture, [asked, onward])
    invite(asked.picture, [onward])
    return onward


@transaction.atomic
def take_back(*, asked_id: uuid.UUID, version: int | None) -> PictureRecipient:
    """Answers oneself after all; what the other has written stays with him or her. Who was asked. Raises as `save_answers`."""
    asked = locked_asked(asked_id, version)
    asked.state = AskedState.BEGUN if asked.answers.exists() else AskedState.WAITING
    asked.save()
    plan_answers(asked.picture, [asked])
    return asked.refreshed()


@transaction.atomic
def decline_to_answer(*, asked_id: uuid.UUID, version: int | None, reason: str) -> PictureRecipient:
    """Has nothing to add, and says why. Who was asked; may answer after all until the round is closed. Raises as `save_answers`."""
    asked = locked_asked(asked_id, version)
    why = clean_text(reason).strip()
    if not why:
        raise InvalidInputError(_("Write a word on why, so that nobody waits for you."), field="reason")
    asked.state, asked.reason, asked.answered_at = AskedState.DECLINED, why, timezone.now()
    asked.save()
    plan_answers(asked.picture, [asked])
    return asked.refreshed()


@transaction.atomic
def answer_by_open_link(*, picture_id: uuid.UUID, name: str, answers: Mapping[uuid.UUID, Given]) -> PictureRecipient:
    """Answers in the name of an association that came by the open link; each time is an answer of its own. Raises as `save_answers`."""
    picture = lock_version(SituationPicture, picture_id, None)
    refuse_when_closed(picture)
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write for which association you answer."), field="name")
    if picture.recipients.filter(by_open_link=True).count() >= MOST_BY_OPEN_LINK:
        raise ConflictError(_("So many have answered by this link that it takes no more. Write to the municipality."))
    asked = PictureRecipient(picture=picture, name=name, by_open_link=True)
    refuse_what_does_not_fit(asked)
    asked.save()
    return save_answers(asked_id=asked.pk, version=None, answers=answers, finished=True)
