from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.enums import ForumKind, ProposalRule
from forum.errors import ConflictError, InvalidInputError
from forum.models import Forum, Organisation, ParagraphSeries
from forum.services.belonging import refuse_unit_of_others
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.locks import lock_organisation
from forum.services.organisations import check_address
from forum.services.reminders import create_default_rules
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid

FIRST_YEAR, LAST_YEAR = 2000, 2200
RESERVED = {"new", "bring-in"}  # addresses of pages beside the forums
WORDS = {"name", "parent_body", "mandate_document", "default_place"}


@transaction.atomic
def create_forum(*, name: str, kind: ForumKind, organisation: Organisation, slug: str = "", **facts: Any) -> Forum:
    """A forum that already exists outside gets a place here, with the default reminder rules. Administrators, secretaries.

    Raises `InvalidInputError` for a missing name or an impossible setting, `ConflictError` when the organisation has a forum of that name.
    """
    name = clean_text(name, single_line=True)
    if not name:
        raise InvalidInputError(_("Write the forum's name."), field="name")
    lock_organisation(organisation)
    _refuse_taken_name(organisation, name)
    forum = Forum(name=name, kind=kind, organisation=organisation, slug=_free_slug(slug or name))
    _apply(forum, facts)
    try:
        with transaction.atomic():
            forum.save()
    except IntegrityError as error:  # another organisation was as quick with the same address of a page
        raise ConflictError(_("Somebody else added a forum of that name just now. Try again."), field="name") from error
    create_default_rules(forum=forum)
    return forum


def _refuse_taken_name(organisation: Organisation, name: str, *, but: Forum | None = None) -> None:
    named = organisation.forums.filter(name__iexact=name, archived_at__isnull=True)
    if named.exclude(pk=but.pk if but else None).exists():
        raise ConflictError(_("The organisation already has a forum with that name."), field="name")


def _check_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise InvalidInputError(
            _("There is no time zone with that name. Write for example Europe/Stockholm."), field="zone"
        )


def _free_slug(wanted: str) -> str:
    base = slugify(wanted)[:70] or "forum"
    taken = RESERVED | set(Forum.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _apply(forum: Forum, facts: dict[str, Any]) -> None:
    for field, value in facts.items():
        if field in WORDS:
            value = clean_text(value, single_line=True)
        elif field == "purpose":
            value = clean_text(value)
        elif field == "contact_address" and value:
            value = check_address(value, field=field)
        setattr(forum, field, value)
    _check_zone(forum.zone)
    refuse_what_does_not_fit(forum)
    refuse_unit_of_others(forum.unit, forum.organisation_id)
    if forum.proposals == ProposalRule.STANDING_AT_ONCE and not forum.organisation.is_host:
        raise InvalidInputError(
            _("Only the host's own forums can take proposals without their chair. Let the chair decide."),
            field="proposals",
        )


@transaction.atomic
def update_forum(*, forum_id: uuid.UUID, version: int | None, **facts: Any) -> Forum:
    """Changes a forum's settings. Chair, vice chair, secretary, administrator. Raises `InvalidInputError`, `StaleVersionError`."""
    lock_organisation(Organisation.objects.get(forums=forum_id))
    forum = lock_version(Forum, forum_id, version)
    if "name" in facts and not clean_text(facts["name"], single_line=True):
        raise InvalidInputError(_("Write the forum's name."), field="name")
    _apply(forum, facts)
    if not forum.archived_at:
        _refuse_taken_name(forum.organisation, forum.name, but=forum)
    forum.save()
    return forum.refreshed()


@transaction.atomic
def archive_forum(*, forum_id: uuid.UUID, version: int | None) -> Forum:
    """Ends a forum's life here; its records stay readable. Administrators."""
    forum = lock_version(Forum, forum_id, version)
    forum.archived_at = forum.archived_at or timezone.now()
    forum.save(update_fields=["archived_at"])
    return forum.refreshed()


@transaction.atomic
def set_first_paragraph(*, forum: Forum, year: int, first_number: int) -> ParagraphSeries:
    """Where a forum's § begin in a year, for one that comes with numbers already used. Raises `InvalidInputError` below 1."""
    if first_number < 1:
        raise InvalidInputError(_("The first § of a year is 1 or higher."), field="first_number")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInputError(_("Write the year with four digits, for example 2027."), field="year")
    refuse_what_does_not_fit(ParagraphSeries(forum=forum, year=year, first_number=first_number))
    series, _created = ParagraphSeries.objects.update_or_create(
        forum=forum, year=year, defaults={"first_number": first_number}
    )
    return series
