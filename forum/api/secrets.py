"""A client may have two secrets for a time, so that changing them stops nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oauth2_provider.oauth2_validators import OAuth2Validator

if TYPE_CHECKING:
    from collections.abc import Callable

    from forum.models import ApiClient


class TwoSecrets(OAuth2Validator):
    """Tries the present secret, then the former one as long as it has time left."""

    def _authenticate_basic_auth(self, request: Any) -> bool:
        return _with_either(request, super()._authenticate_basic_auth)

    def _authenticate_request_body(self, request: Any) -> bool:
        return _with_either(request, super()._authenticate_request_body)


def _with_either(request: Any, authenticate: Callable[[Any], bool]) -> bool:
    if authenticate(request):
        return True
    client: ApiClient | None = request.client
    if client is None or not client.has_former_secret:
        return False
    present, client.client_secret = client.client_secret, client.former_secret
    try:
        return authenticate(request)
    finally:
        client.client_secret = present
