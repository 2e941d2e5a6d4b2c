from __future__ import annotations

from django.db import models


class Change(models.Model):
    """One insert, update or delete of one row, written by a trigger in the same transaction.

    `xid` is PostgreSQL's 64-bit transaction id: readers are served only below the oldest running
    transaction, since ids and timestamps alone are not handed out in the order of commit.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=32)
    object_id = models.UUIDField()
    op = models.CharField(max_length=6)
    xid = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["xid", "id"], name="change_by_transaction"),
            models.Index(fields=["kind", "object_id"], name="change_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.op} {self.kind} {self.object_id}"
