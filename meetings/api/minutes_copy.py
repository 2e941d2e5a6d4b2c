"""Frozen minutes as an API client may have them: open points, roles and organisations; no names, no addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetings.enums import ItemOpenness
from meetings.services.minutes_content import PEOPLE
from meetings.services.minutes_view import content_as_seen

if TYPE_CHECKING:
    from collections.abc import Mapping


def copy_for_client(content: Mapping[str, Any]) -> dict[str, Any]:
    """A point is shown when it is marked open; without any mark it counts as restricted."""
    marked = [{"openness": ItemOpenness.NAMED_SEATS, **item} for item in content.get("items", [])]
    seen = content_as_seen({**content, "items": marked})
    ids = [item.get("id") for item in marked]
    return {
        **seen,
        **{group: [_by_role(person) for person in seen[group]] for group in PEOPLE},
        "approvers": [approval["role"] for approval in seen["approvals"]],
        "approvals": [{**approval, "name": approval["role"]} for approval in seen["approvals"]],
        "items": [_without_names({**item, "id": key}) for key, item in zip(ids, seen["items"], strict=True)],
    }


def _by_role(person: Mapping[str, str]) -> dict[str, str]:
    return {"name": person["role"], "role": person["role"], "organisation": person["organisation"], "note": ""}


def _without_names(item: Mapping[str, Any]) -> dict[str, Any]:
    said = item["follow_up"]
    return {
        **item,
        "presenter": "",
        "motions": [{**motion, "name": motion["role"]} for motion in item["motions"]],
        "recusals": [{**recusal, "name": recusal["role"]} for recusal in item["recusals"]],
        "decisions": [{**decision, "procedure": ""} for decision in item["decisions"]],
        "actions": _without_owners(item["actions"]),
        "follow_up": said
        and {
            **said,
            "decisions": [{**line, "actions": _without_owners(line["actions"])} for line in said["decisions"]],
            "actions": _without_owners(said["actions"]),
        },
    }


def _without_owners(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**action, "owner": ""} for action in actions]
