"""What was written anew in the demo, so that histories and mails show how that looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory

from forum.enums import Language, MessageKind
from forum.services.mail_introductions import save_mail_text
from meetings.management.demo.cast import COUNCIL
from meetings.models import AgendaItem
from meetings.services.agendas import edit_item

if TYPE_CHECKING:
    from meetings.management.demo.cast import Cast

CLEARER = "Socialtjänsten och fritidsförvaltningen tar fram ett gemensamt schema inför nästa lov."
FIRST = "{reason} Frågor om mötet? Ring säkerhetssamordnaren på {host}."


def reword(cast: Cast) -> None:
    """The secretary writes a draft decision clearer; the administrator says more in the notices that go out from now on.

    Comes last: the history names the secretary for all that follows in the transaction.
    """
    with pghistory.context(user=str(cast.people["sekreterare"].pk)):
        waiting = AgendaItem.objects.filter(forum=cast.forums[COUNCIL], title="Samverkan under lov")
        item = waiting.order_by("-meeting__starts_at")[0]
        edit_item(item_id=item.pk, version=None, draft_decision=CLEARER)
        save_mail_text(kind=MessageKind.NOTICE, language=Language.SWEDISH, text=FIRST)
