"""Calendar subscriptions: the page where they are made and ended, the help, and the address that programs read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.models import Forum
from forum.services.rate_limits import seconds_to_wait
from forum.web.acting import attempt, done, find, posted, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.forms import OnceForm
from meetings.models import CalendarFeed
from meetings.selectors.calendar_feeds import feed_opens, feeds_for_owner
from meetings.services.calendar_feeds import create_feed, feed_file, note_reading, revoke_feed

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from forum.models import Actor

ALARMS = [
    ("", gettext_lazy("As my calendar program does by itself")),
    ("15", gettext_lazy("15 minutes before")),
    ("60", gettext_lazy("An hour before")),
    ("1440", gettext_lazy("The day before")),
]


class SubscribeForm(OnceForm):
    """Which meetings, and when the program is to say so."""

    forum = forms.ModelChoiceField(
        label=gettext_lazy("Meetings of"),
        queryset=Forum.objects.none(),
        to_field_name="slug",
        required=False,
    )
    alarm_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Reminder in the calendar"),
        choices=ALARMS,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Google and some others decide this themselves for calendars that are subscribed to."),
    )

    def offer(self, actor: Actor) -> None:
        """The forums that the reader may know."""
        field: Any = self.fields["forum"]
        field.queryset = Forum.objects.visible_to(actor).active().order_by("name")
        field.empty_label = _("All forums where I have a seat")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Own subscriptions, and a new one; its address is on the answer to the post and nowhere else."""
    person = person_of(request)
    form = SubscribeForm(posted(request), initial={"forum": request.GET.get("forum", "")})
    form.offer(actor_of(request))
    made = None
    if attempt(request, form, lambda data: create_feed(person=person, **data)):
        if form.result is None:
            return done(request, _("The subscription is made already."), reverse("calendar-subscribe"))
        made, address = form.result
        form = SubscribeForm()
        form.offer(actor_of(request))
    feeds = list(feeds_for_owner(person))
    context: dict[str, Any] = {"feeds": feeds, "made": made}
    if made:
        context |= {"address": address, "webcal": f"webcal://{address.split('://', 1)[1]}"}
    return show(request, "meetings/subscribe.html", form, **context)


@require_safe
def how_to(request: HttpRequest) -> HttpResponse:
    """How each program subscribes; for everybody, so that it can be sent to a colleague."""
    return render(request, "meetings/subscribe_help.html")


@signed_in
@require_POST
def end(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    """The address stops working."""
    feed = find(CalendarFeed.objects.of(person_of(request)), pk=feed_id)
    revoke_feed(feed_id=feed.pk)
    return done(
        request, _("The subscription is ended. Its address opens nothing any more."), reverse("calendar-subscribe")
    )


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, asked for by a program; 404 when there is none, it was ended, or its person may no longer see it."""
    found = CalendarFeed.objects.for_token(token).select_related("person__organisation", "forum").first()
    answer = _calendar(request, found) if found and feed_opens(found) else _none(request)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _calendar(request: HttpRequest, found: CalendarFeed) -> HttpResponse:
    content = feed_file(found)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    note_reading(found)
    headers = {"ETag": etag, "Content-Disposition": 'inline; filename="samverka.ics"'}
    whole = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    answer = get_conditional_response(request, etag=etag, response=whole)
    return whole if answer is None else HttpResponse(answer.content, status=answer.status_code, headers=answer.headers)


def _none(request: HttpRequest) -> HttpResponse:
    """Who tries one address after the other is told to wait."""
    wait = seconds_to_wait("failed", str(request.META.get("REMOTE_ADDR") or ""))
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": str(wait)}, content_type="text/plain; charset=utf-8")
    return HttpResponse(_("There is no such calendar."), status=404, content_type="text/plain; charset=utf-8")
