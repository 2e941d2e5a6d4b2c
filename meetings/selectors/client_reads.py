"""What an API client sees and why: the rows that the API gives it, each with what opens it, out of the conditions of `visible_to`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, Q

from forum.enums import SharedKind
from forum.models import Anonymous, Forum, Placement, Seat
from forum.models.flags import flag
from forum.models.visibility import seats_of_client
from forum.selectors.keyset import Key, Stretch, stretch_of
from meetings.models.outcome import owned_by
from meetings.models.visibility import released_to_client, shared_meetings, shared_with
from meetings.selectors.change_kinds import FORUM, MEETING, PARTS, READABLE

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from forum.models import ClientActor, Share

ORDER: Final = [Key(F("pk"), descending=True)]
# What is opened by something that was sent: the same conditions as in the rows' own `visible_to`.
OPENED_BY: Final[dict[str, Callable[[ClientActor], QuerySet[Any]]]] = {
    "agenda-items": lambda actor: shared_meetings(actor, SharedKind),
    "decisions": released_to_client,
    "action-items": released_to_client,
    "minutes": lambda actor: shared_meetings(actor, [SharedKind.MINUTES]),
    "documents": lambda actor: shared_with(actor, SharedKind),
}
WITH: Final = {
    "units": ("organisation",), "coordinators": ("topic",), "memberships": ("seat",), "agenda-items": ("meeting",),
    "decisions": ("item__meeting",),
    "action-items": ("origin__meeting",), "minutes": ("meeting",), "documents": ("item__meeting", "meeting", "plan"),
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """One row with what opens it. `restricted`: the client gets number and neutral title alone. `is_public`: anybody reads it."""

    row: Any
    forums: list[Forum]
    seats: list[Seat]
    shares: list[Share]
    is_owner: bool = False
    restricted: bool = False
    is_public: bool = False


@dataclass(frozen=True)
class Reads:
    """One page of a kind's rows."""

    page: Stretch
    rows: list[Opened] = field(default_factory=list)


def counts_for_client(actor: ClientActor) -> dict[str, int]:
    """How many rows of each kind the client may read."""
    return {kind: rows(actor).count() for kind, rows in READABLE.items()}


def reads_of_client(actor: ClientActor, kind: str, *, size: int, after: str = "", before: str = "") -> Reads:
    """One page of what the client may read of a kind, the newest first. A constant number of statements."""
    rows = READABLE[kind](actor).select_related(*WITH.get(kind, ()))
    if kind == "action-items":
        rows = rows.annotate(is_owner=flag(owned_by(actor)))
    if kind == "minutes":
        rows = rows.defer("pdf", "content")
    page = stretch_of(rows, ORDER, size=size, after=after, before=before)
    forums = _forums(actor, kind, page.rows)
    known = Forum.objects.in_bulk({key for keys in forums.values() for key in keys})
    seats = defaultdict(list)
    for seat in seats_of_client(actor).filter(forum__in=known):
        seats[seat.forum_id].append(seat)
    shares = _shares(actor, kind, page.rows)
    opened = [_opened(row, forums[row.pk], known, seats, shares[row.pk]) for row in page.rows]
    public = set() if known else _public(kind, page.rows)
    return Reads(page, [replace(one, is_public=one.row.pk in public) for one in opened])


def _public(kind: str, rows: list[Any]) -> set[uuid.UUID]:
    """Those that anybody may read, as the same rules say."""
    return set(READABLE[kind](Anonymous()).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


def _opened(
    row: Any,
    keys: Iterable[uuid.UUID],
    known: dict[uuid.UUID, Forum],
    seats: dict[uuid.UUID, list[Seat]],
    shares: list[Share],
) -> Opened:
    forums = sorted((known[key] for key in keys), key=lambda forum: forum.name)
    held = [seat for forum in forums for seat in seats.get(forum.pk, [])]
    return Opened(row, forums, held, shares, getattr(row, "is_owner", False), not getattr(row, "in_full", True))


def _forums(actor: ClientActor, kind: str, rows: list[Any]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The forums through which the client knows each row."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {row.pk: set() for row in rows}
    for key, forum in _pairs(actor, kind, rows):
        if key in found and forum:  # documents of plans have no forum
            found[key].add(forum)
    return found


def _pairs(actor: ClientActor, kind: str, rows: list[Any]) -> Iterable[tuple[uuid.UUID, uuid.UUID | None]]:
    if kind == "forums":
        return [(row.pk, row.pk) for row in rows]
    if kind in PARTS[FORUM]:
        return [(row.pk, _follow(row, PARTS[FORUM][kind])) for row in rows]
    if kind not in {"organisations", "units", "topics"}:
        return []  # known by other ways than a forum
    if kind == "topics":
        return Placement.objects.visible_to(actor).values_list("topic", "forum")
    column, forums = kind[:-1], Forum.objects.visible_to(actor)
    seats = Seat.objects.filter(forum__in=forums.values("pk"), closed_on__isnull=True)
    return [*forums.values_list(column, "pk"), *seats.values_list(column, "forum")]


def _follow(row: Any, path: str) -> Any:
    """The key at the end of a path of columns; the last one is not loaded."""
    *steps, last = path.split("__")
    for step in steps:
        row = getattr(row, step)
    return getattr(row, f"{last}_id", None) or getattr(row, last, None)


def _shares(actor: ClientActor, kind: str, rows: list[Any]) -> dict[uuid.UUID, list[Share]]:
    """What was sent to the client's organisation and opens each of the rows."""
    found: dict[uuid.UUID, list[Share]] = {row.pk: [] for row in rows}
    if kind not in OPENED_BY:
        return found
    places = {row.pk: {_follow(row, PARTS[MEETING][kind]), row.pk} for row in rows}
    sent = shared_with(actor, SharedKind).filter(
        Q(pk__in=OPENED_BY[kind](actor).values("pk")), object_id__in={key for keys in places.values() for key in keys}
    )
    for share in sent.order_by("shared_at", "pk"):
        for row in rows:
            version = row.number if kind == "minutes" else share.shared_version
            if share.object_id in places[row.pk] and share.shared_version == version:
                found[row.pk].append(share)
    return found
