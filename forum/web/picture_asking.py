"""Who is asked in a round, and the open link for associations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.enums import PictureState
from forum.errors import DomainError
from forum.models import PictureRecipient
from forum.selectors.pictures import asked_in, open_link_of
from forum.services.picture_asking import ask, ask_again, ask_no_more, close_to_associations, open_to_associations
from forum.web.acting import act_at_once, attempt, done, find, posted, show, signed_in, version_of
from forum.web.actor import actor_of
from forum.web.picture_forms import AskForm
from forum.web.pictures import led, page_of_picture, way_to

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
def choose(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    """Forums, units, organisations, persons and addresses at once; who is on the list already stays."""
    picture, actor = led(request, slug, picture_id), actor_of(request)
    form = AskForm(posted(request), actor=actor, picture=picture)
    back = page_of_picture(picture)
    out = picture.state == PictureState.OPEN
    if attempt(request, form, lambda data: ask(picture_id=picture.pk, **data)):
        words = (
            _("They are asked, by mail with a link of their own.")
            if out
            else _("They are on the list. Nothing is sent yet.")
        )
        return done(request, words, back)
    return show(
        request, "forum/picture_ask.html", form, title=_("Choose who is asked"), way=way_to(picture.topic, picture=picture),
        picture=picture, asked=asked_in(actor, picture), submit=_("Ask them") if out else _("Put them on the list"), cancel_url=back,
    )  # fmt: skip


def _asked(request: HttpRequest, slug: str, asked_id: uuid.UUID) -> tuple[PictureRecipient, str]:
    rows = PictureRecipient.objects.visible_to(actor_of(request)).filter(picture__topic__slug=slug)
    asked: PictureRecipient = find(rows.select_related("picture__topic"), pk=asked_id)
    return asked, page_of_picture(led(request, slug, asked.picture_id))


@signed_in
@require_POST
def no_more(request: HttpRequest, slug: str, asked_id: uuid.UUID) -> HttpResponse:
    (asked, back), version = _asked(request, slug, asked_id), version_of(request)
    return act_at_once(
        request, lambda: ask_no_more(asked_id=asked.pk, version=version), _("Taken off the list."), back + "#asked"
    )


@signed_in
@require_POST
def again(request: HttpRequest, slug: str, asked_id: uuid.UUID) -> HttpResponse:
    asked, back = _asked(request, slug, asked_id)
    words = _("The letter goes out once more, with a new link.")
    return act_at_once(request, lambda: ask_again(asked_id=asked.pk), words, back + "#asked")


@signed_in
def open_link(request: HttpRequest, slug: str, picture_id: uuid.UUID) -> HttpResponse:
    """Makes the open link and shows it once; POST only makes."""
    picture = led(request, slug, picture_id)
    if request.method == "POST" and "close" in request.POST:
        words = _("The open link is closed. Answers that came by it stay.")
        back = page_of_picture(picture)
        return act_at_once(request, lambda: close_to_associations(picture_id=picture.pk), words, back)
    link = ""
    if request.method == "POST":
        try:
            link = open_to_associations(picture_id=picture.pk)
        except DomainError as error:
            messages.error(request, str(error.message))
    return show(
        request, "forum/picture_open_link.html", title=_("Open link for associations"), picture=picture,
        way=way_to(picture.topic, picture=picture), link=link, out=open_link_of(picture),
    )  # fmt: skip
