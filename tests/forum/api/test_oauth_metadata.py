from __future__ import annotations

from django.conf import settings
from django.test import Client


def test_metadata_tells_what_there_is_and_nothing_else(db: None) -> None:
    response = Client().get("/.well-known/oauth-authorization-server")
    assert response.json() == {
        "issuer": "http://testserver",
        "token_endpoint": "http://testserver/oauth/token",
        "revocation_endpoint": "http://testserver/oauth/revoke",
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": list(settings.OAUTH2_PROVIDER["SCOPES"]),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "service_documentation": "http://testserver/api/docs",
    }


def test_nothing_else_of_oauth_is_mounted(db: None) -> None:
    for path in ("/oauth/authorize", "/oauth/authorize/", "/oauth/introspect", "/o/token/", "/oauth/applications/"):
        assert Client().get(path).status_code == 404
