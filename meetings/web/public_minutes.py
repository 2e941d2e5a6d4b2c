"""Published minutes: page and PDF under addresses that stay. What is withdrawn answers 410 and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from forum.web.public import public_page
from meetings.models import Meeting, Publication
from meetings.selectors.public_pages import all_publications, documents_of_meeting
from meetings.services.minutes_content import PEOPLE
from meetings.services.minutes_lists import paragraph_span
from meetings.services.publication_content import parts_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.http import HttpRequest


def paper_context(publication: Publication) -> dict[str, Any]:
    """What the published minutes need as a page."""
    return {"publication": publication, **paper_of(publication.content)}


def paper_of(content: dict[str, Any]) -> dict[str, Any]:
    """Content as the public gets it, cut into what stands by itself on the page: `rows` are its points with their parts."""
    masked: Mapping[str, str] = content.get("masked", {})
    by_point: dict[str, list[dict[str, Any]]] = {}
    for part in parts_of(content):
        point, _slash, where = part.key.partition("/")
        row = {"kind": part.kind, "text": part.text, "provision": masked.get(part.key, ""), "where": where}
        by_point.setdefault(point, []).append(row)
    return {
        "content": content,
        "span": paragraph_span(content),
        "people": [(content["labels"][group], content[group]) for group in PEOPLE if content[group]],
        "rows": [(item, _row(item, by_point.get(str(item["number"]), []))) for item in content["items"]],
        "masked_count": len(masked),
    }


def _row(item: Mapping[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The parts of one point by kind; motions with whose they are, actions with who and until when."""
    of_kind = {part["kind"]: part for part in parts}
    actions, motions = iter(item["actions"]), iter(item.get("motions", []))
    for part in parts:
        if part["kind"] == "motion":
            part["motion"] = next(motions)
        if part["kind"] == "action":
            action = next(actions)
            part |= {"number": action["number"], "owner": action["owner"], "due": action["due"]}
    shown = [
        part for part in parts if part["kind"] in {"notes", "motion", "decision", "procedure", "reservation", "action"}
    ]
    return {"title": of_kind.get("title"), "presenter": of_kind.get("presenter"), "parts": shown}


@public_page
def page(request: HttpRequest, meeting_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """The newest published version, or the one with that number; a corrected or overtaken one says so."""
    rows = list(all_publications().filter(minutes__meeting=meeting_id))
    shown = next((row for row in rows if number in {None, row.minutes.number}), None)
    if shown is None:
        return _withdrawn(request, meeting_id, number)
    forum = shown.minutes.meeting.forum
    context = {
        "forum": forum,
        "versions": rows,
        "newest": rows[0],
        "documents": documents_of_meeting(meeting_id),
        "contact": forum.mailbox,
        **paper_context(shown),
    }
    response = render(request, "meetings/public/minutes.html", context)
    response["X-Robots-Tag"] = "noarchive"
    return response


@public_page
def pdf(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> HttpResponse:
    """The PDF that was made of what everybody may read."""
    rows = all_publications().filter(minutes__meeting=meeting_id, minutes__number=number)
    shown = rows.first()
    if shown is None:
        return _withdrawn(request, meeting_id, number)
    meeting = shown.minutes.meeting
    name = f"{meeting.forum.slug}-{meeting.day:%Y-%m-%d}-v{number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noarchive"}
    return HttpResponse(bytes(shown.pdf), content_type="application/pdf", headers=headers)


def _withdrawn(request: HttpRequest, meeting_id: uuid.UUID, number: int | None) -> HttpResponse:
    """410 where something was published once, 404 where nothing ever was."""
    gone = Publication.objects.withdrawn().filter(minutes__meeting=meeting_id)
    if number is not None:
        gone = gone.filter(minutes__number=number)
    last = gone.order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()
    if last is None:
        raise Http404
    meeting = Meeting.objects.select_related("forum__organisation").get(pk=meeting_id)
    forum = meeting.forum
    contact = forum.mailbox
    context = {"forum": forum, "withdrawn_at": last, "contact": contact}
    response = render(request, "meetings/public/withdrawn.html", context, status=410)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
