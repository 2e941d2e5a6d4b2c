"""What changed on an agenda since its notice went out: kept as digests, so that the meeting's row holds no words of its points."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.enums import ItemOpenness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

    from meetings.models import AgendaItem, Meeting

# Column → what it is called when it has changed.
TOLD: Final[dict[str, _StrOrPromise]] = {
    "title": gettext_lazy("title"),
    "kind": gettext_lazy("kind"),
    "minutes": gettext_lazy("length"),
    "presenter": gettext_lazy("presenter"),
    "presenter_seat_id": gettext_lazy("presenter"),
    "question": gettext_lazy("question"),
    "draft_decision": gettext_lazy("draft decision"),
    "registry_number": gettext_lazy("registry number"),
    "openness": gettext_lazy("who may read it"),
}


@dataclass
class NoticeChanges:
    """By id of the point: nothing for a new one, else the names of what changed. `gone`: titles of open points; `gone_closed`: how many
    others.
    """

    points: dict[str, tuple[_StrOrPromise, ...]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    gone_closed: int = 0
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.points or self.gone or self.gone_closed or self.reordered)


def what_is_said(meeting: Meeting) -> dict[str, Any]:
    """For `Meeting.notice_said`: what a notice sent now says of each point, as digests, in their order."""
    return {
        "at": timezone.now().isoformat(),
        "points": [
            {
                "id": str(item.pk),
                "title": item.title if item.openness == ItemOpenness.OPEN else "",
                "said": _digests(item, str(item.pk)),
            }
            for item in meeting.items.order_by("position")
        ],
    }


def _digests(item: AgendaItem, salt: str) -> dict[str, str]:
    return {name: _digest(getattr(item, name), salt + name) for name in TOLD}


def _digest(value: Any, salt: str) -> str:
    said = "" if value is None else str(getattr(value, "value", value))
    return hashlib.sha256(f"{salt}\0{said}".encode()).hexdigest()[:12]


def changed_since_notice(
    meeting: Meeting, items: Iterable[AgendaItem] | None = None, *, whole: bool = True
) -> NoticeChanges:
    """What the newest notice did not say. `items`: the points as a reader sees them, of which restricted ones are passed by;
    `whole`: the reader may know of the whole agenda, and so of what was taken off.
    """
    changes = NoticeChanges()
    if not meeting.noticed_at or "points" not in meeting.notice_said:
        return changes
    said: dict[str, dict[str, Any]] = {point["id"]: point for point in meeting.notice_said["points"]}
    for item in meeting.items.order_by("position") if items is None else items:
        key = str(item.pk)
        if not getattr(item, "in_full", True):
            continue
        if key not in said:
            changes.points[key] = ()
        elif names := _names(said[key]["said"], _digests(item, key)):
            changes.points[key] = names
    if whole:
        _compare_as_a_whole(changes, said, meeting)
    return changes


def _compare_as_a_whole(changes: NoticeChanges, said: dict[str, dict[str, Any]], meeting: Meeting) -> None:
    there = [str(key) for key in meeting.items.order_by("position").values_list("pk", flat=True)]
    gone = [point for key, point in said.items() if key not in there]
    changes.gone = [point["title"] for point in gone if point["title"]]
    changes.gone_closed = len(gone) - len(changes.gone)
    changes.reordered = [key for key in there if key in said] != [key for key in said if key in there]


def _names(said: dict[str, str], now: dict[str, str]) -> tuple[_StrOrPromise, ...]:
    return tuple(dict.fromkeys(name for key, name in TOLD.items() if said.get(key) != now[key]))


def change_lines(meeting: Meeting, changes: NoticeChanges) -> list[str]:
    """The changes as they may leave by mail, in the active language; of points not open in the forum only the number."""
    lines = []
    for number, item in enumerate(meeting.items.order_by("position"), start=1):
        names = changes.points.get(str(item.pk))
        if names is None:
            continue
        title = item.title if item.openness == ItemOpenness.OPEN else _("Restricted item")
        what = (_("changed: %(names)s") % {"names": ", ".join(map(str, names))}) if names else _("new")
        lines.append(f"{number}. {title} ({what})")
    lines += [_("%(title)s (taken off)") % {"title": title} for title in changes.gone]
    if changes.gone_closed:
        lines.append(
            ngettext(
                "%(count)d restricted item (taken off)", "%(count)d restricted items (taken off)", changes.gone_closed
            )
            % {"count": changes.gone_closed}
        )
    if changes.reordered:
        lines.append(_("The points stand in another order"))
    return lines
