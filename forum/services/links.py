from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from forum.models.link import SignedLink, token_digest

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Person

L = TypeVar("L", bound=SignedLink)
KEPT: Final = timedelta(days=90)  # as the bodies of the letters that they came with


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


def forget_ended_links() -> int:
    """Deletes links of every purpose whose time was over 90 days ago, with the addresses that they went to; how many."""
    ended = timezone.now() - KEPT
    kinds = [model for model in apps.get_models() if issubclass(model, SignedLink)]
    return sum(kind.objects.filter(expires_at__lt=ended).delete()[0] for kind in kinds)
