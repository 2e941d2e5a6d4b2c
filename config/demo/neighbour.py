"""The line by which the neighbour's system reads; the terminal and the landing page show the same."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def neighbour_call(folder: Path, site_url: str) -> str:
    """One curl line, for the address that answers now; nothing when the demo has no client."""
    try:
        line = str(json.loads((folder / "demo.json").read_text(encoding="utf-8"))["curl"])
    except (OSError, ValueError, KeyError):
        return ""
    return re.sub(r"https?://[^/\s\"]+", site_url, line)
