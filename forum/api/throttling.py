"""Who asks too often is told when to come back (RFC 6585, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.throttling import BaseThrottle

from forum.services.rate_limits import seconds_to_wait

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request
    from rest_framework.views import APIView


class TooManyRequests(Throttled):
    """429 with Retry-After."""

    default_code = "too_many_requests"

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.detail = TOO_OFTEN  # type: ignore[assignment]  # translated when it is answered
        self.wait = seconds


TOO_OFTEN = _("You ask too often. Wait as many seconds as Retry-After says.")


def address_of(request: HttpRequest | Request) -> str:
    return str(request.META.get("REMOTE_ADDR") or "")


class PerClient(BaseThrottle):
    """Each client has a budget of its own; who needs no token, one per address."""

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002  (the framework's signature)
        client = getattr(request.user, "client", None)
        if wait := seconds_to_wait("api", str(client.pk) if client else address_of(request)):
            raise TooManyRequests(wait)
        return True
