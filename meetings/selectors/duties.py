from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Duty:
    """One thing to do: by which day, where, and what the button says."""

    day: date
    title: str
    about: str
    url: str
    act: str
