"""What every page's frame needs, beside Django's own context processors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from config.demo.sign_in import ROLES
from config.demo.tour import current_step
from forum.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest


def _host_name() -> str:
    return Organisation.objects.filter(is_host=True).values_list("name", flat=True).first() or ""


def site(request: HttpRequest) -> dict[str, Any]:
    """`host_name`: the host municipality, read when the page shows it. `demo`: the content is made up."""
    known: dict[str, Any] = {"host_name": SimpleLazyObject(_host_name), "demo": settings.DEMO}
    if settings.DEMO:
        known |= {
            "demo_roles": ROLES,
            "demo_step": SimpleLazyObject(lambda: current_step(request)),
        }
    return known
