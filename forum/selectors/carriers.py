"""Which existing forums could carry a topic, or what a new one is meant for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Func, Q, TextField

from forum.calendar.likeness import Candidate, Fit, Matter, Reason, best_fits
from forum.enums import LIVE_PLACEMENTS, ForumKind, PlacementState
from forum.models import Anonymous, Forum, Placement, Seat
from forum.models.flags import flag
from forum.models.words import SWEDISH

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from forum.models import Actor, Organisation, Topic

# Of these a municipality needs but one; of working groups and boards there are many.
ONE_OF_A_KIND: Final = (
    ForumKind.CRIME_PREVENTION,
    ForumKind.EST,
    ForumKind.SSPF,
    ForumKind.POSOM,
    ForumKind.INTERFAITH,
    ForumKind.CONSULTATION,
)
STEMS = Func(
    SearchVector("name", "purpose", "parent_body", config=SWEDISH),
    function="tsvector_to_array",
    output_field=ArrayField(TextField()),
)


@dataclass(frozen=True)
class Carrier:
    """A forum that could carry it, and why."""

    forum: Forum
    fit: Fit

    @property
    def same_kind(self) -> bool:
        """Of the kind that is asked for, of which one is enough."""
        return Reason.ONLY_ONE in self.fit.reasons

    @property
    def reasons(self) -> list[tuple[str, int, int]]:
        return [(reason.value, *numbers) for reason, numbers in self.fit.reasons.items()]


def carriers_of_topic(actor: Actor, topic: Topic) -> list[Carrier]:
    """Forums the actor may know in which the topic is not on the table: by its words, and by who sits where it is carried already."""
    live = Placement.objects.filter(topic=topic, state__in=LIVE_PLACEMENTS)
    carried = Forum.objects.filter(pk__in=live.filter(state=PlacementState.ACCEPTED).values("forum"))
    seats = Seat.objects.filter(forum__in=carried, closed_on__isnull=True)
    around = list(seats.values_list("organisation", "role_title"))
    declined = Placement.objects.filter(topic=topic, state=PlacementState.DECLINED).values("forum")
    forums = Forum.objects.visible_to(actor).active().exclude(pk__in=live.values("forum")).exclude(pk__in=declined)
    matter = Matter(
        words=stems_of(topic.name),
        organisations=frozenset(organisation for organisation, _role in around),
        roles=frozenset(role.casefold() for _organisation, role in around),
    )
    return _best(matter, forums, only_one=Q(pk__in=[]))


def forums_like(
    actor: Actor,
    *,
    name: str,
    purpose: str,
    kind: ForumKind,
    leader: Organisation,
    organisations: Iterable[Organisation] = (),
    but: Forum | None = None,
) -> list[Carrier]:
    """Where a forum is so near to what a new one is meant for that it would be a parallel organisation: it, and others that could carry
    it. Of those the actor may know, and public ones."""
    known = [Forum.objects.visible_to(one).order_by().values("pk") for one in (actor, Anonymous())]
    forums = Forum.objects.filter(Q(pk__in=known[0]) | Q(pk__in=known[1])).active()
    alone = Q(kind=kind, organisation=leader) if kind in ONE_OF_A_KIND else Q(pk__in=[])
    matter = Matter(words=stems_of(f"{name} {purpose}"), organisations=frozenset(one.pk for one in organisations))
    found = _best(matter, forums.exclude(pk=but.pk if but else None), only_one=alone)
    beside = any(one.fit.alike for one in found)
    return [one for one in found if one.fit.alike or (beside and one.fit.several)]


def stems_of(text: str) -> frozenset[str]:
    """The words of a text as PostgreSQL's Swedish search knows them: without endings, without those that stand everywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector(%s::regconfig, %s))", [SWEDISH, text])
        return frozenset(cursor.fetchone()[0])


def _best(matter: Matter, forums: QuerySet[Forum], *, only_one: Q) -> list[Carrier]:
    """Only those that are named are loaded: of the others words and seats suffice."""
    rows = list(
        forums.annotate(stems=STEMS, alone=flag(only_one)).order_by("name", "pk").values_list("pk", "stems", "alone")
    )
    sitting: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    roles: dict[uuid.UUID, set[str]] = defaultdict(set)
    if matter.organisations or matter.roles:
        seats = Seat.objects.filter(forum__in=forums.order_by().values("pk"), closed_on__isnull=True).order_by()
        for forum, organisation, role in seats.values_list("forum", "organisation", "role_title").distinct():
            sitting[forum].add(organisation)
            roles[forum].add(role.casefold())
    candidates = [
        Candidate(key, frozenset(stems), frozenset(sitting[key]), frozenset(roles[key]), alone)
        for key, stems, alone in rows
    ]
    fits = best_fits(matter, candidates)
    named = Forum.objects.select_related("organisation").in_bulk([fit.key for fit in fits])
    return [Carrier(named[fit.key], fit) for fit in fits]
