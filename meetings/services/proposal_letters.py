"""Whom a proposal is told, and how: the chair, or the convenor of a forum that is led by somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import MessageKind, Office, PlacementState, SharedKind, Silence
from forum.models import PlacementLink, Share
from forum.selectors.recipients import Recipient, recipients_in_forums
from forum.services.links import prepare_link
from forum.services.outbox import Cause, Letter, queue_letters
from forum.services.withdrawal import withdraw_letters
from meetings.selectors.lines_beneath import lines_of_topics, topics_with_lines

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from forum.models import Placement

ANSWER_WITHIN = timedelta(days=60)
ASKED = (Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY)


def ask_for_answers(placements: list[Placement], *, wait: bool = False) -> None:
    """One letter per proposal with a link that lets it be answered, to the chair, else the vice chair, else the secretary.

    Of a forum that is led by somebody else to its convenor. `wait`: not before it can no longer be undone without a trace.
    """
    now = timezone.now()
    not_before = now + timedelta(seconds=settings.PROPOSALS_WAIT_SECONDS) if wait else None
    letters, links = [], []
    wished = {one.pk: topics_with_lines(one.forum, [one.topic]) for one in placements}
    lines = lines_of_topics(set().union(*wished.values()))
    for placement, recipient in _receivers(placements):
        expires_at = now + ANSWER_WITHIN
        link, url = prepare_link(
            PlacementLink,
            address=recipient.address,
            person=recipient.person,
            expires_at=expires_at,
            placement=placement,
        )
        links.append(link)
        letter = _letter(placement, recipient, url, expires_at, not_before)
        beneath = [one for one in lines if one.line.topic_id in wished[placement.pk]]
        letters.append(replace(letter, context={**letter.context, "support": beneath}))
    PlacementLink.objects.bulk_create(links)
    queue_letters(letters)
    _note_shares(placements, now)


def _note_shares(placements: list[Placement], now: datetime) -> None:
    """A proposal to a forum that another organisation leads is sent to that organisation: from then on a public record there."""
    Share.objects.bulk_create(
        [
            Share(
                forum=one.forum, kind=SharedKind.PROPOSAL, object_id=one.pk, shared_version=one.version,
                organisation_id=one.forum.organisation_id, shared_by_id=one.proposed_by_id, shared_at=now,
            )
            for one in placements
            if one.forum.organisation_id != one.topic.organisation_id
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _receivers(placements: list[Placement]) -> Iterable[tuple[Placement, Recipient]]:
    forums = {placement.forum_id for placement in placements}
    by_office = [recipients_in_forums(forums, [office]) for office in ASKED]
    for placement in placements:
        reached = [recipient for found in by_office for recipient in found.get(placement.forum_id, [])]
        people = [recipient for recipient in reached if recipient.person]
        convenor = _convenor(placement)
        for recipient in ([convenor] if convenor else people or reached)[:1]:
            yield placement, recipient


def answers_still(link: PlacementLink) -> bool:
    """Whether a proposal to that forum would still be told to the link's person: from a seat, or standing in for one."""
    if link.person_id is None:
        return True
    forum_id = link.placement.forum_id
    reached = recipients_in_forums([forum_id], ASKED).get(forum_id, [])
    return any(one.person and one.person.pk == link.person_id for one in reached)


def _convenor(placement: Placement) -> Recipient | None:
    """The address at which a forum led by somebody else is reached; without one whoever sits there for us is asked."""
    forum = placement.forum
    if not (forum.external and forum.contact_address):
        return None
    with override(settings.LANGUAGE_CODE):
        reason = _("You get this because you are given as the contact of %(forum)s.") % {"forum": forum.name}
    return Recipient(forum.contact_address, settings.LANGUAGE_CODE, reason)


def _letter(
    placement: Placement, recipient: Recipient, link: str, expires_at: datetime, not_before: datetime | None
) -> Letter:
    reply_to = placement.topic.organisation.contact_address
    return Letter(
        kind=MessageKind.PROPOSAL,
        recipient=recipient.address,
        person=recipient.person,
        language=recipient.language,
        forum=placement.forum,
        template="mail/convenor" if _convenor(placement) else "mail/proposal",
        context={"placement": placement, "link": link, "why": recipient.reason, "reply_to": reply_to},
        reply_to=reply_to,
        dedup_key=f"proposal:{placement.pk}:{placement.deferred_until or 'first'}:{recipient.address}",
        expires_at=expires_at,
        not_before=not_before,
        causes=(Cause(object_id=placement.pk, forum_id=placement.forum_id),),
    )


def keep_letters_back(placement_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Letters that have not left and ask for an answer that is not wanted any more; of which proposals. Needs a transaction."""
    return withdraw_letters(object_ids=placement_ids, kinds=[MessageKind.PROPOSAL], silence=Silence.CHANGED)


def take_letters_back(placement_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """The same for proposals that are taken back: what nobody was sent was not shared."""
    unheard = keep_letters_back(placement_ids)
    Share.objects.filter(kind=SharedKind.PROPOSAL, object_id__in=unheard).delete()
    return unheard


def tell_of_withdrawal(placements: Iterable[Placement]) -> None:
    """Who was asked by mail and has not answered is told that no answer is needed any more."""
    asked = [one for one in placements if one.state == PlacementState.WITHDRAWN]
    links = PlacementLink.objects.filter(placement__in=asked, revoked_at__isnull=True).select_related("person")
    by_placement = {one.pk: one for one in asked}
    letters = [_taken_back(by_placement[link.placement_id], link) for link in links]
    queue_letters(letters)


def _taken_back(placement: Placement, link: PlacementLink) -> Letter:
    language = link.person.language if link.person else settings.LANGUAGE_CODE
    reply_to = placement.topic.organisation.contact_address
    with override(language):
        why = _("You get this because you were asked to answer the proposal.")
    return Letter(
        kind=MessageKind.PROPOSAL,
        recipient=link.address,
        person=link.person,
        language=language,
        forum=placement.forum,
        template="mail/taken_back",
        context={"placement": placement, "why": why, "reply_to": reply_to},
        reply_to=reply_to,
        dedup_key=f"taken-back:{placement.pk}:{link.address}",
        expires_at=timezone.now() + timedelta(days=7),
    )
