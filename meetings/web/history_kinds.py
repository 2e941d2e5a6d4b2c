"""Which pages have a history: of what, made of which parts, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.models import (
    ActionPlan,
    Agreement,
    Finding,
    Forum,
    Installation,
    Measure,
    Organisation,
    Person,
    PersonActor,
    SituationPicture,
    SupportLine,
    Topic,
)
from forum.models.visibility import own_topics
from forum.policies import is_administrator
from meetings.models import ActionItem, AgendaItem, Decision, Document, Meeting, Minutes
from meetings.selectors import history_parts as parts
from meetings.selectors import history_plan_parts as of_plans
from meetings.selectors.history import Span
from meetings.templatetags.history import moment_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from forum.models import Actor


@dataclass(frozen=True)
class Kind:
    """`rows`: those that the reader may know; `spans`: what belongs to one of them; `title`, `back`: its name and its page."""

    rows: Callable[[Actor], QuerySet[Any]]
    spans: Callable[[Any], list[Span]]
    title: Callable[[Any], str]
    back: Callable[[Any], str]
    forum: Callable[[Any], Forum | None]


def _meeting_title(meeting: Meeting) -> str:
    return f"{meeting.forum.name}, {moment_words(meeting.starts_at)}"


def _of_meeting(meeting: Meeting) -> list[Span]:
    here, below = Q(meeting=meeting.pk), Q(item__meeting=meeting.pk)
    return [
        Span(parts.MEETING, Q(pgh_obj=meeting.pk)), Span(parts.APPROVER, here), Span(parts.ATTENDANCE, here),
        Span(parts.ITEM, here), Span(parts.OUTCOME, here), Span(parts.DECISION, below), Span(parts.MOTION, below),
    ]  # fmt: skip


def _of_item(item: AgendaItem) -> list[Span]:
    here, below = Q(pgh_obj=item.pk), Q(item=item.pk)
    return [
        Span(parts.ITEM, here), Span(parts.OUTCOME, here), Span(parts.DECISION, below), Span(parts.MOTION, below),
        Span(parts.ACTION, Q(origin=item.pk)),
    ]  # fmt: skip


def _of_minutes(minutes: Minutes) -> list[Span]:
    here, versions = Q(meeting=minutes.meeting_id), Q(minutes__meeting=minutes.meeting_id)
    return [
        Span(parts.MINUTES, here), Span(parts.APPROVER, here), Span(parts.APPROVAL, versions), Span(parts.COMMENT, versions),
    ]  # fmt: skip


def _of_plan(plan: ActionPlan) -> list[Span]:
    here = Q(plan=plan.pk)
    return [
        Span(of_plans.PLAN, Q(pgh_obj=plan.pk)), Span(of_plans.STEP, here), Span(of_plans.GOAL, here),
        Span(of_plans.MEASURE, here),
    ]  # fmt: skip


def _administered(model: Any) -> Callable[[Actor], QuerySet[Any]]:
    def rows(actor: Actor) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.all()
        return found if is_administrator(actor) else found.none()

    return rows


def _coordinated_topics(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Topic.objects.visible_to(actor)
    return rows.filter(pk__in=own_topics(actor)) if isinstance(actor, PersonActor) else rows.none()


KINDS: Final = {
    "meeting": Kind(
        lambda actor: Meeting.objects.visible_to(actor).select_related("forum"),
        _of_meeting, _meeting_title,
        lambda meeting: reverse("meeting", args=[meeting.pk]), lambda meeting: meeting.forum,
    ),
    "item": Kind(
        lambda actor: AgendaItem.objects.visible_to(actor).select_related("meeting__forum"),
        _of_item, lambda item: item.title,
        lambda item: f"{reverse('meeting', args=[item.meeting_id])}#item-{item.pk}", lambda item: item.meeting.forum,
    ),
    "decision": Kind(
        lambda actor: Decision.objects.visible_to(actor).select_related("item__meeting__forum"),
        lambda decision: [Span(parts.DECISION, Q(pgh_obj=decision.pk))], lambda decision: decision.text[:120],
        lambda decision: reverse("meeting", args=[decision.item.meeting_id]), lambda decision: decision.item.meeting.forum,
    ),
    "action": Kind(
        lambda actor: ActionItem.objects.visible_to(actor).select_related("forum"),
        lambda action: [Span(parts.ACTION, Q(pgh_obj=action.pk))],
        lambda action: f"{_('Action')} {action.number}: {action.text[:120]}",
        lambda action: reverse("action", args=[action.pk]), lambda action: action.forum,
    ),
    "document": Kind(
        lambda actor: Document.objects.visible_to(actor).select_related("forum"),
        lambda document: [Span(parts.DOCUMENT, Q(pgh_obj=document.pk))], lambda document: document.title,
        lambda document: reverse("document", args=[document.pk]), lambda document: document.forum,
    ),
    "minutes": Kind(
        lambda actor: Minutes.objects.visible_to(actor).defer("pdf", "content").select_related("meeting__forum"),
        _of_minutes, lambda minutes: _meeting_title(minutes.meeting),
        lambda minutes: reverse("meeting-minutes", args=[minutes.meeting_id]), lambda minutes: minutes.meeting.forum,
    ),
    "forum": Kind(
        Forum.objects.visible_to,
        lambda forum: [Span(parts.FORUM, Q(pgh_obj=forum.pk)), Span(parts.RULE, Q(forum=forum.pk))],
        lambda forum: forum.name, lambda forum: reverse("forum", args=[forum.slug]), lambda forum: forum,
    ),
    "seats": Kind(
        Forum.objects.visible_to,
        lambda forum: [Span(parts.SEAT, Q(forum=forum.pk)), Span(parts.MEMBERSHIP, Q(seat__forum=forum.pk))],
        lambda forum: f"{_('Seats')}, {forum.name}",
        lambda forum: reverse("forum-seats", args=[forum.slug]), lambda forum: forum,
    ),
    "topic": Kind(
        Topic.objects.visible_to,
        lambda topic: [
            Span(parts.TOPIC, Q(pgh_obj=topic.pk)), Span(parts.COORDINATOR, Q(topic=topic.pk)),
            Span(parts.PLACEMENT, Q(topic=topic.pk)),
        ],
        lambda topic: topic.name, lambda topic: reverse("topic", args=[topic.slug]), lambda _topic: None,
    ),
    "picture": Kind(
        lambda actor: SituationPicture.objects.visible_to(actor).select_related("topic"),
        lambda picture: [Span(parts.PICTURE, Q(pgh_obj=picture.pk)), Span(parts.FINDING, Q(picture=picture.pk))],
        lambda picture: picture.title, lambda picture: reverse("picture", args=[picture.topic.slug, picture.pk]),
        lambda _picture: None,
    ),
    "finding": Kind(
        lambda actor: Finding.objects.visible_to(actor).select_related("topic"),
        lambda finding: [Span(parts.FINDING, Q(pgh_obj=finding.pk))],
        lambda finding: _("Finding %(number)d") % {"number": finding.number},
        lambda finding: reverse("finding", args=[finding.topic.slug, finding.pk]), lambda _finding: None,
    ),
    "notebook": Kind(
        _coordinated_topics,
        lambda topic: [Span(parts.NOTE, Q(topic=topic.pk))], lambda topic: f"{_('Notebook')}, {topic.name}",
        lambda topic: reverse("notebook", args=[topic.slug]), lambda _topic: None,
    ),
    "organisation": Kind(
        _administered(Organisation),
        lambda one: [Span(parts.ORGANISATION, Q(pgh_obj=one.pk)), Span(parts.UNIT, Q(organisation=one.pk))],
        lambda one: one.name, lambda one: reverse("organisation", args=[one.code]), lambda _one: None,
    ),
    "plan": Kind(
        lambda actor: ActionPlan.objects.visible_to(actor).select_related("topic"), _of_plan, str,
        lambda plan: reverse("plan", args=[plan.topic.slug, plan.pk]), lambda _plan: None,
    ),
    "measure": Kind(
        lambda actor: Measure.objects.visible_to(actor).select_related("plan__topic"),
        lambda one: [Span(of_plans.MEASURE, Q(pgh_obj=one.pk)), Span(of_plans.INDICATOR, Q(measure=one.pk))],
        lambda one: one.title, lambda one: reverse("measure", args=[one.plan.topic.slug, one.pk]), lambda _one: None,
    ),
    "agreement": Kind(
        Agreement.objects.visible_to, lambda one: [Span(of_plans.AGREEMENT, Q(pgh_obj=one.pk))], lambda one: one.title,
        lambda one: reverse("agreement", args=[one.pk]), lambda _one: None,
    ),
    "support-line": Kind(
        SupportLine.objects.visible_to, lambda one: [Span(of_plans.LINE, Q(pgh_obj=one.pk))], lambda one: one.name,
        lambda one: reverse("support-line", args=[one.pk]), lambda _one: None,
    ),
    "installation": Kind(
        _administered(Installation),
        lambda one: [Span(parts.INSTALLATION, Q(pgh_obj=one.pk)), Span(parts.ORGANISATION, Q(is_host=True))],
        lambda _one: _("Settings of the installation"), lambda _one: reverse("installation"), lambda _one: None,
    ),
    "person": Kind(
        _administered(Person),
        lambda one: [Span(parts.PERSON, Q(pgh_obj=one.pk)), Span(parts.MEMBERSHIP, Q(person=one.pk))],
        lambda one: one.name, lambda one: reverse("person", args=[one.pk]), lambda _one: None,
    ),
}  # fmt: skip
