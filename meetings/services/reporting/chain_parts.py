"""Sections from the chain of evidence: what was found, what was done about it, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from forum.enums import UNFINISHED_MEASURES, FindingStatus, MeasureState
from meetings.enums import ActionState, BreakKind
from meetings.selectors.follow_up import is_overdue
from meetings.services.reporting.shape import (
    Block,
    Section,
    entry,
    on_day,
    section,
    table,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from forum.models import Finding, Measure
    from meetings.models import ActionItem
    from meetings.selectors.report_facts import MeasureFacts, TopicFacts

MOST_DECISIONS: Final = 3


def owner_of(measure: Measure) -> str:
    """Function and organisation, never a name."""
    return ", ".join(
        str(part) for part in (measure.owner_function, measure.owner_unit or measure.owner_organisation) if part
    )


def state_of(measure: Measure, day: date) -> str:
    """In words; overdue when its day has passed and it is not over."""
    late = measure.state in UNFINISHED_MEASURES and measure.due_on is not None and measure.due_on < day
    return _("Overdue") if late else str(measure.state.label)


def in_short(facts: TopicFacts) -> Section:
    """The few sentences for those who read no further."""
    findings, measures = facts.findings, facts.measures
    answered = sum(bool(facts.answering(one)) for one in findings)
    raised = sum(bool(place.raised) for place in facts.places)
    return section(
        "in-short",
        _("In short"),
        text(
            _("Measures answer to %(answered)d of %(all)d findings.") % {"answered": answered, "all": len(findings)}
            if findings
            else _("No finding is recorded."),
            _measures_in_short(measures),
            _("The topic was raised in %(raised)d of %(all)d forums.") % {"raised": raised, "all": len(facts.places)},
            decisions_in_short(len(facts.decisions)),
            actions_in_short(facts.actions, facts.span.day),
        ),
    )


def _measures_in_short(measures: list[MeasureFacts]) -> str:
    counts = {state.value: sum(one.measure.state == state for one in measures) for state in MeasureState}
    words = _(
        "Of %(all)d measures %(done)d are done, %(running)d in progress, %(planned)d not begun and %(stopped)d stopped."
    )
    return words % {"all": len(measures), **counts} if measures else _("No plan with measures is in force.")


def decisions_in_short(number: int) -> str:
    if not number:
        return _("No decision stands in minutes that were sent.")
    return ngettext("One decision was made.", "%(number)d decisions were made.", number) % {"number": number}


def actions_in_short(actions: list[ActionItem], day: date) -> str:
    if not actions:
        return _("No action was given.")
    done = sum(one.state == ActionState.DONE for one in actions)
    late = sum(is_overdue(one, day) for one in actions)
    words = ngettext(
        "%(done)d of %(all)d action is done and %(late)d overdue.",
        "%(done)d of %(all)d actions are done and %(late)d overdue.",
        len(actions),
    )
    return words % {"done": done, "all": len(actions), "late": late}


def found(facts: TopicFacts) -> Section:
    """Each finding with what was done about it, or that nothing was and why."""
    return section(
        "found", _("What was found, and what was done about it"), *(_finding(facts, one) for one in facts.findings)
    )


def _finding(facts: TopicFacts, finding: Finding) -> Block:
    measures = facts.answering(finding)
    sentences = list(_source(finding))
    for one in measures:
        sentences += _answer(one, facts.span.day)
    if not measures:
        sentences.append(_why_nothing(finding))
    return entry(f"{finding.number}. {finding.text}", _finding_state(finding, measures), sentences)


def _source(finding: Finding) -> Iterator[str]:
    if finding.picture:
        yield _("It comes from %(picture)s.") % {"picture": finding.picture.title}


def _finding_state(finding: Finding, measures: list[MeasureFacts]) -> str:
    if not measures:
        return _("No measure") if finding.status == FindingStatus.OPEN else str(finding.status.label)
    if all(one.measure.state == MeasureState.DONE for one in measures):
        return _("Measures done")
    return _("Has a measure")


def _why_nothing(finding: Finding) -> str:
    """What was not done, and why."""
    if finding.status == FindingStatus.OPEN:
        return _("No measure answers to it, and no reason is given.")
    said = finding.reason or _("no reason is given")
    words = (
        _("It is watched without a measure: %(reason)s")
        if finding.status == FindingStatus.WATCHED
        else _("It is closed: %(reason)s")
    )
    return words % {"reason": said}


def _answer(one: MeasureFacts, day: date) -> list[str]:
    measure = one.measure
    due = _("due %(day)s") % {"day": on_day(measure.due_on)} if measure.due_on else ""
    facts = ", ".join(part for part in (owner_of(measure), state_of(measure, day).lower(), due) if part)
    said = [_("The measure “%(title)s” answers to it (%(facts)s).") % {"title": measure.title, "facts": facts}]
    said += _decided(one)
    if one.actions:
        said.append(actions_in_short(one.actions, day))
    elif one.decisions:
        said.append(_("No action came of the decision."))
    if measure.result:
        said.append(_("Result: %(text)s") % {"text": measure.result})
    return said


def _decided(one: MeasureFacts) -> list[str]:
    if not one.decisions:
        return [_("No forum has decided on it in minutes that were sent.")]
    words = []
    for decision in one.decisions[-MOST_DECISIONS:]:
        item = decision.item
        facts = {"forum": item.forum.name, "day": on_day(item.meeting.starts_at), "paragraph": item.paragraph}
        words.append(
            (
                _("%(forum)s decided on %(day)s, § %(paragraph)s.")
                if item.paragraph
                else _("%(forum)s decided on %(day)s.")
            )
            % facts
        )
    return words


def missing(facts: TopicFacts) -> Section:
    """The list of breaks in numbers, the worst kind first."""
    counts = {kind: sum(one.kind == kind for one in facts.breaks) for kind in BreakKind}
    whole = text("" if facts.breaks else _("Every link from finding to follow-up is in its place."))
    rows = ((str(kind.label), str(count)) for kind, count in counts.items() if count)
    return section(
        "missing",
        _("What is missing"),
        whole,
        table(_("Where the chain is broken"), (_("What"), pgettext("how many", "Number")), rows),
    )
