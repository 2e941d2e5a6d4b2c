"""A forum written in by hand, its settings, and its end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.models import Forum, FoundingReason
from forum.policies import can_administer, can_bring_in, can_change_settings
from forum.selectors.carriers import Carrier
from forum.services.forums import archive_forum, set_first_paragraph, update_forum
from forum.services.seating import ParallelForumError, found_forum
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.forum_forms import FirstParagraphForm, ForumForm, FoundForumForm

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """A forum without a calendar file."""
    actor, person = actor_of(request), person_of(request)
    require(can_bring_in(actor))
    form, carriers = FoundForumForm(posted(request)), list[Carrier]()

    def act(data: dict[str, Any]) -> Forum:
        data["as_secretary"] = data["as_secretary"] or not can_administer(actor)
        try:
            return found_forum(founder=person, **data)
        except ParallelForumError as error:
            form.ask_why()
            carriers.extend(error.carriers)
            raise

    if attempt(request, form, act):
        to = reverse("forum", args=[form.result.slug]) if form.result else reverse("forums")
        return done(request, _("The forum is here. Next: its seats and its next meeting."), to)
    return show(
        request, "forum/found.html", form, carriers=carriers, title=_("Write a forum in by hand"), way=[(_("Forums"), reverse("forums"))],
        lede=_("For a forum that has no calendar to bring in. Its meetings are added one by one."),
        submit=_("Add it all the same") if carriers else _("Add the forum"), cancel_url=reverse("forums"),
    )  # fmt: skip


def changeable(actor: Actor, slug: str) -> Forum:
    """The forum when the actor may change its settings: 404 for strangers, 403 for readers."""
    forum: Forum = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=slug)
    require(can_change_settings(actor, forum))
    return forum


@signed_in
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    forum = changeable(actor, slug)
    form = ForumForm(posted(request), forum=forum)
    if attempt(request, form, lambda data: update_forum(forum_id=forum.pk, **data)):
        return done(request, _("The settings are saved."), reverse("forum", args=[slug]))
    series = forum.paragraph_series.filter(year__gte=timezone.localdate().year - 1).order_by("year")
    return show(
        request, "forum/settings.html", form, forum=forum, title=_("Settings"), way=way_to(forum), series=series,
        founded=FoundingReason.objects.visible_to(actor).filter(forum=forum).select_related("given_by").first(),
        may_archive=can_administer(actor), submit=_("Save"), cancel_url=reverse("forum", args=[slug]),
    )  # fmt: skip


def way_to(forum: Forum) -> list[tuple[str, str]]:
    """The crumbs that lead to a page below a forum's."""
    return [(_("Forums"), reverse("forums")), (forum.name, reverse("forum", args=[forum.slug]))]


def way_to_seats(forum: Forum) -> list[tuple[str, str]]:
    """Those of a page below the forum's seats."""
    return [*way_to(forum), (_("Seats"), reverse("forum-seats", args=[forum.slug]))]


@signed_in
def first_paragraph(request: HttpRequest, slug: str) -> HttpResponse:
    """For a forum that comes with § already used this year."""
    forum = changeable(actor_of(request), slug)
    today: date = timezone.localdate()
    form = FirstParagraphForm(posted(request), initial={"year": today.year, "first_number": 1})
    back = reverse("forum-settings", args=[slug])
    if attempt(request, form, lambda data: set_first_paragraph(forum=forum, **data)):
        return done(request, _("The first § is set."), back)
    return show(
        request, "forum/form.html", form, title=_("First § of the year"), way=[*way_to(forum), (_("Settings"), back)],
        lede=_("Paragraphs that are already given stay as they are."), submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    forum = find(Forum.objects.visible_to(actor), slug=slug)
    require(can_administer(actor))
    return act_at_once(
        request,
        lambda: archive_forum(forum_id=forum.pk, version=version_of(request)),
        _("The forum is archived. What was written stays readable."),
        reverse("forum", args=[slug]),
    )
