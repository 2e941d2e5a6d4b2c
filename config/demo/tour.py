"""The ten steps as a page, and the strip that leads from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from config.demo.sign_in import ROLES, sign_in_as
from config.demo.steps import STEPS, kill_line

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KEY: Final = "demo-step"
KILL: Final = 9


def _facts(number: int) -> dict[str, Any]:
    step = STEPS[number - 1]
    return {
        "number": number,
        "step": step,
        "role": ROLES.get(step.role),
        "kill": kill_line() if number == KILL else "",
        "following": STEPS[number] if number < len(STEPS) else None,
        "following_number": number + 1,
    }


def current_step(request: HttpRequest) -> dict[str, Any] | None:
    """The step that this browser is at, for the strip; None for who goes about alone."""
    session = getattr(request, "session", None)
    number = session.get(KEY) if session else None
    return _facts(number) if isinstance(number, int) and 1 <= number <= len(STEPS) else None


@never_cache
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """All ten steps, each one click away."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo/tour.html", {"steps": [_facts(number) for number in range(1, len(STEPS) + 1)]})


# Also from pages behind a mail link, which send no referrer; all that can be gained is a sign-in that the demo gives anybody.
@csrf_exempt
@never_cache
@require_POST
def go(request: HttpRequest) -> HttpResponse:
    """To a step's page, signed in as who belongs there; `then` for its second look, `leave` to go about alone."""
    if not settings.DEMO:
        raise Http404
    if "leave" in request.POST:
        request.session.pop(KEY, None)
        return HttpResponseRedirect(reverse("demo-tour"))
    number = _number(request.POST.get("step", ""))
    step = STEPS[number - 1]
    goal = step.then if "then" in request.POST and step.then else step
    if not goal.role:
        logout(request)
    elif not sign_in_as(request, ROLES[goal.role]):
        return HttpResponseRedirect("/")
    request.session[KEY] = number
    return HttpResponseRedirect(goal.page())


def _number(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written) <= len(STEPS):
        raise Http404
    return int(written)
