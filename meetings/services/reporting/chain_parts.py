"""Sections from the chain of evidence: what was found, what was done about it, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.enums import UNFINISHED_MEASURES, FindingStatus, MeasureState
from meetings.enums import ActionState, BreakKind
from meetings.selectors.follow_up import is_overdue
from meetings.services.reporting.shape import (
    Block,
    Section,
    bar,
    bullets,
    chart,
    entry,
    figure,
    on_day,
    section,
    table,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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


def measures(facts: TopicFacts) -> Section:
    """The measures by state, as a chart with its table, and each of them."""
    rows, all_of_them = facts.measures, len(facts.measures)
    counts = {state: sum(one.measure.state == state for one in rows) for state in MeasureState}
    by_state = chart(
        _("Measures by state"),
        (bar(str(state.label), counts[state], all_of_them) for state in MeasureState),
        (_("State"), _("Measures")),
        ((str(state.label), str(counts[state])) for state in MeasureState) if rows else (),
    )
    each = table(
        _("Measures of the plan"),
        (_("Measure"), _("Responsible"), _("Carried by"), _("Done by"), _("State")),
        (_measure_row(one, facts.span.day) for one in rows),
    )
    return section("measures", _("The measures"), by_state, each)


def _measure_row(one: MeasureFacts, day: date) -> tuple[str, ...]:
    measure = one.measure
    carried = measure.forum.name if measure.forum else ""
    return (
        f"{measure.number}. {measure.title}",
        owner_of(measure),
        carried,
        on_day(measure.due_on),
        state_of(measure, day),
    )


def follow_ups(facts: TopicFacts) -> Section:
    """What was seen at the follow-ups of the period, and how the indicators moved."""
    span = facts.span
    looks = [(one.measure, look) for one in facts.measures for look in one.measure.looks]  # type: ignore[attr-defined]  # prefetched
    done = [pair for pair in looks if pair[1].done_on and span.first <= pair[1].done_on <= span.end]
    late = sum(look.done_on is None and look.due_on < span.day for _measure, look in looks)
    seen = (
        _("%(day)s, %(measure)s: %(outcome)s")
        % {"day": on_day(look.done_on), "measure": measure.title, "outcome": look.outcome}
        for measure, look in sorted(done, key=lambda pair: (pair[1].done_on, pair[0].number))
    )
    nothing = "" if done else _("No measure was followed up in the period.")
    missed = (
        ngettext("One follow-up is overdue.", "%(number)d follow-ups are overdue.", late) % {"number": late}
        if late
        else ""
    )
    return section("follow-ups", _("Follow-up"), text(nothing, missed), bullets(seen), _indicators(facts))


def _indicators(facts: TopicFacts) -> Block | None:
    rows = [(one.measure, sign) for one in facts.measures for sign in one.measure.signs]  # type: ignore[attr-defined]  # prefetched
    return table(
        _("Indicators"),
        (_("Indicator"), _("Measure"), _("Baseline"), _("Latest"), _("Target")),
        (
            (
                f"{sign.name}, {sign.measured_in}" if sign.measured_in else sign.name,
                measure.title,
                figure(sign.baseline),
                figure(_latest(measure, sign.pk, facts.span.end)),
                figure(sign.target),
            )
            for measure, sign in rows
        ),
    )


def _latest(measure: Measure, sign: object, until: date) -> object:
    looks: Iterable[object] = measure.looks  # type: ignore[attr-defined]  # prefetched
    values = [
        (look.done_on, look.value)  # type: ignore[attr-defined]
        for look in looks
        if look.indicator_id == sign and look.value is not None and look.done_on and look.done_on <= until  # type: ignore[attr-defined]
    ]
    return max(values)[1] if values else None


def missing(facts: TopicFacts) -> Section:
    """The list of breaks in numbers, the worst kind first."""
    counts = {kind: sum(one.kind == kind for one in facts.breaks) for kind in BreakKind}
    whole = text("" if facts.breaks else _("Every link from finding to follow-up is in its place."))
    rows = ((str(kind.label), str(count)) for kind, count in counts.items() if count)
    return section(
        "missing", _("What is missing"), whole, table(_("Where the chain is broken"), (_("What"), _("Number")), rows)
    )
