"""Where documents are kept, and how much of an upload is taken at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

if TYPE_CHECKING:
    from django.core.files import File

ROOM_FOR_THE_REST: Final = 64 * 1024


class DurableStorage(FileSystemStorage):
    """A folder; a file counts as saved when it is on the disk, as rows do when their transaction ends."""

    def _save(self, name: str, content: File[Any]) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # what Django's documentation tells to override
        path = Path(self.path(saved))
        for part in (path, path.parent, path.parent.parent):
            handle = os.open(part, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return saved


class CappedUploadHandler(FileUploadHandler):
    """Stops keeping a file that is over the limit and notes it on the request, so that nobody can fill the disk."""

    taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002  (Django's signature)
        self.taken += len(raw_data)
        if self.taken > settings.DOCUMENT_MAX_BYTES + ROOM_FOR_THE_REST:
            self.request.file_too_large = True  # type: ignore[union-attr]  # read by the form's view
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  (Django's signature)
        return None
