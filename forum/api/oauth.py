"""Token, revocation and metadata (RFC 6749, 7009, 8414), mounted by hand: client credentials are all there is."""

from __future__ import annotations

import json
from base64 import b64decode
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DataError
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from oauth2_provider.oauth2_backends import get_oauthlib_core

from forum.services.rate_limits import seconds_to_wait

from .problems import MEDIA_TYPE, problem
from .throttling import TOO_OFTEN, address_of
from .tracing import continue_trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

FORM: Final = "application/x-www-form-urlencoded"
METHODS: Final = ["client_secret_basic", "client_secret_post"]
# In the query string, a NUL in a client id, too many fields.
RUBBISH: Final = (ValueError, DataError, SuspiciousOperation, BadRequest)
Answer = tuple[str | None, dict[str, str], str | None, int]


@csrf_exempt
@sensitive_post_parameters("client_secret")
def token(request: HttpRequest) -> HttpResponse:
    """A bearer token for client id and secret."""
    return _answer(request, get_oauthlib_core().create_token_response, counted=True)


@csrf_exempt
@sensitive_post_parameters("client_secret", "token")
def revoke(request: HttpRequest) -> HttpResponse:
    """Ends a token of the client's own; a token that is not known is no error (RFC 7009, 2.2)."""
    return _answer(request, get_oauthlib_core().create_revocation_response)


def metadata(request: HttpRequest) -> HttpResponse:
    """Where things are and what is offered (RFC 8414)."""
    if request.method not in {"GET", "HEAD"}:
        return _problem(request, 405, _("Use GET."), Allow="GET, HEAD")
    body = {
        "issuer": request.build_absolute_uri("/").rstrip("/"),
        "token_endpoint": request.build_absolute_uri(reverse("oauth-token")),
        "revocation_endpoint": request.build_absolute_uri(reverse("oauth-revoke")),
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": list(settings.OAUTH2_PROVIDER["SCOPES"]),
        "token_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint_auth_methods_supported": METHODS,
        "service_documentation": request.build_absolute_uri(reverse("api-docs")),
    }
    return JsonResponse(body, headers={"Cache-Control": "public, max-age=3600"})


def _client_id(request: HttpRequest) -> str:
    """As the caller gives it, by header or in the body; whether it is right is asked later."""
    scheme, _space, words = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        with suppress(ValueError):
            return b64decode(words).decode("utf-8", "replace").partition(":")[0]
    return request.POST.get("client_id", "")


def _answer(request: HttpRequest, ask: Callable[[HttpRequest], Answer], *, counted: bool = False) -> HttpResponse:
    if request.method != "POST":
        return _problem(request, 405, _("Use POST."), Allow="POST")
    if request.content_type != FORM:
        words = f"Send the parameters as {FORM}."
        return _oauth_error(request, 415, {"error": "invalid_request", "error_description": words})
    try:
        if counted and (wait := seconds_to_wait("token", _client_id(request), address_of(request))):
            return _problem(request, 429, str(TOO_OFTEN), **{"Retry-After": str(wait)})
        _location, headers, body, status = ask(request)
    except RequestDataTooBig:
        return _oauth_error(request, 413, {"error": "invalid_request"})
    except RUBBISH:
        return _oauth_error(request, 400, {"error": "invalid_request"})
    if status >= 400:
        return _oauth_error(request, status, json.loads(body or "{}"), headers)
    answer = HttpResponse(body or "", status=status, headers={"Content-Type": "application/json", **headers})
    return _finish(request, answer)


def _oauth_error(
    request: HttpRequest,
    status: int,
    members: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """An error as RFC 6749, 5.2 has it, with the members of a problem beside its own. A wrong client is always 401."""
    if members.get("error") == "invalid_client":
        status = 401
    body = {
        **problem(
            request,
            status,
            str(members.get("error_description") or members.get("error") or ""),
        ),
        **members,
    }
    response = JsonResponse(body, status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Basic realm="oauth", charset="UTF-8"'
    if status == 415:
        response["Accept"] = FORM
    for name in ("Cache-Control", "Pragma"):
        if headers and name in headers:
            response[name] = headers[name]
    return _finish(request, response)


def _problem(request: HttpRequest, status: int, detail: str, **headers: str) -> HttpResponse:
    response = JsonResponse(
        problem(request, status, detail),
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )
    return _finish(request, response)


def _finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["traceparent"] = continue_trace(request.headers.get("traceparent", ""))
    return response
