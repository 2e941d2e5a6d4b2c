"""An earlier text of a draft is put back: an ordinary edit, by the ordinary verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError
from meetings.models import Decision
from meetings.services.agendas import edit_item
from meetings.services.outcomes import edit_decision, write_outcome

if TYPE_CHECKING:
    import uuid

AGENDA_TEXTS: Final = frozenset({"title", "question", "draft_decision", "presenter"})


def restore_text(*, part: str, object_id: uuid.UUID, field: str, text: str, version: int | None) -> Any:
    """Puts a text of a point, of its notes or of a decision back to what it once was. Chair, secretary.

    Raises `ConflictError` when minutes have been sent or approved, `StaleVersionError`, `InvalidInputError` for a field that can't
    be put back or an empty title.
    """
    if part == "item" and field in AGENDA_TEXTS:
        return edit_item(item_id=object_id, version=version, **{field: text})
    if part == "outcome" and field == "notes":
        return write_outcome(item_id=object_id, version=version, notes=text)
    if part == "decision" and field in {"text", "reservations"}:
        now = Decision.objects.only("text", "reservations").get(pk=object_id)
        words = {"text": now.text, "reservations": now.reservations, field: text}
        return edit_decision(decision_id=object_id, version=version, **words)
    raise InvalidInputError(_("This text can't be put back from the history."))
