from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.utils import timezone

from forum.models.link import SignedLink, token_digest

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Person

L = TypeVar("L", bound=SignedLink)


def issue_link(
    model: type[L], *, address: str, expires_at: datetime, person: Person | None = None, **target: Any
) -> str:
    """Makes a signed link of one purpose for one receiver and returns its absolute address. Only the token's digest is kept."""
    row, address_of_link = prepare_link(model, address=address, expires_at=expires_at, person=person, **target)
    row.save()
    return address_of_link


def prepare_link(
    model: type[L], *, address: str, expires_at: datetime, person: Person | None = None, **target: Any
) -> tuple[L, str]:
    """The same without saving, so that many links can be written at once."""
    token = model.new_token()
    row = model(digest=token_digest(token), address=address, person=person, expires_at=expires_at, **target)
    return row, f"{settings.SITE_URL}/link/{token}/"


def mark_used(link: SignedLink) -> None:
    """Notes when the link first did what it is for."""
    type(link).objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now())
