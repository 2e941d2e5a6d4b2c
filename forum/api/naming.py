from __future__ import annotations


def camel_case(name: str) -> str:
    """`starts_at` → `startsAt`; how every field of the API is named."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
