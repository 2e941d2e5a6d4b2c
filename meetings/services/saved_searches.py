"""Searches whose new hits come by mail, at 08:00 on Swedish working days: each day, or once a week."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from forum.calendar.workdays import local_moment, next_working_day
from forum.enums import MessageKind
from forum.errors import ConflictError, InvalidInputError
from forum.models import Forum, Organisation, PersonActor
from forum.services.links import issue_link
from forum.services.outbox import Letter, queue_letter
from meetings.enums import Rhythm
from meetings.models import SavedSearch, SearchLink
from meetings.selectors.search import Terms, find_hits
from meetings.selectors.search_words import asks_something

if TYPE_CHECKING:
    import uuid

    from forum.models import Person
    from meetings.selectors.search_sources import Hit

HOUR: Final = 8
WATCHED: Final = 200  # the newest hits; of a wider search only what is new among them is told
LISTED: Final = 20
MOST_SEARCHES: Final = 20
AT_ONCE: Final = 20
GOOD_FOR: Final = timedelta(days=5)
LINK_LASTS: Final = timedelta(days=365)
LATER: Final = timedelta(hours=1)

logger = logging.getLogger(__name__)


def next_letter_at(rhythm: Rhythm, now: datetime) -> datetime:
    """08:00 (in the installation's zone) of the next working day after today, or of the first one from next Monday on."""
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    days = 1 if rhythm == Rhythm.DAILY else 7 - today.weekday()
    return local_moment(next_working_day(today + timedelta(days=days)), HOUR, settings.TIME_ZONE)


@transaction.atomic
def save_search(*, person: Person, terms: Terms, rhythm: Rhythm) -> SavedSearch:
    """From now on new hits of the search come by mail; what is found today counts as seen. Anybody, for himself or herself.

    Dates of the search are left out: what is new has no last day. Raises `InvalidInputError`, `ConflictError` when it is saved already
    or there are too many.
    """
    if not asks_something(terms.words):
        raise InvalidInputError(gettext_lazy("Write what to search for."), field="q")
    if not person.email:
        raise ConflictError(gettext_lazy("You have no e-mail address here, so no letter can reach you."))
    if SavedSearch.objects.of(person).count() >= MOST_SEARCHES:
        raise ConflictError(gettext_lazy("You have as many searches by mail as there can be. End one of them first."))
    saved = SavedSearch(person=person, words=terms.words, kind=terms.kind or "", rhythm=rhythm)
    saved.forum = Forum.objects.visible_to(PersonActor(person)).filter(slug=terms.forum).first()
    saved.organisation = Organisation.objects.filter(code=terms.organisation).first()
    saved.next_at = next_letter_at(rhythm, timezone.now())
    saved.told = [hit.key for hit in hits_of(saved)]
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise ConflictError(gettext_lazy("You get this search by mail already."), code="already_saved") from error
    return saved


def terms_of(saved: SavedSearch) -> Terms:
    return Terms(
        words=saved.words,
        kind=saved.kind or None,
        forum=saved.forum.slug if saved.forum else "",
        organisation=saved.organisation.code if saved.organisation else "",
    )


def hits_of(saved: SavedSearch) -> list[Hit]:
    """The newest hits as its owner sees them now."""
    return find_hits(PersonActor(saved.person), terms_of(saved), limit=WATCHED).hits


def end_search(*, saved_search_id: uuid.UUID) -> None:
    """No more letters of it. Its owner, signed in or by the link of a letter; ending twice does no harm."""
    SavedSearch.objects.filter(pk=saved_search_id, ended_at__isnull=True).update(ended_at=timezone.now(), told=[])


@transaction.atomic
def change_rhythm(*, saved_search_id: uuid.UUID, rhythm: Rhythm) -> None:
    """How often letters come. Its owner."""
    SavedSearch.objects.filter(pk=saved_search_id, ended_at__isnull=True).update(
        rhythm=rhythm, next_at=next_letter_at(rhythm, timezone.now())
    )


def send_due_searches() -> int:
    """Writes letters of the searches whose hour has come by PostgreSQL's clock, if there is something new; how many were settled.

    A search is a transaction of its own: hits that were told and the letter that tells them are written together. One that fails is
    logged and tried again an hour later, and stops no other.
    """
    due = SavedSearch.objects.filter(ended_at__isnull=True, next_at__lte=Now()).order_by("next_at")
    settled = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        try:
            settled += _settle(pk)
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            logger.exception("The saved search %s can't be searched", pk)
            SavedSearch.objects.filter(pk=pk).update(next_at=timezone.now() + LATER)
    return settled


@transaction.atomic
def _settle(pk: uuid.UUID) -> bool:
    rows = SavedSearch.objects.filter(pk=pk, ended_at__isnull=True, next_at__lte=Now())
    saved = (
        rows.select_for_update(skip_locked=True, of=("self",))
        .select_related("person__organisation", "forum", "organisation")
        .first()
    )
    if saved is None:
        return False
    if not saved.person.is_active or not saved.person.email:
        end_search(saved_search_id=saved.pk)
        return True
    hits = hits_of(saved)
    told = set(saved.told)
    new = [hit for hit in hits if hit.key not in told]
    if new:
        queue_letter(_letter(saved, saved.person.email, new))
    saved.told = [hit.key for hit in hits]
    saved.next_at = next_letter_at(saved.rhythm, timezone.now())
    saved.save(update_fields=["told", "next_at"])
    return True


def _letter(saved: SavedSearch, address: str, new: list[Hit]) -> Letter:
    person = saved.person
    now = timezone.now()
    link = issue_link(SearchLink, address=address, person=person, expires_at=now + LINK_LASTS, saved_search=saved)
    with override(person.language):
        words = {"words": saved.words, "count": len(new)}
        title = ngettext("%(count)d new hit for “%(words)s”", "%(count)d new hits for “%(words)s”", len(new)) % words
        why = _("You get this because you asked for new hits of this search.")
    return Letter(
        kind=MessageKind.SEARCH,
        recipient=address,
        person=person,
        language=person.language,
        template="mail/search",
        context={"title": title, "why": why, "hits": new[:LISTED], "more": max(0, len(new) - LISTED), "link": link},
        unsubscribe=link,
        dedup_key=f"search:{saved.pk}:{saved.next_at.isoformat()}",
        expires_at=now + GOOD_FOR,
    )
