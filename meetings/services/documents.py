from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import STANDING_PLANS, SharedKind
from forum.errors import ConflictError, InvalidInputError
from forum.models import ActionPlan
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.shares import record_shares
from forum.services.text import clean_text
from forum.services.uploads import keep_upload
from forum.services.versions import lock_version
from meetings.models import Document, EarlierFile
from meetings.selectors.receivers import organisations_that_read
from meetings.services.locks import refuse_if_locked

if TYPE_CHECKING:
    import uuid

    from django.core.files import File

    from forum.models import Forum, Person
    from meetings.models import AgendaItem, Meeting

PRESENT_FILE = ("stored_as", "number", "file_name", "content_type", "size", "checksum", "uploaded_by_id", "uploaded_at")


@transaction.atomic
def add_document(
    *,
    file: File[Any],
    uploaded_by: Person | None,
    title: str = "",
    forum: Forum | None = None,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    plan: ActionPlan | None = None,
) -> Document:
    """A document of a forum, one of its meetings or points, or of a plan; without a title it is called as its file.

    Chair and secretary; of a plan those who write it. Whoever may read what it hangs on may read it; one of the forum itself is a
    draft until `share_document`. Raises `InvalidInputError` (see `keep_upload`), `ConflictError` when the minutes are sent or the plan is
    no longer in force.
    """
    place = item.meeting if item else meeting
    if place:
        refuse_if_locked(place)
    if plan:
        _refuse_if_ended(plan)
    facts = keep_upload(file)
    document = Document(forum=forum, meeting=meeting, item=item, plan=plan, uploaded_by=uploaded_by, **vars(facts))
    document.title = clean_text(title, single_line=True) or _title_of(facts.file_name)
    refuse_what_does_not_fit(document)
    document.save()
    return document.refreshed()


def _refuse_if_ended(plan: ActionPlan) -> None:
    if lock_version(ActionPlan, plan.pk, None).state not in STANDING_PLANS:
        raise ConflictError(_("The plan is no longer in force, so its documents stay as they are."), code="plan_ended")


def _title_of(file_name: str) -> str:
    stem = file_name.rpartition(".")[0]
    return " ".join(stem.replace("_", " ").split()) or file_name


@transaction.atomic
def rename_document(*, document_id: uuid.UUID, version: int | None, title: str) -> Document:
    """Gives a document another title; its file keeps its name. Raises as `add_document`, `StaleVersionError`."""
    document = _lock(document_id, version)
    document.title = clean_text(title, single_line=True)
    if not document.title:
        raise InvalidInputError(_("Write what the document is called."), field="title")
    refuse_what_does_not_fit(document)
    document.save()
    return document.refreshed()


@transaction.atomic
def replace_file(
    *, document_id: uuid.UUID, version: int | None, file: File[Any], uploaded_by: Person | None
) -> Document:
    """A new file in the same place; the former one is kept as an earlier version.

    Of a document that was shared the new version is sent as well. Raises as `add_document`, `StaleVersionError`.
    """
    document = _lock(document_id, version)
    facts = keep_upload(file)
    EarlierFile.objects.create(document=document, **{name: getattr(document, name) for name in PRESENT_FILE})
    for name, value in vars(facts).items():
        setattr(document, name, value)
    document.number += 1
    document.uploaded_by, document.uploaded_at = uploaded_by, timezone.now()
    document.save()
    if document.shared_at and document.forum:
        _share(document, document.forum, uploaded_by)
    return document.refreshed()


@transaction.atomic
def share_document(*, document_id: uuid.UUID, version: int | None, shared_by: Person | None) -> Document:
    """Opens a document of the forum itself to all its seats and their organisations: this is the share (TF 2:9). Chair, secretary.

    Raises `ConflictError` when it hangs on a meeting, whose notice and minutes decide, or on a plan, or was shared; `StaleVersionError`.
    """
    document = _lock(document_id, version)
    if document.forum is None:
        raise ConflictError(_("The document follows its plan: whoever reads the plan reads it."))
    if document.meeting_id or document.item_id:
        raise ConflictError(_("The document follows its meeting: it is sent with the notice."))
    if document.shared_at:
        raise ConflictError(_("The document is already shared."), code="already_shared")
    document.shared_at = timezone.now()
    document.save()
    _share(document, document.forum, shared_by)
    return document.refreshed()


def _share(document: Document, forum: Forum, shared_by: Person | None) -> None:
    record_shares(
        forum=forum,
        kind=SharedKind.DOCUMENT,
        object_id=document.pk,
        version=document.number,
        organisations=organisations_that_read(forum),
        shared_by=shared_by,
    )


@transaction.atomic
def delete_document(*, document_id: uuid.UUID, version: int | None) -> None:
    """Takes a document away with all its versions; its files leave the store within a day or two. As `add_document`.

    Raises `ConflictError` when the minutes that list it are sent or its plan is no longer in force, `StaleVersionError`.
    """
    _lock(document_id, version).delete()


def _lock(document_id: uuid.UUID, version: int | None) -> Document:
    found = Document.objects.select_related("meeting", "item__meeting", "plan").get(pk=document_id)
    if found.place:
        refuse_if_locked(found.place)
    if found.plan:
        _refuse_if_ended(found.plan)
    return lock_version(Document, document_id, version)
