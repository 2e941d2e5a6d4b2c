from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from forum.services.restore_hold import settle_hold

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Says how many letters are held after a restore, and lets them go. What stands in the mail server's log was sent and is only "
        "marked so; the rest is sent with --send, or withdrawn with --discard; without either it stays held."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mail-log", metavar="FILE", help="the mail server's log since the backup was taken")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--send", action="store_true", help="send the rest")
        what.add_argument("--discard", action="store_true", help="withdraw the rest for good")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        report = settle_hold(
            mail_log=_text_of(options["mail_log"]),
            send=options["send"] if options["send"] or options["discard"] else None,
        )
        words = {
            "sentBefore": report.sent_before,
            "queued": report.queued,
            "discarded": report.discarded,
            "held": report.held,
        }
        if options["json"]:
            self.stdout.write(json.dumps(words))
            return
        self.stdout.write(
            f"Sent before: {report.sent_before}. To be sent: {report.queued}. Withdrawn: {report.discarded}. Still held: {report.held}."
        )


def _text_of(path: str | None) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandError(f"The log can't be read: {error}") from error
