from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from forum.models import Organisation
from meetings.management.demo.cast import gather
from meetings.management.demo.history import play
from meetings.management.demo.neighbour import connect


class Command(BaseCommand):
    """Fills an empty installation with the demo, through the public services only; dates follow from today."""

    help = "Fill an empty installation with the demo: five forums, a topic, meetings, actions, a neighbouring municipality."

    def handle(self, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is for demo installations: set DEMO=1, never where real data is.")
        if Organisation.objects.filter(is_host=True).exists():
            self.stdout.write("There is a host municipality already: nothing was changed.")
            return
        today = timezone.localdate()
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            cast = gather(today)
            play(cast, today)
        path = connect(cast)
        self.stdout.write(f"The demo is ready. The neighbour's API client: {path}")
