"""Bearer tokens in the Authorization header, and nothing else (RFC 6750, section 2.1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AccessToken
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from forum.models import ClientActor
from forum.services.rate_limits import seconds_to_wait

from .throttling import TooManyRequests, address_of

if TYPE_CHECKING:
    from rest_framework.request import Request

    from forum.models import ApiClient


@dataclass(frozen=True)
class ApiCaller:
    """Stands in `request.user` for the API client; there is no person behind a call."""

    client: ApiClient
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True

    @property
    def actor(self) -> ClientActor:
        return ClientActor(self.client)


class InvalidToken(AuthenticationFailed):
    default_detail = _("The access token is not valid or has expired. Ask for a new one at /oauth/token.")
    default_code = "invalid_token"


class BearerAuthentication(BaseAuthentication):
    """The client of a live token. The client is looked at in each call, so that a revoked one is out at once."""

    def authenticate(self, request: Request) -> tuple[ApiCaller, frozenset[str]] | None:
        """Caller and scopes; None without a bearer token, which the permission answers with 401."""
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        row = _live_token(token.strip())
        client: ApiClient | None = row.application if row else None
        if row is None or client is None or not client.is_usable(request):
            raise _refused(request)
        if not row.allows_audience(request.build_absolute_uri(request.path)):
            raise _refused(request)
        return ApiCaller(client), frozenset(row.scope.split()) & frozenset(client.scopes)

    def authenticate_header(self, request: Request) -> str:
        sent = request.headers.get("Authorization", "").lower().startswith("bearer")
        return 'Bearer realm="api", error="invalid_token"' if sent else 'Bearer realm="api"'


def _refused(request: Request) -> AuthenticationFailed | TooManyRequests:
    """Who tries token after token is told to wait; a token that is good is never held up by those that are not."""
    wait = seconds_to_wait("failed", address_of(request))
    return TooManyRequests(wait) if wait else InvalidToken()


def _live_token(token: str) -> AccessToken | None:
    checksum = hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
    row: AccessToken | None = (
        AccessToken.objects.select_related("application__organisation", "application__unit")
        .filter(token_checksum=checksum)
        .first()
    )
    return None if row is None or row.is_expired() else row
