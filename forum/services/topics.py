from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.enums import LIVE_PLACEMENTS
from forum.errors import ConflictError, InvalidInputError
from forum.models import Coordinator, Organisation, Person, Placement, Topic
from forum.services.coordinators import check_term
from forum.services.days import refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.upkeep import plan_coordinator
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from datetime import date

OTHER_PAGES = ("new", "bring-in")  # their addresses stand where a topic's would


@transaction.atomic
def create_topic(*, name: str, organisation: Organisation, summary: str = "", slug: str = "") -> Topic:
    """A cross-cutting issue to follow through existing forums. Administrators, the host's coordinators.

    Raises `InvalidInputError`, `ConflictError`.
    """
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write what the issue is called."), field="name")
    slug = slugify(slug or name)[:80]
    if not slug:
        raise InvalidInputError(_("Write a name with at least one letter from a to z, or a digit."), field="name")
    if slug in OTHER_PAGES:
        slug = f"{slug}-topic"
    if Topic.objects.filter(slug=slug).exists():
        raise _name_taken()
    topic = Topic(name=name, slug=slug, summary=clean_text(summary), organisation=organisation)
    refuse_what_does_not_fit(topic)
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError as error:  # somebody else was as quick
        raise _name_taken() from error
    return topic


def _name_taken() -> ConflictError:
    return ConflictError(_("There is already an issue with that name."), field="name")


@transaction.atomic
def appoint_coordinator(
    *,
    topic: Topic,
    organisation: Organisation,
    person: Person,
    starts_on: date,
    ends_on: date | None = None,
    deputy: Person | None = None,
) -> Coordinator:
    """Who holds the topic together in an organisation. Administrators. Raises `InvalidInputError` when the term ends before it starts."""
    check_term(person.pk, deputy, starts_on, ends_on)
    coordinator: Coordinator = Coordinator.objects.create(
        topic=topic, organisation=organisation, person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on
    )
    plan_coordinator(coordinator)
    return coordinator


@transaction.atomic
def end_coordinator(*, coordinator_id: uuid.UUID, version: int | None, ends_on: date) -> Coordinator:
    """The last day of a coordinator. Administrators. Raises `InvalidInputError` before the first day, `StaleVersionError`."""
    coordinator = lock_version(Coordinator, coordinator_id, version)
    refuse_wrong_order(coordinator.starts_on, ends_on, field="ends_on")
    coordinator.ends_on = ends_on
    coordinator.save(update_fields=["ends_on"])
    plan_coordinator(coordinator)
    return coordinator.refreshed()


@transaction.atomic
def update_topic(
    *,
    topic_id: uuid.UUID,
    version: int | None,
    name: str,
    summary: str = "",
    lines_in_mails: bool | None = None,
    lines_in_minutes: bool | None = None,
) -> Topic:
    """Changes what a topic is called and what it is about; its address stays. Administrators, its coordinators.

    `lines_in_…`: where its support lines go along; None leaves that as it is. Raises `InvalidInputError`, `StaleVersionError`.
    """
    topic = lock_version(Topic, topic_id, version)
    topic.name, topic.summary = clean_text(name, single_line=True), clean_text(summary)
    if not topic.name:
        raise InvalidInputError(_("Write what the issue is called."), field="name")
    topic.lines_in_mails = topic.lines_in_mails if lines_in_mails is None else lines_in_mails
    topic.lines_in_minutes = topic.lines_in_minutes if lines_in_minutes is None else lines_in_minutes
    refuse_what_does_not_fit(topic)
    topic.save(update_fields=["name", "summary", "lines_in_mails", "lines_in_minutes"])
    return topic.refreshed()


@transaction.atomic
def archive_topic(*, topic_id: uuid.UUID, version: int | None) -> Topic:
    """Ends a topic: it leaves the list and can't be proposed; what forums decided stays readable. Administrators.

    Raises `ConflictError` while it stands on agendas or waits for an answer, `StaleVersionError`.
    """
    topic = lock_version(Topic, topic_id, version)
    live = Placement.objects.filter(topic=topic, state__in=LIVE_PLACEMENTS).order_by("forum__name")
    names = list(live.values_list("forum__name", flat=True))
    if names:
        raise ConflictError(
            _("The topic still stands or waits in: %(names)s. Withdraw it there first.") % {"names": ", ".join(names)}
        )
    topic.archived_at = topic.archived_at or timezone.now()
    topic.save(update_fields=["archived_at"])
    return topic.refreshed()


@transaction.atomic
def restore_topic(*, topic_id: uuid.UUID) -> Topic:
    """Takes a topic up again. Administrators."""
    topic = lock_version(Topic, topic_id, None)
    topic.archived_at = None
    topic.save(update_fields=["archived_at"])
    return topic.refreshed()
