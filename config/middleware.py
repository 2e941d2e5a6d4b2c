"""What every request gets: an id, one log line without secrets, a history context; and what none may hold."""

from __future__ import annotations

import re
import time
import uuid
from typing import TYPE_CHECKING, Any, Final

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from pghistory.middleware import HistoryMiddleware as PathKeepingHistoryMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("samverka.request")

# An id from outside goes into logs and headers, so that only plain ones are taken over.
PLAIN_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
UNLOGGED_ROUTES: Final = frozenset({"health-live", "health-ready"})


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if PLAIN_ID.fullmatch(given) else str(uuid.uuid4())


class RequestIdMiddleware:
    """Sets `request.request_id`, repeats it as X-Request-ID and logs the request.

    The log names the route, never the path: paths of links and feeds carry secrets.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = _request_id(request)
        request.request_id = request_id  # type: ignore[attr-defined]  # set for views and problem details
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            self._log(request, response, started)
        response["X-Request-ID"] = request_id
        return response

    def _log(self, request: HttpRequest, response: HttpResponse, started: float) -> None:
        match = request.resolver_match
        route = match.view_name if match else None
        if route in UNLOGGED_ROUTES:
            return
        log.info(
            "request",
            method=request.method,
            route=route or "none",
            status=response.status_code,
            milliseconds=round((time.monotonic() - started) * 1000),
        )


class ClientAddressMiddleware:
    """Sets REMOTE_ADDR to the caller as our own proxies know him: TRUSTED_PROXIES counts them, from the right of X-Forwarded-For.

    What stands further left came from outside and is believed by nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = settings.TRUSTED_PROXIES
        said = [address.strip() for address in request.headers.get("X-Forwarded-For", "").split(",")]
        if 0 < proxies <= len(said) and said[-proxies]:
            request.META["REMOTE_ADDR"] = said[-proxies]
        return self.get_response(request)


class NoNulMiddleware:
    """A NUL in what an address asks is a 400, since PostgreSQL takes none; the API says so by itself, for each parameter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") and not request.path.startswith("/api/"):
            raise BadRequest
        return self.get_response(request)


class HistoryMiddleware(PathKeepingHistoryMiddleware):
    """History without the request path, which may be a signed link or a feed's secret."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().get_context(request)
        context.pop("url", None)
        context["request"] = getattr(request, "request_id", None)
        return context
