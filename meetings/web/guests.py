"""Guests of one point: called by name and address, and taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from forum.web.acting import act_at_once, attempt, done, find, posted, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.forms import OnceForm
from meetings.enums import ItemOpenness
from meetings.models import AgendaItem, ItemGuest
from meetings.selectors.guests import guests_for_editor, presenters_beside_notice, slots_of
from meetings.services.guests import call_guest, take_guest_off
from meetings.web.access import meeting_for_editor, standing

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.models import Meeting


class CallGuestForm(OnceForm):
    """Whom to call."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    address = forms.EmailField(label=gettext_lazy("E-mail"))
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: HttpRequest, meeting_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Who is called to the point, and somebody more."""
    meeting = meeting_for_editor(request, meeting_id)
    item = find(AgendaItem.objects.filter(meeting=meeting), pk=item_id)
    form, person = CallGuestForm(posted(request), initial=_presenter(meeting, item)), person_of(request)
    if attempt(request, form, lambda data: call_guest(item_id=item.pk, called_by=person, **data)):
        return done(request, _("The guest is called."), reverse("item-guests", args=[meeting.pk, item.pk]))
    context = {
        **standing(request, meeting, None),
        "item": item,
        "slot": slots_of(meeting)[item.pk],
        "restricted": item.openness != ItemOpenness.OPEN,
        "guests": [guest for guest in guests_for_editor(actor_of(request), meeting) if guest.item_id == item.pk],
    }
    return show(request, "meetings/guests.html", form, **context)


def _presenter(meeting: Meeting, item: AgendaItem) -> dict[str, str]:
    """Whoever presents the point and has no seat, as long as nobody was called to it."""
    if item.guests.exists():
        return {}
    one = next((one for one in presenters_beside_notice(meeting) if one.item.pk == item.pk), None)
    return {"name": one.name, "address": one.address, "organisation": one.organisation} if one else {}


@signed_in
@require_POST
def remove(request: HttpRequest, meeting_id: uuid.UUID, guest_id: uuid.UUID) -> HttpResponse:
    """Takes a guest off the point."""
    meeting = meeting_for_editor(request, meeting_id)
    guest = find(ItemGuest.objects.visible_to(actor_of(request)).filter(item__meeting=meeting), pk=guest_id)
    return act_at_once(
        request,
        lambda: take_guest_off(guest_id=guest.pk, version=version_of(request)),
        _("The guest is taken off: %(name)s") % {"name": guest.name},
        reverse("item-guests", args=[meeting.pk, guest.item_id]),
    )
