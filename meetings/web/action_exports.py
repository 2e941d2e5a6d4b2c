"""The action log as a file: the rows that the address asks for, of those that the reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, override
from django.views.decorators.http import require_safe

from forum.selectors.keyset import in_order
from forum.web.acting import signed_in
from forum.web.actor import actor_of
from forum.web.spreadsheets import csv_response, xlsx_response
from meetings.selectors.follow_up import is_overdue
from meetings.services.action_words import owner_words
from meetings.web.action_filter import asked_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import FileResponse, HttpRequest, StreamingHttpResponse

    from forum.web.spreadsheets import Cell
    from meetings.models import ActionItem

COLUMNS: Final = (
    gettext_lazy("Forum"),
    gettext_lazy("No."),
    gettext_lazy("Action"),
    gettext_lazy("Responsible"),
    gettext_lazy("Due"),
    gettext_lazy("Due by"),
    gettext_lazy("State"),
    gettext_lazy("Overdue"),
    gettext_lazy("Given at the meeting"),
    "§",
    gettext_lazy("Finished"),
    gettext_lazy("Reason"),
)
PORTION: Final = 500


@signed_in
@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """For any spreadsheet program."""
    return csv_response(_name(), [str(word) for word in COLUMNS], _rows(request))


@signed_in
@require_safe
def as_xlsx(request: HttpRequest) -> FileResponse:
    """For Excel and LibreOffice, with days as days."""
    return xlsx_response(_name(), gettext("Actions"), [str(word) for word in COLUMNS], _rows(request))


def _name() -> str:
    return f"{gettext('actions')}-{timezone.localdate():%Y-%m-%d}"


def _rows(request: HttpRequest) -> Iterator[list[Cell]]:
    """Fetched in portions, so that the size of the list does not count; the language is the reader's, also while it is being sent."""
    form, rows = asked_for(request, actor_of(request))
    return _cells(in_order(rows, form.order()).iterator(chunk_size=PORTION), get_language() or "sv")


def _cells(actions: Iterator[ActionItem], language: str) -> Iterator[list[Cell]]:
    today = timezone.localdate()
    for action in actions:
        with override(language):
            row: list[Cell] = [
                action.forum.name,
                action.number,
                action.text,
                owner_words(action),
                action.due_on,
                str(action.due_kind.label),
                str(action.state.label),
                gettext("Yes") if is_overdue(action, today) else gettext("No"),
                timezone.localdate(action.origin.meeting.starts_at),
                action.origin.paragraph,
                timezone.localdate(action.finished_at) if action.finished_at else None,
                action.closed_reason,
            ]
        yield row
