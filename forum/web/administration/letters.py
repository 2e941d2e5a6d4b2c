"""Reminders and letters of all forums, as numbers: what is said in them is not the administrator's to read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.enums import MessageState
from forum.models import Forum, OutboxMessage, Reminder
from forum.models.counting import count_of
from forum.web.acting import page_of
from forum.web.administration.frame import administrators_only, way

if TYPE_CHECKING:
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
    planned = Reminder.objects.planned().filter(forum=OuterRef("pk"), moment__lt=now + AHEAD)
    outbox = OutboxMessage.objects.filter(forum=OuterRef("pk"))
    forums = Forum.objects.active().annotate(
        coming=count_of(planned, "forum"),
        waiting=count_of(
            outbox.filter(state__in=[MessageState.QUEUED, MessageState.SENDING, MessageState.HELD]), "forum"
        ),
        sent=count_of(outbox.filter(state=MessageState.SENT, sent_at__gte=now - LATELY), "forum"),
        failed=count_of(outbox.filter(state=MessageState.FAILED, created_at__gte=now - AHEAD), "forum"),
    )
    context = {
        "page": page_of(request, forums.order_by("-failed", "-waiting", "name", "pk")),
        "everywhere": everywhere,
        "way": way(),
        "title": _("Reminders and mail"),
    }
    return render(request, "forum/administration/letters.html", context)
