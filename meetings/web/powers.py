"""Who may do what, as a table: the policies themselves are asked for each office, so that the page can't say anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum import policies
from forum.enums import Office
from forum.models import ApiClient, ClientActor, Coordinator, Forum, Organisation, Person, PersonActor, Placement
from forum.web.acting import signed_in
from meetings.enums import MinutesState
from meetings.models import ActionItem, Meeting, Minutes
from meetings.policies import can_change_action, can_comment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrOrPromise

    from forum.models import Actor

    Ask = Callable[[Actor, Forum], bool]


def _never(_actor: Actor, _forum: Forum) -> bool:
    return False


def _always(_actor: Actor, _forum: Forum) -> bool:
    return True


def _has_a_seat(actor: Actor, forum: Forum) -> bool:
    return bool(policies.offices_in(actor, forum))


IN_ITS_OWN: Final = gettext_lazy("in the own organisation's forum")


@dataclass(frozen=True)
class Power:
    """Something that can be done. `otherwise`: what holds for those to whom `ask` says no and `unless` says yes.

    `own`: the words where only somebody of the organisation that leads the forum may.
    """

    label: _StrOrPromise
    ask: Ask
    otherwise: _StrOrPromise = ""
    unless: Ask = _never
    own: _StrOrPromise = IN_ITS_OWN


POWERS: Final = [
    Power(gettext_lazy("Read agendas and minutes that were sent"), policies.can_sit, gettext_lazy("what they are called to"), _has_a_seat),
    Power(gettext_lazy("Read drafts"), policies.can_read_drafts),
    Power(gettext_lazy("Prepare the agenda and log the outcome"), policies.can_edit_meetings),
    Power(gettext_lazy("Send notices and circulate minutes"), policies.can_edit_meetings),
    Power(
        gettext_lazy("Comment on circulated minutes"),
        lambda actor, forum: can_comment(actor, Minutes(meeting=Meeting(forum=forum), state=MinutesState.CIRCULATED)),
    ),
    Power(gettext_lazy("Approve minutes"), policies.can_preside, gettext_lazy("when chosen at the meeting"), _has_a_seat),
    Power(
        gettext_lazy("Report on an action, give it another day"),
        lambda actor, forum: can_change_action(actor, ActionItem(forum=forum)),
        gettext_lazy("own actions"), _always,
    ),
    Power(
        gettext_lazy("Answer proposals"),
        lambda actor, forum: policies.can_answer_proposal(actor, Placement(forum=forum)),
    ),
    Power(gettext_lazy("Change settings and seats"), policies.can_change_settings),
    Power(
        gettext_lazy("Bring in a forum"), lambda actor, _forum: policies.can_bring_in(actor),
        own=gettext_lazy("who works for the host"),
    ),
    Power(gettext_lazy("Organisations, people, API clients"), lambda actor, _forum: policies.can_administer(actor)),
]  # fmt: skip


@dataclass(frozen=True)
class Role:
    """Somebody to ask for: as one of the host's own, and as one of another organisation."""

    label: _StrOrPromise
    own: Actor
    other: Actor


@dataclass(frozen=True)
class Cell:
    """`kind`: yes, some or no."""

    role: _StrOrPromise
    kind: str
    words: str


def powers_table(today_coordinator: Coordinator | None) -> tuple[list[Role], list[tuple[Power, list[Cell]]]]:
    """The roles, and for each power what the policies answer for each of them."""
    host = Organisation.objects.filter(is_host=True).first() or Organisation(is_host=True)
    forum = Forum(organisation=host)
    roles = _roles(forum, Organisation(), today_coordinator)
    return roles, [(power, [_cell(power, role, forum) for role in roles]) for power in POWERS]


def _roles(forum: Forum, elsewhere: Organisation, coordinator: Coordinator | None) -> list[Role]:
    def somebody(organisation: Organisation, *offices: Office, administrator: bool = False) -> PersonActor:
        person = Person(organisation=organisation, is_administrator=administrator)
        person.__dict__["_offices"] = {forum.pk: frozenset(offices)}  # as `offices_in` keeps what it has read
        return PersonActor(person)

    roles = [Role(office.label, somebody(forum.organisation, office), somebody(elsewhere, office)) for office in Office]
    if coordinator:
        someone = PersonActor(coordinator.person)
        roles.append(Role(_("Coordinator without a seat"), someone, someone))
    administrator = somebody(forum.organisation, administrator=True)
    scopes = list(settings.OAUTH2_PROVIDER["SCOPES"])
    own, other = (ClientActor(ApiClient(organisation=one, scopes=scopes)) for one in (forum.organisation, elsewhere))
    return [*roles, Role(_("Administrator"), administrator, administrator), Role(_("API client"), own, other)]


def _cell(power: Power, role: Role, forum: Forum) -> Cell:
    if power.ask(role.other, forum):
        return Cell(role.label, "yes", _("Yes"))
    if power.ask(role.own, forum):
        return Cell(role.label, "some", str(power.own))
    if power.unless(role.other, forum):
        return Cell(role.label, "some", str(power.otherwise))
    return Cell(role.label, "no", _("No"))


@signed_in
@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """For everybody who is signed in: the same table for all forums."""
    today = Coordinator.objects.on(timezone.localdate()).filter(person__is_administrator=False)
    someone = today.select_related("person__organisation").order_by("pk").first()
    roles, rows = powers_table(someone)
    return render(request, "meetings/powers.html", {"roles": roles, "rows": rows})
