"""Minutes as a document for the archive: tagged PDF, PDF/UA-1 and PDF/A-2a at once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from meetings.services.minutes_content import PEOPLE, complete_content, content_checksum
from meetings.services.minutes_lists import appendix_list, paragraph_span
from meetings.services.typesetting import REGIONS, drawable, short_checksum, typeset

if TYPE_CHECKING:
    from meetings.services.minutes_content import MinutesContent, MinutesItem
    from meetings.services.recalled_content import RecalledAction, RecalledContent

BULLET: Final = re.compile(r"\s*[-–*•‣▪●○◦➢]\s+(?P<text>.+)")
CELLS: Final = frozenset({"name", "role", "organisation", "note", "owner", "due"})


def render_minutes_pdf(content: MinutesContent | dict[str, Any]) -> bytes:
    """The minutes as PDF; the same content gives the same bytes, on any machine.

    `drawn_up_at` (with offset) becomes the date of the PDF. Items marked `redacted` show number and neutral title only.
    Text that no font can draw is described in brackets; no text makes it fail.
    Source: ISO 14289-1 (PDF/UA-1), ISO 19005-2 level A (PDF/A-2a); page furniture after kommunallagen (2017:725) 5:65–69.
    """
    complete = complete_content(content)
    drawn_up = datetime.fromisoformat(complete["drawn_up_at"])
    created = drawn_up if drawn_up.tzinfo else drawn_up.replace(tzinfo=UTC)
    return typeset("minutes", _page_data(complete, content_checksum(content)), created, cells=CELLS)


def page_data(content: MinutesContent) -> dict[str, Any]:
    """Complete content with what no template must compute itself: texts as blocks, state, appendices; every text drawable."""
    data: dict[str, Any] = drawable(_page_data(content, content_checksum(content)), cells=CELLS)
    return data


def _page_data(content: MinutesContent, checksum: str) -> dict[str, Any]:
    items = [_page_item(item, content["labels"]) for item in content["items"]]
    return {
        **content,
        "items": items,
        "region": REGIONS[content["language"]],
        "document_title": " – ".join(part for part in (content["title"], content["forum"]) if part)
        or content["labels"]["attendance"],
        "checksum": short_checksum(checksum),
        "paragraph_span": paragraph_span(content),
        "has_people": any(content[group] for group in PEOPLE),
        "appendices": appendix_list(content),
        "action_list": [action for item in items for action in item["actions"]],
        "state": _state(content),
        "is_approved": _is_approved(content),
        "correction": _correction(content),
        "support_lines": content.get("support_lines", []),
        "extract": bool(content.get("extract")),
        "approved_on": _approved_on(content),
    }


def _page_item(item: MinutesItem, labels: dict[str, str]) -> dict[str, Any]:
    decisions = [
        {
            **decision,
            "text": _blocks(decision["text"]),
            "reservations": [_blocks(text) for text in decision["reservations"]],
            "procedure": _blocks(decision.get("procedure", "")),
        }
        for decision in item["decisions"]
    ]
    actions = [{**action, "text": _blocks(action["text"])} for action in item["actions"]]
    return {
        **item,
        "motions": [{**motion, "text": _blocks(motion["text"])} for motion in item.get("motions", [])],
        "notes": _blocks(item["notes"]),
        "decisions": decisions,
        "actions": actions,
        "follow_up": _follow_up(item.get("follow_up"), labels),
    }


def _follow_up(said: RecalledContent | None, labels: dict[str, str]) -> list[dict[str, Any]]:
    """What was followed up, as a paragraph and a list; the actions of a decision stand beneath it."""
    if not said:
        return []
    lines = []
    for decision in said["decisions"]:
        mark = f"§ {decision['paragraph']} " if decision["paragraph"] else ""
        lines.append(f"{mark}{_one_line(decision['text'])}")
        lines += [_action_line(action, labels) for action in decision["actions"]]
    lines += [_action_line(action, labels) for action in said["actions"]]
    first = [{"kind": "paragraph", "lines": [f"{said['minutes']}."]}] if said["minutes"] else []
    return first + ([{"kind": "list", "lines": lines}] if lines else [])


def _action_line(action: RecalledAction, labels: dict[str, str]) -> str:
    due = f"{labels['due']}: {action['due']}" if action["due"] else ""
    facts = ", ".join(part for part in (action["owner"], action["state"], due) if part)
    return f"{labels['action']} {action['number']}: {_one_line(action['text'])} ({facts})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _blocks(text: str) -> list[dict[str, Any]]:
    """Paragraphs and bulleted lists, as people write them: blank lines between paragraphs, a dash or bullet before a point."""
    blocks: list[dict[str, Any]] = []
    for paragraph in re.split(r"\n\s*\n", text):
        last = ""
        for line in filter(str.strip, paragraph.split("\n")):
            bullet = BULLET.fullmatch(line)
            kind = "list" if bullet else "paragraph"
            if kind != last:
                blocks.append({"kind": kind, "lines": []})
            blocks[-1]["lines"].append(bullet["text"] if bullet else line.strip())
            last = kind
    return blocks


def _state(content: MinutesContent) -> str:
    """The one state that the first page tells; notes have none."""
    if content["form"] == "notes" or not content["approvals"]:
        return ""
    labels = content["labels"]
    return f"✓ {labels['approved']}" if _is_approved(content) else labels["not_yet_approved"]


def _is_approved(content: MinutesContent) -> bool:
    return bool(content["approvals"]) and all(approval["approved_at"] for approval in content["approvals"])


def _approved_on(content: MinutesContent) -> str:
    """When the last approver said yes, or when the §§ of an extract were approved at once; empty when they are not approved."""
    at_once = [item.get("immediate", "") for item in content["items"]]
    if content.get("extract") and at_once and all(at_once):
        return at_once[0]
    return content["approvals"][-1]["approved_at"] if _is_approved(content) else ""


def _correction(content: MinutesContent) -> str:
    if content["correction_of"] is None:
        return content["correction_note"]
    heading = f"{content['labels']['correction_of']} {content['correction_of']}"
    return f"{heading}: {content['correction_note']}" if content["correction_note"] else heading
