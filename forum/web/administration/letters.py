"""Reminders and letters of all forums, as numbers: what is said in them is not the administrator's to read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.enums import MessageState
from forum.models import Forum, OutboxMessage, Reminder
from forum.web.acting import page_of
from forum.web.administration.frame import administrators_only, way

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

AHEAD = timedelta(days=30)
LATELY = timedelta(days=7)


@administrators_only
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """By forum: how many are planned, wait, were sent, failed."""
    now = timezone.now()
    everywhere = OutboxMessage.objects.aggregate(
        held=Count("pk", filter=Q(state=MessageState.HELD)),
        waiting=Count("pk", filter=Q(state__in=[MessageState.QUEUED, MessageState.SENDING])),
        failed=Count("pk", filter=Q(state=MessageState.FAILED, created_at__gte=now - AHEAD)),
    )
    planned = Reminder.objects.planned().filter(moment__lt=now + AHEAD)
    outbox = OutboxMessage.objects.all()
    forums = Forum.objects.active().annotate(
        coming=_number(planned),
        waiting=_number(outbox.filter(state__in=[MessageState.QUEUED, MessageState.SENDING, MessageState.HELD])),
        sent=_number(outbox.filter(state=MessageState.SENT, sent_at__gte=now - LATELY)),
        failed=_number(outbox.filter(state=MessageState.FAILED, created_at__gte=now - AHEAD)),
    )
    context = {
        "page": page_of(request, forums.order_by("-failed", "-waiting", "name", "pk")),
        "everywhere": everywhere,
        "way": way(),
        "title": _("Reminders and mail"),
    }
    return render(request, "forum/administration/letters.html", context)


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(forum=OuterRef("pk")).order_by().values("forum").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
