"""Who changed what when, newest first, as one reader may know it now."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject

from forum.models import PersonActor
from forum.models.flags import flag
from meetings.enums import ItemOpenness
from meetings.models import AgendaItem
from meetings.selectors.history_reach import edited_by, reach_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from forum.models import Actor
    from meetings.selectors.history_parts import Part

LONGEST_MARK: Final = 200


class Span(NamedTuple):
    """The events of a part that belong to a page."""

    part: Part
    where: Q


class Place(NamedTuple):
    """Where a page of history ended: moment, number of the part, event."""

    at: datetime
    part: int
    event: int


@dataclass(frozen=True)
class Change:
    """One field, before and after, as stored (JSON)."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Entry:
    """What happened to one row at one moment. `op`: insert, update or delete; `values`: the row then."""

    part: Part
    event: int
    op: str
    at: datetime
    by: dict[str, Any]
    object_id: str
    values: dict[str, Any]
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Past:
    """One page of entries, and the mark with which the older ones are asked for (empty: there are none)."""

    entries: list[Entry]
    after: str = ""


def read_history(spans: Sequence[Span], actor: Actor, *, size: int, after: str = "") -> Past:
    """The newest events of these spans that the actor may read, or those behind a mark. One statement for each span."""
    place = _read(after)
    found = [
        (Place(row.pgh_created_at, number, row.pgh_id), span.part, row)
        for number, span in enumerate(spans)
        for row in _behind(events_of(span.part, actor).filter(span.where), number, place)[: size + 1]
    ]
    found.sort(key=lambda one: (one[0].at, -one[0].part, one[0].event), reverse=True)
    shown = found[:size]
    return Past([_entry(part, row) for _place, part, row in shown], _write(shown[-1][0]) if len(found) > size else "")


def events_of(part: Part, actor: Actor) -> QuerySet[Any]:
    """The events of a part that the actor may read and in which something changed that is shown: `now`, `before`, `by`, `whole`."""
    earlier = part.events.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    shown = JSONObject(**{name: _column(part, name) for name in part.fields})
    rows = part.events.objects.filter(reach_of(part.reach, actor)).annotate(
        now=JSONObject(**_columns(part)),
        before=Subquery(earlier.values(json=JSONObject(**_columns(part)))[:1]),
        shown_now=shown,
        shown_before=Subquery(earlier.values(json=shown)[:1]),
        by=F("pgh_context__metadata"),
        whole=_is_edited(part, actor),
    )
    told = Q(pgh_label="update") & (Q(shown_before__isnull=True) | ~Q(shown_now=F("shown_before")))
    found: QuerySet[Any] = rows.filter(told if part.quiet else told | ~Q(pgh_label="update"))
    return found


def _is_edited(part: Part, actor: Actor) -> Any:
    if part.model is not AgendaItem or not isinstance(actor, PersonActor):
        return Value(value=True)
    return flag(edited_by(actor))


def _column(part: Part, name: str) -> str:
    if name == "pgh_obj":
        return "pgh_obj_id"
    return str(part.model._meta.get_field(name).attname)  # type: ignore[union-attr]  # columns only


def _columns(part: Part) -> dict[str, str]:
    names = [*part.fields, *filter(None, (part.about, part.name_field))]
    if part.model is AgendaItem:
        names.append("openness")
    return {name: _column(part, name) for name in names}


def _behind(rows: QuerySet[Any], number: int, place: Place | None) -> QuerySet[Any]:
    ordered = rows.order_by("-pgh_created_at", "-pgh_id")
    if place is None:
        return ordered
    same = Q(pgh_created_at=place.at)
    if number < place.part:
        same = Q(pk__in=[])
    elif number == place.part:
        same &= Q(pgh_id__lt=place.event)
    return ordered.filter(Q(pgh_created_at__lt=place.at) | same)


def _entry(part: Part, row: Any) -> Entry:
    changes = _changes(part, row.pgh_label, row.before or {}, row.now)
    if not row.whole and (row.before or {}).get("openness") not in (None, ItemOpenness.OPEN, row.now["openness"]):
        changes = [replace(one, before=None) for one in changes]  # what was kept from the reader then is not told now
    return Entry(
        part=part,
        event=row.pgh_id,
        op=row.pgh_label if not part.quiet else "update",
        at=row.pgh_created_at,
        by=row.by or {},
        object_id=str(row.pgh_obj_id),
        values=row.now,
        changes=changes,
    )


def _changes(part: Part, op: str, before: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    if op == "insert":
        said = [
            name for name in part.fields if name not in {part.name_field, "position"}
        ]  # the heading and the order tell those
        return [Change(name, None, now[name]) for name in said if not _is_start(part, name, now[name])]
    if op == "delete":
        return [Change(name, now[name], None) for name in part.fields if now[name] not in (None, "", False)]
    return [Change(name, before.get(name), now[name]) for name in part.fields if _differs(name, before, now)]


def _differs(name: str, before: dict[str, Any], now: dict[str, Any]) -> bool:
    return before.get(name) != now[name] if before else now[name] not in (None, "", False)


def _is_start(part: Part, name: str, value: Any) -> bool:
    """Nothing was said: empty, or as every new row begins."""
    default = part.model._meta.get_field(name).get_default()  # type: ignore[union-attr]
    return value in (None, "", False) or value == getattr(default, "value", default)


def _write(place: Place) -> str:
    return urlsafe_b64encode(json.dumps([place.at.isoformat(), place.part, place.event]).encode()).decode().rstrip("=")


def _read(mark: str) -> Place | None:
    """The place of a mark; None (the beginning) for one that can't be read."""
    try:
        at, part, event = json.loads(urlsafe_b64decode(mark[:LONGEST_MARK] + "=" * (-len(mark[:LONGEST_MARK]) % 4)))
        place = Place(datetime.fromisoformat(at), int(part), int(event))
    except (ValueError, TypeError, OverflowError):
        return None
    return place if place.at.tzinfo else None
