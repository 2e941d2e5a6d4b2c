"""A member list into a forum's seats: choose the file, see what each line would do, bring it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.enums import FAITH
from forum.services.members import import_members, look_at_members
from forum.web.acting import attempt, done, posted, show, signed_in
from forum.web.actor import actor_of
from forum.web.between_steps import keep, kept, replace
from forum.web.forms import OnceForm
from forum.web.founding import changeable, way_to_seats
from forum.web.member_list_form import BROUGHT_IN, MemberListForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Forum
    from forum.services.members import MembersReport


@signed_in
def member_list(request: HttpRequest, slug: str) -> HttpResponse:
    """First step: the file. It is read at once, so that a list that can't be read is told here."""
    forum = changeable(actor_of(request), slug)
    form = MemberListForm(posted(request), request.FILES or None)

    def act(data: dict[str, Any]) -> uuid.UUID:
        content = data["members"].read()
        look_at_members(forum=forum, data=content, starts_on=timezone.localdate())
        return keep(request, _kind(forum), content)

    if attempt(request, form, act):
        return HttpResponseRedirect(reverse("member-list-look", args=[slug, form.result]))
    return show(
        request, "forum/member_list.html", form, forum=forum, way=way_to_seats(forum), faith=forum.kind in FAITH
    )


def _kind(forum: Forum) -> str:
    return f"member-list:{forum.pk}"


@signed_in
def look(request: HttpRequest, slug: str, file: uuid.UUID) -> HttpResponse:
    """Second step: each line with what it would add or change, before anything is written; then all of them or none."""
    forum = changeable(actor_of(request), slug)
    data, back = kept(request, _kind(forum), file), reverse("forum-seats", args=[slug])
    if data == BROUGHT_IN:
        return done(request, _("The list is brought in."), back)
    today = timezone.localdate()
    form = OnceForm(posted(request))

    def act(_nothing: dict[str, Any]) -> MembersReport:
        report = import_members(forum=forum, data=data, starts_on=today)
        replace(request, _kind(forum), file, BROUGHT_IN)
        return report

    if attempt(request, form, act):
        return done(request, _("The list is brought in."), back)
    report = look_at_members(forum=forum, data=data, starts_on=today)
    return show(
        request, "forum/member_list_look.html", form, forum=forum, way=way_to_seats(forum), report=report, faith=forum.kind in FAITH
    )  # fmt: skip
