"""Everything about a topic that is open, for whoever takes over from its coordinator; each list as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forum.enums import (
    ANSWERABLE_PLACEMENTS,
    UNFINISHED_MEASURES,
    FindingStatus,
    PictureState,
    PlacementState,
    PlanState,
)
from forum.models import (
    ActionPlan,
    Agreement,
    Finding,
    FollowUp,
    Measure,
    MonitoringNote,
    Placement,
    SituationPicture,
    SupportLine,
)
from meetings.enums import UNFINISHED
from meetings.models import ActionItem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from forum.models import Actor, Topic

SHOWN: Final = 30


@dataclass(frozen=True)
class OpenThing:
    title: str
    about: str
    url: str
    late: bool = False


@dataclass(frozen=True)
class OpenList:
    """A heading with its first rows; `count` of all."""

    name: str
    title: str
    things: list[OpenThing]
    count: int


def open_for_reader(actor: Actor, topic: Topic) -> list[OpenList]:
    """In a constant number of statements; lists without rows are left out."""
    today = timezone.localdate()
    lists = (
        ("proposals", _("Proposals that wait for an answer"), _proposals(actor, topic)),
        ("standing", _("Stands on agendas"), _standing(actor, topic)),
        ("actions", _("Unfinished actions"), _actions(actor, topic, today)),
        ("findings", _("Open findings"), _findings(actor, topic)),
        ("measures", _("Unfinished measures"), _measures(actor, topic, today)),
        ("follow-ups", _("Follow-ups to come"), _follow_ups(actor, topic, today)),
        ("rounds", _("Situation pictures under way"), _pictures(actor, topic)),
        ("plans", _("Plans that are being written"), _plans(actor, topic)),
        ("lines", _("Support lines"), _lines(actor, topic)),
        ("agreements", _("Agreements"), _agreements(actor, topic)),
        ("notes", _("The newest notes"), _notes(actor, topic)),
    )
    found = []
    for name, title, things in lists:
        rows = list(things)
        if rows:
            found.append(OpenList(name, title, rows[:SHOWN], len(rows)))
    return found


def _day(day: date | None) -> str:
    return date_format(day, _("j M Y")) if day else ""


def _about(*words: Any) -> str:
    return " · ".join(str(word) for word in words if word)


def _asked(actor: Actor, topic: Topic, states: Iterable[PlacementState]) -> QuerySet[Placement]:
    rows = Placement.objects.visible_to(actor).filter(topic=topic, state__in=list(states))
    ordered: QuerySet[Placement] = rows.select_related("forum").order_by("created_at", "pk")
    return ordered


def _proposals(actor: Actor, topic: Topic) -> Iterable[OpenThing]:
    for row in _asked(actor, topic, ANSWERABLE_PLACEMENTS):
        when = _("ask again %(day)s") % {"day": _day(row.deferred_until)} if row.deferred_until else ""
        url = reverse("proposal", args=[row.pk])
        yield OpenThing(row.forum.name, _about(row.title, row.state.label, when), url)


def _standing(actor: Actor, topic: Topic) -> Iterable[OpenThing]:
    for row in _asked(actor, topic, [PlacementState.ACCEPTED]):
        until = _("to and including %(day)s") % {"day": _day(row.ends_on)} if row.ends_on else ""
        yield OpenThing(row.forum.name, _about(row.title, row.presenter, until), reverse("proposal", args=[row.pk]))


def _actions(actor: Actor, topic: Topic, today: date) -> Iterable[OpenThing]:
    rows = ActionItem.objects.visible_to(actor).filter(origin__topic=topic, state__in=UNFINISHED)
    rows = rows.select_related("forum").order_by(F("due_on").asc(nulls_last=True), "pk")
    for row in rows:
        url = reverse("action", args=[row.pk])
        yield OpenThing(
            row.text, _about(row.forum.name, _day(row.due_on)), url, bool(row.due_on and row.due_on < today)
        )


def _findings(actor: Actor, topic: Topic) -> Iterable[OpenThing]:
    rows = Finding.objects.visible_to(actor).filter(topic=topic, status=FindingStatus.OPEN)
    for row in rows.select_related("organisation").order_by("organisation__name", "number"):
        yield OpenThing(row.text, row.organisation.name, reverse("finding", args=[topic.slug, row.pk]))


def _in_force(actor: Actor, topic: Topic) -> QuerySet[ActionPlan]:
    plans: QuerySet[ActionPlan] = ActionPlan.objects.visible_to(actor).filter(topic=topic, state=PlanState.ADOPTED)
    return plans.order_by().values("pk")  # type: ignore[return-value]  # for a subquery


def _measures(actor: Actor, topic: Topic, today: date) -> Iterable[OpenThing]:
    rows = Measure.objects.visible_to(actor).filter(plan__in=_in_force(actor, topic), state__in=UNFINISHED_MEASURES)
    for row in rows.select_related("owner_organisation").order_by(F("due_on").asc(nulls_last=True), "pk"):
        owner = row.owner_organisation.name
        late = bool(row.due_on and row.due_on < today)
        yield OpenThing(
            row.title,
            _about(owner, row.state.label, _day(row.due_on)),
            reverse("measure", args=[topic.slug, row.pk]),
            late,
        )


def _follow_ups(actor: Actor, topic: Topic, today: date) -> Iterable[OpenThing]:
    rows = FollowUp.objects.visible_to(actor).filter(plan__in=_in_force(actor, topic), done_on__isnull=True)
    for row in rows.select_related("measure").order_by("due_on", "pk"):
        url = reverse("follow-up", args=[topic.slug, row.pk])
        yield OpenThing(row.measure.title, _day(row.due_on), url, row.due_on < today)


def _pictures(actor: Actor, topic: Topic) -> Iterable[OpenThing]:
    rows = SituationPicture.objects.visible_to(actor).filter(topic=topic).exclude(state=PictureState.ADOPTED)
    for row in rows.order_by("pk"):
        yield OpenThing(row.title, str(row.state.label), reverse("picture", args=[topic.slug, row.pk]))


def _plans(actor: Actor, topic: Topic) -> Iterable[OpenThing]:
    writing = (PlanState.DRAFT, PlanState.CONSULTATION)
    for row in ActionPlan.objects.visible_to(actor).filter(topic=topic, state__in=writing).order_by("pk"):
        yield OpenThing(row.title, str(row.state.label), reverse("plan", args=[topic.slug, row.pk]))


def _lines(actor: Actor, topic: Topic) -> Iterable[OpenThing]:
    today = timezone.localdate()
    rows = SupportLine.objects.visible_to(actor).filter(Q(topic=topic) | Q(topic=None))
    for row in rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today)).order_by("name", "pk"):
        checked = _("checked %(day)s") % {"day": _day(row.checked_on)} if row.checked_on else _("never checked")
        yield OpenThing(row.name, _about(row.operator, checked), reverse("support-line", args=[row.pk]))


def _agreements(actor: Actor, topic: Topic) -> Iterable[OpenThing]:
    today = timezone.localdate()
    rows = Agreement.objects.visible_to(actor).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), topic=topic)
    for row in rows.order_by(F("follow_up_on").asc(nulls_last=True), "pk"):
        late = bool(row.follow_up_on and row.follow_up_on < today)
        when = _("follow up %(day)s") % {"day": _day(row.follow_up_on)} if row.follow_up_on else ""
        yield OpenThing(row.title, _about(row.registry_number, when), reverse("agreement", args=[row.pk]), late)


def _notes(actor: Actor, topic: Topic) -> Iterable[OpenThing]:
    for row in MonitoringNote.objects.visible_to(actor).filter(topic=topic)[:5]:
        yield OpenThing(
            row.text[:200], _about(_day(row.observed_on), row.source), reverse("notebook", args=[topic.slug])
        )
