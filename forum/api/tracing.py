"""W3C Trace Context: the trace of the caller goes on, or a new one begins."""

from __future__ import annotations

import re
import secrets
from typing import Final

TRACEPARENT: Final = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?P<trace>(?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-(?P<flags>[0-9a-f]{2})(?:-.*)?"
)


def continue_trace(given: str) -> str:
    """A `traceparent` with the caller's trace and a span of our own; what is not valid starts a new trace."""
    match = TRACEPARENT.fullmatch(given.strip())
    trace = match["trace"] if match else secrets.token_hex(16)
    flags = match["flags"] if match else "00"
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"
