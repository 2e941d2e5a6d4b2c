from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from forum.services.question_sets import ensure_shipped_sets


class Command(BaseCommand):
    help = "Takes in the question sets that come with the program, after each migration. Changes nothing when they are here."

    def handle(self, *_args: Any, **_options: Any) -> None:
        ensure_shipped_sets()
