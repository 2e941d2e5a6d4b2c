from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import ItemKind, MessageKind, Office, PlacementState, ProposalRule
from forum.errors import ConflictError, InvalidInputError
from forum.models import Forum, Person, Placement, PlacementLink, Topic
from forum.selectors.recipients import recipients_in_forums
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.links import prepare_link
from forum.services.locks import lock_forum, lock_forums
from forum.services.outbox import Letter, queue_letters
from forum.services.text import clean_text
from forum.services.versions import lock_version
from meetings.services.agendas import LONGEST_MINUTES, remove_item
from meetings.services.standing import place_standing_items

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import date, datetime

    from forum.selectors.recipients import Recipient

ANSWER_WITHIN = timedelta(days=60)
LIVE = (PlacementState.PROPOSED, PlacementState.ACCEPTED, PlacementState.DEFERRED)
MOST_OFTEN, LEAST_OFTEN = 0, 52


@dataclass(frozen=True)
class Proposal:
    """What is asked of the forums. `every` = every n-th meeting, 0 = once."""

    title: str
    purpose: str = ""
    question: str = ""
    presenter: str = ""
    minutes: int | None = None
    kind: ItemKind = ItemKind.INFORMATION
    draft_decision: str = ""
    every: int = 0
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass
class Proposed:
    """What came of one act: new placements, and the forums that already had a live one."""

    placements: list[Placement] = field(default_factory=list)
    already: list[Forum] = field(default_factory=list)


@transaction.atomic
def propose_topic(*, topic: Topic, forums: Iterable[Forum], proposal: Proposal, proposed_by: Person | None) -> Proposed:
    """Proposes a topic to many forums in one act; each chair is told by mail. Coordinators of the topic, administrators.

    Forums that take proposals at once get a standing item; one that has a live proposal of the topic is left as it is.
    Raises `InvalidInputError` for a missing title or term that ends before it starts, `ConflictError` for archived forums or none.
    """
    if topic.archived_at:
        raise ConflictError(_("The question is archived. Take it up again before you propose it."), code="archived")
    facts = _facts(proposal)
    forums = list({forum.pk: forum for forum in forums}.values())
    if not forums:
        raise InvalidInputError(_("Choose at least one forum."), field="forums")
    archived = [forum.name for forum in forums if forum.archived_at]
    if archived:
        raise ConflictError(
            _("These forums are archived: %(names)s. Leave them out.") % {"names": ", ".join(archived)}, field="forums"
        )
    lock_forums(forum.pk for forum in forums)
    live = set(Placement.objects.filter(topic=topic, forum__in=forums, state__in=LIVE).values_list("forum", flat=True))
    done = Proposed(already=[forum for forum in forums if forum.pk in live])
    rows = [
        Placement(topic=topic, forum=forum, proposed_by=proposed_by, **facts)
        for forum in forums
        if forum.pk not in live
    ]
    for row in rows[:1]:
        refuse_what_does_not_fit(row)
    try:
        with transaction.atomic():
            done.placements = Placement.objects.bulk_create(rows)
    except IntegrityError as error:
        raise ConflictError(
            _("Somebody else proposes the issue just now. Look at its proposals and try again."), field="forums"
        ) from error
    waiting = [placement for placement in done.placements if not _stands_at_once(placement)]
    for placement in done.placements:
        if _stands_at_once(placement):
            _answer(placement, PlacementState.ACCEPTED, proposed_by)
            place_standing_items(forum=placement.forum)
    _tell_chairs(waiting)
    return done


def _facts(proposal: Proposal) -> dict[str, object]:
    title = clean_text(proposal.title, single_line=True)
    if not title:
        raise InvalidInputError(_("Write the line that will stand on the agenda."), field="title")
    if proposal.starts_on and proposal.ends_on and proposal.ends_on < proposal.starts_on:
        raise InvalidInputError(_("The last day is before the first. Correct one of them."), field="ends_on")
    if not MOST_OFTEN <= proposal.every <= LEAST_OFTEN:
        raise InvalidInputError(_("Choose once, or every first to fifty-second meeting."), field="every")
    if proposal.minutes is not None and not 0 < proposal.minutes <= LONGEST_MINUTES:
        raise InvalidInputError(_("Write how many minutes the point takes, from 1 to 1440."), field="minutes")
    texts = {name: clean_text(getattr(proposal, name)) for name in ("purpose", "question", "draft_decision")}
    plain = {name: getattr(proposal, name) for name in ("minutes", "kind", "every", "starts_on", "ends_on")}
    return {"title": title, "presenter": clean_text(proposal.presenter, single_line=True), **texts, **plain}


def _stands_at_once(placement: Placement) -> bool:
    forum = placement.forum
    return forum.proposals == ProposalRule.STANDING_AT_ONCE and forum.organisation.is_host and not forum.external


def _tell_chairs(placements: list[Placement]) -> None:
    """One letter per proposal with a link that lets it be answered: to the chair, else the vice chair, else the secretary."""
    forums = {placement.forum_id for placement in placements}
    by_office = [
        recipients_in_forums(forums, [office]) for office in (Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY)
    ]
    expires_at = timezone.now() + ANSWER_WITHIN
    letters, links = [], []
    for placement in placements:
        reached = [recipient for found in by_office for recipient in found.get(placement.forum_id, [])]
        people = [recipient for recipient in reached if recipient.person]
        for recipient in (people or reached)[:1]:
            link, url = prepare_link(
                PlacementLink,
                address=recipient.address,
                person=recipient.person,
                expires_at=expires_at,
                placement=placement,
            )
            links.append(link)
            letters.append(_letter(placement, recipient, url, expires_at))
    PlacementLink.objects.bulk_create(links)
    queue_letters(letters)


def _letter(placement: Placement, recipient: Recipient, link: str, expires_at: datetime) -> Letter:
    reply_to = placement.topic.organisation.contact_address
    return Letter(
        kind=MessageKind.PROPOSAL,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=placement.forum,
        template="mail/proposal",
        context={"placement": placement, "link": link, "why": recipient.reason, "reply_to": reply_to},
        reply_to=reply_to,
        dedup_key=f"proposal:{placement.pk}:{placement.deferred_until or 'first'}:{recipient.address}",
        expires_at=expires_at,
    )


@transaction.atomic
def reopen_deferred() -> int:
    """Deferred proposals whose day has come are proposed again, and their chairs told again."""
    due = Placement.objects.filter(state=PlacementState.DEFERRED, deferred_until__lte=timezone.localdate())
    placements = list(
        due.select_for_update(of=("self",), skip_locked=True).select_related("forum", "topic__organisation")
    )
    Placement.objects.filter(pk__in=[placement.pk for placement in placements]).update(state=PlacementState.PROPOSED)
    _tell_chairs(placements)
    return len(placements)


def _answer(placement: Placement, state: PlacementState, person: Person | None, **changes: object) -> Placement:
    placement.state, placement.answered_by, placement.answered_at = (state, person, timezone.now())
    for name, value in changes.items():
        setattr(placement, name, value)
    placement.save()
    return placement.refreshed()


def _waiting(placement_id: uuid.UUID, version: int | None) -> Placement:
    forum = lock_forum(placements=placement_id)
    placement = lock_version(Placement, placement_id, version)
    if forum.archived_at:
        raise ConflictError(_("The forum is archived, so it takes no proposals."), code="archived")
    if placement.state not in {PlacementState.PROPOSED, PlacementState.DEFERRED}:
        raise ConflictError(
            _("The proposal has already been answered: %(state)s.") % {"state": placement.state.label.lower()},
            code="already_answered",
        )
    return placement


@transaction.atomic
def accept_proposal(*, placement_id: uuid.UUID, version: int | None, answered_by: Person | None) -> Placement:
    """Says yes: the item stands on the next agenda at once. Chair, secretary. Raises `ConflictError` (answered), `StaleVersionError`."""
    placement = _answer(_waiting(placement_id, version), PlacementState.ACCEPTED, answered_by, deferred_until=None)
    place_standing_items(forum=placement.forum)
    return placement


@transaction.atomic
def defer_proposal(
    *, placement_id: uuid.UUID, version: int | None, answered_by: Person | None, until: date
) -> Placement:
    """Puts the proposal off to a day, when it comes back. Chair, secretary. Raises `InvalidInputError` for a day that has passed."""
    if until <= timezone.localdate():
        raise InvalidInputError(_("Choose a day that is still to come."), field="until")
    return _answer(_waiting(placement_id, version), PlacementState.DEFERRED, answered_by, deferred_until=until)


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
    """Takes a proposal back. It leaves agendas of meetings to come, held ones stay. Coordinator. Raises `ConflictError` when not live."""
    lock_forum(placements=placement_id)
    placement = lock_version(Placement, placement_id, version)
    if placement.state not in LIVE:
        raise ConflictError(_("The proposal is not live any more."))
    ahead = placement.items.filter(meeting__starts_at__gt=timezone.now(), meeting__noticed_at__isnull=True)
    empty = ahead.filter(answer="", notes="", paragraph__isnull=True, decisions__isnull=True, actions__isnull=True)
    for item in empty:
        remove_item(item_id=item.pk, version=None)
    placement.state, placement.reason = PlacementState.WITHDRAWN, clean_text(reason)
    placement.save()
    return placement.refreshed()
