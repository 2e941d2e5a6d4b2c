"""Minutes on the public pages: prepared with masks, reviewed, published, withdrawn.

That a document is public does not make publishing it on the web lawful; a human looks at it first (GDPR art. 6; TF 2 kap.; OSL).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import MessageKind, Openness, Silence
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Organisation, Person
from forum.services.personal_data import find_personal_data
from forum.services.personal_numbers import find_personal_numbers
from forum.services.text import clean_text
from forum.services.versions import lock_version
from forum.services.withdrawal import withdraw_letters
from meetings.enums import LOCKED_MINUTES
from meetings.models import Minutes, Publication
from meetings.services.locks import lock_meeting
from meetings.services.minutes import locked
from meetings.services.minutes_content import PEOPLE
from meetings.services.minutes_pdf import render_minutes_pdf
from meetings.services.publication_content import parts_of, public_content
from meetings.services.publication_letters import tell_followers

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from typing import Any

    from forum.services.personal_data import Finding

LONGEST_PROVISION = 100


def content_to_review(minutes: Minutes, *, names: bool = False) -> dict[str, Any]:
    """What the public would get if nothing was masked."""
    return _content(minutes, masks={}, names=names)


def content_to_publish(publication: Publication) -> dict[str, Any]:
    """What the public gets with the masks as they are prepared."""
    return _content(publication.minutes, masks=publication.masks, names=publication.names)


def _content(minutes: Minutes, *, masks: Mapping[str, str], names: bool) -> dict[str, Any]:
    protected = set(Person.objects.filter(protected=True).values_list("name", flat=True)) if names else set()
    return public_content(minutes.content, masks=masks, names=names, protected=protected)


def findings_in(minutes: Minutes, content: Mapping[str, Any]) -> dict[str, tuple[Finding, ...]]:
    """What a review should look at: part → findings. Names of those who attended and of everybody who has had a seat are known."""
    forum = minutes.meeting.forum
    seated = Person.objects.filter(memberships__seat__forum=forum).values_list("name", flat=True)
    frozen = [row["name"] for group in (*PEOPLE, "approvals") for row in minutes.content.get(group, []) if row["name"]]
    roles = {row["role"] for group in PEOPLE for row in minutes.content.get(group, [])}
    harmless = {*Organisation.objects.values_list("name", flat=True), forum.name, *roles}
    names = sorted({*seated, *frozen} - harmless)
    looked = {part.key: find_personal_data(part.text, names=names, harmless=harmless) for part in parts_of(content)}
    return {key: found for key, found in looked.items() if found}


@transaction.atomic
def prepare_publication(
    *, minutes_id: uuid.UUID, version: int | None, masks: Mapping[str, str], names: bool, prepared_by: Person | None
) -> Publication:
    """Saves what is to be masked, by which provision, and whether names are shown; nothing is published by it. Chair, secretary.

    Raises `ConflictError` for minutes that can't be published or are, `InvalidInputError` for a provision with a personal number,
    `StaleVersionError` when somebody prepared them meanwhile.
    """
    minutes = _publishable(minutes_id)
    publication = Publication.objects.filter(minutes=minutes).first() or Publication(minutes=minutes)
    if publication.is_open:
        raise ConflictError(_("The minutes are published. Withdraw them before you change what is masked."))
    if publication.prepared_by_id and version is not None and publication.version != version:
        raise StaleVersionError(publication)
    known = {part.key for part in parts_of(content_to_review(minutes, names=names))}
    publication.masks = {key: _provision(text) for key, text in masks.items() if key in known and text.strip()}
    publication.names = names
    publication.prepared_by = prepared_by
    publication.save()
    return publication.refreshed()


def _publishable(minutes_id: uuid.UUID) -> Minutes:
    """The version with its meeting locked. Raises `ConflictError`."""
    minutes = locked(minutes_id, None)
    if minutes.meeting.forum.openness != Openness.PUBLIC:
        raise ConflictError(
            _("The forum is not public. Chair and secretary can change that in its settings."), code="not_public"
        )
    if minutes.state not in LOCKED_MINUTES:
        raise ConflictError(
            _("Minutes can be published when they are approved, and of several versions the latest."),
            code="not_approved",
        )
    return minutes


def _provision(text: str) -> str:
    provision = clean_text(text, single_line=True)
    if len(provision) > LONGEST_PROVISION:
        raise InvalidInputError(_("Write the provision alone, for example OSL 21 kap. 3 §. It is shown to everybody."))
    if find_personal_numbers(provision):
        raise InvalidInputError(_("The provision is shown to everybody. Take the personal identity number out of it."))
    return provision


@transaction.atomic
def publish_minutes(
    *, publication_id: uuid.UUID, version: int | None, findings_accepted: int, published_by: Person | None
) -> Publication:
    """Puts the prepared version on the public pages and tells those who follow the forum. Chair, secretary, after a review.

    `findings_accepted`: how many findings the reviewer saw unmasked and said yes to. Raises `InvalidInputError` when there are more,
    `ConflictError` when published or not publishable, `StaleVersionError`.
    """
    minutes = _publishable(Publication.objects.get(pk=publication_id).minutes_id)
    publication = lock_version(Publication, publication_id, version)
    publication.minutes = minutes
    if publication.is_open:
        raise ConflictError(_("The minutes are published already."), code="published")
    content = content_to_publish(publication)
    left = sum(len(found) for found in findings_in(minutes, content).values())
    if left > findings_accepted:
        raise InvalidInputError(_("Say that what was found may be published, or go back and mask it."), field="anyway")
    publication.content, publication.findings_left = content, left
    publication.pdf = render_minutes_pdf(content)
    publication.pdf_size = len(publication.pdf)
    publication.published_at, publication.published_by = timezone.now(), published_by
    publication.withdrawn_at, publication.withdrawn_by, publication.withdrawn_reason = None, None, ""
    publication.save()
    publication = publication.refreshed()
    tell_followers(publication)
    return publication


@transaction.atomic
def withdraw_publication(*, meeting_id: uuid.UUID, reason: str, withdrawn_by: Person | None) -> int:
    """Takes all versions of a meeting's minutes off the public pages at once; how many. Letters that wait are withdrawn.

    The reason stays here and is not shown to the public. What the public was given is emptied. Chair, secretary.
    Raises `InvalidInputError` without a reason, `ConflictError` when nothing is published.
    """
    reason = clean_text(reason, single_line=True)
    if not reason:
        raise InvalidInputError(_("Write why, for those who look after the forum later."), field="reason")
    meeting = lock_meeting(meeting_id)
    open_now = list(Publication.objects.published().filter(minutes__meeting=meeting).select_for_update(of=("self",)))
    if not open_now:
        raise ConflictError(_("The minutes are not published."))
    for publication in open_now:
        publication.withdrawn_at, publication.withdrawn_by = timezone.now(), withdrawn_by
        publication.withdrawn_reason = reason
        publication.content, publication.pdf, publication.pdf_size = {}, b"", 0
        publication.save()
    withdraw_letters(
        object_ids=[publication.pk for publication in open_now], kinds=[MessageKind.PUBLISHED], silence=Silence.CHANGED
    )
    return len(open_now)
