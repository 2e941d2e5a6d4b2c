from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from oauth2_provider.scopes import BaseScopes

if TYPE_CHECKING:
    from forum.models import ApiClient


class ClientScopes(BaseScopes):
    """Each client has its own share of the scopes; a token asked for without a scope gets all of them."""

    def get_all_scopes(self) -> dict[str, str]:
        scopes: dict[str, str] = settings.OAUTH2_PROVIDER["SCOPES"]
        return scopes

    def get_available_scopes(self, application: ApiClient | None = None, *_: Any, **__: Any) -> list[str]:
        granted = application.scopes if application else []
        return [scope for scope in self.get_all_scopes() if scope in granted]

    def get_default_scopes(self, application: ApiClient | None = None, *_: Any, **__: Any) -> list[str]:
        return self.get_available_scopes(application)
