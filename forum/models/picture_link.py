from __future__ import annotations

from django.db import models

from .link import SignedLink
from .picture import PictureRecipient, SituationPicture


class AnswerLink(SignedLink):
    """Lets somebody who was asked answer, pass on or say no from the mail."""

    prefix = "q"
    recipient = models.ForeignKey(PictureRecipient, on_delete=models.CASCADE, related_name="links")


class PictureOpenLink(SignedLink):
    """One address for all associations: whoever has it may answer in an association's name. `address` is empty."""

    prefix = "o"
    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, related_name="open_links")
