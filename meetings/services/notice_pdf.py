"""Notice and agenda as a document, alone or as a letter to each who has no e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from meetings.selectors.paper import agenda_groups
from meetings.services.time_words import meeting_when
from meetings.services.typesetting import REGIONS, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetings.models import AgendaItem, Meeting
    from meetings.selectors.agenda_rows import AgendaRow
    from meetings.selectors.paper import PaperReceiver


def render_notice_pdf(
    *,
    meeting: Meeting,
    items: Sequence[AgendaItem],
    facts: Sequence[tuple[str, str]],
    receivers: Sequence[PaperReceiver] = (),
) -> bytes:
    """One notice, or one for each receiver on pages of his or her own, in the active language: tagged PDF (PDF/UA-1, PDF/A-2a).

    The address stands where the window of a Swedish envelope is (C5, to the right). `items`: the agenda as the reader may know it; who
    is only called to a point gets time and place. `facts`: what stands under the name of the forum, label and text.
    """
    language = get_language() or "sv"
    language = language[:2] if language[:2] in REGIONS else "sv"
    data: dict[str, Any] = {
        "language": language,
        "region": REGIONS[language],
        "title": f"{_('Notice and agenda')}, {meeting.forum.name}, {meeting_when(meeting)}",
        "organisation": meeting.forum.organisation.name,
        "forum": meeting.forum.name,
        "sent": _sent(meeting),
        "facts": [{"label": label, "text": text} for label, text in facts],
        "groups": [
            {"label": group.label, "rows": [_row(row, meeting.zone) for row in group.rows]}
            for group in agenda_groups(meeting, items)
        ],
        "letters": [{"address": one.lines, "agenda": one.reads_agenda} for one in receivers]
        or [{"address": [], "agenda": True}],
        "labels": _labels(),
    }
    return typeset("notice", data, meeting.noticed_at or timezone.now())


def _sent(meeting: Meeting) -> str:
    if not meeting.noticed_at:
        return _("Notice, not sent yet")
    return _("Notice, sent %(day)s") % {"day": date_format(timezone.localtime(meeting.noticed_at), "j F Y")}


def _row(row: AgendaRow, zone: str) -> dict[str, Any]:
    item = row.item
    details = [
        item.question and f"{_('The coordinator asks:')} {item.question}",
        item.draft_decision and f"{_('Draft decision:')} {item.draft_decision}",
        item.registry_number and f"{_('Ref.')} {item.registry_number}",
    ]
    return {
        "number": str(item.position),
        "at": date_format(row.starts_at.astimezone(ZoneInfo(zone)), _("G:i")) if row.starts_at else "",
        "title": item.title,
        "details": [line for line in details if line],
        "presenter": item.presenter or (item.presenter_seat.role_title if item.presenter_seat else ""),
    }


def _labels() -> dict[str, str]:
    return {
        "agenda": _("Agenda"),
        "number": _("No."),
        "time": _("Time"),
        "point": _("Point"),
        "presenter": _("Presented by"),
        "none": _("No points yet"),
        "called": _("You are called to a point of the meeting. The secretary tells you which one and when."),
        "guard": _("Matters of individuals are not dealt with here."),
        "page": pgettext("paper", "Page {page} of {pages}"),
    }
