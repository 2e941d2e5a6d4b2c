from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from oauth2_provider.models import AccessToken, set_token_value

from forum.models import ApiClient, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL_SCOPES = (
    *("organisations:read", "forums:read", "topics:read", "meetings:read", "documents:read", "actions:read"),
    *("support:read", "training:read", "agreements:read", "plans:read", "pictures:read"),
)
CLIENT_SECRET = "only-for-tests-and-long-enough"
NEVER = datetime(2100, 1, 1, tzinfo=UTC)


def make_api_client(
    *, organisation: Organisation, scopes: Iterable[str] = ALL_SCOPES, client_id: str = "", **fields: Any
) -> ApiClient:
    """An API client whose secret is CLIENT_SECRET."""
    client: ApiClient = ApiClient.objects.create(
        name=f"{organisation.name} API",
        organisation=organisation,
        scopes=list(scopes),
        client_id=client_id or f"client-{organisation.code}",
        client_secret=CLIENT_SECRET,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        **fields,
    )
    return client


def make_token(*, client: ApiClient, scopes: Iterable[str] | None = None, expires: datetime = NEVER) -> str:
    """A bearer token of the client as /oauth/token would issue it; only its checksum is stored."""
    granted = " ".join(client.scopes if scopes is None else scopes)
    raw = f"token-{client.client_id}-{AccessToken.objects.count()}"
    token = AccessToken(application=client, scope=granted, expires=expires)
    set_token_value(token, raw)
    token.save()
    return raw
