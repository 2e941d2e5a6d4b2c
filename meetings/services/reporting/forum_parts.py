"""Sections from the forums: where the topic was raised and where not, what was decided, which actions were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.enums import PlacementState
from meetings.enums import ActionState
from meetings.selectors.follow_up import is_overdue
from meetings.services.action_words import function_words
from meetings.services.reporting.chain_parts import actions_in_short
from meetings.services.reporting.shape import Block, Section, bar, bullets, chart, on_day, section, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meetings.models import ActionItem, Decision
    from meetings.selectors.report_facts import TopicFacts
    from meetings.selectors.report_places import Place
    from meetings.services.reporting.shape import Bar


def places(facts: TopicFacts) -> Section:
    """Where the question was raised, where not, and why not."""
    rows = facts.places
    raised = [place for place in rows if place.raised]
    words = "" if raised else _("No forum has raised the topic in the period, as far as minutes that were sent tell.")
    lines = [
        _("%(forum)s: %(why)s") % {"forum": place.forum.name, "why": why_not(place, over=facts.span.over)}
        for place in rows
        if not place.raised
    ]
    return section(
        "places",
        _("Where the topic was raised, and where not"),
        text(words),
        chart(
            _("How often each forum raised the topic"),
            (_bar(place) for place in sorted(rows, key=lambda one: (-len(one.raised), one.forum.name))),
            (_("Forum"), _("Raised"), _("Decisions"), _("Planned")),
            (_row(place) for place in rows),
        ),
        text(_("It was not raised in these forums:") if lines else ""),
        bullets(lines),
    )


def _bar(place: Place) -> Bar:
    times = len(place.raised)
    words = ngettext("%(times)d of %(met)d meeting", "%(times)d of %(met)d meetings", place.met)
    return bar(place.forum.name, times, place.met, words % {"times": times, "met": place.met})


def _row(place: Place) -> tuple[str, ...]:
    raised = ", ".join(dict.fromkeys(on_day(one) for one in place.raised)) or _("no")
    return place.forum.name, raised, str(place.decided or ""), on_day(place.planned)


def why_not(place: Place, *, over: bool) -> str:
    """Why a forum has not raised it: put off, not logged, no, not answered, it did not meet, nobody asked.

    `over`: the period is; before that a forum that has not met yet may still do so.
    """
    planned = _("It is planned for %(day)s.") % {"day": on_day(place.planned)} if place.planned else ""
    if place.put_off:
        said = _("put off on %(day)s.") % {"day": on_day(place.put_off[-1])}
    elif place.silent:
        said = _("it stood on the agenda on %(day)s, and no outcome is told.") % {"day": on_day(place.silent[-1])}
    elif over and not place.met:
        said = _("the forum did not meet in the period.")
    else:
        said = _answer(place)
    return f"{said} {planned}".strip()


def _answer(place: Place) -> str:
    placement = place.placement
    if placement is None:
        return _("it has not been asked.")
    if placement.state == PlacementState.DECLINED:
        return _("it said no: %(reason)s") % {"reason": placement.reason or _("no reason is given.")}
    words = {
        PlacementState.PROPOSED: _("it has not answered the proposal."),
        PlacementState.DEFERRED: _("it put the proposal off until %(day)s.")
        % {"day": on_day(placement.deferred_until)},
        PlacementState.ACCEPTED: _("it said yes, and the day has not come."),
    }
    return words.get(placement.state, _("the proposal is not live any more."))


def decisions(rows: list[Decision]) -> Section:
    """What was decided, with § and registry number."""
    nothing = "" if rows else _("No decision stands in minutes that were sent.")
    head = (_("Day"), _("Forum"), "§", _("Registry number"), _("Decision"))
    return section(
        "decisions", _("Decisions"), text(nothing), table(_("Decisions in the period"), head, map(_decision_row, rows))
    )


def _decision_row(decision: Decision) -> tuple[str, ...]:
    item = decision.item
    return (
        on_day(item.meeting.starts_at),
        item.forum.name,
        f"§\u00a0{item.paragraph}" if item.paragraph else "",
        item.registry_number,
        " ".join(decision.text.split()),
    )


def actions(rows: list[ActionItem], day: date, *, each: bool) -> Section:
    """What was given to be done, how much is done and what is overdue; `each`: the overdue ones by name."""
    late = [one for one in rows if is_overdue(one, day)]
    overdue = table(
        _("Overdue actions"),
        (_("Action"), _("Responsible"), _("Due")),
        (
            (f"{one.number}. {' '.join(one.text.split())}", function_words(one), on_day(one.due_on))
            for one in late
            if each
        ),
    )
    return section("actions", _("Actions"), text(actions_in_short(rows, day)), _by_forum(rows, day), overdue)


def _by_forum(rows: Iterable[ActionItem], day: date) -> Block | None:
    by_forum: dict[str, list[ActionItem]] = {}
    for one in rows:
        by_forum.setdefault(one.forum.name, []).append(one)
    counted = [
        (
            name,
            len(given),
            sum(one.state == ActionState.DONE for one in given),
            sum(is_overdue(one, day) for one in given),
        )
        for name, given in sorted(by_forum.items())
    ]
    return chart(
        _("Actions done, by forum"),
        (bar(name, done, given) for name, given, done, _late in counted),
        (_("Forum"), _("Given"), _("Done"), _("Overdue")),
        ((name, str(given), str(done), str(late)) for name, given, done, late in counted),
    )
