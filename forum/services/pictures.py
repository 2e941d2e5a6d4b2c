"""The life of a situation picture: prepared, sent round, closed, put together, adopted, told to the public."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.calendar.months import add_months
from forum.enums import UNANSWERED, PictureState, ReminderKind, Silence
from forum.errors import ConflictError, InvalidInputError
from forum.models import Organisation, Person, PictureOpenLink, PictureRecipient, QuestionSet, SituationPicture, Topic
from forum.services.days import refuse_today_and_before, refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.locks import lock_organisation
from forum.services.picture_counts import published_counts
from forum.services.picture_letters import invite
from forum.services.reminders import Occasion, plan_reminders
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

MONTHS_AT_MOST: Final = 24  # law 2023:196, 6 §
WORDS: Final = ("introduction", "mapping", "other", "analysis", "public_summary")
LINES: Final = ("title", "annex_reference", "adopted_by", "paragraph", "registry_number")


@transaction.atomic
def draft_picture(
    *,
    topic: Topic,
    organisation: Organisation,
    question_set: QuestionSet,
    title: str,
    created_by: Person | None,
    **facts: Any,
) -> SituationPicture:
    """Begins a round of a topic for an organisation. `facts`: introduction, answer_by, period_starts_on, period_ends_on.

    Coordinators of the topic. Raises `InvalidInputError`, `ConflictError` while the round before is out for answers.
    """
    lock_organisation(organisation)
    rows = SituationPicture.objects.filter(topic=topic, organisation=organisation)
    if rows.filter(state__in=[PictureState.DRAFT, PictureState.OPEN]).exists():
        raise ConflictError(_("A round is being prepared or is out for answers. Close or remove that one first."))
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    picture = SituationPicture(
        topic=topic, organisation=organisation, question_set=question_set, number=number, created_by=created_by
    )
    _apply(picture, {"title": title, **facts})
    picture.save()
    return picture


@transaction.atomic
def change_picture(*, picture_id: uuid.UUID, version: int | None, **facts: Any) -> SituationPicture:
    """Changes what it is called, its period, its last day for answers, and the texts that it consists of (4 §). Coordinators.

    Raises `InvalidInputError`, `ConflictError` when adopted, `StaleVersionError`.
    """
    picture = lock_version(SituationPicture, picture_id, version)
    if picture.state == PictureState.ADOPTED:
        raise ConflictError(_("The situation picture is adopted and stands as it is. Begin the next one."))
    day = picture.answer_by
    _apply(picture, facts)
    picture.save()
    if picture.state == PictureState.OPEN and picture.answer_by != day:
        plan_answers(picture, picture.recipients.all())
    return picture.refreshed()


def _apply(picture: SituationPicture, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        if name in LINES or name in WORDS:
            setattr(picture, name, clean_text(value or "", single_line=name in LINES).strip())
        else:
            setattr(picture, name, value)
    if not picture.title:
        raise InvalidInputError(
            _("Write what the situation picture is called, for example with its year."), field="title"
        )
    refuse_wrong_order(picture.period_starts_on, picture.period_ends_on, field="period_ends_on")
    refuse_what_does_not_fit(picture)


@transaction.atomic
def open_round(*, picture_id: uuid.UUID, version: int | None, answer_by: date) -> SituationPicture:
    """Sends the questions to everybody who was chosen, by mail with a link of their own, and plans the reminders. Coordinators.

    Raises `InvalidInputError` for a day that has passed, `ConflictError` when it is out already, `StaleVersionError`.
    """
    picture = lock_version(SituationPicture, picture_id, version)
    if picture.state != PictureState.DRAFT:
        raise ConflictError(_("The questions have been sent already."))
    refuse_today_and_before(answer_by, field="answer_by")
    picture.state, picture.opened_at, picture.answer_by = PictureState.OPEN, timezone.now(), answer_by
    picture.save()
    picture = picture.refreshed()
    asked = list(picture.recipients.all())
    plan_answers(picture, asked)
    invite(picture, asked)
    return picture


def plan_answers(picture: SituationPicture, asked: Iterable[PictureRecipient]) -> None:
    """Plans the reminders of those asked, or takes them back when they answered or the round is over."""
    out = picture.state == PictureState.OPEN
    occasions = [
        Occasion(
            ReminderKind.PICTURE_ANSWER,
            one.pk,
            picture.answer_by if out and one.state in UNANSWERED and not one.by_open_link else None,
            silence=Silence.DONE,
        )
        for one in asked
    ]
    plan_reminders(forum=None, occasions=occasions)


@transaction.atomic
def close_round(*, picture_id: uuid.UUID, version: int | None) -> SituationPicture:
    """No more answers: what came in is put together. Coordinators. Raises `ConflictError` when it is not out, `StaleVersionError`."""
    picture = lock_version(SituationPicture, picture_id, version)
    if picture.state != PictureState.OPEN:
        raise ConflictError(_("The round is not out for answers."))
    picture.state, picture.closed_at = PictureState.CLOSED, timezone.now()
    picture.save()
    PictureOpenLink.objects.filter(picture=picture, revoked_at=None).update(revoked_at=picture.closed_at)
    plan_answers(picture, picture.recipients.all())
    return picture.refreshed()


@transaction.atomic
def open_again(*, picture_id: uuid.UUID, version: int | None, answer_by: date) -> SituationPicture:
    """Lets those who have not answered do so after all, until a new day. Coordinators. Raises as `open_round`."""
    picture = lock_version(SituationPicture, picture_id, version)
    if picture.state != PictureState.CLOSED:
        raise ConflictError(_("Only a round that was closed, and is not adopted, can be opened again."))
    refuse_today_and_before(answer_by, field="answer_by")
    picture.state, picture.closed_at, picture.answer_by = PictureState.OPEN, None, answer_by
    picture.save()
    plan_answers(picture, picture.recipients.all())
    return picture.refreshed()


@transaction.atomic
def adopt_picture(
    *,
    picture_id: uuid.UUID,
    version: int | None,
    adopted_by: str,
    adopted_on: date,
    next_due_on: date | None = None,
    paragraph: str = "",
    registry_number: str = "",
) -> SituationPicture:
    """Notes who adopted it, when, under which § and registry number; the next is due within two years, and reminded of. Coordinators.

    Raises `InvalidInputError`, `ConflictError` before the round is closed or while nothing is written, `StaleVersionError`.
    """
    picture = lock_version(SituationPicture, picture_id, version)
    if picture.state != PictureState.CLOSED:
        raise ConflictError(_("Close the round before the situation picture is adopted."))
    if not (picture.mapping and picture.analysis):
        raise ConflictError(_("Write the mapping and the analysis first: they are what is adopted (2023:196, 4 §)."))
    if adopted_on > timezone.localdate():
        raise InvalidInputError(_("Write the day when it was adopted; it can't be still to come."), field="adopted_on")
    latest = add_months(adopted_on, MONTHS_AT_MOST)
    if next_due_on and not adopted_on < next_due_on <= latest:
        raise InvalidInputError(_("The next one is due within two years (2023:196, 6 §)."), field="next_due_on")
    if not clean_text(adopted_by, single_line=True):
        raise InvalidInputError(_("Write who adopted it, for example the municipal executive."), field="adopted_by")
    _apply(picture, {"adopted_by": adopted_by, "paragraph": paragraph, "registry_number": registry_number})
    picture.state, picture.adopted_on, picture.next_due_on = PictureState.ADOPTED, adopted_on, next_due_on or latest
    picture.save()
    day = picture.next_due_on
    plan_reminders(forum=None, occasions=[Occasion(ReminderKind.PICTURE_DUE, picture.pk, day)], catch_up=True)
    return picture.refreshed()


@transaction.atomic
def publish_summary(*, picture_id: uuid.UUID, version: int | None) -> SituationPicture:
    """Shows the public summary on an open page and to API clients, who also get its numbers; nothing else of it. Coordinators.

    Raises `ConflictError` without a summary or before it is adopted, `StaleVersionError`.
    """
    picture = lock_version(SituationPicture, picture_id, version)
    if picture.state != PictureState.ADOPTED or not picture.public_summary:
        raise ConflictError(_("Write the public summary and note the adoption first."))
    picture.published_at = picture.published_at or timezone.now()
    picture.counts = published_counts(picture)
    picture.save()
    return picture.refreshed()


@transaction.atomic
def withdraw_summary(*, picture_id: uuid.UUID, version: int | None) -> SituationPicture:
    """Takes the summary off the open pages. Coordinators. Raises `StaleVersionError`."""
    picture = lock_version(SituationPicture, picture_id, version)
    picture.published_at, picture.counts = None, {}
    picture.save()
    return picture.refreshed()


@transaction.atomic
def remove_picture(*, picture_id: uuid.UUID, version: int | None) -> None:
    """Takes away a round that was never sent. Coordinators. Raises `ConflictError` when it was, `StaleVersionError`."""
    picture = lock_version(SituationPicture, picture_id, version)
    if picture.state != PictureState.DRAFT:
        raise ConflictError(_("The questions have been sent, so the round is kept. Close it instead."))
    picture.delete()
