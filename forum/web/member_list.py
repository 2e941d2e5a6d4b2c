"""A member list into a forum's seats: choose the file, see what each line would do, bring it in.

Between the steps nothing is kept but the file itself: in Redis, under a name only its sender can have, for half an hour.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.enums import FAITH
from forum.services.members import import_members, look_at_members
from forum.web.acting import attempt, done, posted, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.forms import OnceForm
from forum.web.founding import changeable, way_to
from forum.web.member_list_form import MemberListForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import Forum
    from forum.services.members import MembersReport

KEPT = 30 * 60


@signed_in
def member_list(request: HttpRequest, slug: str) -> HttpResponse:
    """First step: the file. It is read at once, so that a list that can't be read is told here."""
    forum = changeable(actor_of(request), slug)
    form = MemberListForm(posted(request), request.FILES or None)

    def act(data: dict[str, Any]) -> uuid.UUID:
        content = data["members"].read()
        look_at_members(forum=forum, data=content, starts_on=timezone.localdate())
        file = uuid.uuid4()
        cache.set(_key(request, forum, file), content, KEPT)
        return file

    if attempt(request, form, act):
        return HttpResponseRedirect(reverse("member-list-look", args=[slug, form.result]))
    return show(request, "forum/member_list.html", form, forum=forum, way=_way(forum), faith=forum.kind in FAITH)


def _key(request: HttpRequest, forum: Forum, file: uuid.UUID) -> str:
    return f"member-list:{person_of(request).pk}:{forum.pk}:{file}"


def _way(forum: Forum) -> list[tuple[str, str]]:
    return [*way_to(forum), (_("Seats"), reverse("forum-seats", args=[forum.slug]))]


@signed_in
def look(request: HttpRequest, slug: str, file: uuid.UUID) -> HttpResponse:
    """Second step: each line with what it would add or change, before anything is written; then all of them or none."""
    forum = changeable(actor_of(request), slug)
    data = cache.get(_key(request, forum, file))
    if data is None:
        raise Http404
    today = timezone.localdate()
    form = OnceForm(posted(request))

    def act(_nothing: dict[str, Any]) -> MembersReport:
        report = import_members(forum=forum, data=data, starts_on=today)
        cache.delete(_key(request, forum, file))
        return report

    if attempt(request, form, act):
        return done(request, _("The list is brought in."), reverse("forum-seats", args=[slug]))
    report = look_at_members(forum=forum, data=data, starts_on=today)
    return show(
        request, "forum/member_list_look.html", form, forum=forum, way=_way(forum), report=report, faith=forum.kind in FAITH
    )  # fmt: skip
