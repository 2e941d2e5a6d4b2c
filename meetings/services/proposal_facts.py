from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from forum.enums import ItemKind
from forum.errors import InvalidInputError
from forum.services.days import refuse_wrong_order
from forum.services.text import clean_text
from meetings.services.agendas import refuse_impossible_length

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Measure, Person, ProposalFile

MOST_OFTEN, LEAST_OFTEN = 0, 52
TEXTS = ("purpose", "question", "draft_decision")
PLAIN = ("minutes", "kind", "every", "starts_on", "ends_on", "presented_by", "attachment", "measure")


@dataclass(frozen=True)
class Proposal:
    """What is asked of the forums. `every` = every n-th meeting, 0 = once. `presented_by`: somebody known here, who then finds
    it among his or her presentations, and whose title stands on the agenda where no `presenter` is given.
    `attachment`: as `keep_proposal_file` gave it."""

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
    presented_by: Person | None = None
    attachment: ProposalFile | None = None
    measure: Measure | None = None


def proposal_facts(proposal: Proposal) -> dict[str, object]:
    """What is kept of it. Raises `InvalidInputError`: no title, a term that ends before it starts, an impossible length or rhythm."""
    title = clean_text(proposal.title, single_line=True)
    if not title:
        raise InvalidInputError(_("Write the line that will stand on the agenda."), field="title")
    refuse_wrong_order(proposal.starts_on, proposal.ends_on, field="ends_on")
    if not MOST_OFTEN <= proposal.every <= LEAST_OFTEN:
        raise InvalidInputError(_("Choose once, or every first to fifty-second meeting."), field="every")
    refuse_impossible_length(proposal.minutes)
    texts = {name: clean_text(getattr(proposal, name)) for name in TEXTS}
    plain = {name: getattr(proposal, name) for name in PLAIN}
    presenter = proposal.presenter or (proposal.presented_by.title if proposal.presented_by else "")
    return {"title": title, "presenter": clean_text(presenter, single_line=True), **texts, **plain}
