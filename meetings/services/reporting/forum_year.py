"""A forum's year: how often it met, what it took up, decided and gave to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.services.reporting import forum_parts as forums
from meetings.services.reporting.chain_parts import actions_in_short, decisions_in_short
from meetings.services.reporting.shape import bar, bullets, chart, on_day, section, table, text

if TYPE_CHECKING:
    from meetings.selectors.report_year import YearFacts
    from meetings.services.reporting.shape import Section


def sections(facts: YearFacts) -> list[Section]:
    return [
        _in_short(facts),
        _meetings(facts),
        _topics(facts),
        forums.decisions(facts.decisions),
        forums.actions(facts.actions, facts.span.day, each=True),
        _ahead(facts),
    ]


def _in_short(facts: YearFacts) -> Section:
    held = len(facts.held)
    met = ngettext("The forum met once.", "The forum met %(number)d times.", held) % {"number": held}
    off = ngettext("One meeting was cancelled.", "%(number)d meetings were cancelled.", facts.cancelled)
    return section(
        "in-short",
        _("In short"),
        text(
            met if held else _("The forum did not meet in the period."),
            off % {"number": facts.cancelled} if facts.cancelled else "",
            decisions_in_short(len(facts.decisions)),
            actions_in_short(facts.actions, facts.span.day),
        ),
    )


def _meetings(facts: YearFacts) -> Section:
    noted = [one for one in facts.held if one.expected]
    return section(
        "meetings",
        _("The meetings"),
        chart(
            _("Seats that were present"),
            (bar(on_day(one.meeting.starts_at), one.attending, one.expected) for one in noted),
            (_("Day"), _("Points"), _("Present")),
            (
                (
                    on_day(one.meeting.starts_at),
                    str(one.points),
                    _("%(value)d of %(of)d") % {"value": one.attending, "of": one.expected}
                    if one.expected
                    else _("not noted"),
                )
                for one in facts.held
            ),
        ),
    )


def _topics(facts: YearFacts) -> Section:
    rows = ((name, str(times)) for name, times in facts.topics.items())
    return section("topics", _("Topics that were taken up"), table(_("Questions"), (_("Question"), _("Times")), rows))


def _ahead(facts: YearFacts) -> Section:
    days = (on_day(one.starts_at) for one in facts.ahead)
    return section("ahead", _("What comes next"), bullets(days))
