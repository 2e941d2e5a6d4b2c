from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.models import Coordinator, Organisation, Person, Topic
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.forums import LETTERS
from forum.services.text import clean_text

if TYPE_CHECKING:
    from datetime import date


@transaction.atomic
def create_topic(*, name: str, organisation: Organisation, summary: str = "", slug: str = "") -> Topic:
    """A cross-cutting issue to follow through existing forums. Administrators, coordinators.

    Raises `InvalidInputError`, `ConflictError`.
    """
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write what the issue is called."), field="name")
    slug = slugify((slug or name).translate(LETTERS))[:80]
    if not slug:
        raise InvalidInputError(_("Write a name with at least one letter from a to z, or a digit."), field="name")
    if slug == "new":  # the address of another page
        slug = "new-topic"
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
    if ends_on and ends_on < starts_on:
        raise InvalidInputError(_("The last day is before the first. Correct one of them."), field="ends_on")
    if deputy and deputy.pk == person.pk:
        raise InvalidInputError(_("Choose somebody else as deputy."), field="deputy")
    return Coordinator.objects.create(
        topic=topic, organisation=organisation, person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on
    )
