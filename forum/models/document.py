from __future__ import annotations

from django.db import models
from django.utils import timezone

from .person import Person


class StoredFile(models.Model):
    """One file as it lies in the store: under a name that says nothing, described by what was found out when it was saved.

    Several rows may name the same file: what goes with a proposal lies on many agendas.
    """

    stored_as = models.CharField(max_length=80, db_index=True, editable=False)
    number = models.PositiveSmallIntegerField(default=1)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
