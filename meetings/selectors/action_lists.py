"""Actions that a reader may see, as lists are asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from forum.enums import EDITING
from forum.models import Forum, Organisation, PersonActor, Topic
from forum.models.flags import flag
from forum.models.visibility import forums_where
from forum.selectors.keyset import Key
from meetings.enums import UNFINISHED, ActionState
from meetings.models import ActionItem
from meetings.models.outcome import owned_by
from meetings.selectors.meeting_pages import OWNERS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Actor

STATES = {
    "unfinished": UNFINISHED,
    "open": (ActionState.OPEN,),
    "in_progress": (ActionState.IN_PROGRESS,),
    "overdue": UNFINISHED,
    "done": (ActionState.DONE,),
    "closed": (ActionState.CLOSED,),
    "handed_over": (ActionState.HANDED_OVER,),
    "all": tuple(ActionState),
}
ORDERS: Final = {
    "due": [Key(Coalesce("due_on", Value(date.max))), Key(F("pk"))],
    "due_last": [Key(Coalesce("due_on", Value(date.min)), descending=True), Key(F("pk"), descending=True)],
    "given": [Key(F("pk"), descending=True)],
    "forum": [Key(F("forum__name")), Key(F("number")), Key(F("pk"))],
}


@dataclass(frozen=True)
class ActionFilter:
    """What is asked for.

    whose: "" (all), "mine" or "organisation" (the reader's); state: a key of STATES; forum and topic by slug, organisation (that is to
    do it) by code; due from and to are both included; text: words of the action, or its number.
    """

    whose: str = ""
    state: str = "unfinished"
    forum: str = ""
    topic: str = ""
    organisation: str = ""
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""


def actions_for_reader(actor: Actor, wanted: ActionFilter) -> QuerySet[ActionItem]:
    """With all that a row shows; `changeable`: the reader may change state and day. Not ordered: see ORDERS."""
    rows = ActionItem.objects.visible_to(actor).filter(state__in=STATES.get(wanted.state, UNFINISHED))
    rows = rows.filter(_asked_for(actor, wanted))
    if wanted.topic:
        rows = rows.filter(origin__topic__slug=wanted.topic)
    found: QuerySet[ActionItem] = rows.annotate(changeable=_changeable(actor)).order_by()
    return found.select_related("forum", "origin__meeting", *OWNERS)


def _asked_for(actor: Actor, wanted: ActionFilter) -> Q:
    asked = _due(wanted)
    if wanted.whose == "mine":
        asked &= owned_by(actor)
    if wanted.whose == "organisation" and isinstance(actor, PersonActor):
        asked &= done_by(Q(pk=actor.person.organisation_id))
    if wanted.forum:
        asked &= Q(forum__slug=wanted.forum)
    if wanted.organisation:
        asked &= done_by(Q(code=wanted.organisation))
    if wanted.text:
        number = wanted.text.removeprefix("#")
        is_number = number.isascii() and number.isdigit() and len(number) < 9
        asked &= Q(text__icontains=wanted.text) | (Q(number=int(number)) if is_number else Q(pk__in=[]))
    return asked


def _due(wanted: ActionFilter) -> Q:
    asked = Q()
    if wanted.state == "overdue":
        asked &= Q(due_on__lt=timezone.localdate())
    if wanted.due_from:
        asked &= Q(due_on__gte=wanted.due_from)
    if wanted.due_to:
        asked &= Q(due_on__lte=wanted.due_to)
    return asked


def done_by(organisation: Q) -> Q:
    """Actions whose owner belongs to such an organisation: by seat, as the organisation itself, or as a person of it."""
    ids = Organisation.objects.filter(organisation).values("pk")
    named = Q(owner_person__organisation__in=ids, owner_organisation__isnull=True)
    return Q(owner_organisation__in=ids) | Q(owner_seat__organisation__in=ids) | named


def _changeable(actor: Actor) -> Case:
    may = owned_by(actor)
    if isinstance(actor, PersonActor):
        may |= Q(forum__in=forums_where(actor, EDITING))
    return flag(may)


@dataclass(frozen=True)
class Occurring:
    """What occurs in actions that a reader may see: their forums, which he or she knows by that, their topics, who is to do them."""

    forums: QuerySet[Forum]
    topics: QuerySet[Topic]
    organisations: QuerySet[Organisation]


def occurring_in_actions(actor: Actor) -> Occurring:
    """By name. The actions are gone through once, however many there are."""
    paths = {
        "forums": ["forum"],
        "topics": ["origin__topic"],
        "organisations": ["owner_organisation", "owner_seat__organisation", "owner_person__organisation"],
    }
    columns = {path: ArrayAgg(path, distinct=True) for those in paths.values() for path in those}
    found = (
        ActionItem.objects.visible_to(actor).order_by().aggregate(**{f"all_{key}": one for key, one in columns.items()})
    )
    keys = {name: {key for path in those for key in found[f"all_{path}"] or () if key} for name, those in paths.items()}
    return Occurring(
        Forum.objects.filter(pk__in=keys["forums"]).order_by("name"),
        Topic.objects.visible_to(actor).filter(pk__in=keys["topics"]).order_by("name"),
        Organisation.objects.filter(pk__in=keys["organisations"]).order_by("name"),
    )
