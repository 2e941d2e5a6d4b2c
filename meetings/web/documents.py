"""Documents: add, look, rename, replace, share, take away, fetch."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.errors import ConflictError, StaleVersionError
from forum.models import Forum
from forum.policies import can_edit_meetings
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.plans import edited_plan, plan_url, way_to_plan
from meetings.models import AgendaItem, Document
from meetings.policies import can_edit_document, can_read_earlier_files
from meetings.services.documents import (
    add_document,
    delete_document,
    rename_document,
    replace_file,
    share_document,
)
from meetings.web.access import meeting_for_editor
from meetings.web.document_forms import ReplaceForm, TitleForm, UploadForm
from meetings.web.document_places import Way, home_of, way_of, way_to
from meetings.web.download import file_response
from meetings.web.meeting_forms import VersionForm

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from meetings.models import Meeting


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What a form with a file is made of."""
    data = posted(request)
    overflowed = bool(data is not None and getattr(request, "file_too_large", False))
    return {"data": data, "files": request.FILES if data is not None else None, "overflowed": overflowed}


def _add(request: HttpRequest, lede: str, back: str, way: Way, **place: Any) -> HttpResponse:
    form = UploadForm(**_sent(request))
    person = person_of(request)
    if attempt(request, form, lambda data: add_document(uploaded_by=person, **place, **data)):
        return done(request, _("The document is there."), f"{back}#documents")
    return show(
        request, "forum/form.html", form, title=_("Add a document"), lede=lede, way=way,
        submit=_("Add the document"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_to_forum(request: HttpRequest, slug: str) -> HttpResponse:
    """A document that stands: mandate, terms, situation picture."""
    actor = actor_of(request)
    forum = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=slug)
    require(can_edit_meetings(actor, forum))
    lede = _("A draft for those who read drafts, until you share it with all seats.")
    return _add(request, lede, reverse("forum", args=[slug]), way_of(forum), forum=forum)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_to_meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A document of the meeting as a whole."""
    meeting = meeting_for_editor(request, meeting_id)
    back = reverse("meeting", args=[meeting.pk])
    return _add(request, _lede(meeting), back, way_of(meeting.forum, meeting), forum=meeting.forum, meeting=meeting)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_to_item(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """A document of one point."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting).select_related("meeting"), pk=item_id)
    back = reverse("meeting", args=[meeting.pk])
    lede = _("Belongs to point %(number)d, %(title)s.") % {"number": item.position, "title": item.title}
    return _add(
        request, f"{lede} {_lede(meeting)}", back, way_of(meeting.forum, meeting), forum=meeting.forum, item=item
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_to_plan(request: HttpRequest, slug: str, plan_id: uuid.UUID) -> HttpResponse:
    """A document of an action plan: the decision that adopted it, a budget, what was found."""
    plan = edited_plan(request, slug, plan_id)
    lede = _("Whoever reads the plan reads the document.")
    if plan.adopted_on:
        lede = _("The plan is public: everybody who signs in, and other municipalities, get the document at once.")
    return _add(request, lede, plan_url(plan), way_to_plan(plan), plan=plan)


def _lede(meeting: Meeting) -> str:
    """Who will see it: the notice is the share, and after it everything added is sent at once."""
    if meeting.noticed_at:
        return _("The notice is sent: all seats and their organisations see the document at once.")
    return _("It is sent with the notice.")


def document_for_reader(request: HttpRequest, document_id: uuid.UUID) -> Document:
    """The document among those that the reader may see; 404 for all others."""
    rows = Document.objects.visible_to(actor_of(request)).select_related(
        "forum__organisation", "meeting", "item__meeting", "plan__topic", "plan__organisation"
    )
    found: Document = find(rows, pk=document_id)
    return found


def document_for_editor(request: HttpRequest, document_id: uuid.UUID) -> Document:
    document = document_for_reader(request, document_id)
    require(can_edit_document(actor_of(request), document))
    return document


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def document_page(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Facts and versions; POST gives it another title."""
    document = document_for_reader(request, document_id)
    actor = actor_of(request)
    may_edit = can_edit_document(actor, document)
    require(may_edit or request.method != "POST")
    form = TitleForm(posted(request), initial={"title": document.title, "version": document.version})
    if attempt(request, form, lambda data: rename_document(document_id=document.pk, **data)):
        return done(request, _("The title is changed."), reverse("document", args=[document.pk]))
    earlier = document.earlier.select_related("uploaded_by") if can_read_earlier_files(actor, document) else []
    return show(
        request, "meetings/document.html", form, document=document, forum=document.forum, earlier=list(earlier),
        plan=document.plan, may_edit=may_edit, way=way_to(document), home=home_of(document),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """A new file; the former one stays as an earlier version."""
    document = document_for_editor(request, document_id)
    form = ReplaceForm(**_sent(request), initial={"version": document.version})
    person, back = person_of(request), reverse("document", args=[document.pk])

    def act(data: dict[str, Any]) -> Document:
        return replace_file(document_id=document.pk, uploaded_by=person, **data)

    if attempt(request, form, act):
        return done(request, _("The new file is there. The former one is kept."), back)
    sent = document.plan_id or document.shared_at or (document.place and document.place.noticed_at)
    lede = _("All who read the document get the new file at once.") if sent else _("The former file is kept.")
    return show(
        request, "forum/form.html", form, title=_("Replace the file"), lede=lede, submit=_("Replace the file"),
        way=[*way_to(document), (document.title, back)], cancel_url=back,
    )  # fmt: skip


@contextmanager
def _told_when_stale() -> Iterator[None]:
    """A button has no two texts to compare: whoever comes second is asked to look again."""
    try:
        yield
    except StaleVersionError:
        raise ConflictError(_("Somebody has changed the document meanwhile. Go back and look at it first.")) from None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Asks first, because it is the share."""
    document = document_for_editor(request, document_id)
    form = VersionForm(posted(request), initial={"version": document.version})
    person, back = person_of(request), reverse("document", args=[document.pk])

    def act(data: dict[str, Any]) -> None:
        with _told_when_stale():
            share_document(document_id=document.pk, shared_by=person, **data)

    if attempt(request, form, act):
        return done(request, _("The document is shared with all seats."), back)
    return show(
        request, "ui/confirm.html", form, title=_("Share the document?"), public_record=True,
        way=[*way_to(document), (document.title, back)],
        text=_("All seats of the forum and their organisations can then fetch it."),
        label=_("Share with all seats"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Asks first: the versions go too."""
    document = document_for_editor(request, document_id)
    form = VersionForm(posted(request), initial={"version": document.version})
    to = home_of(document)

    def act(data: dict[str, Any]) -> None:
        with _told_when_stale():
            delete_document(document_id=document.pk, **data)

    if attempt(request, form, act):
        return done(request, _("The document is taken away: %(title)s") % {"title": document.title}, to)
    return show(
        request, "ui/confirm.html", form, title=_("Take the document away?"), kind="stop",
        way=[*way_to(document), (document.title, reverse("document", args=[document.pk]))],
        text=_("All its versions go. What was sent may have to be kept by its receivers, and by you as a public record."),
        label=_("Take away"), cancel_url=reverse("document", args=[document.pk]),
    )  # fmt: skip


@signed_in
@require_safe
def download(request: HttpRequest, document_id: uuid.UUID, number: int | None = None) -> HttpResponseBase:
    """The present file, or an earlier one for those who read drafts."""
    document = document_for_reader(request, document_id)
    if number in {None, document.number}:
        return file_response(document)
    readable = can_read_earlier_files(actor_of(request), document)
    return file_response(
        get_object_or_404(document.earlier.all() if readable else document.earlier.none(), number=number)
    )
