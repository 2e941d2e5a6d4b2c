"""What I am to present at meetings ahead, and where two of them clash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.models import PersonActor
from forum.policies import coordinates_something
from forum.web.acting import signed_in
from forum.web.actor import person_of
from meetings.selectors.presentations import presentations_for_reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@signed_in
@require_safe
def presentations(request: HttpRequest) -> HttpResponse:
    """The reader's own, or with `whose=all` those of every topic that he or she coordinates."""
    actor = PersonActor(person_of(request))
    everybodys = request.GET.get("whose") == "all"
    rows = presentations_for_reader(actor, everybodys=everybodys)
    context = {
        "rows": rows,
        "clashing": sum(bool(one.clashes) for one in rows),
        "everybodys": everybodys,
        "coordinates": coordinates_something(actor),
    }
    return render(request, "meetings/presentations.html", context)
