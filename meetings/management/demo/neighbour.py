"""The neighbouring municipality's system: an API client that reads what concerns it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf import settings

from forum.services.api_clients import create_api_client
from meetings.management.demo.cast import NEIGHBOUR

if TYPE_CHECKING:
    from pathlib import Path

    from meetings.management.demo.cast import Cast

SCOPES = (
    *("organisations:read", "forums:read", "topics:read", "meetings:read", "documents:read", "actions:read"),
    *("plans:read", "pictures:read", "support:read", "training:read", "agreements:read"),
)


def connect(cast: Cast) -> Path:
    """Makes the client and keeps its secret for whoever tries the demo, in a file that only its owner can read."""
    client, secret = create_api_client(
        organisation=cast.organisations[NEIGHBOUR], scopes=SCOPES, name="Nyköpings kommun, demo"
    )
    path: Path = settings.VAR_DIR / "demo.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(
        json.dumps({"client_id": client.client_id, "client_secret": secret}, indent=2) + "\n",
        encoding="utf-8",
    )
    draft.replace(path)
    return path
