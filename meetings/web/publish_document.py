"""A document on the public pages: looked at, published, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from forum.enums import Openness
from forum.web.acting import attempt, done, posted, show, signed_in
from forum.web.actor import person_of
from meetings.models import DocumentPublication
from meetings.services.document_publications import (
    can_be_published,
    findings_in_document,
    publish_document,
    withdraw_document,
)
from meetings.web.document_places import way_to
from meetings.web.documents import document_for_editor
from meetings.web.publish_forms import PublishForm, WithdrawForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.web.forms import ServiceForm
    from meetings.models import Document


class PublishDocumentForm(PublishForm):
    field_order = ("anyway", "reviewed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewed"].label = gettext_lazy(
            "I have read all of the document, also what its file tells of itself"
        )


def _of_forum(request: HttpRequest, document_id: uuid.UUID) -> Document:
    """Documents of plans have no place on the public pages: those are of forums."""
    document = document_for_editor(request, document_id)
    if document.forum is None:
        raise Http404
    return document


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """What was found, and the reviewer's word that publishes it."""
    document = _of_forum(request, document_id)
    found, read = findings_in_document(document)
    form = PublishDocumentForm(posted(request), initial={"version": document.version, "found": len(found)})
    person, back = person_of(request), reverse("document-publish", args=[document.pk])

    def act(data: dict[str, Any]) -> DocumentPublication:
        accepted = (data["found"] or 0) if data["anyway"] else 0
        return publish_document(
            document_id=document.pk, version=data["version"], findings_accepted=accepted, published_by=person
        )

    if attempt(request, form, act):
        return done(request, _("The document is published."), back)
    return _page(request, document, form, found=found, was_read=read, withdraw_form=WithdrawForm())


@signed_in
@require_POST
def withdraw(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Takes it off the public pages at once."""
    document = _of_forum(request, document_id)
    form = WithdrawForm(request.POST)
    person = person_of(request)

    def act(data: dict[str, Any]) -> DocumentPublication:
        return withdraw_document(document_id=document.pk, reason=data["reason"], withdrawn_by=person)

    if attempt(request, form, act):
        words = _("The document is withdrawn. Its address says so.")
        return done(request, words, reverse("document-publish", args=[document.pk]))
    return _page(request, document, form, found=(), was_read=True, withdraw_form=form)


def _page(request: HttpRequest, document: Document, form: ServiceForm, **context: Any) -> HttpResponse:
    publication = DocumentPublication.objects.filter(document=document).first()
    is_open = publication is not None and publication.is_open
    return show(
        request, "meetings/publish_document.html", form, document=document, publication=publication, is_open=is_open,
        newer=is_open and publication is not None and publication.file_number != document.number,
        publishable=can_be_published(document),
        is_public=bool(document.forum and document.forum.openness == Openness.PUBLIC),
        way=[*way_to(document), (document.title, reverse("document", args=[document.pk]))], **context,
    )  # fmt: skip
