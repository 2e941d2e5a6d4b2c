"""Sections about what the work stands on: picture, plan, agreements, training, support lines, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.selectors.support_lines import check_by
from forum.services.phone_numbers import spoken_number
from meetings.services.reporting.shape import Section, bar, bullets, chart, on_day, section, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from forum.models import SupportLine
    from forum.selectors.training import GroupReach
    from meetings.selectors.report_facts import TopicFacts

FEW: Final = 5  # smaller numbers of people are not told to the council


def basis(facts: TopicFacts) -> Section:
    """Picture, plan, coordination, agreements: what the law asks for and what there is (lag 2023:196, 4–6, 9 and 11 §§)."""
    return section(
        "basis",
        _("What the work rests on"),
        text(_picture(facts)),
        text(_plan(facts)),
        text(_coordination(facts)),
        text(*_agreements(facts)),
    )


def _picture(facts: TopicFacts) -> str:
    picture = facts.picture
    if picture is None:
        return _("No situation picture is adopted.")
    said = _("The situation picture is %(title)s, adopted on %(day)s by %(body)s%(mark)s.") % {
        "title": picture.title,
        "day": on_day(picture.adopted_on),
        "body": picture.adopted_by,
        "mark": _mark(picture.paragraph, picture.registry_number),
    }
    if not picture.next_due_on:
        return said
    words = (
        _("A new one was due on %(day)s.")
        if picture.next_due_on < facts.span.day
        else _("The next one is due on %(day)s.")
    )
    return f"{said} {words % {'day': on_day(picture.next_due_on)}}"


def _mark(paragraph: str, registry_number: str) -> str:
    parts = [f"§ {paragraph}" if paragraph else "", registry_number]
    return "".join(f", {part}" for part in parts if part)


def _plan(facts: TopicFacts) -> str:
    plan = facts.plan
    if plan is None:
        return _("No action plan is adopted.")
    said = _("The action plan is %(title)s, adopted on %(day)s by %(body)s%(mark)s.") % {
        "title": plan.title,
        "day": on_day(plan.adopted_on),
        "body": plan.adopted_by,
        "mark": _mark(plan.adopted_paragraph, plan.registry_number),
    }
    due = _("It is to be revised by %(day)s.") % {"day": on_day(plan.revise_by)} if plan.revise_by else ""
    return f"{said} {due}".strip()


def _coordination(facts: TopicFacts) -> str:
    number = len(facts.coordinators)
    if not number:
        return _("Nobody is appointed to coordinate the topic.")
    return ngettext("One coordinator is appointed.", "%(number)d coordinators are appointed.", number) % {
        "number": number
    }


def _agreements(facts: TopicFacts) -> Iterator[str]:
    for one in facts.agreements:
        parties = ", ".join(party.organisation.name for party in one.parties.all())
        yield _("%(title)s is signed with %(parties)s.") % {"title": one.title, "parties": parties}
    if not facts.agreements:
        yield _("No agreement is in force.")


def training(facts: TopicFacts, *, coarse: bool) -> Section:
    """Who is reached by training, who is not, and what has to be renewed.

    `coarse`: no figures of a group where fewer than five are trained or lack training, nor sums that would tell them, and no training
    of fewer than five that is to be renewed.
    """
    rows, held = facts.training.rows, len(facts.trainings)
    hidden = {row.group.pk for row in rows if coarse and _few(row)}
    trained = (
        ngettext("One training was held in the period.", "%(number)d trainings were held in the period.", held)
        % {"number": held}
        if held
        else _("No training was held in the period.")
    )
    return section(
        "training",
        _("Training"),
        text(_reach(facts, told=not hidden), trained),
        chart(
            _("Trained, by target group"),
            (bar(row.group.name, row.now.trained, row.now.size) for row in rows if row.group.pk not in hidden),
            (_("Group"), _("Trained"), _("Of"), _("Lacking")),
            (_row(row, told=row.group.pk not in hidden) for row in rows),
        ),
        bullets(_renewals(facts, hidden, fewest=FEW if coarse else 1)),
    )


def _few(row: GroupReach) -> bool:
    return 0 < row.now.trained < FEW or 0 < row.now.lacking < FEW


def _reach(facts: TopicFacts, *, told: bool) -> str:
    whole = facts.training.whole
    if whole is None:
        return _("No target group is counted.")
    if not told:
        return _("Figures of groups where few are trained, or few are not, are left out, and so are the sums.")
    words = _("%(share)d per cent of those who are to be trained are so: %(trained)d of %(size)d.")
    return words % {"share": whole.share, "trained": whole.trained, "size": whole.size}


def _row(row: GroupReach, *, told: bool) -> tuple[str, ...]:
    now = row.now
    return row.group.name, *((str(now.trained), str(now.size), str(now.lacking)) if told else (_("not told"), "", ""))


def _renewals(facts: TopicFacts, hidden: Collection[object], *, fewest: int) -> Iterator[str]:
    for row, one in facts.training.renewals:
        if row.group.pk not in hidden and one.count >= fewest:
            words = ngettext(
                "%(group)s: the training of %(heads)d person stops counting after %(day)s.",
                "%(group)s: the training of %(heads)d people stops counting after %(day)s.",
                one.count,
            )
            yield words % {"group": row.group.name, "heads": one.count, "day": on_day(one.last_day)}


def support(facts: TopicFacts) -> Section:
    """Whom people can call, and whether anybody has found out lately that it is so."""
    nothing = "" if facts.lines else _("No support line belongs to the topic.")
    return section(
        "support", _("Support lines"), text(nothing), bullets(_line(line, facts.span.day) for line in facts.lines)
    )


def _line(line: SupportLine, day: date) -> str:
    last = check_by(line)
    if line.checked_on is None or line.checked_on > day:
        checked = _("nobody has checked number and hours.")
    elif last and last < day:
        checked = _("last checked on %(day)s, too long ago to count.") % {"day": on_day(line.checked_on)}
    else:
        checked = _("checked on %(day)s.") % {"day": on_day(line.checked_on)}
    facts = {"name": line.name, "number": spoken_number(line.number), "operator": line.operator, "checked": checked}
    return _("%(name)s, %(number)s, run by %(operator)s; %(checked)s") % facts


def ahead(facts: TopicFacts) -> Section:
    """The days that are to come, soonest first."""
    days = sorted(_days(facts), key=lambda pair: (pair[0], pair[1]))
    nothing = "" if days else _("No day is set.")
    return section(
        "ahead", _("What comes next"), text(nothing), bullets(f"{on_day(day)}: {what}" for day, what in days)
    )


def _days(facts: TopicFacts) -> Iterator[tuple[date, str]]:
    found = [(facts.picture.next_due_on, _("New situation picture"))] if facts.picture else []
    found += [(facts.plan.revise_by, _("The plan is revised"))] if facts.plan else []
    found += [(one.follow_up_on, _("%(title)s is followed up") % {"title": one.title}) for one in facts.agreements]
    found += [(place.planned, _("The topic in %(forum)s") % {"forum": place.forum.name}) for place in facts.places]
    for one in facts.measures:
        looks = one.measure.looks  # type: ignore[attr-defined]  # prefetched
        words = _("Follow-up of %(measure)s") % {"measure": one.measure.title}
        found += [(look.due_on, words) for look in looks if look.done_on is None]
    yield from ((day, what) for day, what in found if day and day >= facts.span.day)
