"""Sections about the measures: how far they have come, and what was seen when they were followed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.enums import MeasureState
from meetings.services.reporting.chain_parts import owner_of, state_of
from meetings.services.reporting.shape import Block, Section, bar, bullets, chart, figure, on_day, section, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from forum.models import Measure
    from meetings.selectors.report_facts import MeasureFacts, TopicFacts


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
