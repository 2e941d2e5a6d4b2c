"""What a secretary must know of those whom a calendar invites and who get no seat: one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from meetings.services.invited import InvitedPlan
    from meetings.services.seat_invited import InvitedChoice


def words_on_left_out(plan: InvitedPlan, choice: InvitedChoice) -> list[str]:
    """Why people, lists and domains of the plan were left out under that choice; of a faith forum without a name or an address."""
    others = [
        one for one in [*plan.offered(), *plan.closed()] if not one.suggested and one.address not in choice.offices
    ]
    words = [
        *_domains(plan, choice),
        *(
            _("%(who)s is left out: %(why)s.") % {"who": one.address, "why": str(one.state.label).lower()}
            for one in others
            if not one.hidden
        ),
        *(
            _("%(who)s is a group address and is left out. Add those who are in it.") % {"who": name}
            for name in plan.groups
        ),
        *(
            _("%(who)s has no address in the calendar and is left out. Add a seat by hand.") % {"who": name}
            for name in plan.unreached
        ),
    ]
    words += [
        _("%(who)s has a seat and is not invited any more. Look at the seat.") % {"who": membership.person.email}
        for membership in plan.missing
        if str(membership.pk) not in choice.leave and not membership.person.protected
    ]
    if plan.too_many:
        sentence = _("%(number)d people are invited, more than a forum has. Nobody is brought in; use a member list.")
        words.append(sentence % {"number": plan.too_many})
    return words


def _domains(plan: InvitedPlan, choice: InvitedChoice) -> list[str]:
    words = []
    for asked in plan.domains:
        if asked.domain not in choice.domains:
            here = [one for one in plan.people if one.suggested and one.domain == asked.domain and not one.organisation]
            number = ngettext("%(number)d person", "%(number)d people", asked.number) % {"number": asked.number}
            who = ", ".join(one.address for one in here if not one.hidden) or number
            sentence = _("Left out, because no organisation has the mail domain %(domain)s: %(who)s.")
            words.append(sentence % {"domain": asked.domain, "who": who})
    return words
