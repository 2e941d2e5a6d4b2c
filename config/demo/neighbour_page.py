"""What the neighbouring municipality's system reads, with the lines to do the same in a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.demo.neighbour import READABLE, Answer, neighbour_of
from config.demo.steps import COUNCIL, SCHOOLS
from forum.models import Forum
from meetings.models import Meeting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrOrPromise

    from config.demo.neighbour import Neighbour

SHOWN: Final = 3


@dataclass(frozen=True)
class Call:
    """A question to the API: what to look for, the line to paste, the answer just now."""

    title: _StrOrPromise
    look_for: _StrOrPromise
    line: str
    answer: Answer | None
    opened: bool = False


@never_cache
@require_safe
def neighbour(request: HttpRequest) -> HttpResponse:
    """Six questions and their answers; only the lines when the API can't be reached from here."""
    if not settings.DEMO:
        raise Http404
    reader = neighbour_of(settings.VAR_DIR, settings.SITE_URL)
    calls = _calls(reader) if reader else []
    return render(request, "demo/neighbour.html", {"reader": reader, "calls": calls})


def _calls(reader: Neighbour) -> list[Call]:
    try:
        token = reader.token()
        given = {path: reader.read(path, token) for _title, _look_for, path in _questions(reader)}
        known = given[_ACTIONS].etag
        again = reader.read(_ACTIONS, token, known=known)
    except (OSError, ValueError, KeyError):
        given, known, again = {}, "…", None
    calls = [
        Call(title, look_for, _line(reader, path), given.get(path), path == _ACTIONS)
        for title, look_for, path in _questions(reader)
    ]
    same = f"""curl -si -H "Authorization: Bearer $TOKEN" -H 'If-None-Match: {known}' '{reader.address}/api/v1/{_ACTIONS}' | head -1"""
    return [*calls, Call(_("Asked again"), _("Nothing has happened since: 304, and no body."), same, again)]


_ACTIONS: Final = f"action-items?limit={SHOWN}"


def _questions(reader: Neighbour) -> list[tuple[_StrOrPromise, _StrOrPromise, str]]:
    schools = Forum.objects.filter(slug=SCHOOLS).values_list("pk", flat=True).first()
    draft = Meeting.objects.ahead(timezone.now()).filter(forum__slug=COUNCIL).values_list("pk", flat=True).first()
    return [
        (_("Its forums"), _("Those where it has a seat, and no others."), "forums"),
        (_("Actions"), _("Owners by role and organisation. No names, no addresses."), _ACTIONS),
        (_("A forum without its seat"), _("404, as for one that does not exist."), f"forums/{schools}"),
        (
            _("An agenda that is a draft"),
            _("No rows: it comes when the notice is sent."),
            f"agenda-items?meeting={draft}",
        ),
        (
            _("What has changed"),
            _("All since the demo began. What the head teacher did by the link in the mail is among it."),
            f"changes?limit=100&cursor={reader.cursor}" if reader.cursor else "changes",
        ),
    ]


def _line(reader: Neighbour, path: str) -> str:
    return f"""curl -s -H "Authorization: Bearer $TOKEN" '{reader.address}/api/v1/{path}' | {READABLE}"""
