"""What an API client sees and why, for administrators: which things and what opens them, never what is written in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum.models import ApiClient, ClientActor
from forum.templatetags.samverka import day, swedish_date
from forum.web.acting import find
from forum.web.administration.frame import administrators_only, way
from meetings.selectors.change_kinds import READABLE
from meetings.selectors.client_reads import counts_for_client, reads_of_client

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ROWS = 25
KINDS: Final = {
    "organisations": gettext_lazy("Organisations"), "units": gettext_lazy("Units"), "forums": gettext_lazy("Forums"),
    "seats": gettext_lazy("Seats"), "memberships": gettext_lazy("Holders of seats"), "topics": gettext_lazy("Topics"),
    "placements": gettext_lazy("Proposals"), "coordinators": gettext_lazy("Coordinators"), "shares": gettext_lazy("What was sent"),
    "meeting-series": gettext_lazy("Rhythms"), "meetings": gettext_lazy("Meetings"),
    "agenda-items": gettext_lazy("Points"), "decisions": gettext_lazy("Decisions"), "action-items": gettext_lazy("Actions"),
    "minutes": gettext_lazy("Minutes"), "documents": gettext_lazy("Documents"), "support-lines": gettext_lazy("Support lines"),
    "target-groups": gettext_lazy("Target groups"), "training-activities": gettext_lazy("Training"),
    "agreements": gettext_lazy("Agreements"), "action-plans": gettext_lazy("Action plans"), "goals": gettext_lazy("Goals"),
    "measures": gettext_lazy("Measures"), "indicators": gettext_lazy("Indicators"), "follow-ups": gettext_lazy("Follow-ups"),
    "consultation-replies": gettext_lazy("Replies to consultations"),
    "question-sets": gettext_lazy("Question sets"), "situation-pictures": gettext_lazy("Situation pictures"),
    "answers": gettext_lazy("Answers"), "findings": gettext_lazy("Findings"),
}  # fmt: skip


def _point(item: Any) -> str:
    point = _("Point %(number)d") % {"number": item.position}
    return f"{point}, {swedish_date(item.meeting.starts_at)}"


def _version(minutes: Any) -> str:
    return f"{swedish_date(minutes.meeting.starts_at)}, {_('version %(number)d') % {'number': minutes.number}}"


def _document(document: Any) -> str:
    if document.plan:
        return str(document.plan)
    return swedish_date(document.place.starts_at) if document.place else _("The forum's own")


# How a row is named without what is written in it, which is not the administrator's to read.
NAMES: Final[dict[str, Callable[[Any], str]]] = {
    "organisations": lambda row: row.name,
    "units": lambda row: f"{row.organisation.name}: {row.name}",
    "forums": lambda row: row.name,
    "seats": lambda row: row.role_title,
    "memberships": lambda row: row.seat.role_title,
    "topics": lambda row: row.name,
    "placements": lambda row: row.title,
    "coordinators": lambda row: row.topic.name,
    "shares": lambda row: f"{row.kind.label}, {day(row.shared_at)}",
    "meeting-series": lambda row: row.summary or _("Rhythm"),
    "meetings": lambda row: swedish_date(row.starts_at),
    "agenda-items": _point,
    "decisions": lambda row: _point(row.item),
    "action-items": lambda row: _("Action %(number)d") % {"number": row.number},
    "minutes": _version,
    "documents": _document,
    "question-sets": str,
    "situation-pictures": lambda row: row.title,
    "findings": lambda row: _("Finding %(number)d") % {"number": row.number},
}


def scope_of(kind: str) -> str:
    """The scope that the API itself asks for."""
    return str(resolve(f"/api/v1/{kind}").func.cls.scope)  # type: ignore[attr-defined]  # a view set


@administrators_only
@require_safe
def reads(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """How many things of each kind, and those of one kind with the seat or the sending that opens each."""
    client = find(
        ApiClient.objects.filter(organisation__isnull=False).select_related("organisation", "unit"), pk=client_id
    )
    actor = ClientActor(client)
    asked = request.GET.get("kind", "")
    kind = asked if asked in READABLE else "forums"
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = reads_of_client(actor, kind, size=ROWS, **marks)
    kinds = [
        {"name": name, "label": KINDS.get(name, name), "count": count, "lacks": _lacking(client, name)}
        for name, count in counts_for_client(actor).items()
    ]
    context = {
        "client": client,
        "kind": kind,
        "kinds": kinds,
        "label": KINDS.get(kind, kind),
        "lacks": _lacking(client, kind),
        "rows": [(NAMES[kind](one.row) if kind in NAMES else "", one) for one in found.rows],
        "page": found.page,
        "way": way("api-clients", _("API clients")),
    }
    return render(request, "meetings/client_reads.html", context)


def _lacking(client: ApiClient, kind: str) -> str:
    """The scope without which the API refuses the kind, where the client has not got it."""
    scope = scope_of(kind)
    return "" if scope in client.scopes else scope
