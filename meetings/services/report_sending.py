"""A fixed report goes to a forum's agenda, with the PDF as document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.enums import LIVE_PLACEMENTS, ItemKind, PlacementState
from forum.errors import ConflictError
from forum.models import Placement
from forum.policies import can_edit_meetings
from meetings.enums import ReportKind
from meetings.models import AgendaItem, ReportEdition, ReportSending
from meetings.selectors.upcoming import next_meeting
from meetings.services.agendas import add_item
from meetings.services.documents import add_document
from meetings.services.locks import lock_forum_in_use
from meetings.services.proposal_facts import Proposal
from meetings.services.proposal_files import keep_proposal_file
from meetings.services.proposals import propose_topic

if TYPE_CHECKING:
    from forum.models import Actor, Forum, Person

LINE = 300


def file_name(edition: ReportEdition, ending: str) -> str:
    report = edition.report
    return f"{slugify(report.title) or 'rapport'}-{edition.number}{ending}"


@transaction.atomic
def send_report(
    *,
    edition: ReportEdition,
    forum: Forum,
    actor: Actor,
    sent_by: Person | None,
    question: str = "",
    draft_decision: str = "",
) -> ReportSending:
    """Puts the edition on the forum's next agenda: at once for its chair and secretary, else as a proposal that the chair answers.

    Where the topic stands there already, the PDF becomes a document of that point. Raises `ConflictError`: sent there before, no
    meeting ahead, the forum is archived or full, or the topic's proposal waits there.
    """
    forum = lock_forum_in_use(forum.pk)
    if edition.sendings.filter(forum=forum).exists():
        raise ConflictError(_("This edition has been sent to %s before.") % forum.name, field="forum")
    item, placement = None, None
    if can_edit_meetings(actor, forum):
        item = _own_item(edition, forum, sent_by, question, draft_decision)
    elif standing := _live(edition, forum):
        item, placement = _under(edition, standing, sent_by), standing
    else:
        placement = _proposal(edition, forum, sent_by, question, draft_decision)
    return ReportSending.objects.create(edition=edition, forum=forum, item=item, placement=placement, sent_by=sent_by)


def _pdf(edition: ReportEdition) -> ContentFile[bytes]:
    return ContentFile(bytes(edition.pdf), name=file_name(edition, ".pdf"))


def _own_item(
    edition: ReportEdition, forum: Forum, sent_by: Person | None, question: str, draft_decision: str
) -> AgendaItem:
    meeting = next_meeting(forum)
    if meeting is None:
        raise ConflictError(_("%s has no meeting ahead. Plan one first.") % forum.name, field="forum")
    report = edition.report
    item: AgendaItem = add_item(
        meeting=meeting, title=report.title[:LINE], kind=_kind(draft_decision), question=question,
        draft_decision=draft_decision, topic=report.topic,
    )  # fmt: skip
    add_document(forum=forum, item=item, file=_pdf(edition), uploaded_by=sent_by, title=report.title)
    return item


def _kind(draft_decision: str) -> ItemKind:
    return ItemKind.DECISION if draft_decision else ItemKind.INFORMATION


def _live(edition: ReportEdition, forum: Forum) -> Placement | None:
    rows = Placement.objects.filter(topic=edition.report.topic, forum=forum, measure=None, state__in=LIVE_PLACEMENTS)
    placement: Placement | None = rows.first()
    return placement


def _under(edition: ReportEdition, placement: Placement, sent_by: Person | None) -> AgendaItem:
    """The topic's point on the next agenda gets the PDF."""
    if placement.state != PlacementState.ACCEPTED:
        raise ConflictError(
            _("The topic is proposed there and waits for an answer. Send the report when the chair has said yes."),
            field="forum",
        )
    meeting = next_meeting(placement.forum)
    item: AgendaItem | None = (
        AgendaItem.objects.filter(meeting=meeting, placement=placement).first() if meeting else None
    )
    if item is None:
        raise ConflictError(
            _("The topic is not on the next agenda of %s. Ask the secretary to put it there.") % placement.forum.name,
            field="forum",
        )
    title = edition.report.title
    add_document(forum=placement.forum, item=item, file=_pdf(edition), uploaded_by=sent_by, title=title)
    return item


def _proposal(
    edition: ReportEdition, forum: Forum, sent_by: Person | None, question: str, draft_decision: str
) -> Placement:
    report = edition.report
    if report.topic is None or report.kind == ReportKind.FORUM_YEAR:
        raise ConflictError(_("A forum's year is sent to that forum by its chair or secretary."), field="forum")
    attachment = keep_proposal_file(file=_pdf(edition), uploaded_by=sent_by)
    proposal = Proposal(
        title=report.title[:LINE], question=question, draft_decision=draft_decision, kind=_kind(draft_decision),
        attachment=attachment,
    )  # fmt: skip
    done = propose_topic(topic=report.topic, forums=[forum], proposal=proposal, proposed_by=sent_by)
    if not done.placements:
        raise ConflictError(_("%s takes no more proposed points at its next meeting.") % forum.name, field="forum")
    return done.placements[0]
