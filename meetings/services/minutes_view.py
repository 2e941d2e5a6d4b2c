from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetings.enums import ItemOpenness
from meetings.services.minutes_content import complete_content

if TYPE_CHECKING:
    from collections.abc import Container, Mapping


def content_as_seen(content: Mapping[str, Any], *, in_full: Container[str] = ()) -> dict[str, Any]:
    """Frozen content for one reader: points that were not open show number and neutral title, but for the ids in `in_full`."""
    items = [
        {
            **item,
            "redacted": item.get("openness", ItemOpenness.OPEN) != ItemOpenness.OPEN and item.get("id") not in in_full,
        }
        for item in content.get("items", [])
    ]
    return dict(complete_content({**content, "items": items}))
