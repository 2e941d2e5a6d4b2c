"""The same guard for what clients write: 422 until the number is gone or the header says why it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions

from forum.enums import NumberReason
from forum.services.kept_numbers import find_texts_with_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rest_framework.request import Request

HEADER: Final = "Personal-Number"
PERSONAL_NUMBER: Final = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    enum=NumberReason.values,
    description=(
        "Answers the problem `urn:samverka:problem:personal-number`: what looks like a personal identity number is none, "
        "or has to stand there. It is noted that you kept it, without the text."
    ),
)


class PersonalNumberFound(exceptions.APIException):
    status_code = 422
    default_code = "personal_number"

    def __init__(self, places: list[str]) -> None:
        super().__init__(
            _(
                "What looks like a personal identity number stands in what you sent. Take it out, "
                "or say in the header Personal-Number why it stays: not-one or needed."
            )
        )
        self.errors = [
            {
                "pointer": place,
                "detail": _("Write nothing about individuals here."),
                "code": self.default_code,
            }
            for place in places
        ]


def require_no_numbers(request: Request) -> dict[str, Any] | None:
    """What is to be noted when the number was kept with a reason; raises `PersonalNumberFound` without one."""
    places = [one.place for one in find_texts_with_numbers(_texts(request.data))]
    if not places:
        return None
    given = request.headers.get(HEADER, "")
    if given not in NumberReason.values:
        raise PersonalNumberFound(places)
    return {"places": places, "reason": NumberReason(given)}


def _texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a body, with the JSON Pointer to it (RFC 6901)."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, f"{pointer}/{place}")
    elif isinstance(value, str):
        yield pointer, value
    elif name := getattr(value, "name", None):
        yield pointer, str(name)
