"""How plans, measures, chains and their breaks are shown: always icon and word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import template
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.enums import UNFINISHED_MEASURES, MeasureState, PlanState
from forum.templatetags.samverka import due_tag, short_date
from meetings.enums import BreakKind
from meetings.templatetags.outcomes import owner_words

if TYPE_CHECKING:
    from decimal import Decimal

    from django.utils.safestring import SafeString

    from forum.models import ActionPlan, Finding, Measure, Topic
    from meetings.selectors.evidence import Thread
    from meetings.selectors.plan_breaks import Break

register = template.Library()
LONGEST: Final = 140

PLAN_TAGS: Final = {
    PlanState.DRAFT: "plain",
    PlanState.CONSULTATION: "running",
    PlanState.ADOPTED: "done",
    PlanState.REVISED: "plain",
    PlanState.REVOKED: "declined",
}
MEASURE_TAGS: Final = {
    MeasureState.PLANNED: "plain",
    MeasureState.RUNNING: "running",
    MeasureState.DONE: "done",
    MeasureState.STOPPED: "declined",
}


@register.simple_tag
def plan_tag(plan: ActionPlan) -> SafeString:
    return due_tag(PLAN_TAGS[plan.state], str(plan.state.label))


@register.simple_tag
def measure_tag(measure: Measure) -> SafeString:
    """Overdue when its day has passed and it is not over."""
    unfinished = measure.state in UNFINISHED_MEASURES
    if unfinished and measure.due_on and measure.due_on < timezone.localdate():
        return due_tag("late")
    return due_tag(MEASURE_TAGS[measure.state], str(measure.state.label))


@register.simple_tag
def thread_tag(thread: Thread) -> SafeString:
    """What is missing first, else how far its actions are."""
    missing = {
        "measure": _("No measure"),
        "decision": _("No decision"),
        "action": _("No action"),
    }
    if thread.gap:
        return due_tag("lacking", missing[thread.gap])
    if thread.before_adoption and thread.measure:
        return plan_tag(thread.measure.plan)
    if thread.measure and thread.measure.state not in UNFINISHED_MEASURES:
        return measure_tag(thread.measure)
    count, done = len(thread.actions), thread.finished
    if done == count:
        return due_tag(
            "done", ngettext("The action is done", "All %(count)d actions are done", count) % {"count": count}
        )
    return due_tag("running", _("%(done)d of %(count)d done") % {"done": done, "count": count})


@register.filter
def number(value: Decimal | None, unit: str = "") -> str:
    """12,5 per cent: without zeros that say nothing; a dash for no value."""
    if value is None:
        return "–"
    plain = value.normalize()
    shown = number_format(plain, decimal_pos=max(-int(plain.as_tuple().exponent), 0))
    return f"{shown} {unit}".strip()


@register.simple_tag
def break_link(one: Break, row: Any, topic: Topic) -> SafeString:
    """The thing itself, leading to where it can be mended or seen whole."""
    chain = reverse("plan-chain", args=[topic.slug])
    addresses = {
        BreakKind.NO_MEASURE: f"{chain}?finding={row.pk}",
        BreakKind.NO_ACTION: f"{chain}?decision={row.pk}",
        BreakKind.OVERDUE: f"/actions/{row.pk}/",
    }
    address = addresses.get(one.kind) or reverse("measure", args=[topic.slug, row.pk])
    return format_html('<a href="{}">{}</a>', address, truncatechars(getattr(row, "text", "") or row, LONGEST))


@register.simple_tag
def break_source(one: Break, row: Any) -> str:
    """Whose it is, or where it was decided."""
    if one.kind == BreakKind.NO_MEASURE:
        return str(row.unit or row.organisation)
    if one.kind == BreakKind.NO_ACTION:
        day = short_date(timezone.localtime(row.item.meeting.starts_at))
        place = (
            f"{row.item.meeting.forum.name} § {row.item.paragraph}"
            if row.item.paragraph
            else row.item.meeting.forum.name
        )
        return f"{place}, {day}"
    if one.kind == BreakKind.OVERDUE:
        return f"{owner_words(row)}, {row.forum.name}"
    return str(row.owner_unit or row.owner_organisation)


@register.simple_tag
def break_act(one: Break, row: Any, topic: Topic, edited: list[ActionPlan]) -> SafeString | str:
    """The one thing to do about it, for who may. `edited`: the plans that the reader writes."""
    if one.kind == BreakKind.NO_MEASURE:
        return _measure_act(row, topic, edited)
    acts = {BreakKind.NO_DECISION: ("measure-give", _("Give it to a forum")),
            BreakKind.NO_FOLLOW_UP: ("follow-up-new", _("Plan a follow-up"))}  # fmt: skip
    if one.kind in acts and row.plan in edited:
        name, words = acts[one.kind]
        if name == "measure-give" and row.forum_id:
            name, words = "measure", _("See what the forum answers")
        return _small_button(reverse(name, args=[topic.slug, row.pk]), words, row)
    return ""


def _measure_act(finding: Finding, topic: Topic, edited: list[ActionPlan]) -> SafeString | str:
    """Into the edition that is being written; where only one in force is there, to the finding, where a new one is begun."""
    plan = next((one for one in edited if one.writable), None)
    if plan:
        address = f"{reverse('measure-new', args=[topic.slug, plan.pk])}?finding={finding.pk}"
        return _small_button(address, _("Add a measure"), finding)
    if any(one.state == PlanState.ADOPTED for one in edited):
        words = _("Add a measure in a new edition")
        return _small_button(reverse("finding", args=[topic.slug, finding.pk]), words, finding)
    return ""


def _small_button(address: str, words: str, about: object) -> SafeString:
    template = '<a class="button plain small" href="{}">{} <span class="hidden">{}</span></a>'
    return format_html(template, address, words, about)
