"""The meeting's second face: log. One point is open at a time (`?item=`), every form is plain and may be posted at any time.

With script the same forms are sent by themselves, and the answer is the parts of the page that changed (`swap`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.enums import MinutesForm
from forum.models import Organisation
from forum.web.acting import show, signed_in
from forum.web.actor import actor_of
from meetings.enums import ATTENDING, UNFINISHED, GuestAnswer
from meetings.models import Attendance
from meetings.selectors.follow_up import follow_up_for_reader
from meetings.selectors.guests import guests_for_editor
from meetings.selectors.meeting_pages import agenda_for_reader, seat_rows
from meetings.selectors.served_measures import tell_what_is_served
from meetings.web.access import latest_version, meeting_for_editor, standing
from meetings.web.attendance_forms import ApproversForm, AttendanceForm, GuestForm
from meetings.web.item_forms import QuickItemForm
from meetings.web.line_forms import LineForm
from meetings.web.log_forms import ActionForm, DecisionForm, OutcomeForm, PutOffForm, RecalledForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.web.forms import ServiceForm
    from meetings.models import AgendaItem, ItemGuest, Meeting
    from meetings.selectors.follow_up import FollowUp
    from meetings.selectors.meeting_pages import SeatRow


def log_address(meeting: Meeting, item: AgendaItem | None = None) -> str:
    url = reverse("meeting-log", args=[meeting.pk])
    return f"{url}?item={item.pk}#item-{item.pk}" if item else url


@dataclass
class LogPage:
    """The page and its forms; a form that was posted and is wrong takes the place of the empty one."""

    request: HttpRequest
    meeting: Meeting
    open_item: str = ""
    posted: dict[str, ServiceForm] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows: list[SeatRow] = seat_rows(self.meeting, noted=True)
        self.items = agenda_for_reader(self.meeting, actor_of(self.request))
        tell_what_is_served(actor_of(self.request), self.items)
        self.open_item = self.open_item or self.request.GET.get("item", "")

    def response(self) -> HttpResponse:
        """The page, with the status of the form that was posted."""
        status = next(iter(self.posted.values()), None)
        return show(self.request, "meetings/log.html", status, **self.context())

    def context(self) -> dict[str, Any]:
        opened = self.opened()
        facts = standing(self.request, self.meeting, latest_version(self.meeting))
        changed = (item.modified_at for item in self.items if item.answer or item.notes)
        noted = (row.attendance.modified_at for row in self.rows if row.attendance)
        return {
            **facts,
            "items": self.items,
            "opened": opened,
            "keep_url": log_address(self.meeting, opened),
            "done": sum(bool(item.answer) for item in self.items),
            "saved_at": max((*changed, *noted), default=None),
            "numbered": self.meeting.forum.minutes_form != MinutesForm.NOTES,
            **self._attendance(),
            **(self._item_forms(opened) if opened and not facts["locked"] else {}),
            "add_form": self.posted.get("add", QuickItemForm(prefix="add")),
        }

    def opened(self) -> AgendaItem | None:
        """The point that the address names, else the first without an outcome."""
        named = next((item for item in self.items if str(item.pk) == self.open_item), None)
        return named or next((item for item in self.items if not item.answer), None)

    def next_after(self, item: AgendaItem) -> AgendaItem | None:
        """Where to go on: the next point without an outcome, also one that was passed over."""
        waiting = [other for other in self.items if not other.answer and other.pk != item.pk]
        return next((other for other in waiting if other.position > item.position), next(iter(waiting), None))

    def _attendance(self) -> dict[str, Any]:
        noted = [row.attendance for row in self.rows if row.attendance]
        guests = list(Attendance.objects.filter(meeting=self.meeting, seat__isnull=True))
        chosen = [str(pk) for pk in self.meeting.approvers.values_list("pk", flat=True)]
        return {
            "rows": self.rows,
            "attendance_form": self.posted.get("attendance") or self.attendance_form(),
            "guest_form": self.posted.get("guest", GuestForm(prefix="guest")),
            "called_guests": self._called_guests(guests),
            "guests": guests,
            "approvers_form": self.posted.get(
                "approvers",
                ApproversForm(rows=self.rows, initial={"approvers": chosen, "version": self.meeting.version}),
            ),
            "approvers": [row for row in self.rows if str(row.seat.pk) in chosen],
            "here": sum(row.presence in ATTENDING for row in noted),
        }

    def _called_guests(self, guests: list[Attendance]) -> list[tuple[ItemGuest, GuestForm]]:
        """Those called to a point who are not among the guests yet, unless they said that they don't come; how they are noted."""
        noted = {guest.guest_name for guest in guests}
        called = guests_for_editor(actor_of(self.request), self.meeting)
        return [
            (one, _guest_form(one))
            for one in called
            if one.full_name[:200] not in noted and one.answer != GuestAnswer.NOT_COMING
        ]

    def attendance_form(self, data: Any = None) -> AttendanceForm:
        return AttendanceForm(data, rows=self.rows, items=self.items)

    def _item_forms(self, item: AgendaItem) -> dict[str, Any]:
        return {
            "follow_up": self._follow_up(item),
            "put_off_form": self.posted.get("put_off") or PutOffForm.of(item),
            "outcome_form": self.posted.get("outcome") or OutcomeForm.of(item),
            "line_form": self.posted.get("line") or LineForm(),
            "questions": self.questions,
            "decision_form": self.posted.get("decision", DecisionForm(prefix="decision")),
            "action_form": self.posted.get("action") or self.action_form(),
        }

    def _follow_up(self, item: AgendaItem) -> FollowUp | None:
        """What the point follows up, each unfinished action with a form of its own, and one with what was wrong."""
        item.meeting = self.meeting
        said = follow_up_for_reader(item, actor_of(self.request))
        for action in said.all_actions if said else ():
            posted = self.posted.get(f"recalled-{action.pk}")
            if posted or action.state in UNFINISHED:
                empty = RecalledForm(initial={"version": action.version}, auto_id=f"id_{action.pk}_%s")
                action.form = posted or empty  # type: ignore[attr-defined]  # for the template
        return said

    def action_form(self, data: Any = None, initial: dict[str, Any] | None = None) -> ActionForm:
        """An empty form for a new action, or the posted one."""
        form = ActionForm(data, prefix="action", initial=initial)
        form.offer([row.seat for row in self.rows], Organisation.objects.all())
        return form

    def wrong(self, name: str, form: ServiceForm, item: AgendaItem | None = None) -> HttpResponse:
        """The same page with what was typed."""
        self.posted[name] = form
        self.open_item = str(item.pk) if item else self.open_item
        return self.response()

    def swap(self, template: str, *, item: AgendaItem | None = None, status: int = 200, **more: Any) -> HttpResponse:
        """The parts of the page that changed, each with the id that it replaces; `item` is the point that is open."""
        self.open_item = str(item.pk) if item else self.open_item
        context = {**self.context(), "just_saved": timezone.now(), **more}
        return render(self.request, f"meetings/{template}", context, status=status)


def is_scripted(request: HttpRequest) -> bool:
    """Whether the page's own script sends this, and wants parts of the page instead of a redirect."""
    return bool(request.headers.get("HX-Request"))


@signed_in
@require_safe
def log_page(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Attendance, and point by point what came of it."""
    return LogPage(request, meeting_for_editor(request, meeting_id)).response()


def _guest_form(called: ItemGuest) -> GuestForm:
    """With one button: the guest was here."""
    point = _("point %(number)s") % {"number": called.item.position}
    return GuestForm(prefix="guest", initial={"name": called.full_name[:200], "note": point}, auto_id=False)
