"""What may be uploaded, found out by name and content; and where it is kept: under a generated name, never the sender's."""

from __future__ import annotations

import hashlib
import re
import uuid
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError
from forum.services.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files import File

LONGEST_NAME: Final = 150
MOST_PARTS: Final = 5_000
MEGABYTE: Final = 1024 * 1024
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
OPEN: Final = "application/vnd.oasis.opendocument."
MACROS: Final = re.compile(r"(?:^|/)(?:vbaProject\.bin|Basic/|Scripts/)", re.IGNORECASE)


@dataclass(frozen=True)
class FileFacts:
    """What is kept of an upload beside its bytes."""

    stored_as: str
    file_name: str
    content_type: str
    size: int
    checksum: str


def _begins(*signatures: bytes) -> Callable[[IO[bytes]], bool]:
    return lambda file: file.read(8).startswith(signatures)


def _is_text(file: IO[bytes]) -> bool:
    """No zero bytes: neither a program nor a picture under another name."""
    while chunk := file.read(MEGABYTE):
        if b"\0" in chunk:
            return False
    return True


def _package(part: str, content_type: str = "") -> Callable[[IO[bytes]], bool]:
    """A zip package that holds the part, and says of itself what it is when its kind does; only its table of contents is read."""

    def is_package(file: IO[bytes]) -> bool:
        try:
            with zipfile.ZipFile(file) as package:
                parts = package.namelist()
                if len(parts) > MOST_PARTS or part not in parts:
                    return False
                if any(MACROS.search(name) for name in parts):
                    raise InvalidInputError(_("The file holds macros. Save it without them, or as PDF."), field="file")
                return not content_type or _said(package) == content_type
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError):
            return False

    return is_package


def _said(package: zipfile.ZipFile) -> str:
    with package.open("mimetype") as said:
        return said.read(100).decode("ascii", "replace").strip()


KINDS: Final[dict[str, tuple[str, Callable[[IO[bytes]], bool]]]] = {
    "pdf": ("application/pdf", _begins(b"%PDF-")),
    "docx": (f"{OFFICE}wordprocessingml.document", _package("word/document.xml")),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", _package("xl/workbook.xml")),
    "pptx": (f"{OFFICE}presentationml.presentation", _package("ppt/presentation.xml")),
    "odt": (f"{OPEN}text", _package("mimetype", f"{OPEN}text")),
    "ods": (f"{OPEN}spreadsheet", _package("mimetype", f"{OPEN}spreadsheet")),
    "odp": (f"{OPEN}presentation", _package("mimetype", f"{OPEN}presentation")),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "txt": ("text/plain", _is_text),
    "csv": ("text/csv", _is_text),
}
ACCEPTED: Final = ",".join(f".{extension}" for extension in KINDS)


def keep_upload(file: File[Any]) -> FileFacts:
    """Looks at an upload and puts it into the store; the row that names it must be written in the same transaction.

    Without such a row the file is removed after a day (`delete_unused_files`). Raises `InvalidInputError` at the field `file`:
    `empty_file`, `file_too_large`, `file_kind` (not one that is taken), `file_content` (the content is not what the name says).
    """
    name = safe_file_name(file.name or "")
    content_type = _looked_at(file, name)
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    key = uuid.uuid4().hex
    stored_as = default_storage.save(f"{key[:2]}/{key}", file)
    return FileFacts(stored_as, name, content_type, file.size, digest.hexdigest())


def _looked_at(file: File[Any], name: str) -> str:
    if not file.size:
        raise InvalidInputError(_("The file is empty. Choose another one."), code="empty_file", field="file")
    if file.size > settings.DOCUMENT_MAX_BYTES:
        raise too_large()
    stem, _dot, extension = name.rpartition(".")
    if not stem or extension not in KINDS:
        raise InvalidInputError(
            _("This kind of file is not taken. Save it as PDF, or choose one of: %(kinds)s.")
            % {"kinds": ", ".join(KINDS)},
            code="file_kind",
            field="file",
        )
    content_type, is_right = KINDS[extension]
    file.seek(0)
    if not is_right(file):
        raise InvalidInputError(
            _("The content is not what the name says (.%(extension)s). Save the file anew in its program.")
            % {"extension": extension},
            code="file_content",
            field="file",
        )
    return content_type


def too_large() -> InvalidInputError:
    """The sentence for a file over the limit."""
    return InvalidInputError(
        _("The file is larger than %(most)d MB. Make it smaller, or link to it instead.")
        % {"most": settings.DOCUMENT_MAX_BYTES // MEGABYTE},
        code="file_too_large",
        field="file",
    )


def safe_file_name(given: str) -> str:
    """The sender's name of the file as it may be shown and given back: no folders, nothing invisible, not too long."""
    name = clean_text(re.split(r"[/\\]", given)[-1], single_line=True).strip(". ")
    name = re.sub(r'[<>:"|?*]', "_", name)
    stem, dot, extension = name.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{extension[:10].lower()}" if stem else name[:LONGEST_NAME]
