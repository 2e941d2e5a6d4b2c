"""What rows have been, out of the tables of events that triggers keep."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Max

from forum.models import Change

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable


def events(model: str, ids: Collection[uuid.UUID], *columns: str) -> Iterable[tuple[Any, ...]]:
    """Each combination that rows have ever had: the row's id, then the columns."""
    app = (
        "meetings"
        if model in {"Meeting", "MeetingSeries", "AgendaItem", "Decision", "ActionItem", "Minutes", "Document"}
        else "forum"
    )
    past: Any = apps.get_model(app, f"{model}Event")
    return past.objects.filter(pgh_obj__in=ids).order_by().values_list("pgh_obj_id", *columns).distinct()  # type: ignore[no-any-return]


def last_changes(kind: str, ids: Collection[uuid.UUID], *ops: str) -> dict[uuid.UUID, int]:
    """The newest transaction that changed each of the rows."""
    rows = Change.objects.filter(kind=kind, object_id__in=ids)
    rows = rows.filter(op__in=ops) if ops else rows
    return dict(rows.order_by().values_list("object_id").annotate(Max("xid")))


def lowest(found: Iterable[tuple[uuid.UUID, int | None]]) -> dict[uuid.UUID, int]:
    since: dict[uuid.UUID, int] = {}
    for row, xid in found:
        if xid is not None:
            since[row] = min(xid, since.get(row, xid))
    return since


def moved_rows(model: str, ids: Collection[uuid.UUID], *columns: str) -> set[uuid.UUID]:
    """Rows in which one of the columns has ever had another value."""
    values: dict[uuid.UUID, set[Any]] = defaultdict(set)
    for row, *combination in events(model, ids, *columns):
        values[row].add(tuple(combination))
    return {row for row, combinations in values.items() if len(combinations) > 1}
