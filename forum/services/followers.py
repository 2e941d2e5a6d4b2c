"""Those of the public who follow a forum by mail: asked for, confirmed from the mail, ended by one click."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forum.enums import Language, MessageKind, Openness
from forum.errors import ConflictError
from forum.models import Follower, FollowLink, Forum, UnfollowLink
from forum.services.links import issue_link, mark_used, prepare_link
from forum.services.outbox import Letter, queue_letter

if TYPE_CHECKING:
    from datetime import datetime

CONFIRM_WITHIN = timedelta(days=3)
STOP_WITHIN = timedelta(days=5 * 365)


@transaction.atomic
def ask_to_follow(*, forum: Forum, address: str, language: str) -> None:
    """Asks the address by mail whether it wants to follow; nothing else is sent before it says yes. At most one letter a day.

    The caller learns nothing about whether the address follows already. Anybody. Raises `ConflictError` when the forum is not public.
    """
    if forum.openness != Openness.PUBLIC:
        raise ConflictError(_("The forum is not public any more."))
    spoken = Language(language) if language in Language.values else Language(settings.LANGUAGE_CODE)
    follower, _new = Follower.objects.get_or_create(
        forum=forum, address=address.lower(), defaults={"language": spoken, "asked_at": timezone.now()}
    )
    now = timezone.now()
    Follower.objects.filter(pk=follower.pk, confirmed_at__isnull=True).update(asked_at=now)
    key = f"follow:{follower.pk}:{timezone.localdate():%Y-%m-%d}"
    link = issue_link(FollowLink, address=follower.address, expires_at=now + CONFIRM_WITHIN, follower=follower)
    with override(spoken.value):
        title = _("Do you want to follow %(forum)s?") % {"forum": forum.name}
    queue_letter(
        Letter(
            kind=MessageKind.FOLLOWING,
            recipient=follower.address,
            language=spoken.value,
            template="mail/follow",
            context={"title": title, "forum_name": forum.name, "link": link},
            dedup_key=key,
            expires_at=now + CONFIRM_WITHIN,
        )
    )


@transaction.atomic
def confirm_following(*, link: FollowLink) -> Forum:
    """The yes from the mail; saying it twice changes nothing more."""
    follower = Follower.objects.select_for_update(of=("self",)).select_related("forum").get(pk=link.follower_id)
    mark_used(link)
    Follower.objects.filter(pk=follower.pk, confirmed_at__isnull=True).update(confirmed_at=timezone.now())
    return follower.forum


@transaction.atomic
def stop_following(*, link: UnfollowLink) -> None:
    """Ends the letters and forgets the address, in all links too; stopping twice changes nothing more."""
    if link.follower_id is None:
        return
    UnfollowLink.objects.filter(follower=link.follower_id).update(address="", used_at=timezone.now())
    Follower.objects.filter(pk=link.follower_id).delete()


def prepare_unfollow_link(follower: Follower, now: datetime) -> tuple[UnfollowLink, str]:
    """A link for one letter, not saved yet, and its address."""
    return prepare_link(
        UnfollowLink,
        address=follower.address,
        expires_at=now + STOP_WITHIN,
        forum=follower.forum,
        follower=follower,
    )


def forget_unconfirmed() -> int:
    """The hourly round: addresses that never said yes are forgotten when their time to do so is over; how many."""
    late = Follower.objects.filter(confirmed_at__isnull=True, asked_at__lt=timezone.now() - CONFIRM_WITHIN)
    return late.delete()[1].get("forum.Follower", 0)
