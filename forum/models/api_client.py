from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from oauth2_provider.models import AbstractApplication
from uuid_utils.compat import uuid7

from .organisation import Organisation, Unit


class ApiClient(AbstractApplication):
    """A system of another organisation, or of one unit in it, that reads over REST (OAuth 2.0 client credentials)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="api_clients")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="api_clients")
    scopes = models.JSONField(default=list)
    revoked_at = models.DateTimeField(null=True, blank=True)
    former_secret = models.CharField(max_length=255, blank=True)
    former_secret_ends_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractApplication.Meta):
        verbose_name_plural = "api clients"

    def __str__(self) -> str:
        return str(self.name)

    def is_usable(self, request: Any) -> bool:  # noqa: ARG002  (the package asks with its request)
        """Whether it may have tokens and use them."""
        return self.revoked_at is None and self.organisation_id is not None

    @property
    def has_former_secret(self) -> bool:
        """Whether the secret before this one still works."""
        return bool(self.former_secret and self.former_secret_ends_at and self.former_secret_ends_at > timezone.now())
