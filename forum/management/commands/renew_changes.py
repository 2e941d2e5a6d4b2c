from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from forum.services.change_log import renew_epoch


class Command(BaseCommand):
    help = (
        "Makes all API clients read everything again. Needed after the image of a whole machine was restored; "
        "after pg_restore or point-in-time recovery it happens by itself."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        renew_epoch()
        self.stdout.write("All cursors of /changes have ended.")
