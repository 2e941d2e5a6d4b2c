"""From approved minutes to the public pages: review and mask, look at it as the public, publish, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from forum.enums import Openness
from forum.web.acting import attempt, done, find, posted, signed_in
from forum.web.actor import actor_of, person_of
from meetings.enums import LOCKED_MINUTES
from meetings.models import Document, Minutes, Publication
from meetings.services.publication_content import parts_of
from meetings.services.publications import (
    content_to_publish,
    content_to_review,
    findings_in,
    prepare_publication,
    publish_minutes,
    withdraw_publication,
)
from meetings.web.access import meeting_for_editor, standing
from meetings.web.public_minutes import paper_of
from meetings.web.publish_forms import PrepareForm, PublishForm, WithdrawForm

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from forum.services.personal_data import Finding
    from meetings.models import Meeting

PROVISIONS: Final = (
    "OSL 18 kap. 13 §",
    "OSL 21 kap. 1 §",
    "OSL 21 kap. 3 §",
    "OSL 21 kap. 7 §",
    "OSL 23 kap. 2 §",
    "OSL 26 kap. 1 §",
    "OSL 35 kap. 1 §",
)
KINDS: Final = {
    "place": gettext_lazy("Place"),
    "correction": gettext_lazy("Why it was corrected"),
    "title": gettext_lazy("Heading"),
    "registry_number": gettext_lazy("Registry number"),
    "presenter": gettext_lazy("Presented by"),
    "recalled": gettext_lazy("Follow-up"),
    "notes": gettext_lazy("Paragraph"),
    "motion": gettext_lazy("Motion"),
    "decision": gettext_lazy("Decision"),
    "procedure": gettext_lazy("How the vote went"),
    "reservation": gettext_lazy("Reservation"),
    "action": gettext_lazy("Action"),
}
# Stands open for a mask only when something was found in it.
SELDOM_MASKED: Final = frozenset({"registry_number"})


def _version(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> tuple[Minutes, Publication | None]:
    meeting = meeting_for_editor(request, meeting_id)
    rows = Minutes.objects.visible_to(actor_of(request)).filter(meeting=meeting).defer("pdf")
    minutes = find(rows, number=number)
    minutes.meeting = meeting
    return minutes, Publication.objects.visible_to(actor_of(request)).filter(minutes=minutes).defer("pdf").first()


def _address(minutes: Minutes, name: str = "minutes-publish") -> str:
    return reverse(name, args=[minutes.meeting_id, minutes.number])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> HttpResponse:
    """Each text with what was found in it and a field to mask it; then on to the preview."""
    minutes, publication = _version(request, meeting_id, number)
    content = content_to_review(minutes)
    parts = parts_of(content)
    masks: Mapping[str, str] = publication.masks if publication else {}
    initial: dict[str, Any] = {f"mask_{index}": masks.get(part.key, "") for index, part in enumerate(parts)}
    initial |= {
        "version": publication.version if publication else None,
        "names": bool(publication and publication.names),
    }
    form = PrepareForm(posted(request), parts=parts, initial=initial)
    if attempt(request, form, lambda data: _save(request, minutes, form, data)):
        return HttpResponseRedirect(_address(minutes, "minutes-publish-preview"))
    findings = findings_in(minutes, content)
    context = {
        **_frame(request, minutes, publication),
        "form": form,
        "points": _points(content, form, findings),
        "found": sum(len(found) for found in findings.values()),
        "provisions": PROVISIONS,
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "meetings/publish.html", context, status=form.status)


def _save(request: HttpRequest, minutes: Minutes, form: PrepareForm, data: dict[str, Any]) -> Publication:
    return prepare_publication(
        minutes_id=minutes.pk,
        version=data["version"] or 0,
        masks=form.masks(),
        names=data["names"],
        prepared_by=person_of(request),
    )


def _frame(request: HttpRequest, minutes: Minutes, publication: Publication | None) -> dict[str, Any]:
    meeting = minutes.meeting
    return {
        **standing(request, meeting, minutes),
        "minutes": minutes,
        "publication": publication,
        "publishable": minutes.state in LOCKED_MINUTES and meeting.forum.openness == Openness.PUBLIC,
        "is_public": meeting.forum.openness == Openness.PUBLIC,
        "documents": _documents(request, meeting),
    }


def _documents(request: HttpRequest, meeting: Meeting) -> list[Document]:
    """Those of the meeting, each with how it stands with the public."""
    rows = Document.objects.visible_to(actor_of(request)).filter(at_meeting=meeting.pk)
    return list(rows.select_related("publication", "item"))


def _points(
    content: Mapping[str, Any], form: PrepareForm, findings: Mapping[str, tuple[Finding, ...]]
) -> list[dict[str, Any]]:
    """The minutes as they are reviewed: what stands outside the points first, then point by point."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for (name, key), part in zip(form.keys.items(), parts_of(content), strict=True):
        found = findings.get(key, ())
        field = form[name]
        if part.kind not in SELDOM_MASKED or found or field.value() or field.errors:
            point = key.partition("/")[0] if "/" in key else ""
            row = {"kind": KINDS[part.kind], "text": part.text, "found": found, "field": field}
            rows.setdefault(point, []).append(row)
    points = [{"item": None, "rows": rows[""]}] if "" in rows else []
    return points + [{"item": item, "rows": rows.get(str(item["number"]), [])} for item in content["items"]]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> HttpResponse:
    """As everybody will see it, with what was found and is not masked; the reviewer's word publishes it."""
    minutes, publication = _version(request, meeting_id, number)
    if publication is None:
        return HttpResponseRedirect(_address(minutes))
    publication.minutes = minutes
    content = content_to_publish(publication)
    findings = findings_in(minutes, content)
    left = sum(len(found) for found in findings.values())
    form = PublishForm(posted(request), initial={"version": publication.version, "found": left})
    if attempt(request, form, lambda data: _publish(request, publication, data)):
        return done(request, _("The minutes are published."), _address(minutes))
    if form.current is not None:
        form = PublishForm(initial={"version": form.current.version, "found": left})
        form.conflict = [{"label": _("What is masked"), "yours": "", "theirs": ""}]
    context = {
        **_frame(request, minutes, publication),
        **paper_of(content),
        "form": form,
        "found": [finding for found in findings.values() for finding in found],
        "changed": form.conflict is not None,
    }
    return render(request, "meetings/publish_preview.html", context, status=form.status)


def _publish(request: HttpRequest, publication: Publication, data: dict[str, Any]) -> Publication:
    return publish_minutes(
        publication_id=publication.pk,
        version=data["version"],
        findings_accepted=(data["found"] or 0) if data["anyway"] else 0,
        published_by=person_of(request),
    )


@signed_in
@require_POST
def withdraw(request: HttpRequest, meeting_id: uuid.UUID, number: int) -> HttpResponse:
    """Takes it off the public pages at once."""
    minutes, publication = _version(request, meeting_id, number)
    form = WithdrawForm(request.POST)
    if attempt(request, form, lambda data: _withdraw(request, minutes, data["reason"])):
        return done(request, _("The minutes are withdrawn. Their address says so."), _address(minutes))
    context = {**_frame(request, minutes, publication), "withdraw_form": form}
    return render(request, "meetings/publish.html", context, status=form.status)


def _withdraw(request: HttpRequest, minutes: Minutes, reason: str) -> int:
    return withdraw_publication(meeting_id=minutes.meeting_id, reason=reason, withdrawn_by=person_of(request))
