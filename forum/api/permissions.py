from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission

from .authentication import ApiCaller

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class InsufficientScope(PermissionDenied):
    """The token is good but not for this (RFC 6750, section 3.1)."""

    default_code = "insufficient_scope"

    def __init__(self, scope: str) -> None:
        super().__init__(_("The access token lacks the scope %(scope)s.") % {"scope": scope})
        self.scope = scope


def granted_scopes(request: Request) -> frozenset[str]:
    """What the token of the request may be used for."""
    return request.auth if isinstance(request.auth, frozenset) else frozenset()


class ClientWithScope(BasePermission):
    """A known client whose token has the scope that the view names for the method; a view that names none is closed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.user, ApiCaller):
            raise NotAuthenticated(_("Send a bearer token; client id and secret give one at /oauth/token."))
        scope = view.scope_for(request.method or "")  # type: ignore[attr-defined]  # every view of ours has it
        if scope is not None and scope not in granted_scopes(request):
            raise InsufficientScope(scope)
        return True
