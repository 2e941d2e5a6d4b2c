from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from forum.errors import DomainError
from forum.models import ApiClient
from forum.services.api_clients import KEEP_DAYS, end_former_secret, renew_secret

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Gives an API client a new secret beside the old one and prints it, this once; or ends the old one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("client", metavar="CLIENT_ID", help="the client's id")
        parser.add_argument(
            "--keep-days",
            type=int,
            default=KEEP_DAYS,
            metavar="N",
            help=f"how long the old secret works on, 0 to 90 ({KEEP_DAYS})",
        )
        parser.add_argument("--end-old", action="store_true", help="make no new secret, end the old one now")
        parser.add_argument("--json", action="store_true", help="print a report as JSON")

    def handle(self, *, client: str, keep_days: int, end_old: bool, **options: Any) -> None:
        row = ApiClient.objects.filter(client_id=client.replace("\0", "")).first()
        if row is None:
            raise CommandError(f"There is no API client {client}.")
        secret = None
        try:
            if end_old:
                end_former_secret(client=row)
                row.refresh_from_db()
            else:
                row, secret = renew_secret(client=row, keep_days=keep_days)
        except DomainError as error:
            raise CommandError(str(error)) from error
        report = _report(row, secret)
        self.stdout.write(json.dumps(report) if options["json"] else "\n".join(_lines(report)))


def _report(client: ApiClient, secret: str | None) -> dict[str, str | None]:
    ends = client.former_secret_ends_at
    return {
        "clientId": client.client_id,
        "clientSecret": secret,
        "oldSecretEndsAt": f"{ends:%Y-%m-%dT%H:%M:%SZ}" if ends else None,
    }


def _lines(report: dict[str, str | None]) -> list[str]:
    ends = report["oldSecretEndsAt"]
    new = [f"New secret:    {report['clientSecret']}", "It is not shown again."] if report["clientSecret"] else []
    return [
        f"Client id:     {report['clientId']}",
        *new,
        f"The old secret works until {ends}." if ends else "The old secret works no longer.",
    ]
