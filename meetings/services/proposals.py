from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from forum.enums import ANSWERABLE_PLACEMENTS, LIVE_PLACEMENTS, PlacementState, ProposalRule
from forum.errors import ConflictError, InvalidInputError
from forum.models import Forum, Person, Placement, Topic
from forum.services.days import refuse_today_and_before
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.locks import lock_forum, lock_forums
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.models import Document
from meetings.selectors.room import room_in_forums
from meetings.services.agendas import remove_item
from meetings.services.guests import end_calls
from meetings.services.proposal_facts import Proposal, proposal_facts
from meetings.services.proposal_letters import ask_for_answers, keep_letters_back, take_letters_back, tell_of_withdrawal
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass
class Proposed:
    """What came of one act: new placements, the forums that already had a live one, and those that take no more."""

    placements: list[Placement] = field(default_factory=list)
    already: list[Forum] = field(default_factory=list)
    full: list[Forum] = field(default_factory=list)
    batch: uuid.UUID | None = None


@transaction.atomic
def propose_topic(*, topic: Topic, forums: Iterable[Forum], proposal: Proposal, proposed_by: Person | None) -> Proposed:
    """Proposes a topic to many forums in one act; each chair is told by mail. Coordinators of the topic, administrators.

    Forums that take proposals at once get a standing item; one that has a live proposal of the topic is left as it is, and so is
    one whose next agenda takes no more. The letters wait a while, so that the act can be undone (`undo_proposals`).
    Raises `InvalidInputError` for a missing title or term that ends before it starts, `ConflictError` for archived forums or none.
    """
    facts = proposal_facts(proposal)
    forums = _open_forums(topic, forums)
    lock_forums(forum.pk for forum in forums)
    done = _sorted_out(topic, forums, proposal)
    left = {forum.pk for forum in done.already + done.full}
    rows = [
        Placement(topic=topic, forum=forum, proposed_by=proposed_by, batch=done.batch, **facts)
        for forum in forums
        if forum.pk not in left
    ]
    done.placements = _written(rows)
    for placement in done.placements:
        if stands_at_once(placement.forum):
            _answer(placement, PlacementState.ACCEPTED, proposed_by)
            place_standing_items(forum=placement.forum)
    ask_for_answers([one for one in done.placements if not stands_at_once(one.forum)], wait=True)
    return done


def _open_forums(topic: Topic, forums: Iterable[Forum]) -> list[Forum]:
    """Each once; neither the topic nor any of them is archived."""
    if topic.archived_at:
        raise ConflictError(_("The topic is archived. Take it up again before you propose it."), code="archived")
    found = list({forum.pk: forum for forum in forums}.values())
    if not found:
        raise InvalidInputError(_("Choose at least one forum."), field="forums")
    archived = [forum.name for forum in found if forum.archived_at]
    if archived:
        raise ConflictError(
            _("These forums are archived: %(names)s. Leave them out.") % {"names": ", ".join(archived)}, field="forums"
        )
    return found


def _sorted_out(topic: Topic, forums: list[Forum], proposal: Proposal) -> Proposed:
    """Which forums have a live proposal already, and which take no more."""
    standing = Placement.objects.filter(
        topic=topic, measure=proposal.measure, forum__in=forums, state__in=LIVE_PLACEMENTS
    )
    live = set(standing.values_list("forum", flat=True))
    room = room_in_forums(forum for forum in forums if forum.pk not in live)
    full = {key for key, there in room.items() if there.refused(proposal.minutes)}
    return Proposed(
        already=[forum for forum in forums if forum.pk in live],
        full=[forum for forum in forums if forum.pk in full],
        batch=uuid7(),
    )


def _written(rows: list[Placement]) -> list[Placement]:
    for row in rows[:1]:  # all have the same texts
        refuse_what_does_not_fit(row)
    try:
        with transaction.atomic():
            return Placement.objects.bulk_create(rows)
    except IntegrityError as error:
        raise ConflictError(
            _("Somebody else proposes the issue just now. Look at its proposals and try again."), field="forums"
        ) from error


def stands_at_once(forum: Forum) -> bool:
    """Whether the forum takes proposals without asking its chair."""
    return forum.proposals == ProposalRule.STANDING_AT_ONCE and forum.organisation.is_host and not forum.external


@transaction.atomic
def reopen_deferred() -> int:
    """Deferred proposals whose day has come are proposed again, and their chairs told again; not in forums that were archived meanwhile."""
    due = Placement.objects.filter(
        state=PlacementState.DEFERRED, deferred_until__lte=timezone.localdate(), forum__archived_at__isnull=True
    )
    placements = list(
        due.select_for_update(of=("self",), skip_locked=True).select_related("forum", "topic__organisation")
    )
    Placement.objects.filter(pk__in=[placement.pk for placement in placements]).update(state=PlacementState.PROPOSED)
    ask_for_answers(placements)
    return len(placements)


def _answer(placement: Placement, state: PlacementState, person: Person | None, **changes: object) -> Placement:
    placement.state, placement.answered_by, placement.answered_at = (state, person, timezone.now())
    for name, value in changes.items():
        setattr(placement, name, value)
    placement.save()
    keep_letters_back([placement.pk])
    return placement.refreshed()


def _waiting(placement_id: uuid.UUID, version: int | None) -> Placement:
    forum = lock_forum(placements=placement_id)
    placement = lock_version(Placement, placement_id, version)
    if forum.archived_at:
        raise ConflictError(_("The forum is archived, so it takes no proposals."), code="archived")
    if placement.state not in ANSWERABLE_PLACEMENTS:
        raise ConflictError(
            _("The proposal has already been answered: %(state)s.") % {"state": placement.state.label.lower()},
            code="already_answered",
        )
    return placement


@transaction.atomic
def accept_proposal(*, placement_id: uuid.UUID, version: int | None, answered_by: Person | None) -> Placement:
    """Says yes: the item stands on the next agenda at once. Chair, secretary.

    Raises `ConflictError` (answered, or `full`: the forum takes no more proposed points), `StaleVersionError`.
    """
    placement = _waiting(placement_id, version)
    room = room_in_forums([placement.forum]).get(placement.forum_id)
    if room and room.refused(placement.minutes):
        raise ConflictError(
            _("The next agenda has all the proposed points that the forum takes. Put this one off to a later day."),
            code="full",
        )
    _answer(placement, PlacementState.ACCEPTED, answered_by, deferred_until=None)
    place_standing_items(forum=placement.forum)
    return placement


@transaction.atomic
def defer_proposal(
    *, placement_id: uuid.UUID, version: int | None, answered_by: Person | None, until: date
) -> Placement:
    """Puts the proposal off to a day, when it comes back. Chair, secretary. Raises `InvalidInputError` for a day that has passed."""
    refuse_today_and_before(until, field="until")
    placement = _waiting(placement_id, version)
    times = placement.times_deferred + 1
    return _answer(placement, PlacementState.DEFERRED, answered_by, deferred_until=until, times_deferred=times)


@transaction.atomic
def decline_proposal(
    *, placement_id: uuid.UUID, version: int | None, answered_by: Person | None, reason: str
) -> Placement:
    """Says no, with the reason that the coordinator sees. Chair, secretary. Raises `InvalidInputError` without a reason."""
    reason = clean_text(reason)
    if not reason:
        raise InvalidInputError(_("Write why, so that the coordinator can find a better way."), field="reason")
    return _answer(_waiting(placement_id, version), PlacementState.DECLINED, answered_by, reason=reason)


@transaction.atomic
def withdraw_proposal(*, placement_id: uuid.UUID, version: int | None, reason: str = "") -> Placement:
    """Takes a proposal back. It leaves agendas of meetings to come, held ones stay; who was asked by mail and has not answered is told.

    Coordinator. Raises `ConflictError` when not live, `StaleVersionError`.
    """
    lock_forum(placements=placement_id)
    placement = lock_version(Placement, placement_id, version)
    if placement.state not in LIVE_PLACEMENTS:
        raise ConflictError(_("The proposal is not live any more."))
    unanswered = placement.state != PlacementState.ACCEPTED
    _leave_agendas(placement)
    placement.state, placement.reason = PlacementState.WITHDRAWN, clean_text(reason)
    placement.save()
    if not take_letters_back([placement.pk]) and unanswered:
        tell_of_withdrawal([placement])
    return placement.refreshed()


def _leave_agendas(placement: Placement) -> None:
    """Points that nothing came of, of meetings ahead whose notice is not sent; the proposal's own file goes with them, guests are told."""
    ahead = placement.items.filter(meeting__starts_at__gt=timezone.now(), meeting__noticed_at__isnull=True)
    ours = placement.attachment.stored_as if placement.attachment else ""
    empty = ahead.filter(answer="", notes="", paragraph__isnull=True, decisions__isnull=True, actions__isnull=True)
    for item in empty.exclude(documents__in=Document.objects.exclude(stored_as=ours)):
        item.documents.all().delete()
        end_calls(item)
        remove_item(item_id=item.pk, version=None)
