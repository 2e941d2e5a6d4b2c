"""Places in the log of changes as clients carry them: opaque to them, base64url of epoch and position."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from django.utils.translation import gettext as _

from forum.selectors.change_log import Position

from .problems import ParameterError

NUMBER: Final = r"(\d{1,18})"
PLACE: Final = re.compile(rf"([0-9a-f]{{16}})\.{NUMBER}\.{NUMBER}\.{NUMBER}\.([0-9A-Za-z-]*)", re.ASCII)
LONGEST: Final = 400


def write_cursor(epoch: str, position: Position) -> str:
    text = f"{epoch}.{position.xid}.{position.id}.{position.at}.{position.after}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[str, Position]:
    """Epoch and position. Raises `ParameterError` for what was never given out."""
    try:
        text = urlsafe_b64decode(cursor[:LONGEST] + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        text = ""
    found = PLACE.fullmatch(text)
    if not found:
        raise ParameterError(
            {"cursor": [_("Use a nextCursor as it was given, or leave the parameter out to get one.")]}
        )
    epoch, xid, number, at, after = found.groups()
    return epoch, Position(int(xid), int(number), int(at), after)
