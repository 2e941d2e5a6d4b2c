"""The neighbouring municipality's system: how it calls, and what the API answers it now."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "demo.json"
PATIENCE: Final = 5
READABLE: Final = "python3 -m json.tool --no-ensure-ascii"
PICK: Final = 'sed \'s/.*"access_token": *"\\([^"]*\\)".*/\\1/\''


@dataclass(frozen=True)
class Neighbour:
    """Its client, at the address that answers now; `cursor`: the end of the changes when the demo began."""

    address: str
    client_id: str
    secret: str
    cursor: str = ""

    @property
    def token_call(self) -> str:
        asked = f"-d grant_type=client_credentials {self.address}/oauth/token"
        return f"$(curl -s -u {self.client_id}:{self.secret} {asked} | {PICK})"

    @property
    def one_line(self) -> str:
        """What can be pasted into a terminal as it stands."""
        goal = f"{self.address}/api/v1/action-items?limit=3"
        return f'curl -s -H "Authorization: Bearer {self.token_call}" "{goal}" | {READABLE}'

    def token(self) -> str:
        """An access token. Raises `OSError` when nobody answers, `urllib.error.HTTPError` for a client that is gone."""
        secret = b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        asked = urllib.request.Request(  # noqa: S310  (our own address)
            f"{self.address}/oauth/token", b"grant_type=client_credentials", {"Authorization": f"Basic {secret}"}
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE) as page:  # noqa: S310  (as above)
            return str(json.load(page)["access_token"])

    def read(self, path: str, token: str, *, known: str = "") -> Answer:
        """What the API says to it; `known`: the ETag of what it holds already. Raises `OSError` when nobody answers."""
        headers = {"Authorization": f"Bearer {token}"} | ({"If-None-Match": known} if known else {})
        asked = urllib.request.Request(f"{self.address}/api/v1/{path}", headers=headers)  # noqa: S310  (our own address)
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as page:  # noqa: S310  (as above)
                return Answer(page.status, page.headers["ETag"] or "", json.load(page))
        except urllib.error.HTTPError as refusal:
            with refusal:
                body = refusal.read()
            return Answer(refusal.code, refusal.headers["ETag"] or "", json.loads(body) if body else None)


@dataclass(frozen=True)
class Answer:
    """One answer of the API."""

    status: int
    etag: str
    body: Any

    @property
    def words(self) -> str:
        return json.dumps(self.body, indent=2, ensure_ascii=False) if self.body else ""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of a list; none of a single resource, a problem or nothing."""
        lists = [value for value in self.body.values() if isinstance(value, list)] if self.body else []
        return lists[0] if lists and "_meta" in self.body else []


def neighbour_of(folder: Path, site_url: str) -> Neighbour | None:
    """The demo's neighbour; None when the demo has no client."""
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Neighbour(site_url, str(kept["client_id"]), str(kept["client_secret"]), str(kept.get("cursor", "")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def neighbour_call(folder: Path, site_url: str) -> str:
    """One curl line, for the address that answers now; nothing when the demo has no client."""
    neighbour = neighbour_of(folder, site_url)
    return neighbour.one_line if neighbour else ""


def remember_cursor(folder: Path, site_url: str) -> None:
    """Takes the neighbour's first cursor, so that its changes tell all that happens from now on."""
    neighbour = neighbour_of(folder, site_url)
    if neighbour is None or neighbour.cursor:
        return
    try:
        cursor = neighbour.read("changes", neighbour.token()).body["_meta"]["nextCursor"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
    (folder / FILE).write_text(json.dumps(kept | {"cursor": cursor}, indent=2) + "\n", encoding="utf-8")
