"""Documents on the public pages: reviewed by a human, published as they are, withdrawn at once.

That a document is public does not make publishing it on the web lawful; a human looks at it first (GDPR art. 6; TF 2 kap.; OSL).
"""

from __future__ import annotations

import logging
import zipfile
from typing import TYPE_CHECKING, Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import Openness
from forum.errors import ConflictError, InvalidInputError
from forum.models import Organisation, Person
from forum.services.personal_data import find_personal_data
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import ItemOpenness
from meetings.models import Document, DocumentPublication

if TYPE_CHECKING:
    import uuid

    from forum.services.personal_data import Finding

LARGEST_READ: Final = 5_000_000  # bytes of a file in which is looked for personal data
LARGEST_UNPACKED: Final = 50_000_000

logger = logging.getLogger(__name__)


def can_be_published(document: Document) -> bool:
    """Of a public forum, not of a point that is restricted, and not a draft of the forum's own."""
    if document.forum is None or document.forum.openness != Openness.PUBLIC:
        return False
    if document.item:
        return bool(document.item.openness == ItemOpenness.OPEN)
    return document.meeting_id is not None or document.shared_at is not None


def findings_in_document(document: Document) -> tuple[tuple[Finding, ...], bool]:
    """What a review should look at in title, file name and words; and whether the words could be read (plain text, Word)."""
    words = _words_of(document)
    forum = document.forum
    names = list(Person.objects.filter(memberships__seat__forum=forum).values_list("name", flat=True).distinct())
    harmless = {*Organisation.objects.values_list("name", flat=True), forum.name if forum else ""}
    text = "\n".join([document.title, document.file_name, words or ""])
    return find_personal_data(text, names=sorted(set(names) - harmless), harmless=harmless), words is not None


def _words_of(document: Document) -> str | None:
    if document.size > LARGEST_READ:
        return None
    extension = document.file_name.rpartition(".")[2].casefold()
    try:
        with default_storage.open(document.stored_as) as file:
            if extension in {"txt", "csv", "md"}:
                return str(file.read(), errors="replace")
            return _words_of_word(file) if extension == "docx" else None
    except Exception as error:  # noqa: BLE001  (a broken file fails in many ways; that it wasn't read is told to the reviewer)
        logger.info("The document %s could not be read for a review: %s", document.pk, type(error).__name__)
        return None


def _words_of_word(file: object) -> str:
    import docx  # noqa: PLC0415  (lxml is loaded only where a document is read)

    with zipfile.ZipFile(file) as package:  # type: ignore[call-overload]  # any open file
        if sum(part.file_size for part in package.infolist()) > LARGEST_UNPACKED:
            raise ValueError(LARGEST_UNPACKED)
    opened = docx.Document(file)  # type: ignore[arg-type]  # any open file
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(row.text for row in opened.paragraphs), *cells])


@transaction.atomic
def publish_document(
    *, document_id: uuid.UUID, version: int | None, findings_accepted: int, published_by: Person | None
) -> DocumentPublication:
    """Puts the present file on the public pages, after a review. Chair, secretary.

    `findings_accepted`: how many findings the reviewer saw and said yes to. Raises `InvalidInputError` when there are more,
    `ConflictError` when it can't be published or is, `StaleVersionError` when title or file changed meanwhile.
    """
    document = lock_version(Document, document_id, version)
    if not can_be_published(document):
        raise ConflictError(
            _("Only what all seats may read of a public forum can be published, and nothing of a restricted point.")
        )
    row = DocumentPublication.objects.filter(document=document).first() or DocumentPublication(document=document)
    if row.published_at and row.is_open and row.file_number == document.number:
        raise ConflictError(_("The document is published already."), code="published")
    found, _read = findings_in_document(document)
    if len(found) > findings_accepted:
        raise InvalidInputError(_("Say that what was found may be published, or mend the document."), field="anyway")
    row.title, row.file_number, row.findings_left = document.title, document.number, len(found)
    row.published_at, row.published_by = timezone.now(), published_by
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = None, None, ""
    row.save()
    saved: DocumentPublication = row.refreshed()
    return saved


@transaction.atomic
def withdraw_document(*, document_id: uuid.UUID, reason: str, withdrawn_by: Person | None) -> DocumentPublication:
    """Takes a document off the public pages at once; its address says so. The reason stays here. Chair, secretary.

    Raises `InvalidInputError` without a reason, `ConflictError` when it is not published.
    """
    reason = clean_text(reason, single_line=True)
    if not reason:
        raise InvalidInputError(_("Write why, for those who look after the forum later."), field="reason")
    row = DocumentPublication.objects.select_for_update(of=("self",)).filter(document=document_id).first()
    if row is None or not row.is_open:
        raise ConflictError(_("The document is not published."))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = timezone.now(), withdrawn_by, reason
    row.save()
    saved: DocumentPublication = row.refreshed()
    return saved
