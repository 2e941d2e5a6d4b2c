"""Cutting what is due at one moment into portions that can be released one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

PORTION = 200


def portions(
    ids: Iterable[uuid.UUID], receivers: Iterable[tuple[uuid.UUID, str]], *, size: int = PORTION
) -> list[list[uuid.UUID]]:
    """Reminders that share a receiver, directly or by way of others, come into one portion, so that nobody gets two letters.

    `receivers` are pairs of reminder and address. A portion is larger than `size` only when its reminders all hang together.
    """
    portion: list[uuid.UUID] = []
    found = []
    for group in _together(list(ids), receivers):
        if portion and len(portion) + len(group) > size:
            found.append(portion)
            portion = []
        portion += group
    return [*found, portion] if portion else found


def _together(ids: list[uuid.UUID], receivers: Iterable[tuple[uuid.UUID, str]]) -> list[list[uuid.UUID]]:
    """Groups without a common receiver: when two meet in a receiver, the smaller joins the larger."""
    groups = {reminder: [reminder] for reminder in ids}
    first: dict[str, uuid.UUID] = {}
    for reminder, address in receivers:
        one, other = groups[first.setdefault(address, reminder)], groups[reminder]
        if one is other:
            continue
        larger, smaller = (one, other) if len(one) >= len(other) else (other, one)
        larger += smaller
        groups |= dict.fromkeys(smaller, larger)
    return list({id(group): group for group in groups.values()}.values())
