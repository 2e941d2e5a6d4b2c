"""Agendas to start from: what a forum's meetings usually hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.enums import ItemKind
from forum.errors import ConflictError, InvalidInputError
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.enums import ItemOpenness
from meetings.models import AgendaTemplate
from meetings.services.agendas import add_item
from meetings.services.locks import lock_meeting, refuse_if_locked

if TYPE_CHECKING:
    import uuid

    from meetings.models import AgendaItem, Meeting


@transaction.atomic
def save_agenda_template(*, meeting: Meeting, name: str) -> AgendaTemplate:
    """Keeps the agenda as a template of its forum; one with the same name is replaced. Chair, secretary.

    Left out are points that come by themselves, and those for named seats. Raises `InvalidInputError` without a name,
    `ConflictError` when there is nothing to keep.
    """
    meeting = lock_meeting(meeting.pk)
    wanted = clean_text(name, single_line=True)
    if not wanted:
        raise InvalidInputError(_("Write what the template is to be called."), field="name")
    by_hand = Q(placement=None, carried_from=None, recalls=None) & ~Q(openness=ItemOpenness.NAMED_SEATS)
    points = [_point(item) for item in meeting.items.filter(by_hand).order_by("position")]
    if not points:
        raise ConflictError(_("There is no point to keep: those that come by themselves need no template."))
    template = AgendaTemplate.objects.filter(forum=meeting.forum_id, name__iexact=wanted).first()
    template = template or AgendaTemplate(forum_id=meeting.forum_id)
    template.name, template.points = wanted, points
    refuse_what_does_not_fit(template)
    template.save()
    return template.refreshed()


def _point(item: AgendaItem) -> dict[str, Any]:
    return {
        "section": item.section,
        "title": item.title,
        "kind": item.kind.value,
        "minutes": item.minutes,
        "presenter": item.presenter,
        "presenterSeat": str(item.presenter_seat_id or ""),
        "openness": item.openness.value,
    }


@transaction.atomic
def start_from_template(*, meeting: Meeting, template: AgendaTemplate) -> list[AgendaItem]:
    """Puts the template's points last on the agenda, but none whose title stands there already. Chair, secretary.

    A presenter's seat that was closed is left out. Raises `ConflictError` when the minutes are locked or the meeting is cancelled.
    """
    if template.forum_id != meeting.forum_id:
        raise InvalidInputError(_("The template belongs to another forum."), field="template")
    meeting = refuse_if_locked(meeting)
    there = {title.casefold() for title in meeting.items.values_list("title", flat=True)}
    seats = {str(seat.pk): seat for seat in meeting.forum.seats.filter(closed_on__isnull=True)}
    return [
        add_item(
            meeting=meeting,
            title=point["title"],
            section=point["section"],
            kind=ItemKind(point["kind"]),
            minutes=point["minutes"],
            presenter=point["presenter"],
            presenter_seat=seats.get(point["presenterSeat"]),
            openness=ItemOpenness(point["openness"]),
        )
        for point in template.points
        if point["title"].casefold() not in there
    ]


@transaction.atomic
def remove_agenda_template(*, template_id: uuid.UUID, version: int | None) -> None:
    """Takes a template away; agendas that began with it stay. Chair, secretary. Raises `StaleVersionError`."""
    lock_version(AgendaTemplate, template_id, version).delete()
