"""Removes files that no row names any more: of deleted documents, and of uploads whose transaction was undone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.utils import timezone

from forum.models import ProposalFile
from meetings.models import Document, EarlierFile

# Longer than any transaction, and than the time between the two halves of a backup (database first, then files).
SPARED: Final = timedelta(days=2)

logger = logging.getLogger(__name__)


def delete_unused_files() -> int:
    """How many files were removed. The hourly round; safe to call at any time.

    Order matters: files are listed first and rows asked afterwards, and a replaced file moves from `Document` to
    `EarlierFile`, so that asking in that order misses no name.
    """
    removed = 0
    for folder, names in _folders():
        old = {name for name in names if default_storage.get_modified_time(name) < timezone.now() - SPARED}
        for model in (ProposalFile, Document, EarlierFile):
            old -= set(model.objects.filter(stored_as__in=old).order_by().values_list("stored_as", flat=True))
        for name in old:
            default_storage.delete(name)
        removed += len(old)
        if old:
            logger.info("Removed %d files without a document from %s", len(old), folder)
    return removed


def _folders() -> Iterator[tuple[str, list[str]]]:
    try:
        folders, _files = default_storage.listdir("")
    except FileNotFoundError:  # nothing was ever uploaded
        return
    for folder in folders:
        yield folder, [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
