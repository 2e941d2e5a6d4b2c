from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api_client import ApiClient
    from .person import Person


@dataclass(frozen=True)
class Anonymous:
    """Nobody we know: sees public pages only."""


@dataclass(frozen=True)
class PersonActor:
    """A signed-in person."""

    person: Person


@dataclass(frozen=True)
class ClientActor:
    """An API client, reading for its organisation or for one unit of it."""

    client: ApiClient


Actor = Anonymous | PersonActor | ClientActor
