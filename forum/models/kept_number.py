from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7

from forum.enums import NumberReason

from .api_client import ApiClient
from .fields import EnumField
from .person import Person


class KeptNumber(models.Model):
    """That somebody was warned of a personal identity number and kept it, where and why; never the number or the text."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kept_at = models.DateTimeField(auto_now_add=True)
    reason = EnumField(NumberReason)
    route = models.CharField(max_length=100)
    fields = models.JSONField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="kept_numbers")
    api_client = models.ForeignKey(ApiClient, on_delete=models.SET_NULL, null=True, related_name="kept_numbers")

    class Meta:
        ordering = ["-kept_at", "-pk"]
        indexes = [models.Index(fields=["-kept_at", "-id"], name="kept_number_newest")]

    def __str__(self) -> str:
        return f"{self.route} {self.kept_at:%Y-%m-%d}"
