"""Problem details (RFC 9457) for everything from 400 on."""

from __future__ import annotations

import math
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import structlog
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from forum.errors import (
    ConflictError,
    DomainError,
    InvalidInputError,
    NotAllowedError,
    StaleVersionError,
)

from .naming import camel_case
from .number_check import PersonalNumberFound
from .permissions import InsufficientScope

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request

log = structlog.get_logger("samverka.api")

MEDIA_TYPE: Final = "application/problem+json"
STATUS_OF: Final[dict[type[DomainError], int]] = {
    InvalidInputError: 400,
    NotAllowedError: 403,
    ConflictError: 409,
    StaleVersionError: 412,
}


class ParameterError(exceptions.APIException):
    """Query parameters that can't be used, by name."""

    status_code = 400
    default_code = "invalid_parameter"

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(_("Some query parameters can't be used; errors says which."))
        self.errors = [
            {"parameter": name, "detail": text, "code": self.default_code}
            for name, texts in errors.items()
            for text in texts
        ]


class PreconditionRequired(exceptions.APIException):
    """RFC 6585, section 3."""

    status_code = 428
    default_code = "precondition_required"


class ReadAgain(exceptions.APIException):
    """A place in the changes that can't be gone on from (RFC 9110, section 15.5.11)."""

    status_code = 410
    default_code = "read_again"
    default_detail = gettext_lazy("This cursor has ended. Take a new one without a cursor, then read everything again.")


OWN: Final = (ParameterError, PreconditionRequired, ReadAgain, InsufficientScope, PersonalNumberFound)


def problem(
    request: HttpRequest | Request,
    status: int,
    detail: str,
    *,
    code: str = "",
    errors: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """The members of a problem. `code` gives it a type of its own; without one the status says it all."""
    body: dict[str, Any] = {
        "type": f"urn:samverka:problem:{code.replace('_', '-')}" if code else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": _instance(request),
    }
    if errors:
        body["errors"] = errors
    return body


def _instance(request: HttpRequest | Request) -> str:
    request_id = str(getattr(request, "request_id", "") or uuid.uuid4())
    try:
        return uuid.UUID(request_id).urn
    except ValueError:
        return f"#{request_id}"


def answer_exception(error: Exception, context: dict[str, Any]) -> Response:
    """What REST framework calls for each exception in a view; nothing gets past it without a problem."""
    request = context["request"]
    if isinstance(error, DomainError):
        return _domain_problem(error, request)
    known = _known(error)
    if known is None:
        log.error("api_error", exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=request._request)  # noqa: SLF001  (reporters want Django's own)
        return _response(
            problem(
                request,
                500,
                _("Something went wrong here. Try again; if it goes on, tell us the instance."),
            )
        )
    return _framework_problem(known, request)


def _known(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        too_big = exceptions.APIException(_("The body is too large."))
        too_big.status_code = 413
        return too_big
    if isinstance(error, SuspiciousOperation | BadRequest | UnicodeDecodeError):
        return exceptions.ParseError()
    return None


def _domain_problem(error: DomainError, request: Request) -> Response:
    status = next((status for kind, status in STATUS_OF.items() if isinstance(error, kind)), 400)
    errors = (
        [
            {
                "pointer": f"/{camel_case(error.field)}",
                "detail": str(error),
                "code": error.code,
            }
        ]
        if error.field
        else None
    )
    return _response(problem(request, status, str(error), code=error.code, errors=errors))


def _framework_problem(error: exceptions.APIException, request: Request) -> Response:
    status, headers = error.status_code, _headers(error)
    if isinstance(error, exceptions.ValidationError):
        detail = _("Some fields can't be used; errors says which.")
        body = problem(
            request,
            status,
            detail,
            code="invalid",
            errors=_field_errors(error.get_full_details()),
        )
    else:
        own = isinstance(error, OWN)
        body = problem(
            request,
            status,
            str(error.detail),
            code=error.default_code if own else "",
            errors=getattr(error, "errors", None),
        )
    return _response(body, headers)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(challenge)
    if isinstance(error, InsufficientScope):
        headers["WWW-Authenticate"] = f'Bearer realm="api", error="insufficient_scope", scope="{error.scope}"'
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    if isinstance(error, exceptions.UnsupportedMediaType):
        headers["Accept"] = "application/json"
    return headers


def _field_errors(details: Any, pointer: str = "") -> list[dict[str, str]]:
    """One entry per error, with a JSON Pointer (RFC 6901) to what it concerns."""
    if isinstance(details, dict) and {"message", "code"} == details.keys():
        return [
            {
                "pointer": pointer,
                "detail": str(details["message"]),
                "code": str(details["code"]),
            }
        ]
    if isinstance(details, dict):
        places = [
            (pointer if name == "non_field_errors" else f"{pointer}/{name}", value) for name, value in details.items()
        ]
    else:
        places = [(pointer, value) for value in details]
    return [entry for place, value in places for entry in _field_errors(value, place)]


def _response(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)
