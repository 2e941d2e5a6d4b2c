"""Asks before a personal identity number is saved, whatever page the text was written on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth import get_user
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from forum.enums import NumberReason
from forum.models import Person
from forum.services.kept_numbers import TextWithNumbers, find_texts_with_numbers, keep_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest

REASON: Final = "number_reason"
ANSWERED: Final = "answered_numbers"
REMEMBERED: Final = 50
OTHER_GUARDS: Final = ("api/", "oauth/", "admin/", "accounts/")
LINKS: Final = "/link/"
NO_TEXTS: Final = ("csrfmiddlewaretoken", "password", "organisation_number", REASON)


class NumberCheckMiddleware:
    """A form with such a number is shown again, as a question with all that was typed, until the number is gone or has a reason.

    The same number is asked about once per session. That one was kept is noted when the page has saved it, without the text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kept: dict[str, Any] | None = getattr(request, "kept_number", None)
        if kept and response.status_code < 400:
            user = get_user(request)
            keep_numbers(**kept, person=user if isinstance(user, Person) else None)
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, _keywords: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "POST" or match is None or match.route.startswith(OTHER_GUARDS):
            return None
        found = [one for one in find_texts_with_numbers(_texts(request)) if not _is_answered(request, one)]
        if not found:
            return None
        given = request.POST.get(REASON, "")
        if given not in NumberReason.values:
            return _ask(request, found)
        _remember(request, found)
        request.kept_number = {  # type: ignore[attr-defined]  # noted when the page has answered
            "route": match.view_name,
            "places": [one.place for one in found],
            "reason": NumberReason(given),
        }
        return None


def _texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    yield from _pairs(request)
    yield from _files(request)


def _files(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, files in request.FILES.lists():
        for file in files:
            yield name, str(getattr(file, "name", ""))


def _pairs(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if not name.endswith(NO_TEXTS):
            for value in values:
                yield name, str(value)


def _ask(request: HttpRequest, found: list[TextWithNumbers]) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=422, headers={"X-Send-As-Page": "1", "HX-Reswap": "none"})
    wrong = {(one.place, one.text): one.numbers for one in found}
    context = {
        "rows": [(name, value, wrong.get((name, value))) for name, value in _pairs(request)],
        "files": [(name, title, wrong.get((name, title))) for name, title in _files(request)],
        "reasons": NumberReason.choices,
        "back": _where_it_was_written(request),
        "known": isinstance(get_user(request), Person),
    }
    return render(request, "forum/number_check.html", context, status=422)


def _where_it_was_written(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if known else request.path if request.path.startswith(LINKS) else "/"


def _remember(request: HttpRequest, found: list[TextWithNumbers]) -> None:
    marks = [*request.session.get(ANSWERED, []), *(_mark(number) for one in found for number in one.numbers)]
    request.session[ANSWERED] = list(dict.fromkeys(marks))[-REMEMBERED:]


def _is_answered(request: HttpRequest, one: TextWithNumbers) -> bool:
    answered = request.session.get(ANSWERED, [])
    return all(_mark(number) in answered for number in one.numbers)


def _mark(number: str) -> str:
    return salted_hmac("samverka.number-check", number).hexdigest()[:20]
