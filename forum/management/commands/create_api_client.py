from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from forum.errors import DomainError, InvalidInputError
from forum.services.api_clients import NewClient, create_api_client
from forum.services.organisations import ensure_organisation

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from forum.models import Organisation, Unit


class Command(BaseCommand):
    help = "Makes an API client of an organisation and prints its id and secret, which are shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--organisation",
            required=True,
            metavar="CODE",
            help="its code, such as 0480 or polisen",
        )
        parser.add_argument(
            "--unit",
            default="",
            metavar="U",
            help="name or id of one of its units; the client then reads for that unit alone",
        )
        parser.add_argument(
            "--scopes",
            required=True,
            help='separated by spaces, such as "forums:read meetings:read"',
        )
        parser.add_argument("--json", action="store_true", help="print a report as JSON")

    def handle(self, *, organisation: str, unit: str, scopes: str, **options: Any) -> None:
        try:
            with transaction.atomic():
                party = ensure_organisation(code=organisation)
                made = create_api_client(
                    organisation=party,
                    unit=_unit(party, unit),
                    scopes=scopes.replace(",", " ").split(),
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(_report(made), ensure_ascii=False) if options["json"] else _lines(made))


def _unit(organisation: Organisation, wanted: str) -> Unit | None:
    if not wanted:
        return None
    for unit in organisation.units.all():
        if wanted in {str(unit.pk), unit.name}:
            return unit
    raise InvalidInputError(f"{organisation.name} has no unit {wanted}.", field="unit")


def _report(made: NewClient) -> dict[str, Any]:
    client = made.client
    return {
        "clientId": client.client_id,
        "clientSecret": made.secret,
        "organisation": client.organisation.code if client.organisation else None,
        "unit": str(client.unit_id) if client.unit_id else None,
        "scopes": client.scopes,
    }


def _lines(made: NewClient) -> str:
    return "\n".join([
        f"Client id:     {made.client.client_id}",
        f"Client secret: {made.secret}",
        f"Scopes:        {' '.join(made.client.scopes)}",
        "The secret is not shown again.",
    ])  # fmt: skip
