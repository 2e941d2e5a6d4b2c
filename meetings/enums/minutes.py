"""Minutes and comments on them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MinutesState(TextChoices):
    DRAFT = "draft", _("Draft")
    CIRCULATED = "circulated", _("Circulated")
    APPROVED = "approved", _("Approved")
    SETTLED = "settled", _("Settled")
    REPLACED = "replaced", _("Replaced by a later version")


LOCKED_MINUTES = (MinutesState.APPROVED, MinutesState.SETTLED)


class CommentAnswer(TextChoices):
    """What the secretary says to a comment on the minutes."""

    CORRECTED = "corrected", _("Will be corrected")
    KEPT = "kept", _("Stands as it is")
