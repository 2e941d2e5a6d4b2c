"""A forum's calendar on the internet: which address is read, how it went, start, stop, read now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from forum.errors import InvalidInputError
from forum.web.acting import act_at_once, attempt, done, find, posted, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.between_steps import keep, kept
from forum.web.founding import changeable, way_to
from meetings.delivery.following import address_content, follow
from meetings.models import FollowedCalendar
from meetings.services.adoption_plan import MOST_LOOKED_AT, read_plan
from meetings.services.following import agree_to_losses, follow_calendar, stop_following, take_in_calendar
from meetings.services.following_words import problem_in_words
from meetings.services.merge_series import stored_uid
from meetings.web.bring_in import look_at
from meetings.web.following_forms import ChooseSeriesForm, PublishedAddressForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor, Forum
    from meetings.services.merge_calendar import Merged


def _kind(forum: Forum) -> str:
    return f"follow:{forum.pk}"


@signed_in
@sensitive_post_parameters("address")
@sensitive_variables()
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """How it stands; a POST gives an address, which is read at once so that a wrong one is told here."""
    forum = changeable(actor_of(request), slug)
    form = PublishedAddressForm(posted(request))

    def act(data: dict[str, Any]) -> uuid.UUID:
        return _keep(request, forum, data["address"])

    if attempt(request, form, act):
        return HttpResponseRedirect(reverse("forum-calendar-series", args=[slug, form.result]))
    followed = FollowedCalendar.objects.filter(forum=forum).select_related("started_by").first()
    return show(
        request, "meetings/calendar.html", form, forum=forum, way=_way(forum), followed=followed,
        problem=problem_in_words(followed) if followed else "", asked=_asked(followed),
    )  # fmt: skip


def _way(forum: Forum) -> list[tuple[str, str]]:
    return [*way_to(forum), (_("Settings"), reverse("forum-settings", args=[forum.slug]))]


def _asked(followed: FollowedCalendar | None) -> list[Any]:
    if not followed or not followed.asked:
        return []
    return list(followed.forum.meetings.filter(pk__in=followed.asked).order_by("starts_at"))


def _keep(request: HttpRequest, forum: Forum, address: str) -> uuid.UUID:
    """Reads the address and keeps what came for half an hour, while its series are chosen."""
    content = address_content(address)
    if not read_plan(data=content, most=MOST_LOOKED_AT).series:
        raise InvalidInputError(_("There is no meeting in the calendar."), field="address")
    return keep(request, _kind(forum), {"address": address, "content": content})


@signed_in
def series(request: HttpRequest, slug: str, file: uuid.UUID) -> HttpResponse:
    """Which series of the calendar are the forum's; choosing them starts it and takes in what came."""
    person, forum = person_of(request), changeable(actor_of(request), slug)
    sent = kept(request, _kind(forum), file)
    looks = [look_at(one) for one in read_plan(data=sent["content"], most=MOST_LOOKED_AT).series]
    form = ChooseSeriesForm(posted(request), series=looks, initial=_first_guess(forum, [look.uid for look in looks]))

    def act(data: dict[str, Any]) -> tuple[Merged | None]:
        chosen = [] if data["every"] else data["series"]
        followed = follow_calendar(forum=forum, address=sent["address"], series=chosen, started_by=person)
        return (take_in_calendar(followed=followed, body=sent["content"]),)

    back = reverse("forum-calendar", args=[slug])
    if attempt(request, form, act):
        return _told(request, slug, *form.result) if form.result else HttpResponseRedirect(back)
    return show(
        request, "forum/form.html", form, title=_("Which of these is the forum?"), way=[*_way(forum), (_("Calendar"), back)],
        lede=_("Only what you choose is read. The rest of the calendar is never kept."), submit=_("Follow the calendar"),
        cancel_url=back,
    )  # fmt: skip


def _first_guess(forum: Forum, uids: list[str]) -> dict[str, Any]:
    """What the forum's meetings came from already; else the only one that there is."""
    known = set(forum.series.values_list("source_uid", flat=True))
    return {"series": [uid for uid in uids if stored_uid(uid) in known] or (uids if len(uids) == 1 else [])}


def _told(request: HttpRequest, slug: str, merged: Merged | None) -> HttpResponse:
    back = reverse("forum-calendar", args=[slug])
    if merged is None:
        messages.error(request, _("The calendar was not taken in. See below why."))
        return HttpResponseRedirect(back)
    return done(request, _in_words(merged), back)


def _in_words(merged: Merged) -> str:
    """“4 new meetings, 1 changed, none cancelled.”"""
    count = len(merged.new)
    new = ngettext("%(count)d new meeting", "%(count)d new meetings", count) % {"count": count}
    rest = _("%(changed)d changed, %(vanished)d cancelled")
    return f"{new}, {rest % {'changed': len(merged.changed), 'vanished': len(merged.vanished)}}."


def _followed(actor: Actor, slug: str) -> FollowedCalendar:
    forum = changeable(actor, slug)
    return find(FollowedCalendar.objects.visible_to(actor).select_related("forum"), forum=forum)


@signed_in
@require_POST
def choose_again(request: HttpRequest, slug: str) -> HttpResponse:
    """The same address, other series."""
    followed = _followed(actor_of(request), slug)
    try:
        file = _keep(request, followed.forum, followed.address)
    except InvalidInputError as error:
        messages.error(request, str(error.message))
        return HttpResponseRedirect(reverse("forum-calendar", args=[slug]))
    return HttpResponseRedirect(reverse("forum-calendar-series", args=[slug, file]))


@signed_in
@require_POST
def read_now(request: HttpRequest, slug: str) -> HttpResponse:
    followed = _followed(actor_of(request), slug)
    merged = follow(followed)
    followed.refresh_from_db()
    if merged is None and not followed.problem:
        return done(request, _("Nothing has changed in the calendar."), reverse("forum-calendar", args=[slug]))
    return _told(request, slug, merged)


@signed_in
@require_POST
def agree(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes, those meetings are gone: they are cancelled if the calendar still lacks them."""
    followed = _followed(actor_of(request), slug)
    agree_to_losses(followed=followed)
    followed.refresh_from_db()
    return _told(request, slug, follow(followed))


@signed_in
@require_POST
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    forum = changeable(actor_of(request), slug)
    return act_at_once(
        request,
        lambda: stop_following(forum=forum),
        _("The calendar is not read any more, and its address is forgotten. The meetings stay."),
        reverse("forum-calendar", args=[slug]),
    )
