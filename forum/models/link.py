from __future__ import annotations

import hashlib
import secrets
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from .person import Person
from .topic import Placement


def token_digest(token: str) -> str:
    """What is stored of a token: its SHA-256, so that a copy of the database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


class SignedLinkQuerySet(models.QuerySet[Any]):
    def for_token(self, token: str) -> Self:
        """The link that this token opens now: not expired, not revoked, not of somebody who has left."""
        here = Q(person=None) | Q(person__is_active=True)
        return self.filter(here, digest=token_digest(token), expires_at__gt=timezone.now(), revoked_at__isnull=True)


class SignedLink(models.Model):
    """A link to one purpose for one receiver, without sign-in. GET shows, POST acts. `prefix` tells the kinds apart in the address."""

    prefix: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    address = models.EmailField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SignedLinkQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.prefix} {self.address}"

    @classmethod
    def new_token(cls) -> str:
        """A token of 192 random bits, led by the prefix of its kind."""
        return f"{cls.prefix}{secrets.token_urlsafe(24)}"


class InvitationLink(SignedLink):
    """Lets an invited person choose a password."""

    prefix = "i"


class PlacementLink(SignedLink):
    """Lets a chair answer a proposal from the mail."""

    prefix = "p"
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="links")
